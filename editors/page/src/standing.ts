// The line at the bottom: how the reports of the text stand.

import { element } from './elements.ts';
import type { Standing } from './protocol.ts';

/** Shows how they stand, all together. */
export function showStanding(reports: Standing[]): void {
  const sum = (of: (report: Standing) => number) => reports.reduce((all, report) => all + of(report), 0);
  const [errors, warnings, hints] = [sum((it) => it.findings.error), sum((it) => it.findings.warning), sum((it) => it.findings.info + it.findings.hint)];
  const [held, of, unfilled] = [sum((it) => it.equations.held), sum((it) => it.equations.of), sum((it) => it.unfilled)];
  const isNone = reports.length === 0;
  element('counts').textContent = isNone ? '没有找到年度报告' : `错误${errors}处，警告${warnings}处，提示${hints}处`;
  element('counts').dataset['state'] = errors > 0 ? 'wrong' : warnings > 0 ? 'doubt' : isNone ? 'none' : 'good';
  element('equations').textContent = isNone ? '' : `勾稽关系${of}条，成立${held}条`;
  element('equations').dataset['state'] = held < of ? 'wrong' : 'good';
  element('unfilled').textContent = unfilled === 0 ? '' : `还有${unfilled}处未填`;
}
