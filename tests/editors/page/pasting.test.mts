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

