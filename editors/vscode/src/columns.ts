// The column of the figure at the cursor, shown behind its line: the titles of a long table are out of sight.

import { Disposable, type TextEditor, ThemeColor, languages, window, workspace } from 'vscode';
import { ask } from './requests.ts';
import { DOCUMENTS, type Session } from './session.ts';
import { SECTION } from './settings.ts';

/** The key of the setting that switches it off. */
const SETTING = 'column-names';

/** Shows the column behind the line of the cursor, in the editor in front. */
export function showColumns(session: Session): Disposable {
  const decoration = window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new ThemeColor('editorCodeLens.foreground') },
  });
  let question = 0;
  const update = async (editor: TextEditor | undefined) => {
    const own = ++question;
    if (editor === undefined || languages.match(DOCUMENTS, editor.document) === 0) return;
    const client = session.running;
    const isOn = workspace.getConfiguration(SECTION, editor.document).get<boolean>(SETTING, true);
    const { active } = editor.selection;
    const params = client && {
      uri: client.code2ProtocolConverter.asUri(editor.document.uri),
      position: client.code2ProtocolConverter.asPosition(active),
    };
    const cell = client && params && isOn ? await ask(client, 'cell', params).catch(() => null) : null;
    if (own !== question || active.line >= editor.document.lineCount) return;
    const { range } = editor.document.lineAt(active.line);
    const shown = cell ? [{ range, renderOptions: { after: { contentText: `← ${cell.column}` } } }] : [];
    editor.setDecorations(decoration, shown);
  };
  return Disposable.from(
    decoration,
    window.onDidChangeTextEditorSelection(({ textEditor }) => void update(textEditor)),
    window.onDidChangeActiveTextEditor((editor) => void update(editor)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.${SETTING}`)) void update(window.activeTextEditor);
    }),
  );
}
