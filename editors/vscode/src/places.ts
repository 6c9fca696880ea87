// Places in a text that is being typed into. Knows nothing of the editor.

/** A place: the offsets where it begins and ends. */
export interface Span {
  start: number;
  end: number;
}

/** A change of a text: what is put in the place of how much. */
export interface Change {
  rangeOffset: number;
  rangeLength: number;
  text: string;
}

/** Where a place is after a change: what is typed in it or at its edges belongs to it. */
export function moved({ start, end }: Span, { rangeOffset, rangeLength, text }: Change): Span {
  const rangeEnd = rangeOffset + rangeLength;
  const by = text.length - rangeLength;
  if (rangeOffset > end) return { start, end };
  if (rangeEnd < start) return { start: start + by, end: end + by };
  return { start: Math.min(start, rangeOffset), end: Math.max(end, rangeEnd) + by };
}

/** Of places in their order, the one behind that which an offset touches, or behind the offset; or the one before. */
export function beside(places: readonly Span[], at: number, backward: boolean): Span | undefined {
  const own = places.find(({ start, end }) => start <= at && at <= end);
  return backward
    ? places.findLast(({ end }) => end < (own?.start ?? at))
    : places.find(({ start }) => start > (own?.end ?? at));
}

/** Ends a cell on its line, in any way of writing tables. */
const BORDER = /[|\t<>]/;

/** Of places on a line, the index of the one at a character, or with nothing but its padding between. */
export function around(line: string, places: readonly Span[], at: number): number | undefined {
  let [nearest, gap] = [undefined as number | undefined, Infinity];
  for (const [index, { start, end }] of places.entries()) {
    if (start < 0 || end > line.length) continue;
    const between = line.slice(Math.min(at, end), Math.max(at, start));
    const padding = start <= at && at <= end ? '' : between;
    if (padding.length < gap && !BORDER.test(padding)) [nearest, gap] = [index, padding.length];
  }
  return nearest;
}

/** A text after a change. */
export function applied(text: string, { rangeOffset, rangeLength, text: typed }: Change): string {
  return text.slice(0, rangeOffset) + typed + text.slice(rangeOffset + rangeLength);
}

/** The place in which a text differs from another, and what the other has there. */
export function difference(text: string, other: string): Span & { text: string } {
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < shorter && text[start] === other[start]) start++;
  let behind = 0;
  while (behind < shorter - start && text.at(-1 - behind) === other.at(-1 - behind)) behind++;
  return { start, end: text.length - behind, text: other.slice(start, other.length - behind) };
}
