// A clerk who copies figures elsewhere and pastes them into the view.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Desk, Room, root } from './browser.mts';

/** Rows and columns of table three. */
const [GRANTED, PARTIAL] = [2, 3];
const [PERSON, BUSINESS, TOTAL] = [0, 1, 6];

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

const cell = (desk: Desk, row: number, column: number) => desk.cell('applications', row, column);
const figure = (desk: Desk, row: number, column: number) => cell(desk, row, column).inputValue();
const foot = (desk: Desk) => desk.page.locator('footer').innerText();

/** Pastes what no key of this browser copies. */
async function paste(desk: Desk, plain: string, html = ''): Promise<void> {
  await desk.page.evaluate(
    ([plain, html]) => {
      const clipboardData = new DataTransfer();
      if (plain !== '') clipboardData.setData('text/plain', plain);
      if (html !== '') clipboardData.setData('text/html', html);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [plain, html] as const,
  );
  await desk.settled();
}

/** Copies everything that a page shows. */
async function copy(desk: Desk, html: string): Promise<void> {
  const page = await desk.page.context().browser()?.newPage();
  assert.ok(page);
  await page.setContent(`<!DOCTYPE html>${html}`);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.close();
  await desk.page.bringToFront();
}

test('a block from a spreadsheet fills a block', () =>
  room.at('markdown-2021.md', async (desk) => {
    await cell(desk, GRANTED, PERSON).focus();
    await paste(desk, '11\t12\r\n13\t14\r\n');
    assert.deepEqual(
      await Promise.all([figure(desk, GRANTED, PERSON), figure(desk, GRANTED, BUSINESS), figure(desk, PARTIAL, PERSON), figure(desk, PARTIAL, BUSINESS)]),
      ['11', '12', '13', '14'],
    );
    assert.equal(desk.draft.depth, 1);
    await paste(desk, '', '<table><tr><td>自然人</td><td>商业企业</td></tr><tr><td>21</td><td>22</td></tr></table>');
    assert.equal(await figure(desk, GRANTED, BUSINESS), '22');
    assert.match(await foot(desk), /已填入2格/);
    await cell(desk, GRANTED, TOTAL).focus();
    await paste(desk, '33\t5');
    assert.equal(await figure(desk, GRANTED, TOTAL), '33');
    assert.match(await foot(desk), /另有1个数超出表格/);
  }));

/** The first figure of each official table. */
const TABLES = ['article-20-1/0/0', 'applications/0/0', 'proceedings/0/0'];

for (const [name, first] of [['html-2021.html', 0], ['word-html.html', 1]] as const) {
  test(`whole tables copied from ${name} bring every figure`, async () => {
    const html = fs.readFileSync(path.join(root, 'tests/drafts', name), 'utf8');
    const source = await room.desk(name);
    const wanted = await source.figures();
    await source.page.close();
    const tables = (html.match(/<table[^]*?<\/table>/g) ?? []).slice(first);
    for (const keys of ['Control+v', 'Control+Shift+v']) {
      await room.at('markdown-2021.md', async (desk) => {
        const before = await desk.figures();
        assert.notDeepEqual(before, wanted);
        // As plain text the paragraphs in the cells of Word are lines of their own.
        const isLost = keys.includes('Shift') && name.startsWith('word');
        for (const [at, key] of TABLES.entries()) {
          await copy(desk, tables[at] ?? '');
          await desk.page.locator(`input[data-key="${key}"]`).focus();
          await desk.page.keyboard.press(keys);
          await desk.settled();
          assert.match(await foot(desk), isLost ? /没有填入：看不出/ : /已填入\d+格$/, key);
        }
        assert.deepEqual(await desk.figures(), isLost ? before : wanted, keys);
      });
    }
  });
}

test('rows with their labels land where they belong', () =>
  room.at('markdown-2021.md', async (desk) => {
    const before = await desk.figures();
    for (const none of ['', '/', '—', '无']) {
      await desk.cell('article-20-1', 0, 0).focus();
      await paste(desk, `规章\t${none}\t${none}\t${none}\n行政规范性文件\t2\t1\t9\n`);
      const row = (number: number) => Promise.all([0, 1, 2].map((column) => desk.cell('article-20-1', number, column).inputValue()));
      assert.deepEqual(await row(0), [none, none, none]);
      assert.deepEqual(await row(1), ['2', '1', '9']);
    }
    const after = await desk.figures();
    for (const key of Object.keys(before).filter((key) => !key.startsWith('article-20-1/'))) assert.equal(after[key], before[key], key);
  }));

test('words are written into no figure', () =>
  room.at('markdown-2021.md', async (desk) => {
    const before = await desk.figures();
    await desk.cell('article-20-5', 0, 0).focus();
    await paste(desk, '行政许可\t若干\n');
    assert.match(await foot(desk), /没有填入：看不出/);
    await paste(desk, '自然人\t商业企业\n');
    assert.deepEqual(await desk.figures(), before);
    assert.equal(desk.draft.depth, 0);
    await cell(desk, GRANTED, PERSON).focus();
    await paste(desk, '13\t2件\n');
    assert.match(await foot(desk), /已填入1格；另有1格是文字，没有填入/);
    assert.equal(await figure(desk, GRANTED, PERSON), '13');
    assert.equal(await figure(desk, GRANTED, BUSINESS), before[`applications/${GRANTED}/${BUSINESS}`]);
  }));

test('the widths that Excel keeps below a table are no figures', () =>
  room.at('markdown-2021.md', async (desk) => {
    const below = await figure(desk, PARTIAL, PERSON);
    await cell(desk, GRANTED, PERSON).focus();
    await paste(desk, '15\t6\r\n', '<table><tr><td>15</td><td>6</td></tr><tr height=0 style="display:none"><td width=72></td><td width=72></td></tr></table>');
    assert.deepEqual([await figure(desk, GRANTED, PERSON), await figure(desk, GRANTED, BUSINESS), await figure(desk, PARTIAL, PERSON)], ['15', '6', below]);
  }));
