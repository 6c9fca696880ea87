// A clerk who saves, prints and leaves: nothing of what was typed is lost.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Download, Page } from 'playwright-core';
import { type Work, desks, draft } from './browser.mts';

const { over } = desks();

/** Figures of table three: of one row, the first two and the total. */
const [PERSON, BUSINESS, TOTAL] = ['applications/0/0', 'applications/0/1', 'applications/0/6'];

const contents = async (download: Download) => fs.readFileSync(await download.path());

test('a report is saved as Word, web page and text, and Word is read again', over('crlf.md', async (desk, page) => {
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

test('nobody leaves with what is not saved unless he says so', over('broken.md', async (desk, page) => {
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

/** A test at the form of a draft. */
const atForm = (work: Work) => over('markdown-2021.md', async (desk, page) => {
  await page.getByRole('tab', { name: '表格' }).click();
  await work(desk, page);
});

/** Presses a button as one does who does not move the focus there: some browsers, and what helps people who see nothing. */
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).evaluate((button) => {
  (button as HTMLElement).click();
});

/** The first row of figures in a text. */
const row = (text: Buffer) => /.*本年新收政府信息公开申请数量.*/.exec(text.toString())?.[0].replace(/[ |]+/g, ' ') ?? '';

test('what is still being typed is saved with all the rest', atForm(async (desk, page) => {
  await desk.type(PERSON, '63');
  const saved = page.waitForEvent('download');
  await press(page, '.md');
  assert.match(row(await contents(await saved)), / 63 6 .* 79 $/);
  await desk.type(BUSINESS, '7');
  const again = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  assert.match(row(await contents(await again)), / 63 7 .* 80 $/);
  await desk.type(PERSON, '64');
  const printed = page.waitForEvent('download');
  await press(page, '打印/另存为 HTML');
  assert.match(row(await contents(await printed)), />64<.*>81</);
}));

test('what is still being typed is undone first', atForm(async (desk, page) => {
  const before = await desk.text();
  await desk.type(PERSON, '63');
  await press(page, '撤销');
  await desk.settled();
  assert.equal(await page.locator(`input[data-key="${PERSON}"]`).inputValue(), '41');
  assert.equal(await desk.text(), before);
}));

test('nobody leaves with a figure that is still being typed', atForm(async (desk, page) => {
  await desk.type(PERSON, '63');
  const asked = page.waitForEvent('dialog');
  const leaving = page.reload({ waitUntil: 'commit' }).catch(() => undefined);
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.accept();
  await leaving;
}));

test('a figure that is still being typed stays with its report', atForm(async (desk, page) => {
  await desk.type(PERSON, '63');
  const doubted = page.waitForEvent('dialog');
  await desk.drop(draft('crlf.md'));
  await (await doubted).accept();
  await page.locator('#name', { hasText: 'crlf.md' }).waitFor();
  await page.getByRole('tab', { name: '表格' }).click();
  assert.notEqual(await page.locator(`input[data-key="${PERSON}"]`).inputValue(), '63');
  await desk.settled();
  assert.ok(await desk.text() === fs.readFileSync(draft('crlf.md'), 'utf8'));
}));

test('a figure that breaks the engine down is saved', atForm(async (desk, page) => {
  // Its total is in the text only once the engine has computed it.
  await desk.breakdown('7079');
  await desk.type(PERSON, '7063');
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  assert.match(row(await contents(await saved)), / 7063 6 .* 7079 $/);
  await page.locator('#form', { hasText: '核对程序读不了现在的文本' }).waitFor();
  await desk.breakdown();
  await page.getByRole('button', { name: '撤销' }).click();
  await desk.settled();
  assert.equal(await page.locator(`input[data-key="${TOTAL}"]`).inputValue(), '57');
}));
