// What is typed behind a jump, however long the editor takes: an editor whose messages are late, in both directions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Desk, Jump } from '../../../../editors/vscode/src/jump.ts';
import { type Change, type Span, applied, beside, moved } from '../../../../editors/vscode/src/places.ts';

/** A table in the text, and its values. */
const TABLE = '前文\n| 甲 | 41 | 6 |  | 8 |\n| 乙 | 3 |  | 0 | 12 |\n| 丙 | 8 | 8 | 8 | 8 |\n后文\n';

function valuesOf(text: string): Span[] {
  const cells = [...text.matchAll(/(?<=\| )([0-9]*)(?= \|)/g)];
  return cells.map(({ index, 0: value }) => ({ start: index, end: index + value.length }));
}

/** A text under the hand of a typist. */
class Text {
  text = TABLE;
  version = 1;
  at: Span = { start: 0, end: 0 };

  type(typed: string): Change {
    const { start, end } = this.at;
    return this.change({ rangeOffset: start, rangeLength: end - start, text: typed }, start + typed.length);
  }

  backspace(): Change {
    const { start, end } = this.at;
    const from = start < end ? start : Math.max(0, start - 1);
    return this.change({ rangeOffset: from, rangeLength: end - from, text: '' }, from);
  }

  change(change: Change, caret: number): Change {
    this.text = applied(this.text, change);
    this.version++;
    this.at = { start: caret, end: caret };
    return change;
  }
}

/** An editor and an extension with a long wire between them. */
class Wire implements Desk {
  readonly editor = new Text();
  /** What the extension has been told. */
  readonly known = new Text();
  readonly #toExtension: (() => void)[] = [];
  readonly #toEditor: (() => void)[] = [];
  #jump: Jump | undefined;
  #values: readonly Span[] = valuesOf(TABLE);
  repairs = 0;

  get isIdle(): boolean {
    return this.#toEditor.length === 0 && this.#toExtension.length === 0 && this.#running === undefined;
  }

  /** The jump that the editor has not caught up with. */
  get #running(): Jump | undefined {
    if (this.#jump?.isOver) {
      this.#values = this.#jump.values;
      this.#jump = undefined;
    }
    return this.#jump;
  }

  /** Delivers the oldest message of one direction. */
  deliver(toEditor: boolean): void {
    (toEditor ? this.#toEditor : this.#toExtension).shift()?.();
  }

  /** What was typed is seen at once, and told. */
  tell(change: Change): void {
    const { text, version, at } = this.editor;
    this.#toExtension.push(() => {
      Object.assign(this.known, { text, version });
      if (this.#running === undefined) this.#values = this.#values.map((value) => moved(value, change));
      this.#running?.changed([change], text);
    });
    this.#tellPlace(at);
  }

  #tellPlace(at: Span): void {
    this.#toExtension.push(() => {
      this.known.at = at;
      this.#running?.selected(at, false);
    });
  }

  /** The key of a jump is a question to the extension. */
  press(backward: boolean): void {
    this.#toExtension.push(() => {
      const { text, at } = this.known;
      this.#jump = this.#running ?? new Jump(this, text, at, this.#values);
      this.#jump.go(backward);
    });
  }

  select(place: Span): Promise<void> {
    return new Promise((done) => {
      this.#toEditor.push(() => {
        const last = this.editor.text.length;
        this.editor.at = { start: Math.min(place.start, last), end: Math.min(place.end, last) };
        this.#tellPlace(this.editor.at);
        this.#toExtension.push(done);
      });
    });
  }

  replace({ start, end }: Span, text: string, selected: Span | undefined): Promise<boolean> {
    const { version } = this.known;
    return new Promise((done) => {
      this.#toEditor.push(() => {
        const isSame = version === this.editor.version;
        if (isSame) {
          this.repairs++;
          const change = this.editor.change({ rangeOffset: start, rangeLength: end - start, text }, 0);
          if (selected) this.editor.at = selected;
          this.tell(change);
        }
        this.#toExtension.push(() => {
          done(isSame);
        });
      });
    });
  }
}

/** Numbers that look random and are the same in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const KEYS = ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Backspace', '0', '1', '2', '3', '8', '/'];

test('each key does what it would do if the editor took no time', async () => {
  let repairs = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const next = generator(seed);
    const [wire, wanted] = [new Wire(), new Text()];
    let values = valuesOf(TABLE);
    const begin = values[next(values.length)] ?? { start: 0, end: 0 };
    for (const text of [wire.editor, wire.known, wanted]) text.at = begin;
    const late = 1 + next(6);
    const keys = Array.from({ length: 1 + next(30) }, () => KEYS[next(KEYS.length)] ?? '');
    for (const key of keys) {
      if (key.endsWith('Tab')) {
        wire.press(key !== 'Tab');
        wanted.at = beside(values, wanted.at.end, key !== 'Tab') ?? wanted.at;
      } else if (key === 'Backspace') {
        // A backspace in an empty value would take the table away.
        if (values.some(({ start, end }) => start === end && end === wanted.at.end)) continue;
        wire.tell(wire.editor.backspace());
        const change = wanted.backspace();
        values = values.map((value) => moved(value, change));
      } else {
        wire.tell(wire.editor.type(key));
        const change = wanted.type(key);
        values = values.map((value) => moved(value, change));
      }
      for (let steps = next(late); steps > 0; steps--) {
        wire.deliver(next(2) === 0);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    for (let steps = 0; !wire.isIdle && steps < 1000; steps++) {
      wire.deliver(steps % 2 === 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual({ text: wire.editor.text, at: wire.editor.at }, { text: wanted.text, at: wanted.at }, `seed ${seed}: ${keys.join(' ')}`);
    repairs += wire.repairs;
  }
  assert.ok(repairs > 1000, `only ${repairs} repairs`);
});
