// A small official table: 自然人, 商业企业 and 总计 of two rows and their sum, above a form of one wide column.

import type { Equation, GridCell, Table, Value } from '../../../../editors/view/src/protocol.ts';

const ROWS = { granted: '（一）予以公开', partial: '（二）部分公开', all: '（七）总计' };
const COLUMNS = { person: '自然人', business: '商业企业', total: '总计' };

/** The table with these figures, row by row; `typed` totals do not follow their addends. */
export function small(figures: string[][], typed: string[] = []): Table {
  const head = (text: string, rowspan = 1, colspan = 1): GridCell => ({ kind: 'head', text, rowspan, colspan, law: null });
  const cell = (row: string, column: string, form = 'applications', colspan = 1): GridCell => ({ kind: 'value', rowspan: 1, colspan, form, row, column });
  const value = (row: string, column: string, words: string, text: string, form = 'applications'): Value => {
    const isTotal = row === 'all' || column === 'total';
    return {
      form, row, column, words, text, range: null, number: text, blank: text === '', role: isTotal ? 'total' : 'part',
      by: isTotal ? (typed.includes(`${row}/${column}`) ? 'typed' : 'computed') : null,
      should: null, message: null, severity: null, lastYear: null,
    };
  };
  const equation = (left: [string, string][], total: [string, string], words: string): Equation =>
    ({ form: 'applications', left, right: [total], total, words, state: 'holds', sides: null });
  const rows = Object.entries(ROWS);
  const columns = Object.entries(COLUMNS);
  return {
    section: 'applications', found: true, range: null, columns: 4,
    rows: [
      [head('行', 2), head('申请人情况', 1, 3)],
      columns.map(([, text]) => head(text)),
      ...rows.map(([row, text]) => [head(text), ...columns.map(([column]) => cell(row, column))]),
      [head('收费'), cell('fees', 'amount', 'article-20-8', 3)],
    ],
    values: [
      ...rows.flatMap(([row, words], down) =>
        columns.map(([column, name], right) => value(row, column, `${words}·${name}`, figures[down]?.[right] ?? ''))),
      value('fees', 'amount', '行政事业性收费', '0', 'article-20-8'),
    ],
    equations: [
      ...rows.map(([row]) => equation([[row, 'person'], [row, 'business']], [row, 'total'], '各列之和＝总计')),
      ...columns.map(([column]) => equation([['granted', column], ['partial', column]], ['all', column], '各行之和＝总计')),
    ],
  };
}

/** The key of a figure of its first form. */
export const at = (row: string, column: string) => `applications/${row}/${column}`;
