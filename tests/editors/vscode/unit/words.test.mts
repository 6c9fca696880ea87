import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../../editors/vscode/src/requests.ts';
import { count, describe, wrongYear } from '../../../../editors/vscode/src/words.ts';

const none = { error: 0, warning: 0, info: 0, hint: 0 };
const report = (changes: Partial<Report>): Report => ({
  edition: 2021,
  year: 2024,
  organ: '云溪县教育局',
  body: null,
  equations: { held: 60, of: 61 },
  findings: none,
  range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  ...changes,
});

test('one report is described by itself', () => {
  const findings = { error: 2, warning: 1, info: 0, hint: 3 };
  assert.deepEqual(describe([report({ findings })], false), {
    text: '年报 2024 · 勾稽 60/61 · 6 个问题',
    detail: '2021年版 · 2024年度 · 2个错误，1个警告，3条提示',
    findings,
  });
  assert.equal(describe([report({ year: null })], false).text, '年报 · 勾稽 60/61 · 没有问题');
  assert.equal(describe([report({ body: '部门' })], false).detail, '2021年版 · 2024年度 · 部门 · 没有问题');
  assert.equal(describe([report({ unfilled: 12 })], false).text, '年报 2024 · 勾稽 60/61 · 没有问题 · 还有12处未填');
  assert.deepEqual(describe([report({ equations: { held: 0, of: 0 } })], false), {
    text: '年报 2024 · 没有问题',
    detail: '2021年版 · 2024年度 · 没有问题',
    findings: none,
  });
});

test('several reports are counted together', () => {
  const found = describe([report({ findings: { ...none, error: 1 } }), report({ findings: { ...none, hint: 2 } })], false);
  assert.equal(found.text, '2 份年报 · 勾稽 120/122 · 3 个问题');
  assert.equal(found.detail, '1个错误，2条提示');
});

test('what is paused says so', () => {
  assert.equal(describe([report({})], true).text, '年报 2024 · 勾稽 60/61 · 检查已暂停');
});

test('information counts as a hint, as on the command line', () => {
  assert.equal(count({ error: 1, warning: 2, info: 3, hint: 4 }), '1个错误，2个警告，7条提示');
});

test('a year has four digits and is not far off', () => {
  for (const year of ['2008', '2024', ' 2026 ']) assert.equal(wrongYear(year, 2025), undefined, year);
  for (const year of ['', '24', '2007', '2027', '二〇二四', '20240']) assert.ok(wrongYear(year, 2025), year);
});
