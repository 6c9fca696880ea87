// An official table as a sheet: which figure is beside which, and what the figures are once those being typed are in.

import { adds, isNothing, isWords, write } from './number.ts';
import type { Equation, Place, Table, Value } from './protocol.ts';

/** Names a figure within its report. */
export type Key = string;

export const keyOf = ({ form, row, column }: Place): Key => `${form}/${row}/${column}`;

/** A figure with its place in the grid. */
export interface Spot {
  key: Key;
  line: number;
  /** The first column of the grid that it covers, and the first that it does not. */
  from: number;
  to: number;
}

/** A table, looked up by its figures. */
export interface Sheet {
  table: Table;
  values: Map<Key, Value>;
  spots: Map<Key, Spot>;
  /** The rows that have figures. */
  lines: Spot[][];
}

export type Way = 'up' | 'down' | 'left' | 'right';

/** The figures that are typed and not yet in the draft. */
export type Typed = ReadonlyMap<Key, string>;

/** Looks a table up. */
export function sheetOf(table: Table): Sheet {
  const lines: Spot[][] = [];
  const spots = new Map<Key, Spot>();
  for (const row of columnsOf(table)) {
    const line: Spot[] = [];
    for (const { cell, from, to } of row) {
      if (cell.kind === 'head') continue;
      const spot = { key: keyOf(cell), line: lines.length, from, to };
      spots.set(spot.key, spot);
      line.push(spot);
    }
    if (line.length > 0) lines.push(line);
  }
  return { table, values: new Map(table.values.map((value) => [keyOf(value), value])), spots, lines };
}

/** The cells of each row with the columns of the grid that they cover. */
export function columnsOf(table: Table): { cell: Table['rows'][number][number]; from: number; to: number }[][] {
  /** For each column, how many rows from here on are covered from above. */
  const covered: number[] = new Array<number>(table.columns).fill(0);
  return table.rows.map((row) => {
    let column = 0;
    const placed = row.map((cell) => {
      while ((covered[column] ?? 0) > 0) column += 1;
      const from = column;
      column += cell.colspan;
      return { cell, from, to: column };
    });
    covered.forEach((rows, at) => (covered[at] = Math.max(0, rows - 1)));
    for (const { cell, from, to } of placed) covered.fill(cell.rowspan - 1, from, to);
    return placed;
  });
}

/** The figure beside another; up and down it is the one below the column `from`, if the row has several. */
export function beside(sheet: Sheet, key: Key, way: Way, from?: number): Key | undefined {
  const spot = sheet.spots.get(key);
  if (spot === undefined) return undefined;
  if (way === 'left' || way === 'right') {
    const line = sheet.lines[spot.line] ?? [];
    return line[line.indexOf(spot) + (way === 'left' ? -1 : 1)]?.key;
  }
  const line = sheet.lines[spot.line + (way === 'up' ? -1 : 1)];
  const column = from ?? spot.from;
  return (line?.find((other) => other.from <= column && column < other.to) ?? line?.at(-1))?.key;
}

/** What becomes of a block of texts: the figures that have a place, and how many have none or are words. */
export interface Spread {
  cells: Map<Key, string>;
  outside: number;
  words: number;
}

/** A block of texts from a figure on, row by row; where words would stand everything stays as it is. */
export function spread(sheet: Sheet, key: Key, block: string[][]): Spread {
  const made: Spread = { cells: new Map(), outside: 0, words: 0 };
  const start = sheet.spots.get(key);
  if (start === undefined) return made;
  block.forEach((texts, down) => {
    const line = sheet.lines[start.line + down];
    const first = line?.findIndex((spot) => spot.from <= start.from && start.from < spot.to) ?? -1;
    texts.forEach((text, right) => {
      const spot = first < 0 ? undefined : line?.[first + right];
      if (isWords(text)) made.words += 1;
      else if (spot !== undefined) made.cells.set(spot.key, text);
      else if (text !== '') made.outside += 1;
    });
  });
  return made;
}

/** The figures of one side of an equation, or of both. */
export function termsOf(equation: Equation, side: 'left' | 'right'): Key[] {
  return equation[side].map(([row, column]) => keyOf({ form: equation.form, row, column }));
}

export const totalOf = ({ form, total: [row, column] }: Equation): Key => keyOf({ form, row, column });

/** The equations that a figure stands in. */
export function equationsOf(sheet: Sheet, key: Key): Equation[] {
  return sheet.table.equations.filter((equation) => stands(equation, key));
}

/** The sum of figures, a blank counting as nothing; `null` if one is no number. */
export function sum(keys: Key[], text: (key: Key) => string): bigint | null {
  let all = 0n;
  for (const key of keys) {
    const number = adds(text(key));
    if (number === null) return null;
    all += number;
  }
  return all;
}

/** What the total of an equation must be. */
export function due(equation: Equation, text: (key: Key) => string): bigint | null {
  const total = totalOf(equation);
  const [left, right] = [termsOf(equation, 'left'), termsOf(equation, 'right')];
  const [own, other] = left.includes(total) ? [left, right] : [right, left];
  const [wanted, rest] = [sum(other, text), sum(own.filter((key) => key !== total), text)];
  return wanted === null || rest === null ? null : wanted - rest;
}

/**
 * The text of every figure once what is typed is in: the totals that were the sums of their addends, or nothing yet, follow
 * them, each by the first equation that wants it changed. The server does the same.
 */
export function texts(sheet: Sheet, typed: Typed): (key: Key) => string {
  const before = (key: Key) => sheet.values.get(key)?.text ?? '';
  const followed = new Map<Key, { by: Equation; text: string }>();
  const text = (key: Key) => typed.get(key) ?? followed.get(key)?.text ?? before(key);
  const { equations } = sheet.table;
  const open = new Set(equations.filter((equation) => [...typed.keys()].some((key) => stands(equation, key))));
  for (let next = first(equations, open); next !== undefined; next = first(equations, open)) {
    open.delete(next);
    const total = totalOf(next);
    const addends = termsOf(next, 'left');
    if (typed.has(total) || !follows(next, before)) continue;
    const wanted = sum(addends, text);
    if (wanted === null || isSum(text(total), wanted)) continue;
    if (isNothing(text(total)) && addends.every((key) => isNothing(text(key)))) continue;
    if ((followed.get(total)?.by ?? next) !== next) continue;
    followed.set(total, { by: next, text: write(wanted) });
    for (const other of equations) if (termsOf(other, 'left').includes(total)) open.add(other);
  }
  return text;
}

const first = (equations: Equation[], open: Set<Equation>) => equations.find((equation) => open.has(equation));

const stands = (equation: Equation, key: Key) => termsOf(equation, 'left').includes(key) || termsOf(equation, 'right').includes(key);

const isSum = (text: string, wanted: bigint) => !isNothing(text) && adds(text) === wanted;

/** Whether the total of an equation goes with its addends: it is their sum, or nothing yet. */
function follows(equation: Equation, text: (key: Key) => string): boolean {
  const total = totalOf(equation);
  if (equation.right.length !== 1 || termsOf(equation, 'right')[0] !== total) return false;
  const wanted = sum(termsOf(equation, 'left'), text);
  return isNothing(text(total)) || (wanted !== null && isSum(text(total), wanted));
}
