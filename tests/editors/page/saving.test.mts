// A clerk who saves, prints and leaves: nothing of what was typed is lost.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { type Saved, type Work, desks, draft } from './browser.mts';

const { at, over } = desks();

/** Figures of table three: of one row, the first two and the total. */
const [PERSON, BUSINESS, TOTAL] = ['applications/0/0', 'applications/0/1', 'applications/0/6'];

const contents = async (saved: Saved) => fs.readFileSync(await saved.path());

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

/** Leaves the page, which asks before. */
async function leave(page: Page): Promise<void> {
  const asked = page.waitForEvent('dialog');
  const leaving = page.reload({ waitUntil: 'commit' }).catch(() => undefined);
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.accept();
  await leaving;
}

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
  await leave(page);
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
  const saved = await desk.saving(() => press(page, '.md'));
  assert.match(row(await contents(saved)), / 63 6 .* 79 $/);
  await desk.type(BUSINESS, '7');
  const again = await desk.saving(() => page.keyboard.press('Control+s'));
  assert.match(row(await contents(again)), / 63 7 .* 80 $/);
  await desk.type(PERSON, '64');
  const printed = await desk.saving(() => press(page, '打印/另存为 HTML'));
  assert.match(row(await contents(printed)), />64<.*>81</);
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
  await leave(page);
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
  const saved = await desk.saving(() => page.keyboard.press('Control+s'));
  assert.match(row(await contents(saved)), / 7063 6 .* 7079 $/);
  await page.locator('#form', { hasText: '核对程序读不了现在的文本' }).waitFor();
  await desk.breakdown();
  await page.getByRole('button', { name: '撤销' }).click();
  await desk.settled();
  assert.equal(await page.locator(`input[data-key="${TOTAL}"]`).inputValue(), '57');
}));

/** A text in GBK: its characters of two bytes, looked up. */
function gbk(text: string): Buffer {
  const known = new Map<string, number[]>();
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high < 0xff; high++) {
    for (let low = 0x40; low < 0xff; low++) known.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return Buffer.from(Array.from(text).flatMap((letter) => (letter < '\x80' ? letter.charCodeAt(0) : (known.get(letter) ?? []))));
}

const utf8 = (text: string) => Buffer.from(text);

/** What pages say of their encoding, and how they are encoded. */
const PAGES: [string, (text: string) => Buffer][] = [
  ['<meta charset="gb2312">', gbk],
  ["<META content='text/html; charset=GBK' http-equiv=Content-Type>", gbk],
  ['<?xml version="1.0" encoding="gb2312"?>\n<meta name="description" content="年报"><meta charset=gb2312 />', gbk],
  ['<meta charset="utf-16">', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['<meta charset="utf-8">', utf8],
  ['', utf8],
  ['', gbk],
];

test('a web page is saved in the encoding that it declares', at(async (desk, page) => {
  const report = fs.readFileSync(draft('html-2021.html'), 'utf8');
  for (const [declared, encoded] of PAGES) {
    const text = `${declared}${report}`;
    const file = path.join(desk.folder, '网页.html');
    fs.writeFileSync(file, encoded(text));
    await desk.open(file);
    const saved = await desk.download('.html');
    const bytes = await contents(saved);
    const same = (html: string) => html.replace(/(charset|encoding)(=["']?)[\w-]+/gi, '$1$2');
    assert.ok(same(bytes.toString()) === same(text), 'nothing else is another');
    await saved.saveAs(file);
    const seen = await page.context().browser()?.newPage();
    await seen?.goto(pathToFileURL(file).href);
    assert.equal(await seen?.evaluate(() => document.characterSet), 'UTF-8', declared);
    assert.match((await seen?.locator('h1').first().innerText()) ?? '', /政府信息公开工作年度报告/, declared);
    await seen?.close();
  }
}));
