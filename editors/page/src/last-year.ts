// Last year's report, beside which the text is checked.

import { button } from '../../view/src/dom.ts';
import { element } from './elements.ts';
import type { KnownFile, Session } from './session.ts';

/** What a report is about, as far as it tells. */
export interface About {
  organ: string | null;
  year: number | null;
}

/** Last year's report, once it is given. */
export class LastYear {
  readonly #session: Session;
  readonly #changed: () => void;
  #about: About | undefined;

  /** `changed` is told when it is given and when it is forgotten. */
  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  /** The report that comes after it. */
  get next(): About {
    const { organ = null, year = null } = this.#about ?? {};
    return { organ, year: year === null ? null : year + 1 };
  }

  /** Has the engine know it, and shows that until it is forgotten. */
  know(file: KnownFile): void {
    this.#session.know([file]);
    this.#about = this.#session.extract(file)?.reports[0];
    const forget = button('×', () => {
      this.#forget();
    }, { title: '不再对照', 'aria-label': '不再对照' });
    element('known').replaceChildren(`去年的报告：${file.name}`, forget);
    element('known').hidden = false;
    this.#changed();
  }

  #forget(): void {
    this.#session.know([]);
    this.#about = undefined;
    element('known').hidden = true;
    this.#changed();
  }
}
