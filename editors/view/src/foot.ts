// The line at the bottom: the figure that has the focus, its equations in figures, its meaning.

import { button, make, say, set } from './dom.ts';
import type { Key, Typed } from './sheet.ts';
import { due, equationsOf, texts, totalOf } from './sheet.ts';
import type { Drawn } from './table.ts';
import { lineOf } from './words.ts';
import { write } from './number.ts';

/** The line at the bottom. */
export class Foot {
  readonly element: HTMLElement;
  readonly #name = make('strong');
  readonly #lines = make('ul');
  readonly #notes = make('p');
  readonly #notice = make('p', { class: 'notice', role: 'status' });
  readonly #compute: HTMLButtonElement;
  #computed: string | undefined;

  constructor(compute: () => void) {
    this.#compute = button('', compute, { class: 'compute', tabindex: '-1' });
    this.element = make('footer', {}, make('p', {}, this.#name, this.#compute), this.#lines, this.#notes, this.#notice);
    this.show(undefined, undefined, new Map());
  }

  /** What the total that has the focus would be if it were computed, where it is not. */
  get computed(): string | undefined {
    return this.#computed;
  }

  /** Says something once, until the next thing is shown. */
  notice(words: string): void {
    say(this.#notice, words);
    set(this.#notice, 'hidden', words === '');
  }

  /** Shows a figure of a table. */
  show(drawn: Drawn | undefined, key: Key | undefined, typed: Typed): void {
    const value = key === undefined ? undefined : drawn?.sheet.values.get(key);
    this.#computed = undefined;
    if (drawn === undefined || key === undefined || value === undefined) {
      say(this.#name, '');
      this.#lines.replaceChildren();
      say(this.#notes, 'Tab 去下一个要填的数（跳过合计），回车下移，方向键移动，Esc 还原；可从 Excel、WPS 复制一片数字，在第一格粘贴。F8 去下一处未填。');
      set(this.#compute, 'hidden', true);
      return;
    }
    const text = texts(drawn.sheet, typed);
    const equations = equationsOf(drawn.sheet, key);
    say(this.#name, value.words);
    const lines = equations.map((equation) => ({ ...lineOf(drawn.sheet, equation, text), meaning: equation.words }));
    const items = lines.map(({ words, state, meaning }) => make('li', { 'data-state': state, title: meaning }, words));
    if (this.#lines.textContent !== lines.map(({ words }) => words).join('')) this.#lines.replaceChildren(...items);
    const own = equations.find((equation) => totalOf(equation) === key);
    const wanted = own && due(own, text);
    if (wanted !== undefined && wanted !== null && write(wanted) !== text(key).trim()) this.#computed = write(wanted);
    set(this.#compute, 'hidden', this.#computed === undefined);
    say(this.#compute, `改回计算值 ${this.#computed ?? ''}（按 =）`);
    const notes = [value.message, value.lastYear === null ? null : `上年${value.lastYear}`, drawn.laws.get(key)];
    say(this.#notes, notes.filter((note) => note !== null && note !== undefined).join('　'));
  }
}
