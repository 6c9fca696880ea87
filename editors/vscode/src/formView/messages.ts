// What the extension and the page in its webview tell each other.

import type { Answer, Fill, Insertion, Range, State } from '../../../view/src/protocol.ts';

export type FromHost =
  | { kind: 'state'; state: State | null; reason?: string }
  | { kind: 'answer'; id: number; answer: Answer }
  | { kind: 'focus'; report?: number; section?: string; figure?: string }
  | { kind: 'next' };

/** A change of the draft. */
export type Question = { kind: 'fill'; fill: Fill } | { kind: 'insert'; insertion: Insertion };

export type FromPage =
  | { kind: 'ready' }
  | { kind: 'ask'; id: number; question: Question }
  | { kind: 'reveal'; range: Range }
  | { kind: 'focused'; figure: string }
  | { kind: 'print'; html: string; name: string }
  | { kind: 'command'; name: 'undo' | 'redo' | 'save' };
