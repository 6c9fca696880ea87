// An official table on the page: its form with merged cells, each figure an input.

import { make, measure, say, set } from './dom.ts';
import type { GridCell, Table } from './protocol.ts';
import { type Key, type Sheet, type Typed, columnsOf, equationsOf, keyOf, termsOf, texts, totalOf } from './sheet.ts';
import { description, lineOf } from './words.ts';

/** A table that is drawn. */
export interface Drawn {
  sheet: Sheet;
  /** The meaning and law of each figure's row. */
  laws: Map<Key, string>;
  inputs: Map<Key, HTMLInputElement>;
}

/** Widths of columns, in characters. */
const FIGURE = 3;
const LABEL = { narrowest: 2.6, widest: 13 };

/** Draws a table without its figures. */
export function drawTable(sheet: Sheet, name: string): { element: HTMLElement; drawn: Drawn } {
  const { table } = sheet;
  const drawn: Drawn = { sheet, laws: new Map(), inputs: new Map() };
  const element = make('table', { 'aria-label': name });
  const columns = make('colgroup');
  let least = 0;
  for (const width of widthsOf(table)) {
    const column = make('col');
    if (width !== null) column.style.width = `${width}em`;
    least += width ?? FIGURE;
    columns.append(column);
  }
  element.style.minWidth = `${least}em`;
  const rows = columnsOf(table);
  const titles = titlesOf(rows);
  const [head, body] = [make('thead'), make('tbody')];
  for (const [at, row] of rows.entries()) {
    const line = make('tr');
    const isLine = isOfFigures(row);
    const law = row.map(({ cell }) => (cell.kind === 'head' ? cell.law : null)).findLast((it) => it !== null);
    for (const { cell, from, to } of row) {
      const spans = { rowspan: cell.rowspan, colspan: cell.colspan };
      if (cell.kind === 'head') {
        const scope = isLine ? 'row' : 'col';
        line.append(make('th', { ...spans, scope, title: cell.law, 'data-from': from, 'data-to': to }, cell.text));
      } else {
        line.append(figure(cell, spans, law ?? undefined, drawn));
      }
    }
    (at < titles ? head : body).append(line);
  }
  element.append(columns, ...(titles > 0 ? [head] : []), body);
  measure(head, element, '--titles');
  return { element: make('div', { class: 'scroll' }, element), drawn };
}

function figure(cell: GridCell & { kind: 'value' }, spans: Record<string, number>, law: string | undefined, drawn: Drawn): HTMLElement {
  const key = keyOf(cell);
  const input = make('input', {
    'data-key': key,
    'aria-label': drawn.sheet.values.get(key)?.words ?? '',
    inputmode: 'decimal',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  drawn.inputs.set(key, input);
  if (law !== undefined) drawn.laws.set(key, law);
  return make('td', spans, input, make('span', { class: 'last', 'aria-hidden': 'true' }));
}

type Row = ReturnType<typeof columnsOf>[number];

const isOfFigures = (row: Row) => row.some(({ cell }) => cell.kind === 'value');

/** How many rows of titles stand above all figures: none where there are titles between figures, which are for those below. */
function titlesOf(rows: Row[]): number {
  const first = rows.findIndex(isOfFigures);
  return rows.slice(first).every(isOfFigures) ? first : 0;
}

/** How wide each column is; nothing for those that share what is left: the figures. */
function widthsOf(table: Table): (number | null)[] {
  const widths: (number | null)[] = new Array<number | null>(table.columns).fill(LABEL.narrowest);
  const rows = columnsOf(table);
  for (const row of rows) {
    const isLine = isOfFigures(row);
    for (const { cell, from, to } of row) {
      if (cell.kind === 'value') widths.fill(null, from, to);
      else if (isLine && to === from + 1) {
        const wanted = Math.ceil(cell.text.length / Math.min(cell.rowspan, 4)) + 1;
        const width = widths[from];
        if (typeof width === 'number') widths[from] = Math.min(LABEL.widest, Math.max(width, wanted));
      }
    }
  }
  return widths;
}

/** Brings every figure up to date; one that is being typed into is left to its typist. */
export function fillTable({ sheet, inputs, laws }: Drawn, typed: Typed, typing: Key | undefined): void {
  const text = texts(sheet, typed);
  const failing = new Set<Key>();
  for (const equation of typed.size > 0 ? sheet.table.equations : []) {
    if (lineOf(sheet, equation, text).state === 'fails') failing.add(totalOf(equation));
  }
  for (const [key, input] of inputs) {
    const value = sheet.values.get(key);
    if (value === undefined) continue;
    const shown = text(key);
    if (key !== typing && input.value !== shown) {
      const isWhole = document.activeElement === input && selectsAll(input);
      input.value = shown;
      if (isWhole) input.select();
    }
    const isWrong = value.severity === 'error' || value.severity === 'warning';
    const cell = input.parentElement;
    if (cell === null) continue;
    set(cell, 'data-role', value.role);
    // Tab goes to what is to be typed; totals are a click or an arrow away.
    set(input, 'tabindex', value.role === 'total' ? -1 : null);
    set(cell, 'data-by', value.by);
    set(cell, 'data-severity', failing.has(key) ? 'error' : value.severity);
    set(cell, 'data-blank', shown.trim() === '' || (value.blank && !typed.has(key)));
    set(cell, 'title', [value.message, value.lastYear === null ? null : `上年${value.lastYear}`].filter((it) => it !== null).join('\n') || null);
    set(input, 'aria-invalid', isWrong || failing.has(key) ? 'true' : null);
    set(input, 'aria-description', description(value, laws.get(key)) || null);
    const last = cell.querySelector('.last');
    if (last !== null) say(last, value.lastYear === '0' ? '' : (value.lastYear ?? ''));
  }
}

/** Whether the whole text is selected, so that what is typed replaces it. */
export function selectsAll(input: HTMLInputElement): boolean {
  return input.selectionStart === 0 && input.selectionEnd === input.value.length;
}

/** Lights up the equations of a figure: its addends, its total, and the labels of its row and column. */
export function lightUp({ sheet, inputs }: Drawn, key: Key | undefined): void {
  const lit = new Map<Key, string>();
  for (const equation of key === undefined ? [] : equationsOf(sheet, key)) {
    for (const term of [...termsOf(equation, 'left'), ...termsOf(equation, 'right')]) {
      if (!lit.has(term)) lit.set(term, 'addend');
    }
    lit.set(totalOf(equation), 'total');
  }
  for (const [other, input] of inputs) if (input.parentElement) set(input.parentElement, 'data-lit', lit.get(other) ?? null);
  const spot = key === undefined ? undefined : sheet.spots.get(key);
  const row = key === undefined ? null : (inputs.get(key)?.closest('tr') ?? null);
  const above = row === null ? new Set<Element>() : rowsAbove(row);
  const line = sheet.lines[spot?.line ?? -1] ?? [];
  const isOfAll = (from: number, to: number) => line.length > 1 && line.every((other) => from <= other.from && other.to <= to);
  for (const head of inputs.values().next().value?.closest('table')?.querySelectorAll('th') ?? []) {
    const { from, to } = { from: Number(head.dataset['from']), to: Number(head.dataset['to']) };
    const isAbove = head.parentElement !== null && above.has(head.parentElement) && spot !== undefined && from <= spot.from && spot.to <= to && !isOfAll(from, to);
    set(head, 'data-lit', head.parentElement === row || isAbove ? 'head' : null);
  }
}

/** The rows of titles above a row of figures. */
function rowsAbove(row: HTMLTableRowElement): Set<Element> {
  const above = [...(row.closest('table')?.rows ?? [])].slice(0, row.rowIndex);
  const isOfTitles = (it: Element) => it.querySelector('input') === null;
  const last = above.findLastIndex(isOfTitles);
  const before = above.slice(0, last + 1).findLastIndex((it) => !isOfTitles(it));
  return new Set(above.slice(before + 1, last + 1));
}
