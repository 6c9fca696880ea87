// The list of what was found, each with its repairs.

import { button, make } from '../../view/src/dom.ts';
import type { CodeAction, Diagnostic } from './protocol.ts';

/** A finding as the page shows it. */
export interface Found {
  diagnostic: Diagnostic;
  /** The title of its rule. */
  title: string;
  fixes: CodeAction[];
}

const NAMES = ['', '错误', '警告', '提示', '建议'] as const;

/** What is done from the list. */
export interface FindingsListener {
  reveal(found: Found): void;
  repair(action: CodeAction): void;
}

/** The list. */
export class Findings {
  readonly element = make('ol', { class: 'findings-list' });
  readonly #listener: FindingsListener;

  constructor(listener: FindingsListener) {
    this.#listener = listener;
  }

  /** Shows these findings; the focus stays on the one at its place. */
  show(found: Found[]): void {
    const focused = [...this.element.querySelectorAll('button')].findIndex((it) => it === document.activeElement);
    const nothing = make('li', { class: 'nothing' }, '没有发现问题');
    this.element.replaceChildren(...(found.length === 0 ? [nothing] : found.map((it) => this.#item(it))));
    if (focused >= 0) [...this.element.querySelectorAll('button')].at(Math.min(focused, found.length - 1))?.focus();
  }

  #item(found: Found): HTMLElement {
    const { diagnostic: { severity, code, message, range }, title, fixes } = found;
    const [first = '', ...notes] = message.split('\n');
    const go = button('', () => {
      this.#listener.reveal(found);
    }, { class: 'go', title: '去原处' });
    go.append(
      make('span', { class: 'kind' }, `${NAMES[severity]} · ${title}`),
      make('span', { class: 'line' }, `第${range.start.line + 1}行`),
      make('span', { class: 'message' }, first),
      ...notes.map((note) => make('span', { class: 'note' }, note)),
    );
    const repairs = fixes.map((action) => this.#repair(action));
    return make('li', { 'data-severity': severity, 'data-code': code }, go, make('div', { class: 'fixes' }, ...repairs));
  }

  #repair(action: CodeAction): HTMLElement {
    const isSilence = action.title.startsWith('忽略');
    return button(isSilence ? '忽略' : action.title, () => {
      this.#listener.repair(action);
    }, { class: isSilence ? 'fix silence' : 'fix', title: action.title });
  }
}
