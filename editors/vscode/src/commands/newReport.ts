// 新建年度报告: asks whose, for which year and in which layout, and opens the filled skeleton.

import { Position, type QuickPickItem, Uri, languages, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { ask, folderOf } from '../requests.ts';
import { putSnippet } from '../snippet.ts';
import { wrongYear } from '../words.ts';

interface Layout extends QuickPickItem {
  layout: string;
  languageId: string;
}

const LAYOUTS: Layout[] = [
  { label: 'Markdown', description: '表格用竖线，便于在编辑器里填写', layout: 'markdown', languageId: 'markdown' },
  { label: 'Markdown，表格用 HTML', description: '有合并单元格，与格式文件一致', layout: 'html', languageId: 'markdown' },
  { label: 'HTML 网页', description: '用于网站发布', layout: 'html', languageId: 'html' },
  { label: '纯文本，制表符分隔', description: '便于与表格软件互相粘贴', layout: 'tabs', languageId: 'plaintext' },
  { label: '纯文本，每行一格', description: '与网页上复制下来的相同', layout: 'lines', languageId: 'plaintext' },
];

/** What a new report is to be. A key binding may say all of it; else it is asked. */
export interface Wish {
  organ: string;
  year: number;
  layout: string;
  languageId: string;
}

/** Whether a key binding says all; a menu gives other things. */
export function isWish(value: unknown): value is Wish {
  return typeof value === 'object' && value !== null && ['organ', 'year', 'layout', 'languageId'].every((key) => key in value);
}

/** Opens a new report as is wished. */
export async function newReport(client: LanguageClient, given?: Wish): Promise<void> {
  const wish = given ?? (await asked(client));
  if (wish) await openReport(client, wish);
}

async function asked(client: LanguageClient): Promise<Wish | undefined> {
  const organ = await window.showInputBox({
    title: '新建年度报告（1/3）：机关名称',
    prompt: '写入报告标题的名称',
    placeHolder: '例如：云溪县教育局',
    validateInput: (text) => (text.trim() === '' ? '请写机关名称' : undefined),
  });
  if (organ === undefined) return undefined;
  const { year: due } = await ask(client, 'dueYear', {});
  const year = await window.showInputBox({
    title: '新建年度报告（2/3）：报告年度',
    prompt: '报告的是哪一年的工作',
    value: String(due),
    validateInput: (text) => wrongYear(text, due),
  });
  if (year === undefined) return undefined;
  const layout = await window.showQuickPick(LAYOUTS, {
    title: '新建年度报告（3/3）：版式',
    placeHolder: '草稿和表格的写法',
  });
  return layout && { organ: organ.trim(), year: Number(year), layout: layout.layout, languageId: layout.languageId };
}

async function openReport(client: LanguageClient, wish: Wish): Promise<void> {
  const folder = folderOf(window.activeTextEditor?.document.uri);
  const { snippet, languageId, fileName, lastYear } = await ask(client, 'newReport', {
    ...(folder && { folder: client.code2ProtocolConverter.asUri(folder) }),
    ...wish,
  });
  const document = await workspace.openTextDocument(await unsaved(folder, fileName));
  const editor = await window.showTextDocument(await languages.setTextDocumentLanguage(document, languageId));
  await putSnippet(editor, snippet, new Position(0, 0));
  editor.revealRange(editor.selection);
  if (lastYear !== null) {
    const show = '打开上年报告';
    const last = Uri.parse(lastYear);
    const words = `nianbao：已按“${workspace.asRelativePath(last)}”填入上年结转的数量。`;
    void window.showInformationMessage(words, show).then((answer) => {
      if (answer === show) void window.showTextDocument(last, { preview: true });
    });
  }
}

/** A document that is not saved yet, in the folder, with a name that no file there has. */
export async function unsaved(folder: Uri | undefined, fileName: string): Promise<Uri> {
  if (folder === undefined) return Uri.from({ scheme: 'untitled', path: fileName });
  const [, stem = fileName, ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(fileName) ?? [];
  for (let number = 1; ; number++) {
    const name = number === 1 ? fileName : `${stem}（${number}）${ending}`;
    const file = Uri.joinPath(folder, name);
    const isOpen = workspace.textDocuments.some((it) => it.uri.scheme === 'untitled' && it.uri.path === file.path);
    const isFile = await workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (!isOpen && !isFile) return file.with({ scheme: 'untitled' });
  }
}
