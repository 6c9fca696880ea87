// The engine as the page talks to it: one text at a time. After a breakdown the same text is opened in a new instance.

import type { State, Fill, Insertion } from '../../view/src/protocol.ts';
import { Breakdown, type Engine } from './engine.ts';
import type {
  Changes, CodeAction, CompletionItem, Diagnostic, Extract, Hover, Introduction, LanguageId, Position, Range, ReadFile, Standing, TextEdit,
  Undecoded, WorkspaceEdit,
} from './protocol.ts';

/** A text that is open in the engine. */
interface Open {
  uri: string;
  languageId: LanguageId;
  version: number;
}

/** Another report that the open one is compared with. */
export interface KnownFile {
  name: string;
  /** Where others may have its name. */
  uri?: string | undefined;
  text: string;
}

/** What the page is told. */
export interface Listener {
  /** The text as it is now. */
  text(): string;
  /** The engine broke down, for this reason; again, if over the text that it was given anew. */
  broken(reason: string, isAgain: boolean): void;
  /** It runs again. */
  recovered(): void;
}

interface Commands {
  form: [object, State];
  fill: [Fill, Changes];
  insert: [Insertion, Changes];
  status: [object, { version: number; reports: Standing[] }];
  fixAll: [object, { edit: WorkspaceEdit; edits: number; changes: string[] }];
  recalculate: [object, { edit: WorkspaceEdit; edits: number; changes: string[] }];
  dueYear: [object, { year: number }];
  newReport: [{ organ: string; year: number; languageId: LanguageId }, { text: string; fileName: string; languageId: LanguageId }];
}

/** A session with the engine. What cannot be answered since it broke down is `null`. */
export class Session {
  readonly #engine: Engine;
  readonly #listener: Listener;
  #introduction: Introduction | undefined;
  #open: Open | undefined;
  #known: KnownFile[] = [];
  #gathered: KnownFile[] = [];
  #state: 'runs' | 'broken' | 'restarts' | 'reopens' = 'runs';

  constructor(engine: Engine, listener: Listener) {
    this.#engine = engine;
    this.#listener = listener;
    this.#begin();
  }

  /** The title of a rule. */
  title(code: string): string {
    return this.#introduction?.rules[code] ?? code;
  }

  get version(): number {
    return this.#open?.version ?? 0;
  }

  get languageId(): LanguageId {
    return this.#open?.languageId ?? 'markdown';
  }

  /** Opens a text in place of the one that was open. */
  open(name: string, languageId: LanguageId, text: string, uri = `file:///${encodeURIComponent(name)}`): void {
    this.#open = { uri, languageId, version: this.version + 1 };
    this.#ask('textDocument/didOpen', { textDocument: { ...this.#open, text } });
  }

  /** Takes changes, each at its place after those before it. */
  change(contentChanges: { range: Range; text: string }[]): void {
    if (this.#open === undefined) return;
    this.#open.version += 1;
    // It broke down over the text as it was: it may not over this one.
    if (this.#state === 'broken') void this.#recover();
    this.#about('textDocument/didChange', { textDocument: { uri: this.#open.uri, version: this.#open.version }, contentChanges });
  }

  /** Takes the other reports. */
  know(files: KnownFile[]): void {
    this.#known = files;
    this.#ask('nianbao/know', files);
  }

  /** Takes one more of the files that are reviewed together: each is checked beside the others. */
  gather(file: KnownFile): void {
    this.#gathered.push(file);
    this.#ask('nianbao/gather', [file]);
  }

  /** Forgets the files that were reviewed together. */
  scatter(): void {
    this.#gathered = [];
    this.#ask('nianbao/scatter', null);
  }

  diagnostics(): Diagnostic[] | null {
    return this.#about('textDocument/diagnostic', {}) as Diagnostic[] | null;
  }

  /** The repairs of a finding. */
  fixes(diagnostic: Diagnostic): CodeAction[] {
    const context = { diagnostics: [diagnostic], only: ['quickfix'] };
    return (this.#about('textDocument/codeAction', { range: diagnostic.range, context }) as CodeAction[] | null) ?? [];
  }

  /** The edits of a repair. */
  edits(action: CodeAction): TextEdit[] {
    return this.#own((this.#ask('codeAction/resolve', action) as CodeAction | null)?.edit);
  }

  completion(position: Position, triggerCharacter: string | undefined): CompletionItem[] {
    const context = triggerCharacter === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter };
    return (this.#about('textDocument/completion', { position, context }) as { items: CompletionItem[] } | null)?.items ?? [];
  }

  hover(position: Position): Hover | null {
    return this.#about('textDocument/hover', { position }) as Hover | null;
  }

  /** One of the engine's own commands, about the text that is open. */
  command<Name extends keyof Commands>(name: Name, argument: Commands[Name][0]): Commands[Name][1] | null {
    const asked = { command: `nianbao.server.${name}`, arguments: [{ uri: this.#open?.uri, ...argument }] };
    return this.#ask('workspace/executeCommand', asked) as Commands[Name][1] | null;
  }

  /** The edits of a repair of the whole text, how many they are, and the figures that change. */
  whole(name: 'fixAll' | 'recalculate'): { edits: TextEdit[]; count: number; changes: string[] } {
    const answer = this.command(name, {});
    return { edits: this.#own(answer?.edit), count: answer?.edits ?? 0, changes: answer?.changes ?? [] };
  }

  /** A text in another format. */
  written(text: string, languageId: LanguageId, layout: 'markdown' | 'html'): string | null {
    return this.#ask('nianbao/write', { text, languageId, layout }) as string | null;
  }

  extract(file: KnownFile): Extract | null {
    return (this.#ask('nianbao/extract', [file]) as Extract[] | null)?.[0] ?? null;
  }

  /** Reads a file of any kind that is read. */
  read(name: string, bytes: Uint8Array<ArrayBuffer>): ReadFile | null {
    const read = this.#guarded(() => result(this.#engine.read(name, bytes)) as ReadFile | Undecoded);
    return read !== null && 'encoding' in read ? this.read(name, decoded(bytes, read.encoding)) : read;
  }

  /** The text that is open as a document of Word. */
  docx(): Uint8Array<ArrayBuffer> | null {
    return this.#guarded(() => this.#engine.docx());
  }

  #own(edit: WorkspaceEdit | undefined): TextEdit[] {
    return edit?.changes?.[this.#open?.uri ?? ''] ?? [];
  }

  #about(method: string, params: object): unknown {
    if (this.#open === undefined) return null;
    return this.#ask(method, { textDocument: { uri: this.#open.uri }, ...params });
  }

  #ask(method: string, params: unknown): unknown {
    return this.#guarded(() => result(this.#engine.answer(JSON.stringify({ method, params }))));
  }

  #guarded<Result>(call: () => Result): Result | null {
    if (this.#state === 'broken' || this.#state === 'restarts') return null;
    try {
      return call();
    } catch (error) {
      if (!(error instanceof Breakdown)) throw error;
      const isAgain = this.#state === 'reopens';
      this.#state = 'broken';
      this.#listener.broken(error.message, isAgain);
      if (!isAgain) void this.#recover();
      return null;
    }
  }

  #begin(): void {
    const message = { method: 'initialize', params: { now: Math.floor(Date.now() / 1000) } };
    this.#introduction = result(this.#engine.answer(JSON.stringify(message))) as Introduction;
  }

  /** Opens the same text in a new instance. */
  async #recover(): Promise<void> {
    this.#state = 'restarts';
    try {
      await this.#engine.restart();
      this.#begin();
    } catch (error) {
      this.#state = 'broken';
      this.#listener.broken(String(error), true);
      return;
    }
    this.#state = 'reopens';
    if (this.#known.length > 0) this.#ask('nianbao/know', this.#known);
    if (this.#gathered.length > 0) this.#ask('nianbao/gather', this.#gathered);
    if (this.#open) this.#ask('textDocument/didOpen', { textDocument: { ...this.#open, text: this.#listener.text() } });
    if (!this.#isReopening()) return;
    this.#listener.recovered();
    if (this.#isReopening()) this.#state = 'runs';
  }

  /** Whether it has not broken down over the same text again. */
  #isReopening(): boolean {
    return this.#state === 'reopens';
  }
}

/** The same text in UTF-8. */
function decoded(bytes: Uint8Array<ArrayBuffer>, encoding: string): Uint8Array<ArrayBuffer> {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('无法识别编码：既不是 UTF-8、UTF-16，也不是 GB18030', { cause: error });
  }
  return new TextEncoder().encode(text);
}

function result(answer: string): unknown {
  const { result, error } = JSON.parse(answer) as { result: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return result;
}
