// The file of the text that is open: its name, and what of it is saved.

import type { LanguageId } from './protocol.ts';
import { type Format, save, stem, written } from './save.ts';
import type { Session } from './session.ts';

/** A text as it comes, from a file or from elsewhere. */
export interface Opened {
  name: string;
  /** Where others may have its name. */
  uri?: string | undefined;
  languageId: LanguageId;
  text: string;
}

/** The file of a text. */
export class Draft {
  readonly name: string;
  /** Whether its lines end as on Windows. */
  readonly #isWindows: boolean;
  /** The text when it was opened or saved last. */
  #saved: string;

  /** `text` is the opened one as the editor holds it; one that is in no file is not saved. */
  constructor(opened: Opened, text: string, isInFile: boolean) {
    this.name = opened.name;
    this.#isWindows = opened.text.includes('\r\n');
    this.#saved = isInFile ? text : '';
  }

  isUnsaved(text: string): boolean {
    return this.#saved !== text;
  }

  /** Saves the text, in the format of its file where none is named: under which name; `undefined` if the engine cannot write it. */
  save(text: string, session: Session, named?: Format): string | undefined {
    const format = named ?? (/\.html?$/i.test(this.name) ? 'html' : /\.(docx|xlsx)$/i.test(this.name) ? 'docx' : 'md');
    const content = written(text, session.languageId, format, session);
    if (content === null) return undefined;
    const name = `${stem(this.name)}.${format}`;
    save(typeof content === 'string' && this.#isWindows ? content.replaceAll('\n', '\r\n') : content, format, name);
    this.#saved = text;
    return name;
  }
}
