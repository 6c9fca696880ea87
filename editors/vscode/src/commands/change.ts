// Commands that have the server change the report in front.

import { type TextEditor, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { ask } from '../requests.ts';

/** Has the server make its changes; where there are none, says so with `nothing`. */
export async function change(
  client: LanguageClient,
  editor: TextEditor,
  what: 'recalculate' | 'fixAll',
  nothing: string,
): Promise<void> {
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  const { edits, applied } = await ask(client, what, { uri });
  if (edits === 0) {
    void window.showInformationMessage(`nianbao：${nothing}。`);
  } else if (applied) {
    window.setStatusBarMessage(`nianbao：修改了${edits}处`, 5000);
  }
}
