// Figures as clerks write them, added without loss.

/** So many digits behind the point are kept. */
const DIGITS = 6;
const UNIT = 10n ** BigInt(DIGITS);

/** A figure, in millionths; nothing for what is no number. A blank is none. */
export function read(text: string): bigint | null {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
  const [, sign, whole, part] = /^([-+]?)(\d+)(?:\.(\d{1,6}))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  const units = BigInt(whole) * UNIT + BigInt((part ?? '').padEnd(DIGITS, '0'));
  return sign === '-' ? -units : units;
}

/** What stands for nothing, and what stands for 0. */
const NOTHING = /^(?:\/{1,2}|[-—－–]{1,3}|\\|无|空|N\/A)?$/;
const ZERO = /^[Oo〇○零]$/;

/** What a text adds to a total: a number, 0 where nothing stands; `null` if that cannot be said. */
export function adds(text: string): bigint | null {
  return isNothing(text) || ZERO.test(text.normalize('NFKC').trim()) ? 0n : read(text);
}

/** Whether a text says that there is no figure. */
export function isNothing(text: string): boolean {
  return NOTHING.test(text.normalize('NFKC').trim());
}

/** Whether a text is what a cell may have: a number, or a sign that there is none. */
export function isFigure(text: string): boolean {
  return text !== '' && adds(text) !== null;
}

/** Whether a text is a label, a title or a remark, which stands beside figures and not in their place. */
export function isWords(text: string): boolean {
  return adds(text) === null && /[\p{Script=Han}A-Za-z]/u.test(text);
}

/** A figure in digits. */
export function write(units: bigint): string {
  const size = units < 0n ? -units : units;
  const part = (size % UNIT).toString().padStart(DIGITS, '0').replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${size / UNIT}${part === '' ? '' : `.${part}`}`;
}

/** A text as it is written into a cell: a figure in plain digits, whatever the input method made of it. */
export function tidied(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  return read(plain) === null ? text.trim() : plain;
}
