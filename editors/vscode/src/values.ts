// From value to value of a table by Tab, and to what is still to be filled in.

import { Disposable, EventEmitter, Range, Selection, SnippetString, type TextDocument, type TextDocumentChangeEvent, type TextEditor, TextEditorRevealType, TextEditorSelectionChangeKind, commands, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Range as LspRange, State } from '../../view/src/protocol.ts';
import type { Forms } from './formView/forms.ts';
import { type Desk as Jumping, Jump } from './jump.ts';
import { type Span, around, moved } from './places.ts';
import { ask } from './requests.ts';
import type { Session } from './session.ts';

/** The context key, in package.json too: the cursor is in a table of a report. */
const IN_TABLE = 'nianbao.inTable';

/** The context key that is set behind each jump. */
const JUMPED = 'nianbao.jumped';

/** How long typing has to rest before the tables are read anew. */
const REST = 150;

/** How long it is said that there is nowhere to go. */
const SAID = 4000;

/** A draft with its tables, whole lines, and their values, in their order. */
interface Tables {
  document: TextDocument;
  tables: Span[];
  values: readonly Span[];
  /** The column of each value, in the words of its form. */
  columns: readonly string[];
}

/** Keeps the context key, and takes Tab while it is set. Where the values are is known before the key comes, and moves with what is typed. */
export class Values implements Disposable {
  /** Fired when the tables have been read anew. */
  readonly onDidRead;
  readonly #read = new EventEmitter<void>();
  readonly #forms: Forms;
  readonly #disposables: Disposable[];
  #tables: Tables | undefined;
  #jump: { jump: Jump; editor: TextEditor } | undefined;
  #isInTable = false;
  #timer: NodeJS.Timeout | undefined;
  #question = 0;

  constructor(session: Session, forms: Forms) {
    this.#forms = forms;
    this.onDidRead = this.#read.event;
    const now = () => void this.#update();
    this.#disposables = [
      commands.registerCommand('nianbao.nextValue', () => this.#go(false)),
      commands.registerCommand('nianbao.previousValue', () => this.#go(true)),
      session.onDidChange(now),
      window.onDidChangeActiveTextEditor(() => {
        this.#running()?.abandon();
        now();
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        if (textEditor !== window.activeTextEditor) return;
        const [selection, ...others] = selections;
        if (selection) this.#running()?.selected(spanOf(textEditor.document, selection), kind === MOUSE || others.length > 0);
        // A draft that the server did not have yet is asked for again.
        if (textEditor.document === this.#tables?.document) this.#show();
        else now();
      }),
      workspace.onDidChangeTextDocument((event) => {
        this.#move(event);
        if (event.document !== window.activeTextEditor?.document) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(now, REST);
      }),
    ];
    now();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.forEach((it) => void it.dispose());
    this.#read.dispose();
  }

  /** Asks where the tables of the document in front are. */
  async #update(): Promise<void> {
    const question = ++this.#question;
    const document = window.activeTextEditor?.document;
    const state = document === undefined ? null : await this.#forms.of(document);
    // What is typed meanwhile has it read again.
    if (question !== this.#question || (state !== null && state.version !== document?.version)) return;
    this.#tables = document && state ? tablesOf(document, state) : undefined;
    this.#show();
    this.#read.fire();
  }

  /** The column of the value at the cursor, or in whose padding the cursor is. */
  columnAt({ document, selection: { active } }: TextEditor): string | undefined {
    if (this.#tables?.document !== document) return undefined;
    const { range, text } = document.lineAt(active.line);
    const begin = document.offsetAt(range.start);
    const values = this.#running()?.values ?? this.#tables.values;
    const at = around(text, values.map(({ start, end }) => ({ start: start - begin, end: end - begin })), active.character);
    return at === undefined ? undefined : this.#tables.columns[at];
  }

  #move({ document, contentChanges, reason }: TextDocumentChangeEvent): void {
    if (this.#tables?.document !== document) return;
    const jump = this.#running();
    for (const change of contentChanges) {
      this.#tables.tables = this.#tables.tables.map((table) => moved(table, change));
      if (jump === undefined) this.#tables.values = this.#tables.values.map((value) => moved(value, change));
    }
    if (reason === undefined) jump?.changed(contentChanges, document.getText());
    else jump?.abandon();
  }

  /** The jump that the editor has not caught up with. */
  #running(): Jump | undefined {
    if (this.#jump?.jump.isOver) {
      if (this.#tables?.document === this.#jump.editor.document) this.#tables.values = this.#jump.jump.values;
      this.#jump = undefined;
    }
    return this.#jump?.jump;
  }

  #show(): void {
    const isInTable = this.#isTableAt(window.activeTextEditor);
    if (isInTable === this.#isInTable) return;
    this.#isInTable = isInTable;
    void commands.executeCommand('setContext', IN_TABLE, isInTable);
  }

  /** Whether the cursor is in a table. */
  #isTableAt(editor: TextEditor | undefined): boolean {
    if (editor === undefined || this.#tables?.document !== editor.document) return false;
    const { start, end } = spanOf(editor.document, editor.selection);
    return this.#tables.tables.some((table) => table.start <= start && end <= table.end);
  }

  /** Selects the next value, or the one before, in another table, too; outside of tables the key does what it does anywhere. */
  async #go(backward: boolean): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) return;
    const running = this.#running();
    if (this.#tables === undefined || (running === undefined && !(editor.selection.isSingleLine && this.#isTableAt(editor)))) {
      await commands.executeCommand(backward ? 'outdent' : 'tab');
      return;
    }
    const { document } = editor;
    const jump = running ?? new Jump(desk(editor), document.getText(), spanOf(document, editor.selection), this.#tables.values);
    this.#jump = { jump, editor };
    if (!jump.go(backward)) window.setStatusBarMessage(`nianbao：已是${backward ? '第一个' : '最后一个'}数`, SAID);
  }
}

const MOUSE = TextEditorSelectionChangeKind.Mouse;

/** A text editor in which one jumps. */
function desk(editor: TextEditor): Jumping {
  const rangeOf = ({ start, end }: Span) => new Range(editor.document.positionAt(start), editor.document.positionAt(end));
  return {
    async select(place) {
      select(editor, rangeOf(place));
      // The editor does one thing after another, and answers to this.
      await commands.executeCommand('setContext', JUMPED, true);
    },
    async replace(place, text, selected) {
      const options = { undoStopBefore: false, undoStopAfter: false, keepWhitespace: true };
      if (selected === undefined) return await editor.edit((edit) => { edit.replace(rangeOf(place), text); }, options);
      const [start, end] = [selected.start - place.start, selected.end - place.start];
      const snippet = new SnippetString().appendText(text.slice(0, start));
      if (start < end) snippet.appendPlaceholder((inner) => inner.appendText(text.slice(start, end)), 0);
      else snippet.appendTabstop(0);
      return await editor.insertSnippet(snippet.appendText(text.slice(end)), rangeOf(place), options);
    },
  };
}

/** The offsets of a range. */
function spanOf(document: TextDocument, { start, end }: Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** Goes to the next place of a draft that is still to be filled in. */
export async function nextUnfilled(client: LanguageClient, { document, selection, viewColumn }: TextEditor): Promise<void> {
  const convert = client.code2ProtocolConverter;
  const [uri, position] = [convert.asUri(document.uri), convert.asPosition(selection.active)];
  const range = await ask(client, 'next', { uri, position, what: 'unfilled', backward: false });
  if (range === null) {
    window.setStatusBarMessage('nianbao：没有未填的地方', SAID);
  } else {
    select(await window.showTextDocument(document, viewColumn), client.protocol2CodeConverter.asRange(range));
  }
}

/** Selects a place, so that what is typed replaces it. */
function select(editor: TextEditor, range: Range): void {
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The tables that a draft has, read of this version of it. */
function tablesOf(document: TextDocument, { reports }: State): Tables {
  const blocks = reports.flatMap(({ sections }) => sections.flatMap((section) => section.blocks));
  const rangeOf = ({ start, end }: LspRange) => new Range(start.line, start.character, end.line, end.character);
  const found = blocks.flatMap((block) => (block.kind === 'table' && block.table.range !== null ? [block.table] : []));
  const values = found.flatMap(({ values, names }) =>
    values.flatMap(({ range, form, column }) => (range === null ? [] : [{ place: spanOf(document, rangeOf(range)), column: names[form]?.[column] ?? '' }])),
  );
  values.sort(({ place: one }, { place: other }) => one.start - other.start);
  const tables = found.flatMap(({ range }) => {
    if (range === null) return [];
    const { start, end } = rangeOf(range);
    return [spanOf(document, new Range(document.lineAt(start).range.start, document.lineAt(end).range.end))];
  });
  return { document, tables, values: values.map(({ place }) => place), columns: values.map(({ column }) => column) };
}
