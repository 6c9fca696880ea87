// A clerk at the view: keys, totals, pasting, and a draft that is changed meanwhile.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { type Desk, Room } from './browser.mts';

const APPLICATIONS = 'applications';
/** Rows and columns of table three. */
const [RECEIVED, GRANTED, PARTIAL, ALL] = [0, 2, 3, 23];
const [PERSON, BUSINESS, RESEARCH, OTHER, TOTAL] = [0, 1, 2, 5, 6];

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

const at = (...test: Parameters<Room['at']>) => room.at(...test);
const figure = (desk: Desk, row: number, column: number) => desk.cell(APPLICATIONS, row, column).inputValue();
const focused = (desk: Desk) => desk.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['key'] ?? null);
const keyOf = (row: number, column: number) => `${APPLICATIONS}/${row}/${column}`;
const mark = (desk: Desk, row: number, column: number, name: string) => desk.cell(APPLICATIONS, row, column).locator('..').getAttribute(`data-${name}`);
const foot = (desk: Desk) => desk.page.locator('footer').innerText();

test('totals follow while a figure is typed, and the draft when it is left', () =>
  at('markdown-2021.md', async (desk) => {
    const { page, draft } = desk;
    const text = draft.text;
    const [granted, row, column, all] = await Promise.all([
      figure(desk, GRANTED, PERSON), figure(desk, GRANTED, TOTAL), figure(desk, ALL, PERSON), figure(desk, ALL, TOTAL),
    ]);
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await page.keyboard.type(String(Number(granted) + 100));
    assert.equal(await figure(desk, GRANTED, TOTAL), String(Number(row) + 100));
    assert.equal(await figure(desk, ALL, PERSON), String(Number(column) + 100));
    assert.equal(await figure(desk, ALL, TOTAL), String(Number(all) + 100));
    assert.equal(draft.text, text);
    await page.keyboard.press('Tab');
    assert.equal(await focused(desk), keyOf(GRANTED, BUSINESS));
    await desk.settled();
    assert.notEqual(draft.text, text);
    assert.equal(draft.depth, 1, 'a figure and its totals are one step');
    assert.equal(await figure(desk, ALL, TOTAL), String(Number(all) + 100));
    await page.keyboard.press('Control+z');
    await desk.settled();
    assert.equal(draft.text, text);
    assert.equal(await figure(desk, GRANTED, TOTAL), row);
    await page.keyboard.press('Control+y');
    await desk.settled();
    assert.equal(await figure(desk, GRANTED, TOTAL), String(Number(row) + 100));
    assert.equal(await focused(desk), keyOf(GRANTED, BUSINESS), 'the focus stays');
  }));

test('keys move as in a spreadsheet', () =>
  at('markdown-2021.md', async (desk) => {
    const { keyboard } = desk.page;
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    const walk: [string, string][] = [
      ['Enter', keyOf(PARTIAL, PERSON)],
      ['Shift+Enter', keyOf(GRANTED, PERSON)],
      ['ArrowRight', keyOf(GRANTED, BUSINESS)],
      ['ArrowDown', keyOf(PARTIAL, BUSINESS)],
      ['ArrowLeft', keyOf(PARTIAL, PERSON)],
      ['ArrowUp', keyOf(GRANTED, PERSON)],
      ['Tab', keyOf(GRANTED, BUSINESS)],
      ['Tab', keyOf(GRANTED, RESEARCH)],
      // Below where Tab set out.
      ['Enter', keyOf(PARTIAL, PERSON)],
      // Tab goes to what is to be typed; a total is an arrow away.
      ['Shift+Tab', keyOf(GRANTED, OTHER)],
      ['ArrowRight', keyOf(GRANTED, TOTAL)],
      ['Tab', keyOf(PARTIAL, PERSON)],
      ['Shift+Tab', keyOf(GRANTED, OTHER)],
      ['ArrowRight', keyOf(GRANTED, TOTAL)],
    ];
    for (const [key, wanted] of walk) {
      await keyboard.press(key);
      assert.equal(await focused(desk), wanted, key);
    }
    // Inside a text, arrows move the caret.
    await keyboard.press('F2');
    await keyboard.press('ArrowLeft');
    assert.equal(await focused(desk), keyOf(GRANTED, TOTAL));
    assert.equal(desk.draft.depth, 0);
  }));

test('Escape takes back what is typed', () =>
  at('markdown-2021.md', async (desk) => {
    const [one, total] = [await figure(desk, GRANTED, PERSON), await figure(desk, GRANTED, TOTAL)];
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await desk.page.keyboard.type('999');
    assert.notEqual(await figure(desk, GRANTED, TOTAL), total);
    await desk.page.keyboard.press('Escape');
    assert.equal(await figure(desk, GRANTED, PERSON), one);
    assert.equal(await figure(desk, GRANTED, TOTAL), total);
    await desk.page.keyboard.type('5');
    await desk.page.keyboard.press('Control+z');
    assert.equal(await figure(desk, GRANTED, PERSON), one, 'undo takes it back, too');
    await desk.page.keyboard.press('Tab');
    await desk.settled();
    assert.equal(desk.draft.depth, 0);
  }));

test('a total that is typed by hand is shown as such, and goes back to its addends', () =>
  at('markdown-2021.md', async (desk) => {
    const { keyboard } = desk.page;
    const total = await figure(desk, GRANTED, TOTAL);
    await desk.cell(APPLICATIONS, GRANTED, TOTAL).focus();
    await keyboard.type('77');
    await keyboard.press('ArrowUp');
    await desk.settled();
    assert.equal(await mark(desk, GRANTED, TOTAL, 'by'), 'typed');
    assert.equal(await mark(desk, GRANTED, TOTAL, 'severity'), 'error');
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    assert.match(await foot(desk), new RegExp(`＝${total}，总计填的是77`));
    assert.equal(await mark(desk, GRANTED, PERSON, 'lit'), 'addend');
    assert.equal(await mark(desk, GRANTED, BUSINESS, 'lit'), 'addend');
    assert.equal(await mark(desk, GRANTED, TOTAL, 'lit'), 'total');
    assert.equal(await mark(desk, RECEIVED, BUSINESS, 'lit'), null);
    await desk.picture('view-typed-total');
    await keyboard.press('F2');
    await keyboard.type('1');
    assert.equal(await figure(desk, GRANTED, TOTAL), '77', 'it does not follow');
    await keyboard.press('Escape');
    await desk.cell(APPLICATIONS, GRANTED, TOTAL).focus();
    await keyboard.press('=');
    await desk.settled();
    assert.equal(await figure(desk, GRANTED, TOTAL), total);
    assert.equal(await mark(desk, GRANTED, TOTAL, 'by'), 'computed');
  }));

test('a total that is typed is written, though it is what stands in the draft: its addend is on its way', () =>
  at('markdown-2021.md', async (desk) => {
    const { draft, page } = desk;
    const [granted, total] = [await figure(desk, GRANTED, PERSON), await figure(desk, GRANTED, TOTAL)];
    draft.changed = () => undefined;
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await page.keyboard.type(String(Number(granted) + 1));
    await desk.cell(APPLICATIONS, GRANTED, TOTAL).focus();
    assert.equal(await figure(desk, GRANTED, TOTAL), String(Number(total) + 1));
    await page.keyboard.type(total);
    await page.keyboard.press('ArrowUp');
    desk.follow();
    draft.changed();
    await desk.settled();
    assert.equal(await figure(desk, GRANTED, TOTAL), total);
    assert.equal(await mark(desk, GRANTED, TOTAL, 'by'), 'typed');
    assert.equal(draft.depth, 2);
  }));

test('an edit of the draft shows at once and takes neither focus nor what is being typed', () =>
  at('markdown-2021.md', async (desk) => {
    const { draft, page } = desk;
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await page.keyboard.type('123');
    await page.keyboard.press('ArrowLeft');
    const state = await draft.state();
    const value = state?.reports[0]?.sections
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? block.table.values : [])))
      .find((it) => it.form === APPLICATIONS && it.row === PARTIAL && it.column === BUSINESS);
    assert.ok(value?.range);
    draft.edit([{ range: value.range, newText: '44' }]);
    await desk.settled();
    assert.equal(await figure(desk, PARTIAL, BUSINESS), '44');
    assert.equal(await figure(desk, GRANTED, PERSON), '123');
    // A paragraph before it makes its section another one.
    const heading = draft.text.split('\n').findIndex((line) => line.includes('三、收到和处理'));
    const place = { line: heading + 1, character: 0 };
    draft.edit([{ range: { start: place, end: place }, newText: '\n本年度情况见下表。\n' }]);
    await desk.settled();
    assert.match(await page.locator('.page').innerText(), /本年度情况见下表。/);
    assert.equal(await focused(desk), keyOf(GRANTED, PERSON));
    await page.keyboard.type('4');
    assert.equal(await figure(desk, GRANTED, PERSON), '1243', 'the caret is where it was');
    await page.keyboard.press('Enter');
    await desk.settled();
    assert.equal(await figure(desk, GRANTED, PERSON), '1243');
    assert.match(draft.text, /1243/);
  }));

test('a figure that comes too late for its version is written into the newer one', () =>
  at('markdown-2021.md', async (desk) => {
    const { draft, page } = desk;
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await page.keyboard.type('321');
    const start = { line: 0, character: 2 };
    draft.changed = () => undefined;
    draft.edit([{ range: { start, end: start }, newText: '新' }]);
    desk.follow();
    await page.keyboard.press('Enter');
    draft.changed();
    await desk.settled();
    assert.equal(await figure(desk, GRANTED, PERSON), '321');
    assert.match(draft.text, /321/);
    assert.match(draft.text, /^# 新/);
  }));

test('what would break the table is refused in words', () =>
  at('markdown-2021.md', async (desk) => {
    const one = await figure(desk, GRANTED, PERSON);
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await desk.page.keyboard.type('1|2');
    await desk.page.keyboard.press('F2');
    await desk.page.keyboard.press('Enter');
    await desk.settled();
    assert.match(await foot(desk), /里不能有“\|”/);
    assert.equal(await figure(desk, GRANTED, PERSON), one);
    assert.equal(desk.draft.depth, 0);
  }));

test('what is missing is inserted', () =>
  at('broken.md', async (desk) => {
    assert.match(await desk.page.locator('header').innerText(), /缺 1 处/);
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await desk.page.keyboard.press('F8');
    assert.equal(await desk.page.locator('.missing button:focus').count(), 1);
    const missing = desk.page.locator('.missing', { hasText: '六、其他需要报告的事项' });
    await missing.getByRole('button', { name: '插入' }).press('Enter');
    await desk.settled();
    assert.equal(await missing.count(), 0);
    assert.match(desk.draft.text, /六、其他需要报告的事项/);
  }));

test('what is still to be filled is counted and found', async () => {
  const text = (await room.desk('markdown-2021.md')).draft.text;
  const blank = text.replace(/(\| 规章 \| )\d+/, '$1').replace(/(1\.属于国家秘密\s*\|\s*)\d+/, '$1');
  assert.notEqual(blank, text);
  await at('markdown-2021.md', async (desk) => {
    assert.match(await desk.page.locator('header').innerText(), /还有 2 处未填/);
    await desk.page.getByRole('button', { name: '去下一处' }).click();
    assert.equal(await focused(desk), 'article-20-1/0/0');
    await desk.page.keyboard.press('F8');
    assert.equal(await focused(desk), keyOf(4, PERSON));
    await desk.page.keyboard.press('F8');
    assert.equal(await focused(desk), 'article-20-1/0/0');
    await desk.page.keyboard.type('0');
    await desk.page.keyboard.press('F8');
    await desk.settled();
    assert.match(await desk.page.locator('header').innerText(), /还有 1 处未填/);
  }, blank);
});

test('a template is filled by figures and Tab only', async () => {
  const template = execFileSync(process.env['NIANBAO_SERVER'] ?? '', ['template', '--organ', '云溪县教育局', '--year', '2025'], { encoding: 'utf8' });
  await at('2025.md', async (desk) => {
    const { keyboard } = desk.page;
    // From the last figure of a table on to the next table: no figure is typed into a button.
    await desk.page.locator('input[data-key="article-20-8/0/0"]').focus();
    await keyboard.press('Tab');
    assert.equal(await focused(desk), keyOf(RECEIVED, PERSON));
    let keys = 0;
    // Every part of the table, row by row, as they stand on paper; the totals are computed.
    const rows = [[31, 4, 0, 1, 0, 2], [2, 1, 0, 0, 0, 0], ...Array.from({ length: 21 }, (_, row) => [row % 3, row % 2, 0, 0, 0, 0]), [9, 5, 0, 1, 0, 2]];
    rows[2] = [12, 0, 0, 0, 0, 0];
    const walked: (string | null)[] = [];
    for (const figures of rows) {
      for (const number of figures) {
        walked.push(await focused(desk));
        const typed = number === 0 ? '' : String(number);
        await keyboard.type(typed);
        await keyboard.press('Tab');
        keys += typed.length + 1;
      }
    }
    assert.equal(await focused(desk), 'proceedings/0/0');
    await desk.settled();
    const lines = rows.map((_, line) => (line < ALL ? line : line + 1));
    assert.deepEqual(walked, lines.flatMap((line) => [0, 1, 2, 3, 4, 5].map((column) => keyOf(line, column))));
    for (const [at, figures] of rows.entries()) {
      assert.equal(await figure(desk, lines[at] ?? 0, TOTAL), String(figures.reduce((sum, number) => sum + number)));
    }
    const sum = (column: number) => rows.slice(2, -1).reduce((sum, figures) => sum + (figures[column] ?? 0), 0);
    for (let column = PERSON; column < TOTAL; column++) assert.equal(await figure(desk, ALL, column), String(sum(column)));
    console.log(`table three: ${keys} keys for ${rows.flat().length} figures`);
    await desk.picture('view-filled');
  }, template);
});

test('the titles of a long table stay in sight, and no figure with the focus is under them', () =>
  at('markdown-2021.md', async (desk) => {
    const { page } = desk;
    const box = async (selector: string) => (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    for (const width of [900, 620]) {
      await page.setViewportSize({ width, height: 600 });
      await desk.cell(APPLICATIONS, ALL + 1, PERSON).focus();
      await page.keyboard.press('Enter');
      const bar = await box('header');
      const table = `table:has(input[data-key="${keyOf(ALL, PERSON)}"])`;
      const head = await box(`${table} thead`);
      assert.ok(Math.abs(head.y - bar.height) <= 2, `titles at ${head.y}, the bar ends at ${bar.height}`);
      await desk.picture(`view-titles-${width}`);
      for (let row = ALL; row > RECEIVED; row--) {
        await page.keyboard.press('ArrowUp');
        const cell = await box('input:focus');
        const { y, height } = await box(`${table} thead`);
        assert.ok(cell.y >= y + height - 1, `row ${row}: the figure is at ${cell.y}, the titles end at ${y + height}`);
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'nothing is cut off');
    }
    const seeThrough = await page.locator('thead th').evaluateAll((heads) => heads.filter((head) => getComputedStyle(head).backgroundColor === 'rgba(0, 0, 0, 0)').length);
    assert.equal(seeThrough, 0, 'no figure shines through the titles');
    // Titles between figures are for those below them: nothing stays.
    assert.equal(await page.locator('table:has(input[data-key^="article-20-1/"]) thead').count(), 0);
  }));

test('at the edge of a table an arrow leads nowhere, but what was typed is in the draft', () =>
  at('markdown-2021.md', async (desk) => {
    for (const [row, key] of [[RECEIVED, 'ArrowUp'], [ALL + 1, 'ArrowDown']] as const) {
      await desk.cell(APPLICATIONS, row, PERSON).focus();
      await desk.page.keyboard.type('87');
      await desk.page.keyboard.press(key);
      assert.equal(await focused(desk), keyOf(row, PERSON));
    }
    await desk.settled();
    assert.match(desk.draft.text, /一、本年新收政府信息公开申请数量[ |]* 87 \|/);
    assert.match(desk.draft.text, /四、结转下年度继续办理[ |]* 87 \|/);
  }));

test('of several reports the one that is chosen is shown and filled', () =>
  at('two-reports.md', async (desk) => {
    const title = desk.page.locator('h1');
    const [first, second] = (await desk.draft.state())?.reports ?? [];
    assert.ok(first?.title && second?.title);
    assert.equal(await title.innerText(), first.title);
    await desk.page.getByRole('combobox').selectOption({ label: second.title });
    assert.equal(await title.innerText(), second.title);
    const [before] = desk.draft.text.split(second.title);
    await desk.page.locator('input').first().focus();
    await desk.page.keyboard.type('61');
    await desk.page.keyboard.press('Tab');
    await desk.settled();
    assert.equal(desk.draft.depth, 1);
    assert.equal(desk.draft.text.split(second.title)[0], before, 'the first is as it was');
    assert.equal(await title.innerText(), second.title);
  }));

test('a figure is written into the report where it was typed, though the draft is gone for a while', () =>
  at('two-reports.md', async (desk) => {
    const { draft, page } = desk;
    const [first, second] = (await draft.state())?.reports ?? [];
    assert.ok(first?.title && second?.title);
    const [before] = draft.text.split(second.title);
    const input = page.locator('input').first();
    for (const [figure, others] of [['61', 0], ['62', 1]] as const) {
      await page.getByRole('combobox').selectOption({ label: second.title });
      await input.focus();
      await page.keyboard.type(figure);
      // The figure is written meanwhile: its change is not shown before the report is back.
      draft.changed = () => undefined;
      await desk.show(others);
      if (others > 0) assert.equal(await page.locator('h1').innerText(), first.title);
      desk.follow();
      await desk.show();
      assert.equal(await page.locator('h1').innerText(), second.title, 'it is still chosen');
      assert.equal(await input.inputValue(), figure);
      await page.locator('input').nth(1).focus();
      await desk.settled();
      assert.equal(draft.text.split(second.title)[0], before, 'the first is as it was');
      assert.equal(await input.inputValue(), figure);
    }
    assert.equal(draft.depth, 2);
  }));

test('the printed page has what the draft says, and needs nothing else', () =>
  at('broken.md', async (desk) => {
    await desk.page.getByRole('button', { name: '打印' }).click();
    await desk.settled();
    const [what, html, name] = desk.told.at(-1) ?? [];
    assert.equal(what, 'print');
    assert.equal(name, '云溪县教育局2024年政府信息公开工作年度报告.html');
    assert.ok(typeof html === 'string');
    const inputs = await desk.page.locator('input').count();
    await desk.page.setContent(html);
    assert.match(await desk.page.locator('body').innerText(), /部分学校公开栏更新不够及时/);
    assert.equal(await desk.page.locator('td.figure').count(), inputs);
    await desk.picture('view-printed', true);
  }));

test('what is being typed is printed with all the rest', () =>
  at('markdown-2021.md', async (desk) => {
    const total = await figure(desk, GRANTED, TOTAL);
    await desk.cell(APPLICATIONS, GRANTED, PERSON).focus();
    await desk.page.keyboard.type('7312');
    await desk.page.getByRole('button', { name: '打印' }).click();
    await desk.settled();
    const html = String(desk.told.at(-1)?.[1]);
    const sum = 7312 + Number(total) - 12;
    assert.match(html, new RegExp(`予以公开</th><td class="figure">7312</td>.*<td class="figure">${sum}</td></tr>`));
  }));

test('every figure has its name, and no control is without one', () =>
  at('broken.md', async (desk) => {
    const unnamed = await desk.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('input, button:not([hidden])')].filter((it) => (it.getAttribute('aria-label') ?? it.textContent) === '').length,
    );
    assert.equal(unnamed, 0);
    const input = desk.cell(APPLICATIONS, GRANTED, PERSON);
    assert.equal(await input.getAttribute('aria-label'), '（一）予以公开·自然人');
    assert.match((await input.getAttribute('aria-description')) ?? '', /《条例》/);
  }));
