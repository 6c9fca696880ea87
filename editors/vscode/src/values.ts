// From value to value of a table by Tab, and to what is still to be filled in.

import { Disposable, Range, Selection, type TextDocument, type TextDocumentChangeEvent, type TextEditor, TextEditorRevealType, commands, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Range as LspRange, State } from '../../view/src/protocol.ts';
import type { Forms } from './formView/forms.ts';
import { type Span, beside, moved } from './places.ts';
import { ask } from './requests.ts';
import type { Session } from './session.ts';

/** The context key, in package.json too: the cursor is in a table of a report. */
const IN_TABLE = 'nianbao.inTable';

/** How long typing has to rest before the tables are read anew. */
const REST = 150;

/** How long it is said that there is nowhere to go. */
const SAID = 4000;

/** A table in the text, whole lines, and its values in their order. */
interface TableSpan extends Span {
  values: Span[];
}

/**
 * Keeps the context key, and takes Tab while it is set. Where the values are is known before the key comes, and moves with
 * what is typed: a fast typist's next figure must not land in the cell that he has left.
 */
export class Values implements Disposable {
  readonly #forms: Forms;
  readonly #disposables: Disposable[];
  #tables: { document: TextDocument; tables: TableSpan[] } | undefined;
  #isInTable = false;
  #timer: NodeJS.Timeout | undefined;
  #question = 0;

  constructor(session: Session, forms: Forms) {
    this.#forms = forms;
    const now = () => void this.#read();
    this.#disposables = [
      commands.registerCommand('nianbao.nextValue', () => this.#go(false)),
      commands.registerCommand('nianbao.previousValue', () => this.#go(true)),
      session.onDidChange(now),
      window.onDidChangeActiveTextEditor(now),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor !== window.activeTextEditor) return;
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
  }

  /** Asks where the tables of the document in front are. */
  async #read(): Promise<void> {
    const question = ++this.#question;
    const document = window.activeTextEditor?.document;
    const state = document === undefined ? null : await this.#forms.of(document);
    // What is typed meanwhile has it read again.
    if (question !== this.#question || (state !== null && state.version !== document?.version)) return;
    this.#tables = document && state ? { document, tables: tablesOf(document, state) } : undefined;
    this.#show();
  }

  #move({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (this.#tables?.document !== document) return;
    for (const change of contentChanges) {
      this.#tables.tables = this.#tables.tables.map((table) => ({
        ...moved(table, change),
        values: table.values.map((value) => moved(value, change)),
      }));
    }
  }

  #show(): void {
    const isInTable = this.#tableAt(window.activeTextEditor) !== undefined;
    if (isInTable === this.#isInTable) return;
    this.#isInTable = isInTable;
    void commands.executeCommand('setContext', IN_TABLE, isInTable);
  }

  /** The table around the cursor. */
  #tableAt(editor: TextEditor | undefined): TableSpan | undefined {
    if (editor === undefined || this.#tables?.document !== editor.document) return undefined;
    const [start, end] = [editor.selection.start, editor.selection.end].map((place) => editor.document.offsetAt(place));
    return this.#tables.tables.find((table) => table.start <= (start ?? 0) && (end ?? 0) <= table.end);
  }

  /** The first value of the next table, or the last of the one before: what is typed on must not land in the value before. */
  #beyond(table: TableSpan, backward: boolean): Span | undefined {
    const tables = (this.#tables?.tables ?? []).filter(({ values }) => values.length > 0);
    const at = tables.indexOf(table);
    return at < 0 ? undefined : tables[at + (backward ? -1 : 1)]?.values.at(backward ? -1 : 0);
  }

  /** Selects the next value, or the one before; outside of tables the key does what it does anywhere. */
  async #go(backward: boolean): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) return;
    const { document, selection } = editor;
    const table = selection.isSingleLine ? this.#tableAt(editor) : undefined;
    if (table === undefined) {
      await commands.executeCommand(backward ? 'outdent' : 'tab');
      return;
    }
    const value = beside(table.values, document.offsetAt(selection.active), backward) ?? this.#beyond(table, backward);
    if (value === undefined) {
      window.setStatusBarMessage(`nianbao：已是${backward ? '第一个' : '最后一个'}数`, SAID);
    } else {
      select(editor, new Range(document.positionAt(value.start), document.positionAt(value.end)));
    }
  }
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
function tablesOf(document: TextDocument, { reports }: State): TableSpan[] {
  const blocks = reports.flatMap(({ sections }) => sections.flatMap((section) => section.blocks));
  const spanOf = (range: Range) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) });
  const rangeOf = ({ start, end }: LspRange) => new Range(start.line, start.character, end.line, end.character);
  return blocks.flatMap((block) => {
    if (block.kind !== 'table' || block.table.range === null) return [];
    const { start, end } = rangeOf(block.table.range);
    const lines = new Range(document.lineAt(start).range.start, document.lineAt(end).range.end);
    const values = block.table.values.flatMap(({ range }) => (range === null ? [] : [spanOf(rangeOf(range))]));
    return [{ ...spanOf(lines), values: values.sort((one, other) => one.start - other.start) }];
  });
}
