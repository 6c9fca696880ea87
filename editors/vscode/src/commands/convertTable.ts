// 转换表格格式: the table under the cursor in another layout, or laid out anew in its own.

import { type TextEditor, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
  CodeActionResolveRequest,
} from 'vscode-languageclient/node';

/** How the titles of these actions begin; the others of their kind change something else. */
const TITLES = /^(改写为|按统一格式重排)/;

/** Offers the layouts to which the table can be converted. Only the one that is chosen is made. */
export async function convertTable(client: LanguageClient, { document, selection }: TextEditor): Promise<void> {
  const convert = client.code2ProtocolConverter;
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument: convert.asTextDocumentIdentifier(document),
    range: convert.asRange(selection),
    context: { diagnostics: [], only: [CodeActionKind.RefactorRewrite] },
  });
  const layouts = (actions ?? []).filter((action): action is CodeAction => TITLES.test(action.title));
  if (layouts.length === 0) {
    void window.showInformationMessage('nianbao：请把光标放在一张法定表格里。');
    return;
  }
  const items = layouts.map((action) => ({ label: action.title, action }));
  const chosen = await window.showQuickPick(items, { title: '转换表格格式', placeHolder: '选择表格的写法' });
  if (!chosen) return;
  const { edit } = await client.sendRequest(CodeActionResolveRequest.type, chosen.action);
  if (edit) await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
}
