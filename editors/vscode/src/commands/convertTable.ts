// 转换表格格式: the table under the cursor in another layout, or laid out anew in its own.

import { type CodeAction, CodeActionKind, type TextEditor, commands, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** How the titles of these actions begin; the others of their kind change something else. */
const TITLES = /^(改写为|按统一格式重排)/;

/** Offers the layouts to which the table can be converted. */
export async function convertTable(_client: LanguageClient, editor: TextEditor): Promise<void> {
  const { document, selection } = editor;
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    selection,
    CodeActionKind.RefactorRewrite.value,
  );
  const layouts = actions.filter((action) => TITLES.test(action.title));
  if (layouts.length === 0) {
    void window.showInformationMessage('nianbao：请把光标放在一张法定表格里。');
    return;
  }
  const items = layouts.map((action) => ({ label: action.title, action }));
  const chosen = await window.showQuickPick(items, { title: '转换表格格式', placeHolder: '选择表格的写法' });
  if (chosen?.action.edit) await workspace.applyEdit(chosen.action.edit);
}
