// Several files at once: a table of what is found in each.

import { button, make } from '../../view/src/dom.ts';
import { bytesOf } from './incoming.ts';
import { wordsOf } from './notice.ts';
import type { Opened } from './draft.ts';
import type { Extract } from './protocol.ts';
import type { Session } from './session.ts';

/** A file of the table. */
export interface Reviewed extends Opened {
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

  /** Reads the files and fills the table, each checked beside the others, until other files take their place. */
  async show(files: File[]): Promise<void> {
    const run = ++this.#runs;
    const stands = () => run === this.#runs;
    this.#rows.replaceChildren();
    this.#session.scatter();
    const all: (Reviewed | HTMLElement)[] = [];
    for (const [index, file] of files.entries()) {
      this.#head.textContent = `正在读第${index + 1}份，共${files.length}份……`;
      const bytes = await bytesOf(file).catch((error: unknown) => unread(file.name, wordsOf(error)));
      if (!stands()) return;
      all.push(bytes instanceof HTMLElement ? bytes : this.#read(file.name, `file:///${index + 1}/${encodeURIComponent(file.name)}`, bytes));
    }
    for (const [index, file] of all.entries()) {
      this.#head.textContent = `正在核对第${index + 1}份，共${files.length}份……`;
      const row = file instanceof HTMLElement ? file : this.#row(file);
      // The page draws what is there before the next one.
      await new Promise((resolve) => setTimeout(resolve));
      if (!stands()) return;
      this.#rows.append(row);
    }
    this.#head.textContent = `共${files.length}份文件，各份之间已互相对照，点文件名打开`;
  }

  /** A file for whose check the others know it; or its line, if it is not read. */
  #read(name: string, uri: string, bytes: Uint8Array<ArrayBuffer>): Reviewed | HTMLElement {
    try {
      const read = this.#session.read(name, bytes);
      if (read === null) return unread(name, BROKEN);
      this.#session.gather({ name, uri, text: read.text });
      return { name, uri, ...read };
    } catch (error) {
      return unread(name, wordsOf(error));
    }
  }

  #row(file: Reviewed): HTMLElement {
    const { name, uri, text } = file;
    try {
      const extract = this.#session.extract({ name, uri, text });
      return extract === null ? unread(name, BROKEN) : this.#line(file, extract);
    } catch (error) {
      return unread(name, wordsOf(error));
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

const BROKEN = '核对这份文件时出错';

/** The line of a file that could not be read. */
const unread = (name: string, why: string) =>
  make('tr', { 'data-state': 'none' }, make('td', {}, name), make('td'), make('td'), make('td'), make('td'), make('td', {}, why));
