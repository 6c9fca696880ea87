// When the text is checked: once nothing is typed for a moment; then the repairs are looked up, a few at a time.

import type { Found } from './findings.ts';
import type { Standing } from './protocol.ts';
import type { Session } from './session.ts';

/** How long nothing is typed before the text is checked, in milliseconds. */
const PAUSE = 150;
/** How long repairs are looked up before the page takes part in what the user does. */
const SLICE = 12;
/** How many findings are listed with their repairs. */
const MOST_REPAIRED = 200;

/** What a check tells the page. */
export interface ChecksListener {
  /** This is found in the text, whose reports stand so. */
  found(found: Found[], reports: Standing[]): void;
  /** The repairs of what is found are known. */
  repairable(found: Found[]): void;
}

/** The checks of the text that is open. */
export class Checks {
  readonly #session: Session;
  readonly #listener: ChecksListener;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, listener: ChecksListener) {
    this.#session = session;
    this.#listener = listener;
  }

  /** Checks the text once nothing is typed for a moment. */
  later(): void {
    clearTimeout(this.#waiting);
    this.#note('version');
    this.#waiting = setTimeout(() => {
      this.now();
    }, PAUSE);
  }

  /** Checks the text as it is now. */
  now(): void {
    clearTimeout(this.#waiting);
    const diagnostics = this.#session.diagnostics();
    if (diagnostics === null) return;
    this.#note('version');
    const found = diagnostics.map((diagnostic): Found => ({ diagnostic, title: this.#session.title(diagnostic.code), fixes: [] }));
    this.#listener.found(found, this.#session.command('status', {})?.reports ?? []);
    this.#look(found, 0);
  }

  /** Looks up the repairs from the finding with this index on. */
  #look(found: Found[], from: number): void {
    const end = performance.now() + SLICE;
    const most = Math.min(found.length, MOST_REPAIRED);
    let at = from;
    for (; at < most && performance.now() < end; at++) {
      const it = found[at];
      if (it) it.fixes = this.#session.fixes(it.diagnostic).filter(({ kind }) => kind === 'quickfix');
    }
    if (at < most) {
      this.#waiting = setTimeout(() => {
        this.#look(found, at);
      });
      return;
    }
    this.#listener.repairable(found);
    this.#note('shown');
  }

  /** Lets tests see which version of the text there is, and which one is checked and shown. */
  #note(name: 'version' | 'shown'): void {
    document.body.dataset[name] = String(this.#session.version);
  }
}
