import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printed } from '../../../../editors/view/src/print.ts';
import type { Range, Report } from '../../../../editors/view/src/protocol.ts';
import { small } from './small.mts';

const range: Range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

test('a page has the title, the headings, the prose and the figures in merged cells, and nothing else', () => {
  const report: Report = {
    index: 0, title: '甲&乙局2025年政府信息公开工作年度报告', organ: '甲&乙局', year: 2025, edition: 2021, range,
    equations: { held: 6, of: 6 }, unfilled: 0,
    blocks: [{ kind: 'paragraph', text: '根据《条例》，现公布。', range, heading: false }],
    findings: [{ rule: 'x', code: 'x', severity: 'error', message: '不应出现', range, section: 'overview', form: null, row: null, column: null }],
    sections: [
      { id: 'overview', heading: '一、总体情况', range, blocks: [{ kind: 'paragraph', text: '公开<信息>12条。', range, heading: false }] },
      { id: 'applications', heading: '三、收到和处理政府信息公开申请情况', range, blocks: [{ kind: 'table', table: small([['7', '1', '8']]) }] },
      { id: 'other', heading: '六、其他需要报告的事项', range: null, blocks: [] },
    ],
  };
  const html = printed(report);
  assert.match(html, /<h1>甲&amp;乙局2025年政府信息公开工作年度报告<\/h1>/);
  assert.match(html, /<\/h1>\n<p>根据《条例》，现公布。<\/p>\n<h2>一/);
  assert.match(html, /<h2>一、总体情况<\/h2>\n<p>公开&lt;信息&gt;12条。<\/p>/);
  assert.match(html, /<th scope="col" colspan="3">申请人情况<\/th>/);
  assert.match(html, /<th scope="row">（一）予以公开<\/th><td class="figure">7<\/td><td class="figure">1<\/td><td class="figure">8<\/td>/);
  assert.doesNotMatch(html, /不应出现|六、其他|<script|<input|https?:/);
});
