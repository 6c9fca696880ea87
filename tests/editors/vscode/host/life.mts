// The life of the server.

import assert from 'node:assert/strict';
import { type Test, becomes, file, fresh, openSaved, servers, shown, until } from './support.mts';
import * as vscode from 'vscode';

export const life: Test[] = [
  {
    name: 'a server that was killed is started again and knows the text',
    async run() {
      const editor = await openSaved(file('教育局', '年报.md'));
      const { document } = editor;
      const [pid = 0] = await until('there is one server', () => servers().length === 1 && servers());
      process.kill(pid, 'SIGKILL');
      await editor.edit((edit) => {
        edit.insert(new vscode.Position(0, 0), '\n');
      });
      const [now] = await until('there is another', () => !servers().includes(pid) && servers().length === 1 && servers());
      assert.notEqual(now, pid);
      await becomes('it finds what is in the text', fresh(document.getText()), () => shown(document.uri));
      await openSaved(document.uri);
      await becomes('and goes on', fresh(document.getText()), () => shown(document.uri));
    },
  },
  {
    name: '重启服务 starts another',
    async run() {
      const { document } = await openSaved(file('教育局', '年报.md'));
      const [pid = 0] = await until('there is one server', () => servers().length === 1 && servers());
      await vscode.commands.executeCommand('nianbao.restartServer');
      const [now] = await until('there is another', () => !servers().includes(pid) && servers().length === 1 && servers());
      assert.notEqual(now, pid);
      await becomes('it finds what is in the text', fresh(document.getText()), () => shown(document.uri));
    },
  },
];
