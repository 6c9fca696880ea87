// The keys of a spreadsheet, in the inputs of a table.

import { type Key, type Way, beside } from './sheet.ts';
import { type Drawn, selectsAll } from './table.ts';

/** What keys do. */
export interface Deeds {
  /** Writes what is typed into the draft. */
  commit(): void;
  /** Takes back what is typed and not yet in the draft; false if there is nothing. */
  restore(): boolean;
  /** Gives a total back to its addends; false if it is with them. */
  compute(): boolean;
  next(): void;
  /** Goes from the last figure of a table to the first of the next table; false if there is none. */
  onward(input: HTMLInputElement): boolean;
  command(name: 'undo' | 'redo' | 'save'): void;
}

/** Where Tab set out from: Enter goes below it, as in a spreadsheet. */
interface Course {
  row: number;
  column: number;
}

/** Takes the keys of the page. */
export class Keys {
  readonly #deeds: Deeds;
  #course: Course | undefined;

  constructor(deeds: Deeds) {
    this.#deeds = deeds;
  }

  /** A key that is pressed somewhere on the page. */
  press(event: KeyboardEvent): void {
    if (event.isComposing || event.defaultPrevented) return;
    const isTaken = this.#shortcut(event);
    if (!isTaken) return;
    event.preventDefault();
    // The editor around the page would do it once more.
    event.stopPropagation();
  }

  /** A key that is pressed in a figure. */
  pressIn(event: KeyboardEvent, input: HTMLInputElement, key: Key, drawn: Drawn): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { spots } = drawn.sheet;
    const spot = spots.get(key);
    const go = (way: Way, column?: number) => {
      const target = beside(drawn.sheet, key, way, column);
      const found = target === undefined ? undefined : drawn.inputs.get(target);
      if (found === undefined) return false;
      found.focus();
      return true;
    };
    const course = this.#course?.row === spot?.line ? this.#course : undefined;
    if (event.key === 'Tab') {
      this.#course = event.shiftKey ? undefined : (course ?? (spot && { row: spot.line, column: spot.from }));
      if (!event.shiftKey && this.#deeds.onward(input)) event.preventDefault();
      return;
    }
    this.#course = undefined;
    let isDone = true;
    switch (event.key) {
      case 'Enter':
        if (!go(event.shiftKey ? 'up' : 'down', course?.column)) this.#deeds.commit();
        break;
      case 'ArrowUp':
        if (!go('up')) this.#deeds.commit();
        break;
      case 'ArrowDown':
        if (!go('down')) this.#deeds.commit();
        break;
      case 'ArrowLeft':
        isDone = !event.shiftKey && (selectsAll(input) || input.selectionEnd === 0) && go('left');
        break;
      case 'ArrowRight':
        isDone = !event.shiftKey && (selectsAll(input) || input.selectionStart === input.value.length) && go('right');
        break;
      case 'Escape':
        isDone = this.#deeds.restore();
        break;
      case 'F2':
        input.setSelectionRange(input.value.length, input.value.length);
        break;
      case '=':
        this.#deeds.compute();
        break;
      default:
        isDone = false;
    }
    if (isDone) event.preventDefault();
  }

  #shortcut(event: KeyboardEvent): boolean {
    if (event.key === 'F8') {
      this.#deeds.next();
      return true;
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
    const name = event.key.toLowerCase();
    if (name === 'z' && !event.shiftKey) {
      if (!this.#deeds.restore()) this.#deeds.command('undo');
      return true;
    }
    if (name === 'y' || name === 'z') {
      this.#deeds.command('redo');
      return true;
    }
    if (name === 's' && !event.shiftKey) {
      this.#deeds.commit();
      this.#deeds.command('save');
      return true;
    }
    return false;
  }
}
