// A clerk in the text of a report: Tab from value to value, to what is not filled yet, totals that follow, totals computed
// anew.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Keyboard } from 'playwright-core';
import { mark, until, withEditor } from './code_server.mts';
import { ONLY_IN_BROWSERS, SETTINGS, User, columnAfter, lineOf } from './user.mts';

const NAME = '教育局2024年报.md';
const draft = fs.readFileSync(path.resolve(import.meta.dirname, '../../drafts/markdown-2021.md'), 'utf8');
const ROW = '一、本年新收政府信息公开申请数量 | | | ';
const CARRIED = '四、结转下年度继续办理 | | | 4 | 1 | 0 | 0 | 0 | 1 | ';
const LAST = '| 3 | 1 | 0 | 1 | 5 | 2 | 1 | 0 | 0 | 3 | 1 | 0 | 1 | 1 | ';
const GRANTED = '（一）予以公开 | | ';

/** How long a fast hand takes for a key. */
const HURRY = 30;

/** Presses keys one after another, whether the editor has dealt with the last one or not. */
async function hurry(keyboard: Keyboard, keys: string[]): Promise<void> {
  const pressed: Promise<void>[] = [];
  for (const key of keys) {
    pressed.push(keyboard.press(key));
    await new Promise((resolve) => setTimeout(resolve, HURRY));
  }
  await Promise.all(pressed);
}

const files = { [NAME]: draft, '.vscode/settings.json': '{}' };
await withEditor({ open: NAME, files, settings: SETTINGS, size: { width: 1180, height: 740 } }, async ({ page, workspace, go }) => {
  const user = new User(page);
  const { keyboard } = page;
  const saved = () => fs.readFileSync(path.join(workspace, NAME), 'utf8');
  /** Replaces the whole text in front. */
  const paste = async (text: string) => {
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await user.focus();
    await keyboard.press('Control+A');
    await keyboard.press('Control+V');
  };
  const set = async (settings: Record<string, unknown>) => {
    await user.open('settings.json');
    await paste(JSON.stringify(settings));
    await until('the settings are saved', async () => {
      await keyboard.press('Control+S');
      return fs.readFileSync(path.join(workspace, '.vscode/settings.json'), 'utf8') === JSON.stringify(settings);
    });
    await user.open(NAME);
  };
  /** Saves until the file is as wanted. */
  const becomes = (what: string, look: (text: string) => boolean) =>
    until(what, async () => {
      await keyboard.press('Control+S');
      return look(saved());
    }, 30_000).catch((error: unknown) => {
      throw new Error(`${String(error)}; the file is now\n${saved()}`);
    });
  /** Takes back until the file is as wanted; returns how many steps it took. */
  const takeBack = async (wanted: string) => {
    for (let steps = 1; steps <= 4; steps++) {
      await keyboard.press('Control+Z');
      const look = async () => {
        await keyboard.press('Control+S');
        return saved() === wanted;
      };
      if (await until('all is taken back', look, 3000).catch(() => false)) return steps;
    }
    throw new Error(`four steps did not lead back; the file is now\n${saved()}`);
  };
  const line = (text: string, part: string) => text.split('\n').find((it) => it.includes(part)) ?? '';
  const at = async (text: string, part: string) => {
    await user.go(lineOf(text, part), columnAfter(text, part));
  };

  await go();
  await page.locator(`.tab[data-resource-name="${NAME}"]`).waitFor();
  await page.addStyleTag({ content: ONLY_IN_BROWSERS });
  await user.pressUntil('Control+B', page.locator('.part.sidebar:not(:visible)').or(page.locator('.monaco-workbench.nosidebar')));
  await page.locator('.codelens-decoration a', { hasText: '在填表视图中填写' }).first().waitFor();
  mark('the draft is open');

  // Tab selects the next value, and what is typed replaces it. The column is named once the tables are known.
  await at(draft, ROW);
  const behind = `[...document.querySelectorAll('.view-line span')].map((it) => getComputedStyle(it, '::after').content).join()`;
  await until('the column is named', async () => (await page.evaluate<string>(behind)).includes('← 自然人'));
  const cells = ['41', '6', '2', '3', '1', '4', '57'];
  const goes = async (key: string, to: number) => {
    await keyboard.press(key);
    const column = columnAfter(draft, ROW) + cells.slice(0, to + 1).join(' | ').length;
    await user.status(`Ln ${lineOf(draft, ROW)}, Col ${column} (${cells[to]?.length ?? 0} selected)`);
  };
  for (const [at, figure] of ['8', '19', '10'].entries()) {
    await goes('Tab', at + 1);
    if (at === 0) await user.picture('text-tab');
    await keyboard.type(figure);
    cells[at + 1] = figure;
  }
  await goes('Tab', 4);
  await goes('Shift+Tab', 3);
  await goes('Shift+Tab', 2);
  await keyboard.type('9');
  await becomes('the figures are in their cells', (text) => line(text, ROW).includes('| 41 | 8 | 9 | 10 | 1 | 4 | 57 |'));
  mark('Tab and Shift+Tab go from value to value');

  // From the last value of a table to the first of the next, and to the last of all and no further.
  const now = saved();
  await at(now, CARRIED);
  await keyboard.press('Tab');
  await user.status(`Ln ${lineOf(now, LAST)}, Col 4 (1 selected)`);
  await at(now, LAST);
  await keyboard.press('Tab');
  await user.status('已是最后一个数');
  await keyboard.press('Control+S');
  assert.equal(saved(), now);
  mark('Tab ends at the last value');

  // A fast hand does not wait for the editor, and the machine has other things to do.
  const first = '（一）予以公开 | | ';
  await at(now, first);
  await user.status(`Ln ${lineOf(now, first)}, Col ${columnAfter(now, first)}`);
  const cellsOf = (text: string) =>
    text.split('\n').slice(lineOf(now, first) - 1, lineOf(now, CARRIED)).map((row) => row.match(/(?<=\| *)\d+(?= *\|)/g) ?? []);
  const typed = cellsOf(now).map((cells, row) => cells.map((_, column) => String(((row * 31 + column * 17) % 13) ** 2)));
  const busy = Array.from({ length: 2 }, () => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
  try {
    await keyboard.press('Shift+Tab');
    await hurry(keyboard, ['Tab', ...typed.flat().flatMap((figure) => [...Array.from(figure), 'Tab'])]);
    await becomes('every figure is in its cell', (text) => isDeepStrictEqual(cellsOf(text), typed));
  } finally {
    busy.forEach((it) => it.kill());
  }
  mark(`${typed.flat().length} figures typed without a pause are in their cells`);
  await paste(now);
  await becomes('the draft is as before', (text) => text === now);

  // Elsewhere the key is what it is everywhere.
  await at(now, '工作平稳有序。');
  await keyboard.press('Tab');
  await becomes('a tab is typed in prose', (text) => /工作平稳有序。[ \t]+\n/.test(text));
  assert.equal(await takeBack(now), 1);
  // In a table, too, if the user wants that.
  await set({ 'nianbao.tab-in-tables': false });
  await at(now, ROW);
  await keyboard.press('Tab');
  await becomes('a tab is typed in the table', (text) => text !== now);
  assert.equal(await takeBack(now), 1);
  await set({});
  mark('elsewhere, and where it is switched off, Tab is Tab');

  // To what is not filled in yet.
  await at(now, GRANTED);
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Delete');
  await becomes('a figure is gone', (text) => line(text, GRANTED).includes(`${GRANTED} | 2 |`));
  await at(saved(), '一、总体情况');
  await keyboard.press('Alt+]');
  await user.status(`Ln ${lineOf(draft, GRANTED)},`);
  await user.picture('text-unfilled');
  await keyboard.type('12');
  await becomes('it is filled', (text) => /（一）予以公开 \| \| *12 *\| 2 \|/.test(text));
  await user.command('Go to Next Unfilled Place', '去下一处未填的地方');
  await user.status('没有未填的地方');
  mark('the next unfilled place is found');

  // Totals follow, if the user wants that, and undo takes both back.
  await set({ 'nianbao.totals': 'on-type' });
  const before = saved();
  const granted = /（一）予以公开 \| \| *12 *\| 2 \| /.exec(before)?.[0] ?? '';
  await at(before, granted);
  await keyboard.press('Shift+ArrowRight');
  await keyboard.type('51');
  await becomes('totals follow', (text) => line(text, '（一）予以公开').includes('| 51 | 1 | 0 | 1 | 67 |'));
  const followed = saved();
  assert.match(line(followed, '（七）总计'), /\| 42 \| 6 \| 52 \| 3 \| 1 \| 3 \| 107 \|/);
  await user.picture('text-totals');
  const steps = await takeBack(before);
  assert.ok(steps <= 2, `${steps} steps took back two keys and their totals`);
  for (let step = 0; step < steps; step++) await keyboard.press('Control+Y');
  await becomes('all is made again', (text) => text === followed);
  await page.waitForTimeout(500);
  await becomes('and stays', (text) => text === followed);
  mark(`totals follow; ${steps} steps took back two keys`);

  // A total that is typed stays; computed anew, it is said what it was.
  await set({});
  await at(followed, '| 51 | 1 | 0 | 1 | ');
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Shift+ArrowRight');
  await keyboard.type('70');
  await becomes('the total is typed', (text) => line(text, '（一）予以公开').endsWith('| 70 |'));
  await user.command('Recalculate Totals', '重新计算合计');
  await becomes('the total is computed', (text) => line(text, '（一）予以公开').endsWith('| 67 |'));
  // The newest message is in the list, even if it is no longer in sight.
  await user.command('Notifications: Show Notifications', 'Show Notifications');
  const said = page.locator('.notifications-center .notification-list-item-message', { hasText: '由70改为67' });
  await said.waitFor();
  assert.match(await said.innerText(), /^nianbao：.*（一）予以公开.*总计.*由70改为67/);
  await user.picture('text-recalculated');
  mark('what was computed is said');

  // A new report is offered where new files are.
  await user.command('Create: New File...', 'New File...');
  const kinds = page.locator('.quick-input-widget:visible');
  await kinds.locator('.monaco-list-row', { hasText: '新建年度报告' }).waitFor();
  await user.picture('new-file');
  await keyboard.press('ArrowDown');
  await kinds.locator('.monaco-list-row.focused', { hasText: '新建年度报告' }).waitFor();
  await keyboard.press('Enter');
  await page.locator('.quick-input-widget:visible', { hasText: '机关名称' }).waitFor();
  await keyboard.press('Escape');
  mark('a new report is offered where new files are');
});
