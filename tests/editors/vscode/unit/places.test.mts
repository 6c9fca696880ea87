import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Span, around, beside, moved } from '../../../../editors/vscode/src/places.ts';

const change = (rangeOffset: number, rangeLength: number, text: string) => ({ rangeOffset, rangeLength, text });

test('a place moves with what is typed before it, in it and behind it', () => {
  const place = { start: 10, end: 12 };
  assert.deepEqual(moved(place, change(3, 0, 'ab')), { start: 12, end: 14 });
  assert.deepEqual(moved(place, change(3, 4, '')), { start: 6, end: 8 });
  assert.deepEqual(moved(place, change(13, 0, 'ab')), place);
  assert.deepEqual(moved(place, change(10, 2, '345')), { start: 10, end: 13 });
  assert.deepEqual(moved(place, change(12, 0, '3')), { start: 10, end: 13 });
  assert.deepEqual(moved(place, change(10, 0, '3')), { start: 10, end: 13 });
  assert.deepEqual(moved({ start: 10, end: 10 }, change(10, 0, '12')), { start: 10, end: 12 });
});

test('figures typed one after another stay in their cells', () => {
  // | 1 | 2 |  |
  let text = '| 1 | 2 |  |';
  let places: Span[] = [{ start: 2, end: 3 }, { start: 6, end: 7 }, { start: 10, end: 10 }];
  let at = 2;
  for (const figure of ['100', '20', '3']) {
    const own = places.find(({ start, end }) => start <= at && at <= end);
    assert.ok(own);
    const typed = change(own.start, own.end - own.start, figure);
    text = text.slice(0, own.start) + figure + text.slice(own.end);
    places = places.map((place) => moved(place, typed));
    at = own.start + figure.length;
    at = beside(places, at, false)?.start ?? at;
  }
  assert.equal(text, '| 100 | 20 | 3 |');
  assert.equal(beside(places, at, false), undefined);
  assert.deepEqual(beside(places, at, true), { start: 8, end: 10 });
});

test('between places the next one is the one behind, the one before that before', () => {
  const places = [{ start: 2, end: 3 }, { start: 6, end: 7 }];
  assert.deepEqual(beside(places, 4, false), places[1]);
  assert.deepEqual(beside(places, 4, true), places[0]);
  assert.deepEqual(beside(places, 0, false), places[0]);
  assert.equal(beside(places, 0, true), undefined);
  assert.deepEqual(beside(places, 7, true), places[0]);
});

test('a place is found from its padding, too, and from no other cell', () => {
  const line = '| 甲 |   7 |   1 |  |';
  const places = [{ start: -3, end: -1 }, { start: 8, end: 9 }, { start: 14, end: 15 }, { start: 18, end: 18 }];
  const found = (at: number) => around(line, places, at);
  assert.deepEqual([5, 6, 8, 9, 10, 11, 15, 18, 19].map(found), [1, 1, 1, 1, 1, 2, 2, 3, 3]);
  assert.equal(found(3), undefined);
  assert.equal(around('甲\t7\t', [{ start: 2, end: 3 }, { start: 4, end: 4 }], 1), undefined);
  assert.equal(around('甲\t7\t', [{ start: 2, end: 3 }, { start: 4, end: 4 }], 4), 1);
});
