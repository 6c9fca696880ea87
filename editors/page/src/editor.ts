// The text in CodeMirror: what is found in it, what can be written there, and what its figures mean.

import { acceptCompletion, autocompletion, closeCompletion, snippet, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, isolateHistory, redo, undo } from '@codemirror/commands';
import { lintGutter, linter, nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic as Mark } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, type ViewUpdate, drawSelection, dropCursor, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { make } from '../../view/src/dom.ts';
import { drawn } from './markdown.ts';
import type { Found } from './findings.ts';
import { position, range, span } from './places.ts';
import type { CodeAction, CompletionItem, Range, TextEdit } from './protocol.ts';
import type { Session } from './session.ts';
import { template } from './snippet.ts';
import { LOOK, STRUCTURE, isDark } from './look.ts';
import { PHRASES } from './words.ts';

const SEVERITIES = ['error', 'error', 'warning', 'info', 'hint'] as const;

/** What the editor tells the page. */
export interface EditorListener {
  /** The text was changed. */
  changed(): void;
  /** A repair was chosen. */
  repair(action: CodeAction): void;
  /** Something was pasted; true if it was taken care of. */
  pasted(clipboard: DataTransfer): boolean;
}

/** The editor of the text. */
export class Editor {
  readonly #session: Session;
  readonly #listener: EditorListener;
  readonly #view: EditorView;
  readonly #theme = new Compartment();

  constructor(root: HTMLElement, session: Session, listener: EditorListener) {
    this.#session = session;
    this.#listener = listener;
    // In a shadow tree its styles need no leave of the page's policy.
    const shadow = root.attachShadow({ mode: 'open' });
    this.#view = new EditorView({ parent: shadow, root: shadow, state: this.#fresh('') });
    isDark.addEventListener('change', () => {
      this.#view.dispatch({ effects: this.#theme.reconfigure(darkness()) });
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Shows another text, whose history begins here. */
  open(text: string): void {
    this.#view.setState(this.#fresh(text));
  }

  /** Changes the text, as one step that can be undone. */
  apply(edits: TextEdit[]): void {
    const { doc } = this.#view.state;
    const changes = edits.map((edit) => ({ ...span(doc, edit.range), insert: edit.newText }));
    this.#view.dispatch({ changes, annotations: isolateHistory.of('full'), userEvent: 'input.repair' });
  }

  /** Puts a text where the cursor is. */
  insert(text: string): void {
    this.#view.dispatch(this.#view.state.replaceSelection(text), { annotations: isolateHistory.of('full'), userEvent: 'input.paste', scrollIntoView: true });
  }

  undo(): void {
    undo(this.#view);
  }

  redo(): void {
    redo(this.#view);
  }

  focus(): void {
    this.#view.focus();
  }

  /** Shows a place and puts the cursor there. */
  reveal(place: Range): void {
    const { from, to } = span(this.#view.state.doc, place);
    this.#view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    this.#view.focus();
  }

  /** Underlines what was found. */
  mark(found: Found[]): void {
    this.#view.dispatch(setDiagnostics(this.#view.state, found.map((it) => this.#marked(it))));
  }

  #marked({ diagnostic, title, fixes }: Found): Mark {
    const actions = fixes.map((action) => ({
      name: action.title,
      apply: () => {
        this.#listener.repair(action);
      },
    }));
    const [message = '', ...notes] = diagnostic.message.split('\n');
    const words = () => make('div', {}, make('b', {}, title), make('div', {}, message), ...notes.map((note) => make('div', { class: 'note' }, note)));
    return { ...span(this.#view.state.doc, diagnostic.range), severity: SEVERITIES[diagnostic.severity], message, renderMessage: words, actions };
  }

  #fresh(doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.#extensions() });
  }

  #extensions(): Extension[] {
    return [
      history(),
      drawSelection(),
      dropCursor(),
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      // What is wrong comes before what it means.
      linter(null),
      lintGutter(),
      STRUCTURE,
      tooltips({ tooltipSpace: below }),
      search({ top: true }),
      EditorView.lineWrapping,
      EditorState.phrases.of(PHRASES),
      EditorView.contentAttributes.of({ 'aria-label': '报告正文', lang: 'zh-CN', spellcheck: 'false' }),
      LOOK,
      this.#theme.of(darkness()),
      keymap.of([
        { key: 'Tab', run: acceptCompletion },
        { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      autocompletion({ override: [(context) => this.#complete(context)], icons: false, maxRenderedOptions: 60 }),
      hoverTooltip((view, at) => this.#explain(view, at)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.#changed(update);
      }),
      EditorView.domEventHandlers({
        paste: ({ clipboardData }) => clipboardData !== null && this.#listener.pasted(clipboardData),
        blur: (_, view) => void closeCompletion(view),
      }),
    ];
  }

  #changed({ changes, startState: { doc } }: ViewUpdate): void {
    const made: { range: Range; text: string }[] = [];
    changes.iterChanges((from, to, _from, _to, inserted) => {
      made.push({ range: range(doc, from, to), text: inserted.toString() });
    });
    // From the last to the first, so that none moves another.
    this.#session.change(made.reverse());
    this.#listener.changed();
  }

  #complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
    const typed = explicit ? undefined : state.sliceDoc(pos - 1, pos);
    const items = this.#session.completion(position(state.doc, pos), typed);
    const [first] = items;
    if (first === undefined) return null;
    return { ...span(state.doc, first.textEdit.range), options: items.map(option), filter: false };
  }

  #explain({ state: { doc } }: EditorView, at: number) {
    const hover = this.#session.hover(position(doc, at));
    if (hover === null) return null;
    const place = hover.range && span(doc, hover.range);
    return { pos: place?.from ?? at, end: place?.to ?? at, above: true, create: () => ({ dom: drawn(hover.contents.value) }) };
  }
}

/** Whether the editor is dark, as the user wants pages to be. */
const darkness = () => EditorView.darkTheme.of(isDark.matches);

/** Where tooltips may stand: not over the page's bars. */
function below(view: EditorView) {
  const { top, left } = view.dom.getBoundingClientRect();
  return { top, left, bottom: window.innerHeight, right: window.innerWidth };
}

function option({ label, detail, documentation, insertTextFormat, textEdit: { newText } }: CompletionItem): Completion {
  return {
    label,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && documentation !== detail && { info: () => make('div', {}, documentation) }),
    apply: insertTextFormat === 2 ? snippet(template(newText)) : newText,
  };
}

