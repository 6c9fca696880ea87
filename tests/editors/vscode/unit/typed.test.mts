import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asks, isName } from '../../../../editors/vscode/src/typed.ts';

const typed = (before: string, text: string, replaced = 0) => asks({ before, text, replaced });

test('Chinese asks, and the second letter of a handle', () => {
  for (const [before, text] of [['', '表'], ['表', '三'], ['## ', '收到'], ['n', 'b'], ['table', '3'], ['article-', '2']] as const) {
    assert.ok(typed(before, text), before + text);
  }
  // What an input method commits takes the place of its letters.
  assert.ok(typed('', '表三', 8));
});

test('one letter, what is being composed, pasted or broken asks for nothing', () => {
  assert.ok(!typed('', 'b'));
  assert.ok(!typed('b', 'bi', 1));
  assert.ok(!typed('a ', 'b'));
  assert.ok(!typed('', '\n'));
  assert.ok(!typed('', '。'));
  assert.ok(!typed('12', ' '));
  assert.ok(!typed('', '政'.repeat(21)));
  assert.ok(!typed('', ''));
});

test('in a document that is no report only a name counts', () => {
  assert.ok(isName('nb', ['nb', 'nbao']));
  assert.ok(isName('年报', ['年报']));
  assert.ok(isName('表三', ['表三政府信息公开申请情况']));
  assert.ok(!isName('zt', ['ztqk']));
  assert.ok(!isName('一', ['一、总体情况']));
  assert.ok(!isName('会议', []));
});
