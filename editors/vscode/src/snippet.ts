// How a snippet of the server is put into a document.

import { type Position, type Range, SnippetString, type TextEditor } from 'vscode';

/** Puts a snippet in a place, with its tab stops. */
export async function putSnippet(editor: TextEditor, snippet: string, place: Range | Position): Promise<void> {
  const { insertSpaces } = editor.options;
  // An empty first cell is a tab at the beginning of a line: the editor would make an indentation of it.
  if (insertSpaces !== undefined) editor.options.insertSpaces = false;
  try {
    await editor.insertSnippet(new SnippetString(snippet), place);
  } finally {
    if (insertSpaces !== undefined) editor.options.insertSpaces = insertSpaces;
  }
}
