// Totals that follow what is typed into the text of a draft, where the user wants that.

import { type Disposable, type TextDocument, TextDocumentChangeReason, languages, workspace } from 'vscode';
import { editorOf } from './front.ts';
import { ask } from './requests.ts';
import { DOCUMENTS, type Session } from './session.ts';
import { SECTION } from './settings.ts';

/** Brings the totals of a draft in line with each change of its user, as one step with it. */
export function keepTotals(session: Session): Disposable {
  let turn = Promise.resolve();
  return workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
    const isOn = workspace.getConfiguration(SECTION, document).get('totals') === 'on-type';
    if (!isOn || contentChanges.length === 0 || languages.match(DOCUMENTS, document) === 0) return;
    const { version } = document;
    turn = turn.then(() => bring(session, document, version, isUndone(reason))).catch(() => undefined);
  });
}

const isUndone = (reason: TextDocumentChangeReason | undefined) =>
  reason === TextDocumentChangeReason.Undo || reason === TextDocumentChangeReason.Redo;

async function bring(session: Session, document: TextDocument, version: number, undone: boolean): Promise<void> {
  const client = session.running;
  // Whoever types on is answered for all he typed.
  if (client === undefined || document.isClosed || (document.version !== version && !undone)) return;
  const answer = await ask(client, 'totals', { uri: client.code2ProtocolConverter.asUri(document.uri), undone });
  if (answer === null || answer.edits.length === 0 || answer.version !== document.version) return;
  const edits = await client.protocol2CodeConverter.asTextEdits(answer.edits);
  await editorOf(document)?.edit(
    (change) => {
      for (const { range, newText } of edits) change.replace(range, newText);
    },
    { undoStopBefore: false, undoStopAfter: false },
  );
}
