import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Fill, Filling } from '../../../../editors/view/src/protocol.ts';
import { Queue } from '../../../../editors/view/src/queue.ts';

const figure = (text: string): Filling[] => [{ form: 'f', row: 0, column: 0, text }];

/** Lets what waits go on. */
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose fills are answered by hand. */
function queue() {
  const sent: Fill[] = [];
  const answers: ((answer: Answer) => void)[] = [];
  const refused: string[] = [];
  const made = new Queue({
    send: (fill) => {
      sent.push(fill);
      return new Promise((resolve) => answers.push(resolve));
    },
    changed: () => undefined,
    refused: (message) => refused.push(message),
  });
  const answer = async (version: number, why: string | null = null) => {
    answers.shift()?.({ version, refused: why });
    await tick();
  };
  return { made, sent, refused, answer };
}

test('changes go one at a time, each for the version that is shown', async () => {
  const { made, sent, answer } = queue();
  made.shown(1);
  made.push(0, figure('7'));
  made.push(0, figure('8'));
  assert.deepEqual(sent.map(({ version, cells }) => [version, cells[0]?.text]), [[1, '7']]);
  assert.equal(made.typed(0).get('f/0/0'), '8');
  await answer(2);
  assert.equal(sent.length, 1, 'the next waits for the state that shows the first');
  made.shown(2);
  assert.deepEqual(sent.map(({ version, cells }) => [version, cells[0]?.text]), [[1, '7'], [2, '8']]);
  await answer(3);
  made.shown(3);
  assert.equal(made.typed(0).size, 0);
  await made.settled();
});

test('a change that came too late is made again for the newer state', async () => {
  const { made, sent, refused, answer } = queue();
  made.shown(1);
  made.push(0, figure('7'));
  await answer(2, '草稿已经改动');
  assert.equal(sent.length, 1);
  made.shown(2);
  assert.deepEqual(sent.map(({ version }) => version), [1, 2]);
  await answer(3);
  made.shown(3);
  assert.equal(made.typed(0).size, 0);
  assert.deepEqual(refused, []);
});

test('the newer state may come before the answer', async () => {
  const { made, sent, answer } = queue();
  made.shown(1);
  made.push(0, figure('7'));
  made.shown(2);
  await answer(2, '草稿已经改动');
  assert.deepEqual(sent.map(({ version }) => version), [1, 2]);
  made.shown(3);
  await answer(3);
  assert.equal(made.typed(0).size, 0);
});

test('what the server will not write is told and forgotten', async () => {
  const { made, refused, answer } = queue();
  made.shown(1);
  made.push(0, figure('a|b'));
  await answer(1, '不能有竖线');
  assert.deepEqual(refused, ['不能有竖线']);
  assert.equal(made.typed(0).size, 0);
  await made.settled();
});

test('what is already as it should be is done at once', async () => {
  const { made, answer } = queue();
  made.shown(1);
  made.push(0, figure('7'));
  await answer(1);
  assert.equal(made.typed(0).size, 0);
});

test('without a draft nothing is left to be written', async () => {
  const { made, sent } = queue();
  made.push(0, figure('7'));
  assert.equal(sent.length, 0);
  made.shown(undefined);
  await made.settled();
  assert.equal(made.typed(0).size, 0);
});
