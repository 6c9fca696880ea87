import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Schema, hover, suggestions } from '../../../../editors/vscode/src/schema.ts';

const schema = JSON.parse(
  fs.readFileSync(path.resolve(import.meta.dirname, '../../../../editors/nianbao.schema.json'), 'utf8'),
) as Schema;

const labels = (lines: string[], before: string) => suggestions(schema, lines, before).map(({ label }) => label);
const inserts = (lines: string[], before: string) => suggestions(schema, lines, before).map(({ insert }) => insert);

test('at the top stand the keys and the tables', () => {
  const top = labels([], '');
  for (const key of ['edition', 'layout', 'exclude', '[rules]', '[[except]]']) assert.ok(top.includes(key), key);
  assert.ok(!top.includes('row-total') && !top.includes('rules'));
  assert.ok(inserts([], 'edi').includes('edition = '));
});

test('in a table stand its own keys', () => {
  assert.ok(labels(['edition = 2021', '[rules]'], 'row').includes('row-total'));
  assert.deepEqual(labels(['[rules]', '[[except]]'], '').filter((it) => !it.startsWith('[')), ['files', 'rules']);
});

test('values are quoted where no quotation mark is open', () => {
  assert.deepEqual(inserts([], 'edition = '), ['"auto"', '2019', '2021']);
  assert.deepEqual(inserts([], 'layout = "'), ['auto', 'markdown', 'html', 'tabs', 'lines']);
  assert.deepEqual(inserts([], 'inlay-hints = '), ['true', 'false']);
  assert.deepEqual(labels(['[rules]'], 'balance = '), ['off', 'hint', 'info', 'warning', 'error']);
});

test('lists are completed by what may stand in them', () => {
  assert.ok(inserts(['[[except]]'], 'rules = ["balance", ').includes('"label"'));
});

test('nothing is offered where nothing fits', () => {
  assert.deepEqual(labels([], 'exclude = ["'), []);
  assert.deepEqual(labels([], '# edition'), []);
});

test('hover describes keys and rules', () => {
  assert.match(hover(schema, 'layout') ?? '', /版式/);
  assert.match(hover(schema, 'balance') ?? '', /勾稽/);
  assert.equal(hover(schema, 'nothing'), undefined);
});
