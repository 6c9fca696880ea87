// Places in a text: line and character in the protocol, offsets in CodeMirror. Both count in UTF-16.

import type { Text } from '@codemirror/state';
import type { Position, Range } from './protocol.ts';

/** The offset of a position; what lies behind the end of a line counts as its end. */
export function offset(text: Text, { line, character }: Position): number {
  if (line >= text.lines) return text.length;
  const { from, to } = text.line(line + 1);
  return Math.min(from + character, to);
}

/** The position of an offset. */
export function position(text: Text, offset: number): Position {
  const { number, from } = text.lineAt(offset);
  return { line: number - 1, character: offset - from };
}

/** The offsets of a range. */
export const span = (text: Text, range: Range): { from: number; to: number } => ({ from: offset(text, range.start), to: offset(text, range.end) });

/** The range between two offsets. */
export const range = (text: Text, from: number, to: number): Range => ({ start: position(text, from), end: position(text, to) });
