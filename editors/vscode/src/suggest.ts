// Suggestions while typing where the editor gives none by itself: it switches them off in Markdown, and in a document that
// is no report that stays so.

import {
  type Disposable,
  type TextDocument,
  type TextDocumentChangeEvent,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import { CompletionRequest } from 'vscode-languageclient/node';
import { DOCUMENTS, type Session } from './session.ts';
import { asks, isName } from './typed.ts';

/** Asks for suggestions when something of a report is typed; `isReport` tells whether the document in front is one. */
export function suggestWhileTyping(session: Session, isReport: () => boolean): Disposable {
  return workspace.onDidChangeTextDocument((event) => void suggest(session, event, isReport));
}

async function suggest(session: Session, event: TextDocumentChangeEvent, isReport: () => boolean): Promise<void> {
  const { document, contentChanges } = event;
  const [change, ...others] = contentChanges;
  const client = session.running;
  const editor = window.activeTextEditor;
  if (change === undefined || others.length > 0 || event.reason !== undefined || client === undefined) return;
  if (editor?.document !== document || languages.match(DOCUMENTS, document) === 0) return;
  const { start } = change.range;
  const before = document.lineAt(start).text.slice(0, start.character);
  if (!asks({ before, text: change.text, replaced: change.rangeLength }) || !isLeftToUs(document)) return;
  const version = document.version;
  const position = start.translate(0, change.text.length);
  // The server is told of the change by a listener that may come behind this one.
  await new Promise((resolve) => setImmediate(resolve));
  const params = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
  const answer = await client.sendRequest(CompletionRequest.type, params).catch(() => null);
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  const [first] = items;
  const isStale = document.version !== version || window.activeTextEditor !== editor;
  if (first?.textEdit === undefined || isStale || !editor.selection.active.isEqual(position)) return;
  const range = 'range' in first.textEdit ? first.textEdit.range : first.textEdit.insert;
  const typed = document.lineAt(position).text.slice(range.start.character, position.character);
  const names = items.map((item) => item.filterText ?? item.label);
  if (isReport() || isName(typed, names)) {
    await commands.executeCommand('editor.action.triggerSuggest', { auto: true });
  }
}

/** Whether the editor gives no suggestions in this document by itself, and that is not what the user has set. */
function isLeftToUs(document: TextDocument): boolean {
  const found = workspace.getConfiguration('editor', document).inspect<unknown>('quickSuggestions');
  if (found === undefined) return false;
  const { defaultValue, defaultLanguageValue, ...set } = found;
  const own = Object.entries(set).filter(([key, value]) => key.endsWith('Value') && value !== undefined);
  const given = defaultLanguageValue ?? defaultValue;
  const other = typeof given === 'object' && given !== null && 'other' in given ? given.other : given;
  return own.length === 0 && (other === 'off' || other === false);
}
