// Bytes as text that takes little room in a page: seven bits in a character. `src/engine.ts` reads them again.

/** What a page cannot hold, or would take for something else: NUL, a carriage return and `<`. */
const UNFIT = new Set(['\0', '\r', '<'].map((character) => character.charCodeAt(0)));

/** The text for these bytes. */
export function packed(/** @type {Uint8Array} */ bytes) {
  /** @type {number[]} */
  const codes = [];
  let [kept, bits] = [0, 0];
  const put = (/** @type {number} */ code) => codes.push(UNFIT.has(code) ? code | 128 : code);
  for (const byte of bytes) {
    kept = ((kept << 8) | byte) & 0x3fff;
    for (bits += 8; bits >= 7; bits -= 7) put((kept >> (bits - 7)) & 127);
  }
  if (bits > 0) put((kept << (7 - bits)) & 127);
  let text = '';
  for (let at = 0; at < codes.length; at += 8192) text += String.fromCharCode(...codes.slice(at, at + 8192));
  return text;
}
