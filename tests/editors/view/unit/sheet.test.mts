import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, tidied, write } from '../../../../editors/view/src/number.ts';
import { beside, columnsOf, due, sheetOf, spread, texts } from '../../../../editors/view/src/sheet.ts';
import { lineOf } from '../../../../editors/view/src/words.ts';
import { at, small } from './small.mts';

const FIGURES = [['7', '1', '8'], ['2', '0', '2'], ['9', '1', '10']];

test('figures are read as clerks write them and added without loss', () => {
  assert.equal(read('１，２３４'), 1_234_000_000n);
  assert.equal(write((read('0.1') ?? 0n) + (read('0.2') ?? 0n)), '0.3');
  assert.equal(write(-1_500_000n), '-1.5');
  assert.equal(tidied(' １２ '), '12');
  assert.equal(tidied(' 1,234.5 '), '1,234.5');
  assert.equal(tidied(' ／ '), '／');
  for (const text of ['', '/', '七', '1.2.3', '×××']) assert.equal(read(text), null, text);
});

test('cells know their columns below merged ones', () => {
  const placed = columnsOf(small(FIGURES)).map((row) => row.map(({ from, to }) => [from, to]));
  assert.deepEqual(placed[0], [[0, 1], [1, 4]]);
  assert.deepEqual(placed[1], [[1, 2], [2, 3], [3, 4]]);
  assert.deepEqual(placed[5], [[0, 1], [1, 4]]);
});

test('every figure has its neighbours', () => {
  const sheet = sheetOf(small(FIGURES));
  assert.equal(beside(sheet, at('granted', 'person'), 'right'), at('granted', 'business'));
  assert.equal(beside(sheet, at('granted', 'person'), 'left'), undefined);
  assert.equal(beside(sheet, at('granted', 'total'), 'down'), at('partial', 'total'));
  assert.equal(beside(sheet, at('all', 'total'), 'down'), 'article-20-8/0/0');
  assert.equal(beside(sheet, 'article-20-8/0/0', 'up', 2), at('all', 'business'));
  assert.equal(beside(sheet, at('granted', 'person'), 'up'), undefined);
});

test('totals follow what is typed, and their totals follow them', () => {
  const sheet = sheetOf(small(FIGURES));
  const text = texts(sheet, new Map([[at('granted', 'person'), '12']]));
  assert.equal(text(at('granted', 'total')), '13');
  assert.equal(text(at('all', 'person')), '14');
  assert.equal(text(at('all', 'total')), '15');
  assert.equal(text(at('partial', 'total')), '2');
});

test('a total that was typed by hand, or is being typed, stays', () => {
  const sheet = sheetOf(small([['7', '1', '9'], ['2', '0', '2'], ['9', '1', '11']], ['0/2']));
  const text = texts(sheet, new Map([[at('granted', 'person'), '12'], [at('all', 'person'), '99']]));
  assert.equal(text(at('granted', 'total')), '9');
  assert.equal(text(at('all', 'person')), '99');
});

test('a total follows one equation only: the first that wants it changed', () => {
  const sheet = sheetOf(small([['7', '1', '8'], ['2', '0', '2'], ['9', '1', '10']]));
  const text = texts(sheet, new Map([[at('granted', 'person'), '8'], [at('partial', 'total'), '5']]));
  assert.equal(text(at('all', 'person')), '10');
  assert.equal(text(at('all', 'total')), '11');
});

test('a total where nothing stands yet follows', () => {
  const sheet = sheetOf(small([['', '', ''], ['', '', '/'], ['', '', '']]));
  const text = texts(sheet, new Map([[at('partial', 'person'), '4']]));
  assert.deepEqual([text(at('partial', 'total')), text(at('all', 'person')), text(at('all', 'total'))], ['4', '4', '4']);
  assert.equal(text(at('granted', 'total')), '');
});

test('what is no number moves nothing', () => {
  const text = texts(sheetOf(small(FIGURES)), new Map([[at('granted', 'person'), '七']]));
  assert.equal(text(at('granted', 'total')), '8');
});

test('a blank counts as nothing', () => {
  const sheet = sheetOf(small(FIGURES));
  const text = texts(sheet, new Map([[at('granted', 'person'), '']]));
  assert.equal(text(at('granted', 'total')), '1');
  const [equation] = sheet.table.equations;
  assert.ok(equation);
  assert.equal(due(equation, text), 1_000_000n);
});

test('an equation is said in figures', () => {
  const sheet = sheetOf(small([['7', '1', '9'], ['2', '0', '2'], ['9', '1', '10']], ['0/2']));
  const [row, , , column] = sheet.table.equations;
  assert.ok(row && column);
  const text = texts(sheet, new Map());
  assert.deepEqual(lineOf(sheet, row, text), { words: '7＋1＝8，总计填的是9', state: 'fails' });
  assert.deepEqual(lineOf(sheet, column, text), { words: '7＋2＝9', state: 'holds' });
  const wrong = texts(sheet, new Map([[at('all', 'person'), '10']]));
  assert.deepEqual(lineOf(sheet, column, wrong), { words: '7＋2＝9，（七）总计填的是10', state: 'fails' });
  const blank = texts(sheet, new Map([[at('granted', 'person'), '']]));
  assert.deepEqual(lineOf(sheet, row, blank), { words: '＿＋1＝1', state: 'open' });
});

test('a block is spread from a figure on, and what has no place is counted', () => {
  const sheet = sheetOf(small(FIGURES));
  const { cells, outside } = spread(sheet, at('partial', 'business'), [['3', '5'], ['4', '6', '7'], ['1']]);
  assert.deepEqual([...cells], [
    [at('partial', 'business'), '3'], [at('partial', 'total'), '5'],
    [at('all', 'business'), '4'], [at('all', 'total'), '6'],
    ['article-20-8/0/0', '1'],
  ]);
  assert.equal(outside, 1);
});

test('words are written into no figure', () => {
  const { cells, outside, words } = spread(sheetOf(small(FIGURES)), at('granted', 'person'), [['3', '12件'], ['/', '4']]);
  assert.deepEqual([...cells], [[at('granted', 'person'), '3'], [at('partial', 'person'), '/'], [at('partial', 'business'), '4']]);
  assert.deepEqual([outside, words], [0, 1]);
});
