// A clerk with the page: files opened, findings repaired, figures typed, reports saved; and nothing goes over a network.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Download } from 'playwright-core';
import { Desk, Room, draft } from './browser.mts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

/** The page, for one test; nothing may go wrong in it. */
async function at(work: (desk: Desk) => Promise<void>, isDark = false): Promise<void> {
  const desk = await room.desk(isDark ? 'dark' : 'light');
  await work(desk);
  assert.deepEqual(desk.errors, []);
  await desk.page.close();
}

const contents = async (download: Download) => fs.readFileSync(await download.path());

const MERGED = '<table><tr><td rowspan="2">甲</td><td colspan="2">乙</td></tr><tr><td>1</td><td>2</td></tr></table>';

test('a draft is opened, what is found is repaired, and the repair undone', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.picture('welcome');
    await desk.open(draft('broken.md'));
    assert.deepEqual(await desk.codes(), ['article-heading', 'wrong-cell', 'section-heading', 'missing-section']);
    assert.match(await page.locator('.status').innerText(), /错误3处[^]*勾稽关系42条，成立40条/);
    assert.equal(await page.locator('.cm-lint-marker-error').count(), 1, 'of what is in sight');
    await desk.picture('findings');
    await page.getByRole('button', { name: '改为“第二十条第（五）项”' }).click();
    await desk.settled();
    assert.deepEqual(await desk.codes(), ['wrong-cell', 'section-heading', 'missing-section']);
    assert.match(await desk.text(), /第二十条第（五）项/);
    await page.getByRole('button', { name: '撤销' }).click();
    await desk.settled();
    assert.equal(await desk.text(), fs.readFileSync(draft('broken.md'), 'utf8'));
  }));

test('everything that is certain is repaired in one step', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.getByRole('button', { name: '自动修正' }).click();
    await desk.settled();
    assert.match(await page.locator('#notice').innerText(), /已修正1处/);
    assert.ok(!(await desk.codes()).includes('article-heading'));
    await desk.picture('fixed');
    await page.locator('#notice').getByRole('button', { name: '撤销' }).click();
    await desk.settled();
    assert.ok((await desk.codes()).includes('article-heading'));
  }));

test('a figure typed into the form is in the text, and its totals with it', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('markdown-2021.md'));
    await page.getByRole('tab', { name: '表格' }).click();
    await desk.picture('form');
    const cell = page.locator('input[data-key="applications/2/0"]');
    const total = page.locator('input[data-key="applications/23/6"]');
    const before = Number(await total.inputValue());
    const figure = Number(await cell.inputValue()) + 1000;
    await cell.focus();
    await page.keyboard.type(String(figure));
    await page.keyboard.press('Tab');
    await desk.settled();
    assert.equal(await total.inputValue(), String(before + 1000));
    assert.match(await desk.text(), new RegExp(`\\| *${figure} *\\|`));
    await page.keyboard.press('Control+z');
    await desk.settled();
    assert.equal(await desk.text(), fs.readFileSync(draft('markdown-2021.md'), 'utf8'));
  }));

test('a finding leads to its figure, in the form and in the text', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.getByRole('tab', { name: '表格' }).click();
    await page.locator('[data-code=wrong-cell] .go').click();
    assert.match(await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['key'] ?? ''), /^applications\//);
    await desk.picture('form-finding');
    await page.getByRole('tab', { name: '文本' }).click();
    await page.locator('[data-code=wrong-cell] .go').click();
    await page.keyboard.type('7');
    await desk.settled();
    assert.ok(!(await desk.codes()).includes('wrong-cell'));
    await page.locator('[data-code=missing-section] .go').click();
    await desk.picture('place');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('公开');
    await desk.picture('search');
  }));

test('what is typed is completed, with places to fill in', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('其');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await page.waitForTimeout(100);
    await desk.picture('completion');
    await page.keyboard.press('Enter');
    await page.locator('.cm-snippetField').first().waitFor();
    await page.keyboard.type('5');
    await page.keyboard.press('Tab');
    await page.keyboard.type('600');
    await desk.settled();
    assert.match(await desk.text(), /## 六、其他需要报告的事项\n\n本年度，本机关发出信息处理费收费通知5件，金额600元/);
  }));

test('what an input method composes is in the text once', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('title-only.md'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    const before = await desk.text();
    await page.locator('.cm-content').focus();
    const keys = await page.context().newCDPSession(page);
    for (const text of ['z', 'zh', 'zhong']) await keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await keys.send('Input.insertText', { text: '中' });
    await page.keyboard.type('文');
    await desk.settled();
    assert.equal(await desk.text(), `${before}中文`);
  }));

test('what a figure means is told', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.locator('.cm-line', { hasText: '行政规范性文件 |' }).hover({ position: { x: 40, y: 10 } });
    await page.locator('.explained').waitFor();
    await desk.picture('hover');
    assert.match(await page.locator('.explained strong').innerText(), /行政规范性文件/);
    await page.locator('.cm-lintRange-error').first().hover();
    await page.locator('.cm-tooltip-lint').waitFor();
    await desk.picture('tooltip');
    await page.locator('.cm-diagnosticAction').first().click();
    await desk.settled();
    assert.ok(!(await desk.codes()).includes('article-heading'));
  }));

test('a report is saved as Word, web page and text, and Word is read again', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('crlf.md'));
    const text = await contents(await desk.download('.md'));
    assert.equal(text.toString(), fs.readFileSync(draft('crlf.md'), 'utf8'));
    assert.match((await contents(await desk.download('.html'))).toString(), /^<!DOCTYPE html>[^]*<table>/);
    const word = await desk.download('.docx');
    assert.equal(word.suggestedFilename(), 'crlf.docx');
    const file = path.join(desk.folder, 'crlf.docx');
    await word.saveAs(file);
    await desk.open(file);
    assert.match(await desk.text(), /<table>[^]*rowspan/);
    assert.match(await page.locator('#equations').innerText(), /勾稽关系42条/);
  }));

test('tables are pasted with their merged cells', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('title-only.md'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await desk.paste(`<p>一、总体情况</p>${MERGED}`);
    await desk.settled();
    assert.match(await desk.text(), /一、总体情况\n\n<table>\n<tr><td rowspan="2">甲<\/td><td colspan="2">乙<\/td><\/tr>\n<tr><td>1<\/td><td>2<\/td><\/tr>\n<\/table>/);
  }));

test('a page copied from Word is opened as a report', () =>
  at(async (desk) => {
    const { page } = desk;
    await page.getByRole('button', { name: '粘贴' }).click();
    await desk.picture('paste');
    await desk.paste(fs.readFileSync(draft('word-html.html'), 'utf8'));
    await desk.settled();
    await desk.picture('pasted');
    assert.match(await page.locator('#equations').innerText(), /勾稽关系42条/);
    assert.match(await page.locator('#name').innerText(), /未保存/);
  }));

test('a new report is filled in from that of last year', () =>
  at(async (desk) => {
    const { page } = desk;
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '去年的报告' }).click();
    await (await chooser).setFiles(draft('青禾市教育局2024.md'));
    await page.locator('#known').waitFor();
    await page.getByRole('button', { name: '新建报告' }).click();
    await page.keyboard.type('青禾市教育局');
    await page.locator('#year').fill('2025');
    await desk.picture('new');
    await page.keyboard.press('Enter');
    await desk.settled();
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.match(await page.locator('#name').innerText(), /青禾市教育局2025年/);
    assert.notEqual(await page.locator('input[data-key="applications/1/6"]').inputValue(), '0');
    await desk.picture('new-form');
  }));

test('several files are a table, and each is a click away', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.drop(...['broken.md', 'markdown-2021.md', 'html-2019.html', 'no-report-news.md'].map(draft));
    await page.locator('.review h2', { hasText: /^共4份/ }).waitFor();
    await desk.picture('review');
    const rows = await page.locator('.review tbody tr').allInnerTexts();
    assert.match(rows[0] ?? '', /broken\.md\s+云溪县教育局\s+2024\s+3\s+0/);
    assert.match(rows[3] ?? '', /没有找到年度报告/);
    await page.getByRole('button', { name: 'broken.md' }).click();
    await desk.settled();
    assert.equal((await desk.codes()).length, 4);
  }));

test('a file dropped on the text is opened, a folder is a table', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('title-only.md'));
    await desk.drop(draft('broken.md'));
    await page.locator('#name', { hasText: 'broken.md' }).waitFor();
    const below = path.join(desk.folder, 'reports', '2024');
    fs.mkdirSync(below, { recursive: true });
    for (const name of ['township.md', 'crlf.md']) fs.copyFileSync(draft(name), path.join(below, name));
    fs.writeFileSync(path.join(below, '~$crlf.docx'), '');
    await desk.drop(path.join(desk.folder, 'reports'));
    await page.locator('.review h2', { hasText: /^共2份/ }).waitFor();
    assert.deepEqual(await page.locator('.review .link').allInnerTexts(), ['crlf.md', 'township.md']);
  }));

test('the page can ask no network', async () => {
  const desk = await room.desk('light');
  assert.ok(await desk.page.evaluate(() => fetch('https://example.com/').then(() => false, () => true)));
  assert.match(desk.errors.join('\n'), /^Connecting to .* violates the following Content Security Policy directive[^\n]*\n[^\n]*$/);
  await desk.page.close();
});

test('where the user wants it dark, it is', () =>
  at(async (desk) => {
    await desk.picture('dark-welcome');
    await desk.open(draft('broken.md'));
    await desk.picture('dark');
    await desk.page.getByRole('tab', { name: '表格' }).click();
    await desk.picture('dark-form');
    const paper = await desk.page.locator('main').evaluate((main) => getComputedStyle(main).backgroundColor);
    assert.equal(paper, 'rgb(23, 27, 34)');
  }, true));

test('after a breakdown the same text is open again', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    await desk.breakdown('didChange');
    await page.keyboard.type('甲');
    await page.locator('#notice', { hasText: /核对程序出错，已重新启动.*panicked at .*capacity overflow/ }).waitFor();
    await desk.picture('breakdown');
    await desk.breakdown();
    await page.keyboard.type('乙');
    await desk.settled();
    assert.match(await desk.text(), /^甲乙# 云溪县/);
    await page.keyboard.press('Control+z');
    await desk.settled();
    assert.equal((await desk.codes()).length, 4);
  }));

test('a text that breaks the engine down is kept, and checked again once it is another', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    await desk.breakdown('甲');
    await page.keyboard.type('甲');
    await page.locator('#notice', { hasText: '核对程序读不了现在的文本' }).waitFor();
    await page.keyboard.press('Backspace');
    await page.keyboard.type('乙');
    await desk.settled();
    assert.match(await desk.text(), /^乙# 云溪县/);
    assert.ok(!(await page.locator('#notice').isVisible()));
    await page.getByRole('button', { name: '改为“第二十条第（五）项”' }).click();
    await desk.settled();
    assert.ok(!(await desk.codes()).includes('article-heading'));
  }));

test('nobody leaves with what is not saved unless he says so', () =>
  at(async (desk) => {
    const { page } = desk;
    await desk.open(draft('broken.md'));
    await page.locator('.cm-content').click();
    await page.keyboard.type('甲');
    await desk.settled();
    const doubted = page.waitForEvent('dialog');
    await desk.drop(draft('crlf.md'));
    await (await doubted).dismiss();
    assert.match(await desk.text(), /甲/);
    await page.locator('.cm-content').click();
    await page.keyboard.type('乙');
    const asked = page.waitForEvent('dialog');
    const leaving = page.reload({ waitUntil: 'commit' }).catch(() => undefined);
    const dialog = await asked;
    assert.equal(dialog.type(), 'beforeunload');
    await dialog.accept();
    await leaving;
  }));
