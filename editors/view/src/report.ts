// A report on the page as it will be printed, kept up to date without being drawn anew.

import { button, make, set } from './dom.ts';
import type { Block, Finding, Range, Report, Section, Table } from './protocol.ts';
import { type Key, type Typed, sheetOf } from './sheet.ts';
import { type Drawn, drawTable, fillTable, lightUp } from './table.ts';

/** What can be done from the page. */
export interface Acts {
  insert(section: string): void;
  reveal(range: Range): void;
}

/** A section that is drawn. */
interface Part {
  /** What it was drawn from, without figures and places. */
  shape: string;
  element: HTMLElement;
  tables: Drawn[];
  /** Where its parts stand in the draft, by the numbers on their elements. */
  ranges: Range[];
}

/** The page of a report. */
export class Page {
  readonly element = make('article', { class: 'page' });
  readonly #title = make('h1');
  readonly #acts: Acts;
  #parts = new Map<string, Part>();

  constructor(acts: Acts) {
    this.#acts = acts;
    this.element.append(this.#title);
  }

  /** The table that has a figure. */
  tableOf(key: Key): Drawn | undefined {
    return this.#tables().find(({ inputs }) => inputs.has(key));
  }

  /** The figure to be typed in the next table, behind the last one of a table: what is typed on must not land on a button. */
  onward(input: HTMLInputElement): HTMLInputElement | undefined {
    const open = this.#tables().map(({ inputs }) => [...inputs.values()].filter(({ tabIndex }) => tabIndex >= 0));
    const at = open.findIndex((inputs) => inputs.at(-1) === input);
    return at < 0 ? undefined : open.slice(at + 1).find((inputs) => inputs.length > 0)?.[0];
  }

  /** The first figure of a section's table. */
  first(section: string): HTMLElement | undefined {
    const part = this.#parts.get(section);
    const input = part?.tables[0]?.inputs.values().next().value;
    return input ?? part?.element.querySelector('button') ?? undefined;
  }

  /** Draws what has another shape, and brings the rest up to date. */
  update(report: Report): void {
    this.#title.textContent = report.title ?? '（没有标题）';
    set(this.#title, 'data-missing', report.title === null);
    let before: Element = this.#title;
    const parts = new Map<string, Part>();
    const opening: Section = { id: OPENING, heading: '', range: report.range, blocks: report.blocks };
    for (const section of [opening, ...report.sections]) {
      const findings = besides(report, section);
      const shape = JSON.stringify([section.range === null, section, findings], (name, value: unknown) => (LOOSE.has(name) ? undefined : value));
      let part = this.#parts.get(section.id);
      if (part?.shape !== shape) {
        const drawn = this.#draw(section, findings, shape);
        // The focus is the same figure's before and after.
        if (part) part.element.replaceWith(drawn.element);
        else before.after(drawn.element);
        part = drawn;
      } else {
        const tables = section.blocks.flatMap((block) => (block.kind === 'table' && block.table.found ? [block.table] : []));
        tables.forEach((table, at) => {
          const drawn = part?.tables[at];
          if (drawn) drawn.sheet = sheetOf(table);
        });
        part.ranges = rangesOf(section, findings);
      }
      parts.set(section.id, part);
      before = part.element;
    }
    for (const [id, part] of this.#parts) if (!parts.has(id)) part.element.remove();
    this.#parts = parts;
  }

  /** Brings the figures up to date. */
  fill(typed: Typed, typing: Key | undefined): void {
    for (const table of this.#tables()) fillTable(table, typed, typing);
  }

  /** Lights up the equations of a figure, and of no other. */
  lightUp(key: Key | undefined): void {
    for (const table of this.#tables()) lightUp(table, key !== undefined && table.inputs.has(key) ? key : undefined);
  }

  #tables(): Drawn[] {
    return [...this.#parts.values()].flatMap(({ tables }) => tables);
  }

  #draw(section: Section, findings: Finding[], shape: string): Part {
    const id = `section-${section.id}`;
    const heading = section.id === OPENING ? null : make('h2', { id }, section.heading);
    const element = make('section', { 'aria-labelledby': heading && id }, heading);
    const part: Part = { shape, element, tables: [], ranges: rangesOf(section, findings) };
    const reveal = (number: number) => () => {
      const range = part.ranges[number];
      if (range) this.#acts.reveal(range);
    };
    if (section.range === null) {
      element.append(this.#missing(`缺少“${section.heading}”`, section.id));
      return part;
    }
    heading?.append(toDraft(section.heading, reveal(0)));
    let number = 1;
    const left = new Set(findings);
    for (const block of section.blocks) {
      if (block.kind === 'table') {
        element.append(block.table.found ? this.#table(block.table, section, part) : this.#missing(`${section.heading}：缺少法定表格`, section.id));
        continue;
      }
      const own = findings.filter((finding) => left.has(finding) && isWithin(finding.range, block.range));
      for (const finding of own) left.delete(finding);
      element.append(drawBlock(block, reveal(number++)));
      if (own.length > 0) element.append(list(own, own.map((finding) => reveal(numberOf(section, findings, finding)))));
    }
    const rest = [...left];
    if (rest.length > 0) element.append(list(rest, rest.map((finding) => reveal(numberOf(section, findings, finding)))));
    return part;
  }

  #table(table: Table, section: Section, part: Part): HTMLElement {
    const { element, drawn } = drawTable(sheetOf(table), section.heading);
    part.tables.push(drawn);
    return element;
  }

  #missing(words: string, section: string): HTMLElement {
    const act = () => {
      this.#acts.insert(section);
    };
    return make('p', { class: 'missing' }, `${words}。`, button('插入', act, { 'aria-label': `插入：${words}` }));
  }
}

/** What stands before the first section, as a section. */
const OPENING = 'opening';

/** What changes while figures are typed: nothing is drawn anew for it. */
const LOOSE = new Set(['range', 'values', 'equations']);

/** The findings of a section that are not about a figure of its tables. */
function besides({ findings }: Report, { id }: Section): Finding[] {
  const isOfFigure = ({ form, row, column }: Finding) => form !== null && row !== null && column !== null;
  return findings.filter((it) => (it.section ?? OPENING) === id && !isOfFigure(it));
}

/** The places of a section: its own, its blocks', its findings'. */
function rangesOf(section: Section, findings: Finding[]): Range[] {
  if (section.range === null) return [];
  return [section.range, ...blocksOf(section).map((block) => block.range), ...findings.map(({ range }) => range)];
}

const numberOf = (section: Section, findings: Finding[], finding: Finding) => 1 + blocksOf(section).length + findings.indexOf(finding);

const blocksOf = ({ blocks }: Section) => blocks.filter((block) => block.kind !== 'table');

function isWithin(inner: Range, outer: Range): boolean {
  const { start, end } = outer;
  const isBefore = (a: Range['start'], b: Range['start']) => a.line < b.line || (a.line === b.line && a.character <= b.character);
  return isBefore(start, inner.start) && isBefore(inner.end, end);
}

function drawBlock(block: Exclude<Block, { kind: 'table' }>, reveal: () => void): HTMLElement {
  if (block.kind === 'other-table') {
    const rows = block.rows.map((row) => make('tr', {}, ...row.map((text) => make('td', {}, text))));
    return make('div', { class: 'scroll' }, make('table', { class: 'other' }, make('tbody', {}, ...rows)), toDraft('表格', reveal));
  }
  return make(block.heading ? 'h3' : 'p', {}, block.text, toDraft(block.text.slice(0, 12), reveal));
}

function toDraft(words: string, act: () => void): HTMLElement {
  return button('改', act, { class: 'draft', title: '在草稿中修改', 'aria-label': `在草稿中修改：${words}` });
}

function list(findings: Finding[], acts: (() => void)[]): HTMLElement {
  const items = findings.map(({ severity, message, rule, code }, at) =>
    make('li', { 'data-severity': severity }, button(message, () => acts[at]?.(), { 'data-code': code, title: `${rule}：在草稿中修改` })),
  );
  return make('ul', { class: 'findings', 'aria-label': '问题' }, ...items);
}
