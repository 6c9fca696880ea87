// The line in which the page says what became of what was asked.

import { button, make } from '../../view/src/dom.ts';
import { element } from './elements.ts';

/** Says something. */
export function say(text: string, kind: 'said' | 'done' | 'wrong' = 'said', ...more: HTMLElement[]): void {
  const close = button('×', hush, { 'aria-label': '关闭', class: 'close' });
  element('notice').dataset['kind'] = kind;
  element('notice').replaceChildren(make('span', {}, text), ...more, close);
  element('notice').hidden = false;
}

/** Says what could not be done, and why. */
export function sayWhy(what: string, error: unknown): void {
  say(`${what}：${wordsOf(error)}`, 'wrong');
}

/** Takes back what was said. */
export function hush(): void {
  element('notice').hidden = true;
}

/** An error in words. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
