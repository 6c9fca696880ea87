// The form view. `mount` draws it into an element; the host tells it what the server has read, and it tells the host what
// is typed. Knows nothing of editors.

import { button, make, measure, say, set } from './dom.ts';
import { Foot } from './foot.ts';
import { Keys } from './keys.ts';
import { tidied } from './number.ts';
import { blockOf } from './paste.ts';
import { printed } from './print.ts';
import type { Answer, Filling, Host, Report, State, View } from './protocol.ts';
import { Queue } from './queue.ts';
import { Page } from './report.ts';
import { type Key, type Typed, spread, texts } from './sheet.ts';
import type { Drawn } from './table.ts';
import { fileName, missingOf, pasted, progress } from './words.ts';

export type * from './protocol.ts';

/** Where something is still to be written, besides blank figures. */
const UNFINISHED = '.missing button, [data-code=template-residue], [data-code=missing-figure]';

/** Draws the view into an element. */
export function mount(root: HTMLElement, host: Host): View {
  return new FormView(root, host);
}

class FormView implements View {
  readonly #host: Host;
  readonly #queue: Queue;
  readonly #page: Page;
  readonly #foot: Foot;
  readonly #which = make('select', { 'aria-label': '第几份报告' });
  readonly #progress = make('span', { role: 'status' });
  readonly #empty = make('p', { class: 'empty', role: 'status' }, '正在读取草稿……');
  readonly #bar: HTMLElement;
  #state: State | null = null;
  /** The report that was chosen, and the one that is drawn: another where that is gone. */
  #chosen = 0;
  #shown = 0;
  #inserting: Promise<void> | undefined;
  /** The figure of the report that is drawn that has the focus, and whether it holds what is not yet in the draft. */
  #focused: { key: Key; isTyped: boolean } | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.#host = host;
    this.#queue = new Queue({
      send: (fill) => host.fill(fill),
      changed: () => {
        this.#fill();
      },
      refused: (message) => {
        this.#foot.notice(message);
      },
    });
    this.#page = new Page({
      insert: (section) => {
        this.#inserting = this.#insert(section);
      },
      reveal: (range) => {
        host.reveal(range);
      },
    });
    this.#foot = new Foot(() => {
      this.#compute();
    });
    const next = button('去下一处', () => {
      this.next();
    }, { class: 'next', title: '去下一处未填的地方（F8）' });
    const print = button('打印/另存为 HTML', () => void this.#print(), { class: 'print' });
    this.#bar = make('header', {}, this.#which, this.#progress, next, print);
    const main = make('main', { lang: 'zh-CN', 'aria-label': '填表视图' }, this.#bar, this.#empty, this.#page.element, this.#foot.element);
    root.append(main);
    measure(this.#bar, main, '--bar');
    this.#which.addEventListener('change', () => {
      this.#chosen = Number(this.#which.value);
      this.#draw();
    });
    this.#listen(main);
    this.#draw();
  }

  update(state: State | null, reason = '草稿里没有年度报告。'): void {
    this.#state = state;
    say(this.#empty, reason);
    this.#draw();
    this.#queue.shown(state?.version);
    this.#fill();
  }

  get figure(): string | undefined {
    return this.#focused?.key;
  }

  focus(report = this.#chosen, section?: string, figure = this.figure): void {
    if (report !== this.#chosen) {
      this.#chosen = report;
      this.#draw();
    }
    const input = figure === undefined ? undefined : this.#page.tableOf(figure)?.inputs.get(figure);
    const sections = this.#report?.sections ?? [];
    const wanted = section ?? sections.find(({ blocks }) => blocks.some((block) => block.kind === 'table' && block.table.found))?.id;
    const target = section === undefined && input ? input : wanted === undefined ? undefined : this.#page.first(wanted);
    target?.scrollIntoView({ block: section === undefined ? 'nearest' : 'center' });
    target?.focus();
  }

  get isPending(): boolean {
    return !this.#queue.isEmpty || this.#unwritten !== undefined;
  }

  async settled(): Promise<void> {
    await this.#inserting;
    await this.#queue.settled();
  }

  async finish(): Promise<void> {
    this.#commit();
    await this.settled();
  }

  get #report(): Report | undefined {
    return this.#state?.reports[this.#chosen] ?? this.#state?.reports[0];
  }

  /** What is typed and not yet in what the server has read, the focused figure's too. */
  get #typed(): Typed {
    const typed = new Map(this.#queue.typed(this.#shown));
    const input = this.#input;
    if (this.#focused?.isTyped && input) typed.set(this.#focused.key, tidied(input.value));
    return typed;
  }

  /** What is typed into the focused figure, if it is another text than would be there without it. */
  get #unwritten(): string | undefined {
    const [focused, input, drawn] = [this.#focused, this.#input, this.#drawn];
    if (!focused?.isTyped || !input || !drawn) return undefined;
    const text = tidied(input.value);
    return text === texts(drawn.sheet, this.#queue.typed(this.#shown))(focused.key) ? undefined : text;
  }

  get #drawn(): Drawn | undefined {
    return this.#focused && this.#page.tableOf(this.#focused.key);
  }

  get #input(): HTMLInputElement | undefined {
    return this.#focused && this.#drawn?.inputs.get(this.#focused.key);
  }

  /** Draws the report that is chosen. */
  #draw(): void {
    const report = this.#report;
    for (const element of [this.#bar, this.#page.element, this.#foot.element]) set(element, 'hidden', report === undefined);
    set(this.#empty, 'hidden', report !== undefined);
    if (report === undefined) return;
    if (report.index !== this.#shown) this.#leave();
    this.#shown = report.index;
    const names = this.#state?.reports.map(({ title }, index) => title ?? `第${index + 1}份`) ?? [];
    if (this.#which.textContent !== names.join('')) {
      this.#which.replaceChildren(...names.map((name, value) => make('option', { value }, name)));
    }
    this.#which.value = String(this.#shown);
    set(this.#which, 'hidden', names.length < 2);
    say(this.#progress, progress(report));
    set(this.#progress, 'data-state', report.equations.held < report.equations.of ? 'fails' : report.unfilled + missingOf(report) > 0 ? 'open' : 'holds');
    const before = this.#input;
    const kept = before && { value: before.value, start: before.selectionStart, end: before.selectionEnd };
    const hadFocus = before !== undefined && document.activeElement === before;
    this.#page.update(report);
    const after = this.#input;
    if (hadFocus && after && after !== before) {
      // Its section was drawn anew: the typist must not notice.
      const isTyped = this.#focused?.isTyped ?? false;
      after.value = kept?.value ?? '';
      after.focus({ preventScroll: true });
      after.setSelectionRange(kept?.start ?? 0, kept?.end ?? 0);
      if (this.#focused) this.#focused.isTyped = isTyped;
    }
    this.#fill();
  }

  /** Brings the figures and the line at the bottom up to date. */
  #fill(): void {
    const typed = this.#typed;
    this.#page.fill(typed, this.#focused?.isTyped ? this.#focused.key : undefined);
    this.#page.lightUp(this.#focused?.key);
    this.#foot.show(this.#drawn, this.#focused?.key, typed);
  }

  #listen(main: HTMLElement): void {
    const inputOf = ({ target }: Event) => (target instanceof HTMLInputElement && target.dataset['key'] !== undefined ? target : undefined);
    const keys = new Keys({
      commit: () => {
        this.#commit();
      },
      restore: () => this.#restore(),
      compute: () => this.#compute(),
      next: () => {
        this.next();
      },
      onward: (input) => {
        const target = this.#page.onward(input);
        target?.focus();
        return target !== undefined;
      },
      command: (name) => void this.#queue.settled().then(() => {
        this.#host.command(name);
      }),
    });
    main.addEventListener('focusin', (event) => {
      const input = inputOf(event);
      if (input?.dataset['key'] === undefined) return;
      if (this.#focused?.key !== input.dataset['key']) {
        // Where the draft was gone for a while, the focus was lost and what was typed is still there.
        this.#commit();
        this.#foot.notice('');
        this.#focused = { key: input.dataset['key'], isTyped: false };
      }
      input.select();
      this.#fill();
    });
    main.addEventListener('focusout', (event) => {
      if (inputOf(event)) this.#commit();
    });
    main.addEventListener('input', (event) => {
      if (inputOf(event) === undefined || this.#focused === undefined) return;
      this.#focused.isTyped = true;
      this.#fill();
    });
    main.addEventListener('keydown', (event) => {
      const input = inputOf(event);
      if (input && this.#focused && this.#drawn) keys.pressIn(event, input, this.#focused.key, this.#drawn);
      keys.press(event);
    });
    main.addEventListener('paste', (event) => {
      if (inputOf(event) && this.#paste(event.clipboardData)) event.preventDefault();
    });
  }

  /** Writes what is typed into the draft. */
  #commit(): void {
    const [focused, text] = [this.#focused, this.#unwritten];
    if (!focused?.isTyped || this.#state === null) return;
    focused.isTyped = false;
    if (text !== undefined) this.#write(new Map([[focused.key, text]]));
    this.#fill();
  }

  /** Leaves the report that is drawn; what is typed is written into it. */
  #leave(): void {
    this.#commit();
    this.#input?.blur();
    this.#focused = undefined;
  }

  #write(cells: Typed): void {
    const values = this.#drawn?.sheet.values;
    const fillings = [...cells].flatMap(([key, text]): Filling[] => {
      const value = values?.get(key);
      return value ? [{ form: value.form, row: value.row, column: value.column, text: tidied(text) }] : [];
    });
    this.#queue.push(this.#shown, fillings);
  }

  /** Takes back what is typed. */
  #restore(): boolean {
    const input = this.#input;
    if (!this.#focused?.isTyped || !input) return false;
    this.#focused.isTyped = false;
    this.#fill();
    input.select();
    return true;
  }

  /** Gives the total that has the focus back to its addends. */
  #compute(): boolean {
    const text = this.#foot.computed;
    if (text === undefined || this.#focused === undefined) return false;
    this.#focused.isTyped = false;
    this.#write(new Map([[this.#focused.key, text]]));
    this.#fill();
    this.#input?.focus();
    this.#input?.select();
    return true;
  }

  /** Fills a block from the clipboard; false if it is no block. */
  #paste(clipboard: DataTransfer | null): boolean {
    const [plain, html] = [clipboard?.getData('text/plain') ?? '', clipboard?.getData('text/html') ?? ''];
    const block = blockOf(plain, html);
    const drawn = this.#drawn;
    if (!this.#focused || !drawn || block === undefined) return false;
    const made = spread(drawn.sheet, this.#focused.key, block);
    if (made.cells.size > 0) this.#focused.isTyped = false;
    this.#write(made.cells);
    this.#fill();
    this.#input?.select();
    this.#foot.notice(pasted(made));
    return true;
  }

  async #insert(section: string): Promise<void> {
    await this.#queue.settled();
    const version = this.#state?.version;
    if (version === undefined) return;
    const answer = await this.#host
      .insert({ version, report: this.#shown, section })
      .catch((error: unknown): Answer => ({ version, refused: String(error) }));
    if (answer.refused !== null) this.#foot.notice(`没有插入：${answer.refused}`);
  }

  /** Gives the report to be printed, with all that was typed. */
  async #print(): Promise<void> {
    await this.finish();
    const report = this.#report;
    if (report) this.#host.print(printed(report), fileName(report));
  }

  /** Goes to the next place that is to be filled, from the focus on, and around. */
  next(): void {
    const open = [...this.#page.element.querySelectorAll<HTMLElement>(`td[data-blank] input, ${UNFINISHED}`)];
    const from = document.activeElement;
    const isBehind = (element: HTMLElement) =>
      from === null || !this.#page.element.contains(from) || (from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const target = open.find(isBehind) ?? open[0];
    if (target === undefined) {
      this.#foot.notice('没有未填的地方');
      return;
    }
    target.focus();
    target.scrollIntoView({ block: 'center' });
  }
}
