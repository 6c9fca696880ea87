// The form view in the page: what is typed there is a change of the text.

import { type Answer, type Finding, type Host, type Range, type State, type View, mount } from '../../view/src/index.ts';
import type { Changes, Diagnostic, TextEdit } from './protocol.ts';
import type { Session } from './session.ts';

/** What the form asks of the page. */
export interface FormListener {
  /** Changes the text. */
  apply(edits: TextEdit[]): void;
  reveal(range: Range): void;
  print(html: string, name: string): void;
  command(name: 'undo' | 'redo' | 'save'): void;
}

/** The form view of the text that is open. */
export class Form {
  readonly #session: Session;
  readonly #root: HTMLElement;
  readonly #host: Host;
  #view: View;
  #state: State | null = null;

  constructor(root: HTMLElement, session: Session, listener: FormListener) {
    this.#session = session;
    this.#root = root;
    const made = (changes: Changes | null): Answer => {
      const version = session.version;
      if (changes === null) return { version, refused: '核对程序正在重新启动' };
      if (changes.refused !== null) return { version: changes.version, refused: changes.refused };
      if (changes.version !== version) return { version, refused: '草稿已经改动' };
      listener.apply(changes.edits);
      return { version: session.version, refused: null };
    };
    const asked = async (ask: () => Changes | null): Promise<Answer> => {
      // Not at once: on its way from one figure to the next the focus is nowhere, and would be lost if the form were drawn anew.
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      return made(ask());
    };
    this.#host = {
      fill: (fill) => asked(() => session.command('fill', fill)),
      insert: (insertion) => asked(() => session.command('insert', insertion)),
      reveal: (range) => {
        listener.reveal(range);
      },
      print: (html, name) => {
        listener.print(html, name);
      },
      command: (name) => {
        listener.command(name);
      },
    };
    this.#view = mount(root, this.#host);
  }

  /** Begins with another text: nothing is left of the one before. */
  open(): void {
    this.#root.replaceChildren();
    this.#view = mount(this.#root, this.#host);
  }

  /** Whether something that is typed is not yet in the text. */
  get isPending(): boolean {
    return this.#view.isPending;
  }

  /** Waits until all that is typed is in the text. */
  finish(): Promise<void> {
    return this.#view.finish();
  }

  /** Shows the text as it is now; where there is nothing to show, this reason. */
  update(reason?: string): void {
    this.#state = this.#session.command('form', {});
    this.#view.update(this.#state, reason);
  }

  /** Goes to the next place that is to be filled. */
  next(): void {
    this.#view.next();
  }

  /** Goes to the figure of a finding; false if it is about none. */
  reveal(diagnostic: Diagnostic): boolean {
    const place = (this.#state?.reports ?? []).flatMap(({ index, findings }) => {
      const { form, row, column } = findings.find((it) => isSame(it, diagnostic)) ?? { form: null };
      return form === null ? [] : [{ index, figure: `${form}/${row}/${column}` }];
    })[0];
    if (place === undefined) return false;
    this.#view.focus(place.index, undefined, place.figure);
    return true;
  }
}

const isSame = ({ code, range }: Finding, other: Diagnostic) =>
  code === other.code && range.start.line === other.range.start.line && range.start.character === other.range.start.character;
