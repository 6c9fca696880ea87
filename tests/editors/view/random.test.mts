// Edits from either side, at random: in the end the draft, the server and the view agree, and undo returns to the start.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Report, State, Value } from '../../../editors/view/src/protocol.ts';
import { keyOf } from '../../../editors/view/src/sheet.ts';
import { type Desk, Room } from './browser.mts';

/** For each draft; NIANBAO_VIEW_EDITS makes more. */
const EDITS = Number(process.env['NIANBAO_VIEW_EDITS'] ?? 60);
const DRAFTS = ['markdown-2021.md', 'html-2021.html', 'tabs-2019.txt', 'lines-2021.txt', 'html-2019.html'];

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

/** Numbers that look random and are the same in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const valuesOf = (state: State | null): Value[] =>
  (state?.reports ?? []).flatMap((report: Report) => report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' && block.table.found ? block.table.values : []))));

/** What the view shows is what a fresh reading of the text gives. */
async function agree(desk: Desk, what: string): Promise<void> {
  await desk.settled();
  const fresh = await desk.draft.fresh();
  assert.deepEqual(await desk.draft.state(), fresh, `${what}: the server has the text`);
  const wanted = Object.fromEntries(valuesOf(fresh).map((value) => [keyOf(value), value.text]));
  assert.deepEqual(await desk.figures(), wanted, `${what}: the view shows the text`);
}

DRAFTS.forEach((name, seed) => {
  test(`${EDITS} edits of ${name} from either side`, async () => {
    const desk = await room.desk(name);
    const { draft, page } = desk;
    const start = draft.text;
    const next = generator(20261129 + seed);
    const one = <Item,>(items: Item[]): Item | undefined => items[next(items.length)];
    const value = async () => one(valuesOf(await draft.state()));
    const kinds = {
      async typing() {
        const { form, row, column } = (await value()) ?? {};
        if (form === undefined || row === undefined || column === undefined) return;
        await desk.cell(form, row, column).focus();
        await page.keyboard.type(String(next(300)));
        await page.keyboard.press(one(['Tab', 'Enter', 'ArrowUp', 'Shift+Tab']) ?? 'Tab');
      },
      async watching() {
        // What is shown while a figure is typed is what the server makes of it.
        await desk.settled();
        const { form, row, column } = (await value()) ?? {};
        if (form === undefined || row === undefined || column === undefined) return;
        await desk.cell(form, row, column).focus();
        await page.keyboard.type(String(next(300)));
        const shown = await desk.figures();
        await page.keyboard.press('Enter');
        await desk.settled();
        assert.deepEqual(await desk.figures(), shown);
      },
      async clearing() {
        const { form, row, column } = (await value()) ?? {};
        if (form === undefined || row === undefined || column === undefined) return;
        await desk.cell(form, row, column).focus();
        await page.keyboard.press('Delete');
        await page.keyboard.press('Enter');
      },
      async draft() {
        const range = (await value())?.range;
        if (range) draft.edit([{ range, newText: String(next(100)) }]);
      },
      prose() {
        const lines = draft.text.split('\n');
        const line = lines.findIndex((text, at) => at > 2 && text.includes('2次'));
        const place = { line: Math.max(2, line), character: 0 };
        draft.edit([{ range: { start: place, end: place }, newText: one(['全年', '公开', '本机关']) ?? '' }]);
        return Promise.resolve();
      },
      async undo() {
        await page.keyboard.press('Control+z');
      },
      async redo() {
        await page.keyboard.press('Control+y');
      },
      async both() {
        // A figure on its way while the draft changes.
        const typing = kinds.typing();
        await kinds.draft();
        await typing;
      },
    };
    const wheel = (['typing', 'typing', 'typing', 'watching', 'draft', 'draft', 'both', 'prose', 'undo', 'redo', 'clearing'] as const);
    for (let number = 1; number <= EDITS; number++) {
      await kinds[one([...wheel]) ?? 'typing']();
      if (number % 3 === 0) await desk.settled();
      if (number % 30 === 0) await agree(desk, `after ${number} edits`);
    }
    await agree(desk, 'in the end');
    const first = page.locator('input[data-key]').first();
    for (let steps = draft.depth; steps > 0; steps--) {
      await first.focus();
      await page.keyboard.press('Control+z');
      await desk.settled();
    }
    assert.equal(draft.text, start);
    await agree(desk, 'back at the start');
    assert.deepEqual(desk.errors, []);
    await page.close();
  });
});
