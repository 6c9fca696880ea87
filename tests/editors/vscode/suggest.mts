// Suggestions that come by themselves in Markdown: in a report, in an empty file after a name, and nowhere else; not where
// the user has set it otherwise. Typed with real keys, and by an input method.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { mark, until, withEditor } from './code_server.mts';

const HEADING = '## 三、收到和处理政府信息公开申请情况';
const WHOLE = '政府信息公开工作年度报告';
const TABLE = '表三政府信息公开申请情况';

const draft = fs.readFileSync(path.resolve(import.meta.dirname, '../../drafts/broken.md'), 'utf8');
/** A report without the third table. */
const report = `${draft.slice(0, draft.indexOf(HEADING) + HEADING.length)}\n\n\n\n${draft.slice(draft.indexOf('## 四、'))}`;
const line = report.slice(0, report.indexOf(HEADING)).split('\n').length + 2;
const files = { '年报.md': report, '新.md': '', '笔记.md': '# 会议记录\n\n\n' };
const settings = {
  'editor.fontFamily': "'Noto Sans Mono CJK SC', monospace",
  'editor.wordBasedSuggestions': 'off',
  'remote.autoForwardPorts': false,
};

/** Opens a file at a line, and waits until the server knows it. */
async function open(page: Page, name: string, at: number): Promise<void> {
  const box = page.locator('.quick-input-widget:visible input');
  for (const [key, words] of [['Control+P', name], ['Control+G', `:${at}`]] as const) {
    for (let times = 1; !(await box.isVisible()); times++) {
      await page.keyboard.press(key);
      await box.waitFor({ timeout: 5000 }).catch((error: unknown) => {
        if (times === 12) throw error;
      });
    }
    await box.fill(words);
    // Enter does what is offered.
    const offered = key === 'Control+P' ? name : new RegExp(`line ${at}\\b`);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: offered }).waitFor();
    await page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.statusbar-item', { hasText: `Ln ${at},` }).waitFor();
  await page.locator('.editor-group-container.active .monaco-editor .native-edit-context, .editor-group-container.active .monaco-editor textarea.inputarea').first().focus();
}

/** Types as an input method does: letters that are composed, then the characters. */
async function compose(page: Page, letters: string, characters: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (let end = 1; end <= letters.length; end++) {
    await session.send('Input.imeSetComposition', { text: letters.slice(0, end), selectionStart: end, selectionEnd: end });
  }
  await session.send('Input.insertText', { text: characters });
  await session.detach();
}

const shown = (page: Page, words: string) => page.locator('.suggest-widget.visible .monaco-list-row', { hasText: words });
const reports = (page: Page) => page.locator('.statusbar-item', { hasText: '年报 2024' });

/** Counts from now on how often a list of suggestions shows. */
async function watch(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`{
    window.lists = 0;
    const look = () => { if (document.querySelector('.suggest-widget.visible') !== null) window.lists += 1; };
    new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['class'] });
  }`);
  return () => page.evaluate<number>('window.lists');
}

await withEditor({ open: '年报.md', files, settings }, async ({ page, workspace, go }) => {
  const saved = (name: string) => fs.readFileSync(path.join(workspace, name), 'utf8');
  await go();
  await reports(page).waitFor();
  await open(page, '笔记.md', 3);
  const lists = await watch(page);
  for (const words of ['表三', '年', 'nia', 'section1', '政府信息']) {
    await page.keyboard.type(words, { delay: 50 });
    await page.keyboard.press('Control+S');
    await until('what is typed is saved', () => saved('笔记.md').includes(words));
    await page.keyboard.press('Enter');
  }
  // The report is asked about behind all that was typed before.
  await open(page, '年报.md', line);
  await reports(page).waitFor();
  assert.equal(await lists(), 0, 'nothing pops up in a document that is no report');
  mark('notes are left alone');

  await compose(page, "biao'san", '表三');
  await shown(page, TABLE).waitFor();
  assert.equal(await shown(page, '表三').count(), 1, 'it is offered once');
  mark('表三 is offered while it is typed');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: '一、本年新收政府信息公开申请数量' }).first().waitFor();
  await page.keyboard.type('7');
  await page.keyboard.press('Tab');
  const behind = `[...document.querySelectorAll('.view-line span')].map((it) => getComputedStyle(it, '::after').content).join()`;
  await until('the column is named', async () => (await page.evaluate<string>(behind)).includes('← 商业企业'));
  mark('the table stands there, and the column of the cursor is named');
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: path.join(process.env.SHOTS, 'table.png') });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+S');
  await until('the figure is in its cell', () => /一、本年新收政府信息公开申请数量( +\|){3} +7 \| +0 \|/.test(saved('年报.md')));

  await open(page, '新.md', 1);
  await page.keyboard.type('nb', { delay: 50 });
  await shown(page, WHOLE).waitFor();
  mark('nb is offered the whole report in an empty file');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: '总体情况' }).first().waitFor();
});

const own = { '[markdown]': { 'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' } } };
await withEditor({ open: '年报.md', files, settings: { ...settings, ...own } }, async ({ page, go }) => {
  await go();
  await reports(page).waitFor();
  await open(page, '年报.md', line);
  const lists = await watch(page);
  await page.keyboard.type('表三', { delay: 50 });
  await page.locator('.view-line', { hasText: /^表三$/ }).waitFor();
  await open(page, '笔记.md', 3);
  await open(page, '年报.md', line);
  await reports(page).waitFor();
  assert.equal(await lists(), 0, 'what the user has set for Markdown holds');
  mark("the user's own setting holds");
});
