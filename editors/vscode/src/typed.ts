// What of a change of a document is typing that asks for suggestions. Knows nothing of the editor.

/** A change: what was put in the place of how many characters, behind what on its line. */
export interface Change {
  before: string;
  text: string;
  replaced: number;
}

/** Nobody types more at once; an input method commits a few words. */
const LONGEST = 20;

const HAN = /\p{Script=Han}$/u;
const HAN_WORD = /\p{Script=Han}{2}$/u;

/**
 * Whether a change ends in typing that may be the beginning of something: a Chinese character, or the second letter of a
 * handle. While an input method composes, its letters stand in the document and are replaced with every key: they ask for
 * nothing until it has made characters of them.
 */
export function asks({ before, text, replaced }: Change): boolean {
  if (text.length > LONGEST || /[\r\n]/.test(text)) return false;
  return HAN.test(text) || (replaced === 0 && /^[a-z0-9]$/i.test(text) && /[a-z0-9-]$/i.test(before));
}

/**
 * Whether what was typed in a document that is no report is one of the names that were offered for it, or Chinese that
 * begins one.
 */
export function isName(typed: string, offered: readonly string[]): boolean {
  return offered.includes(typed) || (HAN_WORD.test(typed) && offered.length > 0);
}
