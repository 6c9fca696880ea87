// A clerk at the form view in the real editor: opens it beside the draft, types figures, sees the totals and the draft
// follow, takes a figure back, edits the draft and sees it in the view. In the light, the dark and the high contrast theme.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mark, until, withEditor } from './code_server.mts';
import { ONLY_IN_BROWSERS, SETTINGS, User, columnAfter, lineOf } from './user.mts';

const NAME = '教育局2024年报.md';
const draft = fs.readFileSync(path.resolve(import.meta.dirname, '../../drafts/broken.md'), 'utf8');
const SIZE = { width: 1320, height: 700 };
/** By the names of their pictures: what they are called, and the class of the workbench in them. */
const THEMES = {
  light: ['Light Modern', 'vs'],
  dark: ['Dark Modern', 'vs-dark'],
  contrast: ['Dark High Contrast', 'hc-black'],
  'contrast-light': ['Light High Contrast', 'hc-light'],
} as const;

/** Rows and columns of table three. */
const [GRANTED, ALL] = [2, 23];
const [PERSON, BUSINESS, TOTAL] = [0, 1, 6];

await withEditor({ open: NAME, files: { [NAME]: draft, '教育局2023年报.md': draft.replaceAll('2024', '2023') }, settings: SETTINGS, size: SIZE }, async ({ page, workspace, go }) => {
  const user = new User(page);
  await go();
  await page.locator(`.tab[data-resource-name="${NAME}"]`).waitFor();
  await page.addStyleTag({ content: ONLY_IN_BROWSERS });
  await user.pressUntil('Control+B', page.locator('.part.sidebar:not(:visible)').or(page.locator('.monaco-workbench.nosidebar')));
  mark('the draft is open');

  // The view opens at the table where the cursor is; a lens above each table opens it, too.
  await user.go(lineOf(draft, '## 三、'), 1);
  const lens = page.locator('.codelens-decoration a', { hasText: '在填表视图中填写' });
  await lens.first().waitFor();
  await user.picture('form-lens');
  await user.command('Fill as a Form', '填表视图');
  const view = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const cell = (row: number, column: number) => view.locator(`input[data-key="applications/${row}/${column}"]`);
  const figure = (row: number, column: number) => cell(row, column).inputValue();
  const becomes = (row: number, column: number, wanted: string) => until(`a figure is ${wanted}`, async () => (await figure(row, column)) === wanted);
  await cell(GRANTED, PERSON).waitFor();
  mark('the view is open');
  const policy = await view.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  assert.match(policy ?? '', /^default-src 'none'; style-src [^;]+; script-src 'nonce-[^']+'; base-uri 'none'; form-action 'none'$/);
  // The first figure of the table where the cursor was has the focus: nobody needs the mouse.
  await until('a figure has the focus', () => view.locator('input:focus').count());
  assert.equal(await view.locator('input:focus').getAttribute('data-key'), 'applications/0/0');
  await until('last year’s figure stands in grey', async () => (await cell(GRANTED, PERSON).locator('..').locator('.last').innerText()) === '18');
  await user.picture('form-open');

  // Figures by Tab: the totals follow at once, the draft when a figure is left.
  await cell(GRANTED, PERSON).click();
  await page.keyboard.type('20');
  await becomes(GRANTED, TOTAL, '24');
  await page.keyboard.press('Tab');
  await page.keyboard.type('5');
  await becomes(GRANTED, TOTAL, '26');
  await page.keyboard.press('Tab');
  const text = page.locator('.editor-instance .view-lines').first();
  const shows = (part: string) => until(`the draft shows ${part}`, async () => (await text.innerText()).replaceAll('\u00a0', ' ').replace(/ +/g, ' ').includes(part));
  await shows('（一）予以公开 | | 20 | 5 | 0 | 1 | 0 | 0 | 26 |');
  mark('the draft has the figures');
  await user.picture('form-typed');

  // A wrong sum is red, and what it should be is said.
  await cell(ALL, PERSON).click();
  await until('the sum is said in figures', async () => (await view.locator('footer').innerText()).includes('填的是42'));
  await user.picture('form');

  // Undo works in the draft; the focus stays in the view.
  await page.keyboard.press('Control+Z');
  await becomes(GRANTED, TOTAL, '24');
  await page.keyboard.press('Control+Z');
  await becomes(GRANTED, TOTAL, '22');
  await shows('（一）予以公开 | | 18 | 3 | 0 | 1 | 0 | 0 | 22 |');
  await page.keyboard.press('Control+Y');
  await becomes(GRANTED, TOTAL, '24');
  assert.equal(await view.locator('input:focus').getAttribute('data-key'), `applications/${ALL}/${PERSON}`);
  mark('undo and redo work in the draft');

  // A block from a spreadsheet, by real keys.
  await page.evaluate('navigator.clipboard.writeText("30\\t6\\r\\n7\\t2\\r\\n")');
  await cell(GRANTED, PERSON).click();
  await page.keyboard.press('Control+V');
  await becomes(GRANTED + 1, BUSINESS, '2');
  await becomes(GRANTED, TOTAL, '37');
  mark('a block is pasted');

  // Saved from the view: what is being typed goes with it.
  await cell(GRANTED, BUSINESS).click();
  await page.keyboard.type('4');
  await page.keyboard.press('Control+S');
  await until('the draft is saved', () => /（一）予以公开 \| *\| *30 \| *4 \|/.test(fs.readFileSync(path.join(workspace, NAME), 'utf8')));
  mark('the draft is saved from the view');

  // An edit of the draft shows in the view.
  await page.locator('.editor-instance .view-lines').first().click();
  const now = fs.readFileSync(path.join(workspace, NAME), 'utf8');
  const before = /\| 四、结转下年度继续办理[ |]*/.exec(now)?.[0] ?? '';
  await user.go(lineOf(now, before), columnAfter(now, before));
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type('9');
  await becomes(ALL + 1, PERSON, '9');
  mark('the view shows what is typed in the draft');

  // A missing section is inserted.
  await view.locator('.missing button').press('Enter');
  await until('the section is there', async () => (await view.locator('.missing').count()) === 0);
  mark('the missing section is inserted');

  // With the view in front, what is about the report is still there: in the palette and above the view.
  const command = async (name: string, title: string) => {
    const box = page.locator('.quick-input-widget:visible input');
    await user.pressUntil('F1', box);
    await box.fill(`>${name}`);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
    await page.keyboard.press('Enter');
  };
  await cell(GRANTED + 4, PERSON).click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await cell(GRANTED, PERSON).click();
  await page.locator('.editor-group-container.active .editor-actions [aria-label*="去下一处"]').waitFor();
  await user.status('年报 2024 · 勾稽');
  await command('Go to Next Unfilled Place', '去下一处未填的地方');
  await until('the blank figure has the focus', async () => (await view.locator('input:focus').getAttribute('data-key').catch(() => null)) === `applications/${GRANTED + 4}/${PERSON}`);
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await cell(GRANTED, TOTAL).click();
  await page.keyboard.type('99');
  await page.keyboard.press('Enter');
  await until('a total is typed', async () => (await cell(GRANTED, TOTAL).locator('..').getAttribute('data-by')) === 'typed');
  await command('Recalculate Totals', '重新计算合计');
  await until('it is computed', async () => (await cell(GRANTED, TOTAL).locator('..').getAttribute('data-by')) === 'computed');
  await page.keyboard.press('Escape');
  mark('commands work with the view in front');

  if (process.env.SHOTS !== undefined) {
    for (const [name, [theme, look]] of Object.entries(THEMES)) {
      await page.locator('.editor-instance .view-lines').first().click();
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+T');
      const box = page.locator('.quick-input-widget:visible input');
      await box.fill(theme);
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: theme }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator(`.monaco-workbench.${look}`).waitFor();
      await cell(GRANTED + 12, PERSON).click();
      await view.locator('td[data-lit=total]').first().waitFor();
      await user.picture(`form-${name}`);
    }
  }

  // A new report that is not saved yet has its view, too.
  await page.locator('.editor-instance .view-lines').first().click();
  await user.command('New Annual Report', '新建年度报告');
  await user.answer('机关名称', '云溪县民政局');
  await user.answer('报告年度', '2025');
  await user.answer('版式', '纯文本，制表符分隔');
  await user.shows('云溪县民政局2025年政府信息公开工作年度报告');
  // The palette shows what there was when it was opened.
  await page.locator('.editor-group-container.active .editor-actions [aria-label*="填表视图"]').waitFor();
  await user.command('Fill as a Form', '填表视图');
  await until('the view shows the new report', async () => (await view.locator('h1').allInnerTexts().catch(() => [] as string[])).includes('云溪县民政局2025年政府信息公开工作年度报告'));
  await cell(GRANTED, PERSON).click();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await becomes(GRANTED, TOTAL, '3');
  await until('the progress is said', async () => /还有 \d+ 处未填|已全部填写/.test(await view.locator('header').innerText()));
  mark('a new report has its view before it is saved');
  await user.picture('form-new');

  // Saved from there, it is a file: its view stays, the focus where it was, and no empty draft beside it.
  const file = path.join(workspace, '云溪县民政局2025年政府信息公开工作年度报告.txt');
  await page.keyboard.press('Control+S');
  await until('the file is there', () => fs.existsSync(file));
  await until('the focus is where it was', async () =>
    (await view.locator('input:focus').getAttribute('data-key', { timeout: 1000 }).catch(() => null)) === `applications/${GRANTED + 1}/${PERSON}`);
  await page.keyboard.type('4');
  await page.keyboard.press('Control+S');
  await until('the figure is saved', () => /（二）部分公开[^\t]*\t+4\t/.test(fs.readFileSync(file, 'utf8')));
  assert.equal(await page.locator('.tab[data-resource-name^="云溪县民政局"]').count(), 2, 'its text and its view are open, and no empty draft');
  mark('a new report is saved from its view, and typed on');
  await user.picture('form-new-saved');
});
