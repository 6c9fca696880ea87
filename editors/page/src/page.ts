// The page as a whole: the text that is open, and what is shown of it.

import { button } from '../../view/src/dom.ts';
import { Checks } from './checks.ts';
import { SHEETS, type Sheet, control } from './controls.ts';
import { creator } from './create.ts';
import { Draft, type Opened } from './draft.ts';
import { Editor } from './editor.ts';
import { element } from './elements.ts';
import type { Engine } from './engine.ts';
import { Findings } from './findings.ts';
import { Form } from './form.ts';
import { bytesOf, take } from './incoming.ts';
import { LastYear } from './last-year.ts';
import { hush, say, sayWhy, wordsOf } from './notice.ts';
import { cellOf, hasTable, markdownOf } from './paste.ts';
import type { CodeAction, Range, TextEdit } from './protocol.ts';
import { Review, type Reviewed } from './review.ts';
import { type Format, save } from './save.ts';
import { Session } from './session.ts';
import { showStanding } from './standing.ts';

/** The page. */
export class Page {
  readonly #session: Session;
  readonly #editor: Editor;
  readonly #form: Form;
  readonly #findings: Findings;
  readonly #review: Review;
  readonly #checks: Checks;
  readonly #last: LastYear;
  #draft: Draft | undefined;
  #sheet: Sheet = 'welcome';
  /** Whether the engine cannot read the text as it is. */
  #isStuck = false;

  constructor(engine: Engine) {
    this.#session = new Session(engine, {
      text: () => this.#editor.text,
      broken: (reason, isAgain) => {
        this.#isStuck = isAgain;
        const what = isAgain ? '核对程序读不了现在的文本，改动后会再试；文本没有丢失' : '核对程序出错，已重新启动，文本没有丢失';
        say(`${what}（${reason.replaceAll('\n', ' ')}）`, 'wrong');
        // What is typed there waits for nothing.
        if (isAgain) this.#form.update('核对程序读不了现在的文本。');
      },
      recovered: () => {
        if (this.#isStuck) hush();
        this.#isStuck = false;
        this.#checks.now();
      },
    });
    this.#checks = new Checks(this.#session, {
      found: (found, reports) => {
        this.#name();
        this.#editor.mark(found);
        showStanding(reports);
        if (this.#sheet === 'form' || this.#form.isPending) this.#form.update();
      },
      repairable: (found) => {
        this.#editor.mark(found);
        this.#findings.show(found);
      },
    });
    this.#last = new LastYear(this.#session, () => {
      this.#checks.now();
    });
    this.#editor = new Editor(element('text'), this.#session, {
      changed: () => {
        this.#checks.later();
      },
      repair: (action) => {
        this.#repair(action);
      },
      pasted: (clipboard) => this.#pasted(clipboard),
    });
    this.#form = new Form(element('form'), this.#session, {
      apply: (edits) => {
        this.#change(edits);
      },
      reveal: (range) => {
        this.#reveal(range);
      },
      print: (html, name) => {
        save(html, 'html', name);
        say('已保存网页，用浏览器打开后可以打印。');
      },
      command: (name) => {
        if (name === 'save') void this.#save();
        else void this.#step(name);
      },
    });
    this.#findings = new Findings({
      reveal: ({ diagnostic }) => {
        if (this.#sheet !== 'form' || !this.#form.reveal(diagnostic)) this.#reveal(diagnostic.range);
      },
      repair: (action) => {
        this.#repair(action);
      },
    });
    element('findings').append(this.#findings.element);
    this.#review = new Review(this.#session, (file) => {
      this.#openRead(file);
    });
    element('review').append(this.#review.element);
    this.#listen();
    this.#show('welcome');
  }

  #listen(): void {
    const ask = creator(this.#session, (report) => {
      this.#openText(report, false);
    });
    control({
      show: (sheet) => {
        this.#show(sheet);
      },
      create: () => {
        ask(this.#last.next);
      },
      save: (format) => void this.#save(format),
      whole: (name) => {
        this.#whole(name);
      },
      step: (name) => void this.#step(name),
      next: () => {
        if (this.#sheet === 'form') this.#form.next();
      },
    });
    take({
      open: (files) => void this.#open(files),
      know: (files) => void this.#know(files),
      paste: (clipboard) => {
        this.#openPasted(clipboard);
      },
      hasText: () => this.#draft !== undefined,
    });
    window.addEventListener('beforeunload', (event) => {
      if (this.#isUnsaved) event.preventDefault();
    });
  }

  get #isUnsaved(): boolean {
    return this.#form.isPending || (this.#draft?.isUnsaved(this.#editor.text) ?? false);
  }

  /** Whether the text is rather filled in than read: its tables are HTML, or there is something to fill in. */
  get #isForm(): boolean {
    const reports = this.#session.command('status', {})?.reports ?? [];
    return reports.length > 0 && (/<table/i.test(this.#editor.text) || reports.some(({ unfilled }) => unfilled > 0));
  }

  /** Opens a file, or several as a table. */
  async #open(files: File[]): Promise<void> {
    const [file, ...others] = files;
    if (file === undefined) return;
    await this.#form.finish();
    if (others.length > 0) {
      hush();
      element('tab-review').hidden = false;
      this.#show('review');
      await this.#review.show(files);
      return;
    }
    const read = await this.#read(file);
    if (read) this.#openRead(read);
  }

  async #read(file: File): Promise<Reviewed | undefined> {
    try {
      const read = this.#session.read(file.name, await bytesOf(file));
      return read ? { name: file.name, ...read } : undefined;
    } catch (error) {
      sayWhy(`没有打开${file.name}`, error);
      return undefined;
    }
  }

  #openRead(read: Reviewed): void {
    if (this.#openText(read) && read.remarks.length > 0) say(read.remarks.join('；'));
  }

  /** Opens a text; false if what is open is not to be given up. */
  #openText(opened: Opened, isInFile = true): boolean {
    if (this.#isUnsaved && !window.confirm('现在的报告有改动还没有保存，打开另一份会丢失这些改动。要继续吗？')) return false;
    hush();
    this.#editor.open(opened.text);
    this.#form.open();
    this.#draft = new Draft(opened, this.#editor.text, isInFile);
    this.#session.open(opened.name, opened.languageId, this.#editor.text, opened.uri);
    this.#checks.now();
    this.#show(this.#isForm ? 'form' : 'text');
    return true;
  }

  #openPasted(clipboard: DataTransfer): void {
    const [html, plain] = [clipboard.getData('text/html'), clipboard.getData('text/plain')];
    const text = html === '' ? null : markdownOf(html, this.#session);
    if (text === null && plain === '') return;
    if (text === null) this.#openText({ name: '粘贴的报告.txt', languageId: 'plaintext', text: plain }, false);
    else this.#openText({ name: '粘贴的报告.md', languageId: 'markdown', text }, false);
  }

  /** Puts what was copied with its tables into the text; false if it is plain. */
  #pasted(clipboard: DataTransfer): boolean {
    const html = clipboard.getData('text/html');
    if (!hasTable(html)) return false;
    const cell = cellOf(clipboard.getData('text/plain'));
    if (cell === undefined && this.#session.languageId !== 'markdown') return false;
    const text = cell ?? markdownOf(html, this.#session);
    if (text === null) return false;
    this.#editor.insert(text);
    return true;
  }

  async #know([file]: File[]): Promise<void> {
    const read = file && (await this.#read(file));
    if (!read) return;
    this.#last.know({ name: read.name, text: read.text });
  }

  async #save(format?: Format): Promise<void> {
    await this.#form.finish();
    const name = this.#draft?.save(this.#editor.text, this.#session, format);
    if (name === undefined) return;
    this.#name();
    say(`已保存为“${name}”，在浏览器的下载文件夹里。`, 'done');
  }

  /** Makes a repair of the whole text, which can be undone. */
  #whole(name: 'fixAll' | 'recalculate'): void {
    const { edits, count, changes } = this.#session.whole(name);
    if (edits.length === 0) {
      say(name === 'fixAll' ? '没有可以自动修正的问题。' : '合计都与各项相符。');
      return;
    }
    this.#change(edits);
    const figures = changes.length === 0 ? '' : `，其中数字：${changes.join('；')}`;
    say(`已修正${count}处${figures}`, 'done', button('撤销', () => {
      hush();
      void this.#step('undo');
    }));
  }

  #repair(action: CodeAction): void {
    try {
      this.#change(this.#session.edits(action));
    } catch (error) {
      say(wordsOf(error), 'wrong');
    }
  }

  async #step(name: 'undo' | 'redo'): Promise<void> {
    await this.#form.finish();
    if (name === 'undo') this.#editor.undo();
    else this.#editor.redo();
    this.#checks.now();
  }

  #change(edits: TextEdit[]): void {
    if (this.#sheet === 'review') this.#show('text');
    this.#editor.apply(edits);
    this.#checks.now();
  }

  #name(): void {
    element('name').textContent = this.#draft ? `${this.#draft.name}${this.#isUnsaved ? '（未保存）' : ''}` : '';
  }

  #reveal(range: Range): void {
    this.#show('text');
    this.#editor.reveal(range);
  }

  #show(sheet: Sheet): void {
    this.#sheet = sheet;
    document.body.dataset['sheet'] = sheet;
    for (const name of SHEETS) element(name).hidden = name !== sheet;
    for (const name of SHEETS.slice(1)) element(`tab-${name}`).setAttribute('aria-selected', String(name === sheet));
    for (const control of document.querySelectorAll<HTMLButtonElement>('[data-draft]')) control.disabled = this.#draft === undefined;
    element('findings').hidden = this.#draft === undefined || sheet === 'review';
    if (sheet === 'form') this.#form.update();
    if (sheet === 'text') this.#editor.focus();
  }
}
