// A small official table: 自然人, 商业企业 and 总计 of two rows and their sum, above a form of one wide column.

import type { Equation, GridCell, Table, Value } from '../../../../editors/view/src/protocol.ts';

const ROWS = ['（一）予以公开', '（二）部分公开', '（七）总计'];
const COLUMNS = ['自然人', '商业企业', '总计'];

/** The table with these figures, row by row; `typed` totals do not follow their addends. */
export function small(figures: string[][], typed: string[] = []): Table {
  const head = (text: string, rowspan = 1, colspan = 1): GridCell => ({ kind: 'head', text, rowspan, colspan, law: null });
  const cell = (row: number, column: number, form = 'applications', colspan = 1): GridCell => ({ kind: 'value', rowspan: 1, colspan, form, row, column });
  const value = (row: number, column: number, words: string, text: string, form = 'applications'): Value => {
    const isTotal = words !== '行政事业性收费' && (row === 2 || column === 2);
    return {
      form, row, column, words, text, range: null, number: text, blank: text === '', role: isTotal ? 'total' : 'part',
      by: isTotal ? (typed.includes(`${row}/${column}`) ? 'typed' : 'computed') : null,
      should: null, message: null, severity: null, lastYear: null,
    };
  };
  const equation = (left: [number, number][], total: [number, number], words: string): Equation =>
    ({ form: 'applications', left, right: [total], total, words, state: 'holds', sides: null });
  const rows = [...ROWS.entries()];
  const columns = [...COLUMNS.entries()];
  return {
    section: 'applications', found: true, range: null, columns: 4,
    names: { applications: [...COLUMNS], 'article-20-8': ['收费'] },
    rows: [
      [head('行', 2), head('申请人情况', 1, 3)],
      columns.map(([, text]) => head(text)),
      ...rows.map(([row, text]) => [head(text), ...columns.map(([column]) => cell(row, column))]),
      [head('收费'), cell(0, 0, 'article-20-8', 3)],
    ],
    values: [
      ...rows.flatMap(([row, words]) =>
        columns.map(([column, name]) => value(row, column, `${words}·${name}`, figures[row]?.[column] ?? ''))),
      value(0, 0, '行政事业性收费', '0', 'article-20-8'),
    ],
    equations: [
      ...rows.map(([row]) => equation([[row, 0], [row, 1]], [row, 2], '各列之和＝总计')),
      ...columns.map(([column]) => equation([[0, column], [1, column]], [2, column], '各行之和＝总计')),
    ],
  };
}

const NAMES = { granted: 0, partial: 1, all: 2, person: 0, business: 1, total: 2 };

/** The key of a figure of its first form. */
export const at = (row: keyof typeof NAMES, column: keyof typeof NAMES) => `applications/${NAMES[row]}/${NAMES[column]}`;
