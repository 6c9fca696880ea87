// The column of the figure at the cursor, shown behind its line: the titles of a long table are out of sight.

import { Disposable, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import { SECTION } from './settings.ts';
import type { Values } from './values.ts';

/** The key of the setting that switches it off. */
const SETTING = 'column-names';

/** Shows the column behind the line of the cursor, in the editor in front. */
export function showColumns(values: Values): Disposable {
  const decoration = window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new ThemeColor('editorCodeLens.foreground') },
  });
  const update = (editor: TextEditor | undefined) => {
    if (editor === undefined) return;
    const isOn = workspace.getConfiguration(SECTION, editor.document).get<boolean>(SETTING, true);
    const column = isOn ? values.columnAt(editor) : undefined;
    const { range } = editor.document.lineAt(editor.selection.active.line);
    editor.setDecorations(decoration, column === undefined ? [] : [{ range, renderOptions: { after: { contentText: `← ${column}` } } }]);
  };
  const front = () => {
    update(window.activeTextEditor);
  };
  return Disposable.from(
    decoration,
    values.onDidRead(front),
    window.onDidChangeActiveTextEditor(front),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === window.activeTextEditor) update(textEditor);
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.${SETTING}`)) front();
    }),
  );
}
