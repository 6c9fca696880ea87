import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOf, fromTabs } from '../../../../editors/view/src/paste.ts';

const block = (...rows: string[]) => blockOf(rows.join('\n'), '');

test('lines are rows and tabs part their cells', () => {
  assert.deepEqual(fromTabs('1\t2\r\n3\t\r\n'), [['1', '2'], ['3', '']]);
  assert.deepEqual(fromTabs('1\t2\n\n5'), [['1', '2'], [''], ['5']]);
});

test('a cell with a line break inside is quoted', () => {
  assert.deepEqual(fromTabs('"科研\n机构"\t"说""好"""\n1\t2'), [['科研\n机构', '说"好"'], ['1', '2']]);
  assert.deepEqual(fromTabs('"7\t8'), [['"7', '8']]);
});

test('titles above and beside the figures stay behind', () => {
  assert.deepEqual(block('\t自然人\t总计', '（一）予以公开\t7\t8', '（二）部分公开\t2\t2'), [['7', '8'], ['2', '2']]);
});

test('a row without figures is a row, whatever says that there are none', () => {
  for (const none of ['', '/', '—', '无']) {
    assert.deepEqual(block(`规章\t${none}\t${none}\t${none}`, '行政规范性文件\t2\t1\t9'), [[none, none, none], ['2', '1', '9']], none);
  }
  assert.deepEqual(block('行政处罚\t5', '行政强制\t', '第二十条第（八）项\t', '信息内容\t本年收费金额', '行政事业性收费\t7'), [['5'], [''], ['7']]);
  assert.deepEqual(block('行政许可\t\t1', '行政处罚\t\t2'), [['', '1'], ['', '2']], 'nor is a column');
});

test('titles between the figures stay behind', () => {
  const copied = ['第二十条第（一）项\t\t', '信息内容\t本年制发件数\t现行有效件数', '规章\t1\t2', '第二十条第（五）项\t\t', '信息内容\t本年处理决定数量\t', '行政许可\t3\t'];
  assert.deepEqual(block(...copied), [['1', '2'], ['3', '']]);
});

test('a block without labels is as it was', () => {
  for (const rows of [[['1', '2'], ['3', '4']], [['', '2'], ['', ''], ['/', '5']], [['1'], [''], ['3']], [['', '']], [['1', '2'], [''], ['5']]]) {
    assert.deepEqual(block(...rows.map((row) => row.join('\t'))), rows);
  }
});

test('plain text has no place for what merged cells cover', () => {
  const copied = [
    '（勾稽关系）\t申请人情况', '自然人\t总计', '一、本年新收\t41\t57', '三、办理结果\t（一）予以公开\t12\t17', '（三）不予公开\t1.属于国家秘密\t1\t1', '2.其他禁止公开\t\t', '（七）总计\t42\t57',
  ];
  assert.deepEqual(block(...copied), [['41', '57'], ['12', '17'], ['1', '1'], ['', ''], ['42', '57']]);
});

test('words among figures move none of them', () => {
  assert.deepEqual(block('行政许可\t12件\t3', '行政处罚\t4\t5'), [['12件', '3'], ['4', '5']]);
  assert.deepEqual(block('行政许可\t12件', '行政处罚\t4'), [['12件'], ['4']]);
  assert.deepEqual(block('行政许可\t1\t见说明', '行政处罚\t2\t'), [['1', '见说明'], ['2', '']], 'a remark is no label');
  assert.deepEqual(block('自然人\t总计'), []);
});

test('cells that are paragraphs are in no row', () => {
  assert.deepEqual(block('规章', '', '0', '', '3', '', '行政规范性文件', '', '4'), []);
  assert.deepEqual(block('3', '', '5'), [['3'], [''], ['5']]);
});

test('one text is no block', () => {
  for (const text of ['5', '5\r\n', '', '规章']) assert.equal(blockOf(text, ''), undefined);
});

test('spaces around figures are gone', () => {
  assert.deepEqual(blockOf(' 1,234 \t\u00a05\n', ''), [['1,234', '5']]);
});
