// Snippets and positions translated, without a browser.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { offset, position } from '../../../editors/page/src/places.ts';
import { template } from '../../../editors/page/src/snippet.ts';
import { root } from './browser.mts';

const { Text } = createRequire(path.join(root, 'editors/page/package.json'))('@codemirror/state') as typeof import('@codemirror/state');

test('a snippet keeps its tab stops and its text', () => {
  assert.equal(template('通知${1:0}件，金额${2:0}元。\n$0'), '通知${1:0}件，金额${2:0}元。\n${}');
  assert.equal(template('甲${1:2024}年${1:2024}年$0'), '甲${1:2024}年${1:2024}年${}');
});

test('what means something in a snippet is text where it is escaped', () => {
  assert.equal(template('a\\$1 \\\\ {b\\} ${1:c\\}}$0'), 'a$1 \\ \\{b\\} ${1:c}${}');
});

test('positions count as CodeMirror does', () => {
  const text = Text.of(['一二', '𠮷三', '']);
  assert.deepEqual(position(text, 5), { line: 1, character: 2 });
  assert.equal(offset(text, { line: 1, character: 2 }), 5);
  assert.equal(offset(text, { line: 0, character: 9 }), 2);
  assert.equal(offset(text, { line: 9, character: 0 }), text.length);
});
