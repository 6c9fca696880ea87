// What stands between the server, a host and the view. Texts of figures are as printed; `null` is what is not there.

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A draft as the server has read it. */
export interface State {
  /** Of the document. */
  version: number;
  reports: Report[];
}

export interface Report {
  index: number;
  title: string | null;
  organ: string | null;
  year: number | null;
  /** The year of the edition of its format. */
  edition: number;
  range: Range;
  equations: { held: number; of: number };
  /** How many cells and sentences are still to be filled. */
  unfilled: number;
  /** What stands before the first section. */
  blocks: Block[];
  /** All sections of the edition in its order, missing ones too. */
  sections: Section[];
  findings: Finding[];
}

export interface Section {
  id: string;
  heading: string;
  /** Not there where the section is missing. */
  range: Range | null;
  blocks: Block[];
}

export type Block =
  | { kind: 'paragraph'; text: string; range: Range; heading: boolean }
  | { kind: 'table'; table: Table }
  | { kind: 'other-table'; rows: string[][]; range: Range };

/** An official table. */
export interface Table {
  section: string;
  /** Whether the draft has it. */
  found: boolean;
  range: Range | null;
  /** How many columns its grid has. */
  columns: number;
  /** The official grid: in each row the cells that begin there. */
  rows: GridCell[][];
  /** The columns of each of its forms, in words. */
  names: Record<string, string[]>;
  values: Value[];
  equations: Equation[];
}

/** Which figure of a report: its form, and its row and column there. */
export interface Place {
  form: string;
  row: number;
  column: number;
}

export type GridCell = { rowspan: number; colspan: number } & (
  | { kind: 'head'; text: string; law: string | null }
  | ({ kind: 'value' } & Place)
);

/** A figure. */
export interface Value extends Place {
  /** Its name: “（七）总计·自然人”. */
  words: string;
  text: string;
  range: Range | null;
  number: string | null;
  /** Whether it is still to be filled. */
  blank: boolean;
  role: 'total' | 'part' | 'free';
  /** Of a total: whether it follows its addends or was typed otherwise. */
  by: 'computed' | 'typed' | null;
  /** What it must be, where that is proven. */
  should: string | null;
  /** What is wrong with it. */
  message: string | null;
  severity: Severity | null;
  lastYear: string | null;
}

/** Figures of a form, by row and column, whose sums are equal. */
export interface Equation {
  form: string;
  left: [number, number][];
  right: [number, number][];
  total: [number, number];
  words: string;
  state: 'holds' | 'fails' | 'open';
  sides: [string, string] | null;
}

export interface Finding {
  /** The title of its rule. */
  rule: string;
  /** The name of its rule. */
  code: string;
  severity: Severity;
  message: string;
  range: Range;
  section: string | null;
  form: string | null;
  row: number | null;
  column: number | null;
}

export interface Filling extends Place {
  text: string;
}

export interface Fill {
  /** The version for which it was made. */
  version: number;
  report: number;
  cells: Filling[];
  /** Whether totals that agreed with their addends are to follow them. */
  totals: boolean;
}

export interface Insertion {
  version: number;
  report: number;
  section: string;
}

/** What became of a change. */
export interface Answer {
  /** The version of the draft afterwards. If it was refused and this is not the version it was made for, it came too late. */
  version: number;
  /** Why it was not made. */
  refused: string | null;
}

/** What the view asks of the program that shows it. */
export interface Host {
  fill(fill: Fill): Promise<Answer>;
  /** Puts a missing section or table where it belongs. */
  insert(insertion: Insertion): Promise<Answer>;
  /** Shows a place of the draft. */
  reveal(range: Range): void;
  /** Takes a page, complete in itself, to be printed or saved. */
  print(html: string, name: string): void;
  /** Does something with the draft. */
  command(name: 'undo' | 'redo' | 'save'): void;
}

/** The view as its host sees it. */
export interface View {
  /** Shows a newer state; `null` if there is no draft, for this reason. */
  update(state: State | null, reason?: string): void;
  /** Names the figure that has the focus, or had it last. */
  readonly figure: string | undefined;
  /** Puts the focus into a table, or into a figure: where it was, if none is named. */
  focus(report?: number, section?: string, figure?: string): void;
  /** Goes to the next place that is to be filled. */
  next(): void;
  /** Whether something that is typed is not yet in the draft and shown. */
  readonly isPending: boolean;
  /** Waits until all that was typed is in the draft and shown, but for what is being typed. */
  settled(): Promise<void>;
  /** Takes what is being typed for typed, and waits until it is in the draft and shown. */
  finish(): Promise<void>;
}
