// The draft in front, in a text editor or as a form.

import { Disposable, TabInputCustom, type TextDocument, type TextEditor, window, workspace } from 'vscode';

/** The name of the form view, in package.json too. */
export const FORM = 'nianbao.form';

/** The draft of the form view that is in front. */
export function formInFront(): TextDocument | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof TabInputCustom) || input.viewType !== FORM) return undefined;
  const uri = input.uri.toString();
  return workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

/** The document in front: of the form view, else of the text editor. */
export function front(): TextDocument | undefined {
  return formInFront() ?? window.activeTextEditor?.document;
}

/** The text editor in front, or the one that shows the draft of the form view in front. */
export function frontEditor(): TextEditor | undefined {
  const document = formInFront();
  return document === undefined ? window.activeTextEditor : editorOf(document);
}

/** A text editor that shows a document, the one in front before any other. */
export function editorOf(document: TextDocument): TextEditor | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document === document);
}

/** Calls `changed` when another document may be in front. */
export function onDidChangeFront(changed: () => void): Disposable {
  return Disposable.from(
    window.onDidChangeActiveTextEditor(changed),
    window.tabGroups.onDidChangeTabs(changed),
    window.tabGroups.onDidChangeTabGroups(changed),
  );
}
