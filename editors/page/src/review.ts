// Several files at once: a table of what is found in each.

import { button, make } from '../../view/src/dom.ts';
import { bytesOf } from './incoming.ts';
import { wordsOf } from './notice.ts';
import type { Extract, LanguageId } from './protocol.ts';
import type { Session } from './session.ts';

/** A file of the table. */
export interface Reviewed {
  name: string;
  languageId: LanguageId;
  text: string;
  remarks: string[];
}

/** The table over several files. */
export class Review {
  readonly element = make('div', { class: 'review' });
  readonly #session: Session;
  readonly #open: (file: Reviewed) => void;
  readonly #rows = make('tbody');
  readonly #head = make('h2', { role: 'status' });
  #runs = 0;

  constructor(session: Session, open: (file: Reviewed) => void) {
    this.#session = session;
    this.#open = open;
    const names = ['文件', '机关', '年度', '错误', '警告', '第一处问题'];
    const titles = make('thead', {}, make('tr', {}, ...names.map((name) => make('th', { scope: 'col' }, name))));
    this.element.append(this.#head, make('div', { class: 'frame' }, make('table', {}, titles, this.#rows)));
  }

  /** Fills the table, file by file, until other files take their place. */
  async show(files: File[]): Promise<void> {
    const run = ++this.#runs;
    this.#rows.replaceChildren();
    for (const [index, file] of files.entries()) {
      this.#head.textContent = `正在核对第${index + 1}份，共${files.length}份……`;
      const row = await this.#row(file);
      // The page draws what is there before the next one.
      await new Promise((resolve) => setTimeout(resolve));
      if (run !== this.#runs) return;
      this.#rows.append(row);
    }
    this.#head.textContent = `共${files.length}份文件，点文件名打开`;
  }

  async #row(file: File): Promise<HTMLElement> {
    try {
      const read = this.#session.read(file.name, await bytesOf(file));
      const extract = read && this.#session.extract({ name: file.name, text: read.text });
      if (read === null || extract === null) return unread(file.name, '核对这份文件时出错');
      return this.#line({ name: file.name, ...read }, extract);
    } catch (error) {
      return unread(file.name, wordsOf(error));
    }
  }

  #line(file: Reviewed, { reports, diagnostics }: Extract): HTMLElement {
    const count = (severity: number) => diagnostics.filter((it) => it.severity === severity).length;
    const worst = [...diagnostics].sort((a, b) => a.severity - b.severity)[0];
    const [errors, warnings] = [count(1), count(2)];
    const open = button(file.name, () => {
      this.#open(file);
    }, { class: 'link' });
    const isNone = reports.length === 0;
    return make(
      'tr',
      { 'data-state': isNone ? 'none' : worst ? 'found' : 'good' },
      make('td', {}, open),
      make('td', {}, reports.map(({ organ }) => organ ?? '？').join('、')),
      make('td', {}, [...new Set(reports.map(({ year }) => year ?? '？'))].join('、')),
      make('td', { 'data-count': errors }, String(errors)),
      make('td', { 'data-count': warnings }, String(warnings)),
      make('td', {}, worst?.message.split('\n')[0] ?? (isNone ? '没有找到年度报告' : '没有发现问题')),
    );
  }
}

/** The line of a file that could not be read. */
const unread = (name: string, why: string) =>
  make('tr', { 'data-state': 'none' }, make('td', {}, name), make('td'), make('td'), make('td'), make('td'), make('td', {}, why));
