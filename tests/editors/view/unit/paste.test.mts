import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOf, fromTabs } from '../../../../editors/view/src/paste.ts';

test('lines are rows and tabs part their cells', () => {
  assert.deepEqual(fromTabs('1\t2\r\n3\t\r\n'), [['1', '2'], ['3', '']]);
  assert.deepEqual(fromTabs('1\t2\n\n5'), [['1', '2'], [''], ['5']]);
});

test('a cell with a line break inside is quoted', () => {
  assert.deepEqual(fromTabs('"科研\n机构"\t"说""好"""\n1\t2'), [['科研\n机构', '说"好"'], ['1', '2']]);
  assert.deepEqual(fromTabs('"7\t8'), [['"7', '8']]);
});

test('titles above and beside the figures stay behind', () => {
  const copied = '\t自然人\t总计\n（一）予以公开\t7\t8\n（二）部分公开\t2\t2\n';
  assert.deepEqual(blockOf(copied, ''), [['7', '8'], ['2', '2']]);
});

test('spaces around figures are gone', () => {
  assert.deepEqual(blockOf(' 1,234 \t\u00a05\n', ''), [['1,234', '5']]);
});
