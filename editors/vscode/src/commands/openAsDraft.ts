// 打开为 Markdown 草稿: what an office file says, as a document that is not saved yet.

import { Position, Selection, Uri, languages, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { ask } from '../requests.ts';
import { unsaved } from './newReport.ts';

/** The endings of the files that the server reads besides texts. */
const ENDINGS = ['docx', 'xlsx', 'pdf'];

/** Opens an office file as a draft; which one, the user is asked where it is not given. */
export async function openAsDraft(client: LanguageClient, given: Uri | undefined): Promise<void> {
  const file = given ?? (await chosen());
  if (file === undefined) return;
  const { text, leftOut } = await ask(client, 'convert', { uri: client.code2ProtocolConverter.asUri(file) });
  const name = `${(file.path.split('/').pop() ?? '').replace(/\.[^.]*$/, '')}.md`;
  const document = await workspace.openTextDocument(await unsaved(Uri.joinPath(file, '..'), name));
  const editor = await window.showTextDocument(await languages.setTextDocumentLanguage(document, 'markdown'));
  await editor.edit((edit) => {
    edit.insert(document.positionAt(0), text);
  });
  // One reads it from its beginning.
  editor.selection = new Selection(new Position(0, 0), new Position(0, 0));
  if (leftOut.length > 0) void window.showInformationMessage(`nianbao：没有转换${leftOut.join('、')}。`);
}

async function chosen(): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const files = await window.showOpenDialog({
    title: '打开为 Markdown 草稿',
    openLabel: '打开',
    filters: { 'Word、Excel、PDF 文件': ENDINGS },
    ...(folder && { defaultUri: folder }),
  });
  return files?.[0];
}
