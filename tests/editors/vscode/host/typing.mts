// A typist's day: 2,000 edits through the editor's own client. What the server has in the end is what the editor has.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Test, becomes, file, fresh, openSaved, put, report, served, shown, until } from './support.mts';

const EDITS = 2000;
/** After so many edits all is compared. */
const STOP = 250;

/** Numbers that look random and are the same in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const TYPED = ['0', '7', '12', '，', '本年度', '（一）', '𠮷', ' ', 'a', '\n', '| ', '总计', '。', '😀', '“', '\t'];

const PASTED = [
  '| 规章 | 1 | 0 | 3 |\n',
  '二、上年结转政府信息公开申请数量',
  '新收政府信息公开申请12件，\n上年结转3件。\n',
  '\r\n一行\r\n又一行\r\n',
  '<td>5</td>',
];

const run = (command: string, argument?: unknown) => vscode.commands.executeCommand(command, argument);

export const typing: Test[] = [
  {
    name: `${EDITS} edits of all kinds end with the same text and the same findings`,
    async run() {
      const editor = await openSaved(file('教育局', '一天.md'));
      const { document } = editor;
      const original = document.getText();
      await vscode.workspace.getConfiguration('editor', document.uri).update('formatOnSave', true, vscode.ConfigurationTarget.WorkspaceFolder);
      const next = generator(20250131);
      const one = (list: string[]) => list[next(list.length)] ?? '';
      const anywhere = () => document.positionAt(next(document.getText().length + 1));
      const all = () => new vscode.Range(0, 0, document.lineCount, 0);
      const kinds: Record<string, [number, () => PromiseLike<unknown>]> = {
        type: [40, () => run('type', { text: one(TYPED) })],
        move: [12, async () => { put(editor, anywhere()); await run('type', { text: String(next(100)) }); }],
        backspace: [10, () => run('deleteLeft')],
        delete: [5, () => run('deleteRight')],
        paste: [6, () => run('paste', { text: one(PASTED), pasteOnNewLine: false, multicursorText: null })],
        undo: [9, () => run('undo')],
        redo: [4, () => run('redo')],
        line: [4, () => run(one(['editor.action.deleteLines', 'editor.action.copyLinesDownAction', 'editor.action.moveLinesUpAction']))],
        cursors: [5, async () => {
          editor.selections = Array.from({ length: 2 + next(4) }, anywhere).map((place) => new vscode.Selection(place, place));
          await run('type', { text: '3' });
        }],
        selection: [3, async () => {
          const from = anywhere();
          editor.selection = new vscode.Selection(from, document.positionAt(document.offsetAt(from) + next(60)));
          await run('type', { text: '甲' });
        }],
        replace: [1, () => editor.edit((edit) => { edit.replace(all(), original); })],
        save: [1, async () => { assert.ok(await document.save()); }],
      };
      const wheel = Object.entries(kinds).flatMap(([kind, [weight]]) => Array.from({ length: weight }, () => kind));
      const done: Record<string, number> = {};
      for (let number = 1; number <= EDITS; number++) {
        // The last ones of a stretch change a whole draft a little, so that there is something to find.
        const rest = STOP - 1 - ((number - 1) % STOP);
        const kind = rest === 20 ? 'replace' : rest < 20 ? 'move' : one(wheel);
        await kinds[kind]?.[1]();
        done[kind] = (done[kind] ?? 0) + 1;
        if (rest > 0) continue;

        const text = document.getText();
        await becomes(`the server has the text after ${number} edits`, { version: document.version, text }, () => served(document));
        const wanted = fresh(text);
        assert.notEqual(wanted.length, 0);
        await becomes(`the findings after ${number} edits are those of a fresh check`, wanted, () => shown(document.uri));
        report({ progress: `${number} edits, ${wanted.length} findings` });
      }
      assert.deepEqual(Object.keys(done).sort(), Object.keys(kinds).sort(), 'every kind of edit was made');
      assert.ok(await document.save());
      const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
      assert.equal(saved, document.getText());
      await until('the server has what was saved', async () => (await served(document))?.text === saved);
      await becomes('the findings are those of the file', fresh(saved), () => shown(document.uri));
    },
  },
];
