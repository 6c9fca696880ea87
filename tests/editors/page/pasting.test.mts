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

/** A cell as Excel copies it, with its style and the widths of columns. */
const excel = (text: string) => `<html><head><style>td { color: black; }</style></head><body>
<table border=0 width=72><!--StartFragment--><col width=72><tr height=19 style='height:14.25pt'><td height=19 class=xl65 align=right style='width:54pt'>${text}</td></tr><!--EndFragment--></table></body></html>`;

for (const name of ['markdown-2021.md', 'tabs-2021.txt', 'html-2021.html']) {
  test(`one cell of a spreadsheet is pasted into ${name} as its text`, over(name, async (desk, page) => {
    await page.getByRole('tab', { name: '文本' }).click();
    const line = page.locator('.cm-line', { hasText: '行政处罚' }).first();
    await line.click();
    await page.keyboard.press('Home');
    const [before, lines] = [await line.innerText(), await page.locator('.cm-line').count()];
    await desk.paste(excel('5'), '5\r\n');
    assert.equal(await line.innerText(), `5${before}`);
    assert.equal(await page.locator('.cm-line').count(), lines);
    await page.keyboard.press('Control+z');
    assert.equal(await line.innerText(), before);
  }));
}

test('a cell of a spreadsheet is pasted into a figure of the form', over('markdown-2021.md', async (desk, page) => {
  await page.getByRole('tab', { name: '表格' }).click();
  await page.locator('input[data-key="applications/0/0"]').focus();
  await desk.copy({ text: '42\n' });
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Enter');
  await desk.paste(`<table><tr><td style="color: red">1</td><td>2</td></tr></table>`, '1\t2\r\n');
  await desk.settled();
  const figures = await page.locator('input[data-key^="applications/0/"], input[data-key^="applications/1/"]').evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value));
  assert.deepEqual(figures, ['42', '6', '2', '3', '1', '4', '58', '1', '2', '0', '0', '0', '0', '3']);
}));
