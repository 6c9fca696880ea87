// The commands, as the palette starts them.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Test, acceptFirst, after, becomes, extension, file, fresh, openSaved, put, shown, until, untitled } from './support.mts';

const organ = '云溪县水务局';

async function newReport(wish: { year: number; layout: string; languageId: string }): Promise<vscode.TextDocument> {
  const before = vscode.window.activeTextEditor?.document;
  void vscode.commands.executeCommand('nianbao.newReport', { organ, ...wish });
  return await until('the report is open', () => {
    const document = vscode.window.activeTextEditor?.document;
    return document !== before && document?.getText().includes(organ) && document;
  });
}

export const commands: Test[] = [
  {
    name: '新建年度报告 opens a report without a fault',
    async run() {
      for (const wish of [
        { year: 2024, layout: 'markdown', languageId: 'markdown' },
        { year: 2024, layout: 'html', languageId: 'html' },
        { year: 2020, layout: 'tabs', languageId: 'plaintext' },
      ]) {
        const document = await newReport(wish);
        assert.equal(document.languageId, wish.languageId);
        assert.ok(document.isUntitled);
        assert.ok(document.fileName.includes(`${organ}${wish.year}年`), document.fileName);
        const edition = wish.year < 2021 ? 2019 : 2021;
        await until('its status is shown', () => extension?.exports.status?.detail.startsWith(`${edition}年版 · ${wish.year}年度`));
        // All it says is what is still to be filled in.
        const expected = fresh(document.getText(), 'x.txt');
        assert.deepEqual(expected.map((it) => it.split(' ')[0]), ['info[template-residue]']);
        await until('its findings are shown', () => JSON.stringify(shown(document.uri)) === JSON.stringify(expected));
      }
    },
  },
  {
    name: '新建年度报告 fills in what last year carried over',
    async run() {
      // The draft beside it is the education bureau's for 2024, which carries three applications over.
      const before = vscode.window.activeTextEditor?.document;
      await vscode.commands.executeCommand('nianbao.newReport', { organ: '云溪县教育局', year: 2025, layout: 'markdown', languageId: 'markdown' });
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document !== undefined && document !== before);
      assert.match(document.getText(), /二、上年结转政府信息公开申请数量( +\|){3} +2 \| +1( \| +0){4} \| +3 \|/);
    },
  },
  {
    name: '插入标准表格 puts what is missing first',
    async run() {
      const editor = await untitled('plaintext', `${organ}2024年政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n\n`);
      put(editor, new vscode.Position(4, 0));
      await acceptFirst('table four stands there', 'nianbao.insertTable', () => editor.document.getText().includes('未经复议直接起诉'));
      // Empty first cells are tabs at the beginning of lines, and they are still that.
      assert.match(editor.document.getText(), /^\t/m);
      await vscode.commands.executeCommand('leaveSnippet');
      await becomes('it is checked', fresh(editor.document.getText(), 'x.txt'), () => shown(editor.document.uri));
      assert.ok(!shown(editor.document.uri).some((it) => it.includes('[missing-form]') && it.includes('表四')));
    },
  },
  {
    name: '转换表格格式 lays a table out otherwise',
    async run() {
      const editor = await openSaved(file('教育局', '年报.md'));
      put(editor, after(editor.document, '| 2 | 0 | 0 | 1 '));
      await acceptFirst('the table is another', 'nianbao.convertTable', () => editor.document.isDirty);
      await becomes('the findings are those of the new text', fresh(editor.document.getText()), () => shown(editor.document.uri));
      await openSaved(editor.document.uri);
    },
  },
  {
    name: '修复全部 repairs what is safe',
    async run() {
      const editor = await openSaved(file('教育局', '年报.md'));
      await until('there are findings', () => shown(editor.document.uri).length > 0);
      await vscode.commands.executeCommand('nianbao.fixAll');
      await until('the text is repaired', () => editor.document.getText().includes('第二十条第（五）项'));
      await becomes('the findings are those of the new text', fresh(editor.document.getText()), () => shown(editor.document.uri));
      await openSaved(editor.document.uri);
    },
  },
  {
    name: '暂停检查 silences, 恢复检查 says all again',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const wanted = fresh(document.getText());
      await becomes('the findings are shown', wanted, () => shown(document.uri));
      await vscode.commands.executeCommand('nianbao.togglePause');
      await becomes('nothing is shown', [], () => shown(document.uri));
      await until('the status says so', () => extension?.exports.status?.text.endsWith('检查已暂停'));
      await vscode.commands.executeCommand('nianbao.togglePause');
      await becomes('the findings are shown again', wanted, () => shown(document.uri));
    },
  },
  {
    name: 'the status says how the report stands',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const number = fresh(document.getText()).length;
      assert.equal(number, 4);
      await until('the number of findings is shown', () => extension?.exports.status?.detail.endsWith('3个错误，1条提示'));
      assert.match(extension?.exports.status?.text ?? '', /^年报 2024 · 勾稽 \d+\/\d+ · 4 个问题$/);
    },
  },
  {
    name: '检查整个文件夹 finds what stands in files that are not open',
    async run() {
      const found = await vscode.commands.executeCommand('nianbao.checkFolder');
      const drafts = [...['年报.md', '一天.md', '说明.md'].map((name) => file('教育局', name)), file('乡镇', '年报.md')];
      const texts = await Promise.all(drafts.map(async (uri) => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))));
      const folder = vscode.Uri.joinPath(file('乡镇', '.')).fsPath;
      const all = texts.flatMap((text, at) => fresh(text, '年报.md', at === 3 ? folder : undefined));
      const of = (severity: string) => all.filter((it) => it.startsWith(severity)).length;
      assert.deepEqual(found, {
        files: 6,
        reports: 5,
        findings: { error: of('error'), warning: of('warning'), info: of('info'), hint: of('hint') },
      });
      const unopened = file('乡镇', '年报.md');
      assert.ok(!vscode.workspace.textDocuments.some((it) => it.uri.toString() === unopened.toString()));
      await until('its findings are there', () => shown(unopened).length > 0);
    },
  },
  {
    name: 'every command of the manifest is there',
    async run() {
      const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
      const known = await vscode.commands.getCommands(true);
      for (const { command } of contributes.commands) assert.ok(known.includes(command), command);
    },
  },
];
