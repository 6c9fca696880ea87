// How long the page takes: tests/editors/page/run measure.mts

import fs from 'node:fs';
import path from 'node:path';
import { type Desk, Room, draft, given } from './browser.mts';

const TIMES = 9;

/** The middle of some figures, and the least and the most. */
function spread(figures: number[]): string {
  const sorted = [...figures].sort((a, b) => a - b).map(Math.round);
  return `${sorted[sorted.length >> 1]} ms (${sorted[0]} to ${sorted.at(-1)})`;
}

/** From keys to the findings that are shown, in milliseconds. */
async function keys({ page }: Desk): Promise<number[]> {
  await page.evaluate(() => {
    const took: number[] = [];
    let pressed = 0;
    window.addEventListener('keydown', () => {
      pressed = performance.now();
    }, { capture: true });
    new MutationObserver(() => {
      const { shown, version } = document.body.dataset;
      if (pressed === 0 || shown !== version) return;
      took.push(performance.now() - pressed);
      pressed = 0;
    }).observe(document.body, { attributeFilter: ['data-shown'] });
    Object.assign(window, { took });
  });
  const took = () => page.evaluate(() => (window as unknown as { took: number[] }).took);
  for (let count = 1; count <= TIMES; count++) {
    await page.keyboard.press('Digit7');
    while ((await took()).length < count) await page.waitForTimeout(20);
  }
  return await took();
}

const room = await Room.open();
const ready: number[] = [];
for (let count = 0; count < TIMES; count++) {
  const desk = await room.desk('light');
  ready.push(await desk.page.evaluate(() => Number(document.body.dataset['ready'])));
  await desk.page.close();
}
console.log(`size: ${fs.statSync(given('PAGE')).size} bytes`);
console.log(`from opening to ready: ${spread(ready)}`);
const report = fs.readFileSync(draft('broken.md'), 'utf8');
for (const [name, size] of [['30 KB', 30_000], ['3 MB', 3_000_000]] as const) {
  const desk = await room.desk('light');
  const file = path.join(desk.folder, `${size}.md`);
  fs.writeFileSync(file, `${report}\n`.repeat(Math.ceil(size / Buffer.byteLength(report))));
  const began = performance.now();
  await desk.open(file);
  const opened = performance.now() - began;
  await desk.page.locator('.cm-content').click();
  console.log(`${name}: from a key to its findings ${spread(await keys(desk))}; opened in ${Math.round(opened)} ms`);
  await desk.page.close();
}
await room.close();
