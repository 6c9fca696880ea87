// What the view says.

import { read, write } from './number.ts';
import type { Equation, Report, Section, Value } from './protocol.ts';
import { type Key, type Sheet, type Spread, due, sum, termsOf, totalOf } from './sheet.ts';

/** So many addends are written out; of more, those that are not 0. */
const ADDENDS = 7;

/** How far a report is. */
export function progress(report: Report): string {
  const { unfilled, equations } = report;
  const missing = missingOf(report);
  const parts = [
    missing === 0 ? '' : `缺 ${missing} 处`,
    unfilled === 0 ? '' : `还有 ${unfilled} 处未填`,
    missing === 0 && unfilled === 0 ? '已全部填写' : '',
    equations.of === 0 ? '' : `勾稽 ${equations.held}/${equations.of}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** How many sections and official tables a report lacks. */
export function missingOf({ sections }: Report): number {
  const lacks = ({ range, blocks }: Section) => range === null || blocks.some((block) => block.kind === 'table' && !block.table.found);
  return sections.filter(lacks).length;
}

/** An equation in figures, and whether they contradict it. */
export interface Line {
  words: string;
  state: 'holds' | 'fails' | 'open';
}

/** “7＋1＋…＝8，总计填的是9” */
export function lineOf(sheet: Sheet, equation: Equation, text: (key: Key) => string): Line {
  const total = totalOf(equation);
  const [left, right] = [termsOf(equation, 'left'), termsOf(equation, 'right')];
  const isOpen = [...left, ...right].some((key) => read(text(key)) === null);
  const [first, second] = [sum(left, text), sum(right, text)];
  const state = isOpen || first === null || second === null ? 'open' : first === second ? 'holds' : 'fails';
  const written = (units: bigint | null) => (units === null ? '？' : write(units));
  const [own, addends] = left.includes(total) ? [left, right] : [right, left];
  if (own.length === 1) {
    const wanted = sum(addends, text);
    const sums = `${added(addends, text)}＝${written(wanted)}`;
    return { words: state === 'fails' ? `${sums}，${nameOf(sheet, total, addends)}填的是${text(total)}` : sums, state };
  }
  const sides = [`${added(left, text)}＝${written(first)}`, `${added(right, text)}＝${written(second)}`];
  const wanted = due(equation, text);
  const should = state === 'fails' && wanted !== null ? `，${nameOf(sheet, total, [...left, ...right])}应为${write(wanted)}` : '';
  return { words: `${sides.join(state === 'fails' ? ' ≠ ' : '，')}${should}`, state };
}

function added(keys: Key[], text: (key: Key) => string): string {
  const all = keys.map((key) => text(key).trim() || '＿');
  if (all.length <= ADDENDS) return all.join('＋');
  const some = all.filter((figure) => read(figure) !== 0n);
  const shown = some.slice(0, ADDENDS - 1);
  return [...shown, ...(shown.length < all.length ? ['…'] : [])].join('＋');
}

/** A total's name among its addends: its row's in a column, its column's in a row. */
function nameOf(sheet: Sheet, total: Key, others: Key[]): string {
  const parts = (key: Key | undefined) => (key === undefined ? undefined : sheet.values.get(key)?.words.split('·')) ?? [];
  const own = parts(total);
  const isColumn = own.length > 1 && parts(others.find((key) => key !== total)).at(-1) === own.at(-1);
  return (isColumn ? own.at(0) : own.at(-1)) ?? '';
}

/** What is said to those who do not see a figure, besides its name. */
export function description(value: Value, law: string | undefined): string {
  const parts = [
    value.message,
    value.by === 'typed' ? '手填的合计，与各项之和不符' : null,
    value.lastYear === null ? null : `上年${value.lastYear}`,
    law,
  ];
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join('。');
}

/** What became of a block that was pasted. */
export function pasted({ cells, outside, words }: Spread): string {
  const left = [outside === 0 ? '' : `${outside}个数超出表格`, words === 0 ? '' : `${words}格是文字`].filter((part) => part !== '');
  const rest = left.length === 0 ? '' : `；另有${left.join('、')}，没有填入`;
  return cells.size === 0 ? '没有填入：看不出复制的内容里哪个数在哪一格' : `已填入${cells.size}格${rest}`;
}

/** The name of a page that is saved. */
export function fileName({ title, organ, year }: Report): string {
  const name = title ?? `${organ ?? ''}${year === null ? '' : `${year}年`}政府信息公开工作年度报告`;
  return `${name.replace(/[\\/:*?"<>|\s]+/g, '')}.html`;
}
