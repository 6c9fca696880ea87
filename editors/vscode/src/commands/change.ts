// Commands that have the server change the report in front.

import { type TextDocument, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { ask } from '../requests.ts';

/** How many changes are listed one by one. */
const MOST = 8;

/** Has the server make its changes and says which figures they are; where there are none, says so with `nothing`. */
export async function change(
  client: LanguageClient,
  document: TextDocument,
  what: 'recalculate' | 'fixAll',
  nothing: string,
): Promise<void> {
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const { edits, applied, changes } = await ask(client, what, { uri });
  if (edits === 0) {
    void window.showInformationMessage(`nianbao：${nothing}。`);
  } else if (applied && changes.length > 0) {
    const more = changes.length > MOST ? `等${changes.length}处` : '';
    void window.showInformationMessage(`nianbao：${changes.slice(0, MOST).join('；')}${more}。`);
  } else if (applied) {
    window.setStatusBarMessage(`nianbao：修改了${edits}处`, 5000);
  }
}
