// Findings, repairs and completions of documents.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Test, after, becomes, extension, file, fresh, open, openSaved, put, ruleOf, shown, until } from './support.mts';

const completions = (uri: vscode.Uri, place: vscode.Position) =>
  vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, place);

/** How many actions the editor has made before it hands them over: without their edits none can be applied here. */
const MADE = 100;

export const documents: Test[] = [
  {
    name: 'a broken draft shows what the command line finds',
    async run() {
      const { document } = await open(file('教育局', '年报.md'));
      const wanted = fresh(document.getText());
      assert.ok(wanted.length >= 4, `the draft has ${wanted.length} findings`);
      await becomes('the findings are shown', wanted, () => shown(document.uri));
    },
  },
  {
    name: 'plain text and HTML are checked too',
    async run() {
      for (const name of ['网页.html', '文本.txt']) {
        const editor = await open(file('教育局', name));
        const { document } = editor;
        const at = document.getText().indexOf('总体情况');
        const line = document.positionAt(at);
        await editor.edit((change) => {
          change.replace(new vscode.Range(line, line.translate(0, 4)), '概述');
        });
        const wanted = fresh(document.getText(), name);
        assert.notEqual(wanted.length, 0, name);
        await becomes(`the findings of ${name} are shown`, wanted, () => shown(document.uri));
        await openSaved(document.uri);
      }
    },
  },
  {
    name: 'nothing is said about what is no report',
    async run() {
      const report = await open(file('教育局', '年报.md'));
      await until('the report in front has a status', () => extension?.exports.status);
      const { document } = await open(file('教育局', '说明.md'));
      await until('the status is gone', () => extension?.exports.status === undefined);
      assert.deepEqual(shown(document.uri), []);
      assert.notDeepEqual(shown(report.document.uri), []);
    },
  },
  {
    name: 'a quick fix repairs its finding',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const finding = await until('the heading is found wrong', () =>
        vscode.languages.getDiagnostics(document.uri).find((it) => ruleOf(it) === 'article-heading'),
      );
      const before = shown(document.uri).length;
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        finding.range,
        vscode.CodeActionKind.QuickFix.value,
        MADE,
      );
      const fix = actions.find((action) => action.isPreferred);
      assert.match(fix?.title ?? '', /^改为“第二十条第（五）项”$/);
      assert.ok(fix?.edit && (await vscode.workspace.applyEdit(fix.edit)));
      assert.ok(document.getText(finding.range).includes('（五）'));
      await becomes('one finding is gone', before - 1, () => shown(document.uri).length);
    },
  },
  {
    name: 'a completion inserts table three as a snippet',
    async run() {
      const editor = await openSaved(file('教育局', '年报.md'));
      const { document } = editor;
      const heading = '## 三、收到和处理政府信息公开申请情况\n\n';
      const from = after(document, heading);
      const to = document.positionAt(document.getText().indexOf('\n\n## 四、'));
      await editor.edit((edit) => {
        edit.delete(new vscode.Range(from, to));
      });
      await until('the table is missed', () => shown(document.uri).some((it) => it.includes('[empty-section]')));
      put(editor, from);
      await vscode.commands.executeCommand('type', { text: '表三' });
      const list = await completions(document.uri, editor.selection.active);
      const item = list.items.find((it) => it.insertText instanceof vscode.SnippetString && it.keepWhitespace === true);
      assert.ok(item?.insertText instanceof vscode.SnippetString);
      assert.match(item.insertText.value, /\$\{1:0\}/);

      await until('the list is accepted', async () => {
        await vscode.commands.executeCommand('editor.action.triggerSuggest');
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        return document.getText().includes('（七）总计');
      });
      assert.equal(document.getText(editor.selection), '0', 'the cursor is in the first cell');
      await vscode.commands.executeCommand('type', { text: '7' });
      await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
      await vscode.commands.executeCommand('leaveSnippet');
      assert.match(document.getText(), /一、本年新收政府信息公开申请数量( +\|){3} +7 \| +0 \|/);
      await becomes('it is checked', fresh(document.getText()), () => shown(document.uri));
      assert.ok(!shown(document.uri).some((it) => it.includes('[empty-section]')));
    },
  },
  {
    name: 'hover, hints and outline come from the server',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const place = after(document, '1.本机关不掌握相关政府信息 | ');
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, place);
      const text = hovers.flatMap((it) => it.contents as vscode.MarkdownString[]).map((it) => it.value).join('\n');
      assert.match(text, /自然人/);
      const outline = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
      const names = (symbols: vscode.DocumentSymbol[]): string[] => symbols.flatMap((it) => [it.name, ...names(it.children)]);
      assert.ok(names(outline).some((name) => name.startsWith('五、')), names(outline).join('\n'));
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
      assert.ok(Array.isArray(hints));
    },
  },
];
