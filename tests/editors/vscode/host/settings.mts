// Settings, in the editor and in nianbao.toml, and several folders.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Test, becomes, extension, file, fresh, open, openSaved, servers, shown, until } from './support.mts';

/** Sets something in a folder while `run` runs. */
async function withSetting(key: string, value: unknown, uri: vscode.Uri | undefined, run: () => Promise<void>): Promise<void> {
  const target = uri === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.WorkspaceFolder;
  const configuration = () => vscode.workspace.getConfiguration('nianbao', uri);
  await configuration().update(key, value, target);
  try {
    await run();
  } finally {
    await configuration().update(key, undefined, target);
  }
}

export const settings: Test[] = [
  {
    name: 'each folder of the workspace has its own settings',
    async run() {
      const one = await openSaved(file('教育局', '年报.md'));
      const other = await open(file('乡镇', '年报.md'));
      const text = other.document.getText();
      const all = fresh(text);
      const weighed = fresh(text, '年报.md', vscode.Uri.joinPath(other.document.uri, '..').fsPath);
      assert.notDeepEqual(all, weighed);
      await becomes('the nianbao.toml holds in its folder', weighed, () => shown(other.document.uri));
      await becomes('and only there', all, () => shown(one.document.uri));
    },
  },
  {
    name: 'a change of the settings counts at once',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const all = fresh(document.getText());
      await becomes('all is found', all, () => shown(document.uri));
      const some = all.filter((it) => !it.includes('[wrong-cell]'));
      await withSetting('rules', { 'wrong-cell': 'off' }, document.uri, async () => {
        await becomes('the rule is off', some, () => shown(document.uri));
      });
      await becomes('the rule is on again', all, () => shown(document.uri));
    },
  },
  {
    name: 'a default is not sent as if it were set',
    async run() {
      const { document } = await open(file('教育局', '文本.txt'));
      await withSetting('wide-quotes', false, undefined, async () => {
        await becomes('nothing else changes', fresh(document.getText(), 'x.txt'), () => shown(document.uri));
      });
    },
  },
  {
    name: 'nianbao.toml is checked and completed',
    async run() {
      const editor = await open(file('乡镇', 'nianbao.toml'));
      const { document } = editor;
      await editor.edit((edit) => {
        edit.insert(document.positionAt(document.getText().length), 'ballance = "error"\nlabel = \n');
      });
      await until('the wrong name is found', () => shown(document.uri).some((it) => it.includes('balance')));
      const items = async (place: vscode.Position) => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, place);
        return list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
      };
      assert.ok((await items(new vscode.Position(3, 8))).includes('warning'));
      assert.ok((await items(new vscode.Position(4, 0))).includes('row-total'));
      assert.ok((await items(new vscode.Position(0, 0))).includes('edition'));
      await openSaved(document.uri);
      await becomes('it is right again', [], () => shown(document.uri));
    },
  },
  {
    name: 'the trace is in the log when it is wanted',
    async run() {
      const editor = await openSaved(file('教育局', '年报.md'));
      // The user's folder is beside the workspace.
      const logs = path.resolve(file('教育局', '.').fsPath, '../../user/logs');
      const traced = () =>
        fs
          .readdirSync(logs, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('nianbao 年报.log'))
          .some((name) => fs.readFileSync(path.join(logs, name), 'utf8').includes("'textDocument/didChange'"));
      assert.ok(!traced());
      await withSetting('trace.server', 'messages', undefined, async () => {
        await until('a message is in the log', async () => {
          await editor.edit((edit) => {
            edit.insert(new vscode.Position(1, 0), ' ');
          });
          return traced();
        });
      });
      await openSaved(editor.document.uri);
    },
  },
  {
    name: 'another path restarts the server, a wrong one says so',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const [before] = await until('there is one server', () => servers().length === 1 && servers());
      await withSetting('server.path', '/nowhere/nianbao', undefined, async () => {
        await until('there is no server', () => servers().length === 0);
        await becomes('nothing is shown', [], () => shown(document.uri));
        await until('there is no status', () => extension?.exports.status === undefined);
      });
      const [now] = await until('there is one again', () => servers().length === 1 && servers());
      assert.notEqual(now, before);
      await becomes('the findings are back', fresh(document.getText()), () => shown(document.uri));
    },
  },
];
