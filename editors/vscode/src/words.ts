// What is said about reports and findings. Knows nothing of the editor.

import type { Counts, Report } from './requests.ts';

/** Findings by their severity, as the command line says it; of the numbers only those that are `wanted`. */
export function count(findings: Counts, wanted: (number: number) => boolean = () => true): string {
  const words = [
    [findings.error, '个错误'],
    [findings.warning, '个警告'],
    [findings.info + findings.hint, '条提示'],
  ] as const;
  const said = words.filter(([number]) => wanted(number));
  return said.map(([number, what]) => `${number}${what}`).join('，');
}

/** How the reports of a document stand: in a few words for the status bar, and in more for its hover. */
export function describe(reports: Report[], paused: boolean): { text: string; detail: string; findings: Counts } {
  const findings = { error: 0, warning: 0, info: 0, hint: 0 };
  let [held, of, unfilled] = [0, 0, 0];
  for (const report of reports) {
    held += report.equations.held;
    of += report.equations.of;
    unfilled += report.unfilled ?? 0;
    for (const severity of ['error', 'warning', 'info', 'hint'] as const) {
      findings[severity] += report.findings[severity];
    }
  }
  const [first] = reports;
  const isOne = reports.length === 1 && first !== undefined;
  const total = findings.error + findings.warning + findings.info + findings.hint;
  const short = [
    isOne ? `年报${first.year === null ? '' : ` ${first.year}`}` : `${reports.length} 份年报`,
    ...(of === 0 ? [] : [`勾稽 ${held}/${of}`]),
    ...(paused ? ['检查已暂停'] : [total === 0 ? '没有问题' : `${total} 个问题`]),
    ...(unfilled === 0 ? [] : [`还有${unfilled}处未填`]),
  ];
  const which = isOne ? [`${first.edition}年版`, first.year === null ? '' : `${first.year}年度`, first.body ?? ''] : [];
  const found = paused ? '' : total === 0 ? '没有问题' : count(findings, (number) => number > 0);
  const detail = [...which, found].filter((words) => words !== '');
  return { text: short.join(' · '), detail: detail.join(' · '), findings };
}

/** Why this cannot be the year of a report, where that of `due` is written now; nothing if it can. */
export function wrongYear(text: string, due: number): string | undefined {
  const year = /^\d{4}$/.test(text.trim()) ? Number(text) : NaN;
  // The regulation's first reports were those of 2008.
  return year >= 2008 && year <= due + 1 ? undefined : '请写四位数的年度，例如2025';
}
