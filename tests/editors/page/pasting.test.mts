// A clerk who pastes at the page what was copied elsewhere.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { desks, draft } from './browser.mts';

const { at, over } = desks();

const MERGED = '<table><tr><td rowspan="2">甲</td><td colspan="2">乙</td></tr><tr><td>1</td><td>2</td></tr></table>';

test('tables are pasted with their merged cells', over('title-only.md', async (desk) => {
  await desk.cursorTo('End');
  await desk.paste(`<p>一、总体情况</p>${MERGED}`);
  await desk.settled();
  assert.match(await desk.text(), /一、总体情况\n\n<table>\n<tr><td rowspan="2">甲<\/td><td colspan="2">乙<\/td><\/tr>\n<tr><td>1<\/td><td>2<\/td><\/tr>\n<\/table>/);
}));

test('a page copied from Word is opened as a report', at(async (desk, page) => {
  await page.getByRole('button', { name: '粘贴' }).click();
  await desk.picture('paste');
  await desk.paste(fs.readFileSync(draft('word-html.html'), 'utf8'));
  await desk.settled();
  await desk.picture('pasted');
  assert.match(await page.locator('#equations').innerText(), /勾稽关系42条/);
  assert.match(await page.locator('#name').innerText(), /未保存/);
}));


test('what is pasted into a question is its answer', at(async (desk, page) => {
  await desk.copy({ text: '青禾市教育局' });
  await page.getByRole('button', { name: '新建报告' }).click();
  await page.locator('#organ').fill('');
  await page.keyboard.press('Control+v');
  assert.equal(await page.locator('#organ').inputValue(), '青禾市教育局');
  assert.equal(await page.locator('#new-dialog').getAttribute('open'), '');
  // Not even where nothing takes it.
  await page.locator('#new-create').focus();
  await page.keyboard.press('Control+v');
  assert.equal(await page.locator('#name').innerText(), '');
  await page.locator('#new-create').click();
  await desk.settled();
  assert.match(await page.locator('#name').innerText(), /^青禾市教育局\d+年/);
}));

test('with nothing open, what is pasted is a report', at(async (desk, page) => {
  await desk.copy({ text: fs.readFileSync(draft('tabs-2021.txt'), 'utf8') });
  await page.keyboard.press('Control+v');
  await page.locator('#name', { hasText: '粘贴的报告.txt' }).waitFor();
  await desk.settled();
  assert.match(await page.locator('#equations').innerText(), /勾稽关系42条/);
}));
