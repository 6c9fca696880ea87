// A jump from value to value, and what is typed behind it. Knows nothing of the editor.
//
// The editor types a key at once and asks the extension where a jump goes, so what is typed behind the jump's key may come
// into the text before the cursor has jumped. But the extension is told of all keys in their order: it knows what the text
// would be if each jump took no time, and makes it so.

import { type Change, type Span, applied, beside, difference, moved } from './places.ts';

/** The editor in which one jumps. */
export interface Desk {
  /** Selects a place, and returns when that is done; whatever was typed before has been told by then. */
  select(place: Span): Promise<void>;
  /** Replaces a place and selects another of the text that comes of it; false if the text is another by then. */
  replace(place: Span, text: string, selected: Span | undefined): Promise<boolean>;
}

/** Jumps that follow each other, until the editor has caught up. */
export class Jump {
  readonly #desk: Desk;
  /** The text as it is, and as it would be. */
  #real: string;
  #meant: string;
  /** Where the cursor is in the text as it is, and in what it would be: nowhere there once the user has put it elsewhere. */
  #at: Span;
  #goal: Span | undefined;
  /** The values of the text as it would be, in their order. */
  #values: readonly Span[];
  /** What the editor has been asked to change. */
  #awaited: Change | undefined;
  /** How often something was done that the editor had not been asked for. */
  #turns = 0;
  #isSettling = false;
  #isOver = false;

  constructor(desk: Desk, text: string, at: Span, values: readonly Span[]) {
    this.#desk = desk;
    this.#real = this.#meant = text;
    this.#at = this.#goal = at;
    this.#values = values;
  }

  /** Whether the text and the cursor are what they should be. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The values, where they are once the text is what it should be. */
  get values(): readonly Span[] {
    return this.#values;
  }

  /** Jumps; false if there is no value beyond. */
  go(backward: boolean): boolean {
    const value = this.#goal && beside(this.#values, this.#goal.end, backward);
    if (value !== undefined) {
      this.#goal = value;
      this.#turns++;
    }
    void this.#settle();
    return value !== undefined;
  }

  /** What has changed, in the order in which it can be applied, and the text that came of it. */
  changed(changes: readonly Change[], text: string): void {
    const [change, ...others] = changes;
    if (change !== undefined && !isSame(change, this.#awaited)) {
      this.#turns++;
      if (others.length === 0 && this.#isTyped(change)) this.#type(change);
      else for (const it of changes) this.#carry(it);
    }
    this.#real = text;
  }

  /** Where the cursor has been put, and whether by the hand of the user. */
  selected(place: Span, byHand: boolean): void {
    this.#at = place;
    if (byHand) this.#goal = undefined;
  }

  /** Leaves all as it is. */
  abandon(): void {
    this.#isOver = true;
  }

  /** Whether a change is at the cursor. */
  #isTyped({ rangeOffset, rangeLength }: Change): boolean {
    const [{ start, end }, rangeEnd] = [this.#at, rangeOffset + rangeLength];
    return start < end ? rangeOffset === start && rangeEnd === end : rangeOffset <= start && start <= rangeEnd;
  }

  /** Types where the cursor would be what was typed where it is. */
  #type({ rangeOffset, rangeLength, text }: Change): void {
    if (this.#goal === undefined) {
      this.#carry({ rangeOffset, rangeLength, text });
      return;
    }
    let { start, end } = this.#goal;
    const [at, isOpen] = [this.#at, this.#at.start === this.#at.end];
    if (start === end) {
      // Of a selection that would not be there any more, nothing but a backspace takes more away.
      start -= Math.min(start, isOpen ? at.start - rangeOffset : text === '' ? 1 : 0);
      end += isOpen ? rangeOffset + rangeLength - at.end : 0;
    }
    this.#mean({ rangeOffset: start, rangeLength: end - start, text });
    this.#goal = { start: start + text.length, end: start + text.length };
  }

  /** Makes a change that has nothing to do with the cursor in the text as it would be, too. */
  #carry(change: Change): void {
    const { start, end, text } = difference(this.#real, this.#meant);
    const rangeEnd = change.rangeOffset + change.rangeLength;
    const by = change.rangeOffset >= end ? text.length - (end - start) : 0;
    if (rangeEnd > start && change.rangeOffset < end) {
      this.abandon();
      return;
    }
    const carried = { ...change, rangeOffset: change.rangeOffset + by };
    this.#mean(carried);
    this.#goal &&= moved(this.#goal, carried);
    this.#real = applied(this.#real, change);
  }

  #mean(change: Change): void {
    this.#meant = applied(this.#meant, change);
    this.#values = this.#values.map((value) => moved(value, change));
  }

  /** Has the editor do what is missing until nothing is. */
  async #settle(): Promise<void> {
    if (this.#isSettling) return;
    this.#isSettling = true;
    while (!this.#isOver) {
      const [turns, goal] = [this.#turns, this.#goal];
      if (this.#real !== this.#meant) {
        await this.#repair(goal);
      } else if (goal !== undefined) {
        await this.#desk.select(goal);
      }
      // What the editor refuses although nobody types is left alone.
      this.#isOver ||= turns === this.#turns || this.#isSettled();
    }
  }

  #isSettled(): boolean {
    const [at, goal] = [this.#at, this.#goal];
    return this.#real === this.#meant && (goal === undefined || (goal.start === at.start && goal.end === at.end));
  }

  /** Replaces what differs, up to where the cursor would be, and something printed before it: no key does that. */
  async #repair(goal: Span | undefined): Promise<void> {
    const { start, end } = difference(this.#real, this.#meant);
    const longer = this.#meant.length - this.#real.length;
    let from = Math.max(1, Math.min(start, goal?.start ?? start)) - 1;
    while (from > 0 && /\s/.test(this.#meant.charAt(from))) from--;
    const to = Math.max(end + longer, goal?.end ?? 0);
    const place = { start: from, end: to - longer };
    const text = this.#meant.slice(from, to);
    this.#awaited = { rangeOffset: place.start, rangeLength: place.end - place.start, text };
    await this.#desk.replace(place, text, goal);
    this.#awaited = undefined;
  }
}

function isSame(one: Change, other: Change | undefined): boolean {
  return one.rangeOffset === other?.rangeOffset && one.rangeLength === other.rangeLength && one.text === other.text;
}
