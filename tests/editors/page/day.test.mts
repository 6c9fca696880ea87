// A clerk's day: from last year's document of Word to this year's. With SHOTS its pictures are kept, and those of a film.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Desk, Room, draft, shots } from './browser.mts';

let room: Room;
before(async () => {
  room = await Room.open();
});
after(() => room.close());

/** Rows and columns of the table of applications. */
const [RECEIVED, DISCLOSED, UNKNOWN, CARRIED] = ['applications/0', 'applications/2', 'applications/12', 'applications/24'];

/** Last year's report as it lies on the clerk's disk. */
async function lastYear(desk: Desk): Promise<string> {
  await desk.open(draft('青禾市教育局2024.md'));
  const file = path.join(desk.folder, '青禾市教育局2024年报.docx');
  await (await desk.download('.docx')).saveAs(file);
  await desk.page.close();
  return file;
}

test('last year’s document of Word leads to this year’s', async () => {
  const last = await lastYear(await room.desk('light'));
  const desk = await room.desk('light');
  const { page } = desk;
  const figure = (key: string) => page.locator(`input[data-key="${key}"]`).inputValue();
  await desk.picture('day-01-welcome');
  await desk.choose('去年的报告', last);
  await page.locator('#known', { hasText: '青禾市教育局2024年报.docx' }).waitFor();
  await desk.picture('day-02-last-year');

  await page.getByRole('button', { name: '新建报告' }).click();
  assert.equal(await page.locator('#organ').inputValue(), '青禾市教育局');
  await page.locator('#year').fill('2025');
  await desk.picture('day-03-new');
  await page.keyboard.press('Enter');
  await desk.settled();
  await page.locator(`input[data-key="${RECEIVED}/0"]`).scrollIntoViewIfNeeded();
  await desk.picture('day-04-form');

  for (const [key, figure] of [[`${RECEIVED}/0`, '5'], [`${RECEIVED}/1`, '1'], [`${DISCLOSED}/0`, '40'], [`${DISCLOSED}/1`, '1'], [`${UNKNOWN}/0`, '1']] as const) await desk.type(key, figure);
  await desk.picture('day-05-typing');
  await page.keyboard.press('Tab');
  await desk.settled();
  assert.equal(await figure(`${RECEIVED}/6`), '6');
  await page.locator(`input[data-key="${DISCLOSED}/0"]`).focus();
  await desk.picture('day-06-slip');

  await desk.type(`${DISCLOSED}/0`, '4');
  await page.keyboard.press('Tab');
  await desk.settled();
  await desk.type(`${CARRIED}/0`, '1');
  await page.keyboard.press('Tab');
  await desk.settled();
  assert.match(await page.locator('#equations').innerText(), /成立42条/);
  await desk.picture('day-07-sums');

  await page.getByRole('tab', { name: '文本' }).click();
  await page.locator('.findings-list .go').first().click();
  await desk.picture('day-08-text');
  await page.locator('.cm-lintRange-warning').first().hover();
  await page.locator('.cm-tooltip').first().waitFor();
  await desk.picture('day-09-hover');

  const word = await desk.download('.docx');
  assert.equal(word.suggestedFilename().endsWith('.docx'), true);
  await page.locator('#notice', { hasText: '已保存' }).waitFor();
  await desk.picture('day-10-saved');
  const file = path.join(desk.folder, word.suggestedFilename());
  await word.saveAs(file);
  assert.ok(fs.statSync(file).size > 5000);
  assert.deepEqual(desk.errors, []);
  await page.close();
});

// `film.py` makes editors/page/media/day.webp of it.
test('a film of a repair and of the form', { skip: shots === '' }, async () => {
  const desk = await room.desk('light', { width: 960, height: 560 });
  const { page } = desk;
  let number = 0;
  const frame = (milliseconds: number) => desk.picture(`film/${String(++number).padStart(2, '0')}-${milliseconds}`);
  await desk.open(draft('broken.md'));
  await frame(1200);
  await page.locator('[data-code=wrong-cell] .go').click();
  await frame(1400);
  await page.locator('[data-code=wrong-cell] .fix').first().click();
  await desk.settled();
  await frame(1400);
  await page.getByRole('tab', { name: '表格' }).click();
  await page.locator(`input[data-key="${RECEIVED}/0"]`).focus();
  await frame(1200);
  for (const digit of '52') {
    await page.keyboard.type(digit);
    await frame(500);
  }
  await page.keyboard.press('Tab');
  await desk.settled();
  await frame(1800);
  await page.close();
});
