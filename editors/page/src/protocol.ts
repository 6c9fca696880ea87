// What stands between the engine and the page, as the Language Server Protocol names it.

import type { Answer, Position, Range } from '../../view/src/protocol.ts';

export type { Position, Range };

export interface TextEdit {
  range: Range;
  newText: string;
}

export interface Diagnostic {
  range: Range;
  /** 1 is an error, 2 a warning, 3 information, 4 a hint. */
  severity: 1 | 2 | 3 | 4;
  /** The name of the rule. */
  code: string;
  message: string;
}

export interface WorkspaceEdit {
  changes?: Record<string, TextEdit[]>;
}

/** A repair that can be made; its edit is asked for when it is. */
export interface CodeAction {
  title: string;
  kind: string;
  isPreferred?: boolean;
  edit?: WorkspaceEdit;
}

export interface CompletionItem {
  label: string;
  detail?: string;
  documentation?: string;
  /** 2 if the text is a snippet with tab stops. */
  insertTextFormat: 1 | 2;
  textEdit: TextEdit;
}

export interface Hover {
  contents: { value: string };
  range?: Range;
}

/** How many findings there are of each severity. */
export interface Counts {
  error: number;
  warning: number;
  info: number;
  hint: number;
}

/** How one report of a text stands. */
export interface Standing {
  year: number | null;
  organ: string | null;
  equations: { held: number; of: number };
  findings: Counts;
  unfilled: number;
}

/** Changes of a draft, or why there are none; not yet made. */
export interface Changes extends Answer {
  edits: TextEdit[];
}

/** A file as the engine has read it. */
export interface ReadFile {
  text: string;
  languageId: LanguageId;
  /** What was left out, in words. */
  remarks: string[];
}

/** A file that the engine cannot decode, but the browser can. */
export interface Undecoded {
  encoding: string;
}

export type LanguageId = 'markdown' | 'html' | 'plaintext';

/** What stands in a file and what was found in it. */
export interface Extract {
  name: string;
  reports: { organ: string | null; year: number | null }[];
  diagnostics: Diagnostic[];
}

/** What the engine says of itself at the beginning. */
export interface Introduction {
  version: string;
  /** The titles of its rules, by their names. */
  rules: Record<string, string>;
}
