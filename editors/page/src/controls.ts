// The buttons and keys of the page that are about the text as a whole.

import { element, input } from './elements.ts';
import type { Format } from './save.ts';

/** What can be shown in the page's middle. */
export const SHEETS = ['welcome', 'text', 'form', 'review'] as const;
export type Sheet = (typeof SHEETS)[number];

/** What buttons and keys ask for. */
export interface Controlled {
  show(sheet: Sheet): void;
  create(): void;
  save(format?: Format): void;
  whole(name: 'fixAll' | 'recalculate'): void;
  step(name: 'undo' | 'redo'): void;
  /** Goes to the next place in the form that is to be filled. */
  next(): void;
}

/** Has buttons and keys do what they are for. */
export function control(page: Controlled): void {
  const buttons: Record<string, () => void> = {
    create: () => {
      page.create();
    },
    'fix-all': () => {
      page.whole('fixAll');
    },
    recalculate: () => {
      page.whole('recalculate');
    },
    undo: () => {
      page.step('undo');
    },
    redo: () => {
      page.step('redo');
    },
  };
  for (const [id, act] of Object.entries(buttons)) element(id).addEventListener('click', act);
  for (const sheet of SHEETS.slice(1)) {
    element(`tab-${sheet}`).addEventListener('click', () => {
      page.show(sheet);
    });
  }
  for (const saves of document.querySelectorAll<HTMLElement>('[data-save]')) {
    saves.addEventListener('click', () => {
      page.save(saves.dataset['save'] as Format);
    });
  }
  for (const close of document.querySelectorAll('[data-close]')) close.addEventListener('click', () => close.closest('dialog')?.close());
  keys(page);
}

function keys(page: Controlled): void {
  const withControl: Record<string, () => void> = {
    s: () => {
      page.save();
    },
    o: () => {
      input('file').click();
    },
    z: () => {
      page.step('undo');
    },
    y: () => {
      page.step('redo');
    },
    'shift+z': () => {
      page.step('redo');
    },
  };
  window.addEventListener('keydown', (event) => {
    // The text, the form and what is asked have keys of their own.
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const name = `${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`;
    const act = name === 'f8' ? page.next.bind(page) : (event.ctrlKey || event.metaKey) && !event.altKey ? withControl[name] : undefined;
    // What is typed to search for has a history of its own.
    const isOwn = event.composedPath()[0] instanceof HTMLInputElement && /[zy]$/.test(name);
    if (act === undefined || isOwn) return;
    event.preventDefault();
    act();
  });
}
