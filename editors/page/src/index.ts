// The page: files in and out, the text and its form, and what is found.

import { button, make } from '../../view/src/dom.ts';
import { dropped } from './dropped.ts';
import { Editor } from './editor.ts';
import { Engine } from './engine.ts';
import { Findings, type Found } from './findings.ts';
import { Form } from './form.ts';
import { hasTable, markdownOf } from './paste.ts';
import type { CodeAction, LanguageId, Range, Standing, TextEdit } from './protocol.ts';
import { Review, type Reviewed } from './review.ts';
import { type Format, save, stem, written } from './save.ts';
import { Session } from './session.ts';

/** How long nothing is typed before the text is checked, in milliseconds. */
const PAUSE = 150;
/** How long repairs are looked up before the page takes part in what the user does. */
const SLICE = 12;
/** How many findings are listed with their repairs. */
const MOST_REPAIRED = 200;

type Sheet = 'welcome' | 'text' | 'form' | 'review';

/** The text that is open. */
interface Draft {
  name: string;
  /** Its text when it was opened or saved last. */
  saved: string;
  /** Whether its lines end as on Windows. */
  isWindows: boolean;
}

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
};
const input = (id: string): HTMLInputElement => element(id) as HTMLInputElement;
const dialog = (id: string): HTMLDialogElement => element(id) as HTMLDialogElement;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class Page {
  readonly #session: Session;
  readonly #editor: Editor;
  readonly #form: Form;
  readonly #findings: Findings;
  readonly #review: Review;
  #draft: Draft | undefined;
  #sheet: Sheet = 'welcome';
  /** Whether the engine cannot read the text as it is. */
  #isStuck = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(engine: Engine) {
    this.#session = new Session(engine, {
      text: () => this.#editor.text,
      broken: (reason, isAgain) => {
        this.#isStuck = isAgain;
        const what = isAgain ? '核对程序读不了现在的文本，改动后会再试；文本没有丢失' : '核对程序出错，已重新启动，文本没有丢失';
        this.#say(`${what}（${reason.replaceAll('\n', ' ')}）`, 'wrong');
      },
      recovered: () => {
        if (this.#isStuck) this.#hush();
        this.#isStuck = false;
        this.#check();
      },
    });
    this.#editor = new Editor(element('text'), this.#session, {
      changed: () => {
        this.#later();
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
        this.#say('已保存网页，用浏览器打开后可以打印。');
      },
      command: (name) => {
        if (name === 'save') this.#save();
        else this.#step(name);
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
    element('state').textContent = '';
  }

  #listen(): void {
    const when = (id: string, act: () => void) => {
      element(id).addEventListener('click', act);
    };
    when('open', () => {
      input('file').click();
    });
    when('last-year', () => {
      input('last-file').click();
    });
    when('create', () => {
      this.#askOrgan();
    });
    when('new-create', () => {
      this.#create();
    });
    when('paste', () => {
      dialog('paste-dialog').showModal();
    });
    when('fix-all', () => {
      this.#whole('fixAll');
    });
    when('recalculate', () => {
      this.#whole('recalculate');
    });
    when('undo', () => {
      this.#step('undo');
    });
    when('redo', () => {
      this.#step('redo');
    });
    for (const sheet of ['text', 'form', 'review'] as const) {
      when(`tab-${sheet}`, () => {
        this.#show(sheet);
      });
    }
    for (const saves of document.querySelectorAll<HTMLElement>('[data-save]')) {
      saves.addEventListener('click', () => {
        this.#save(saves.dataset['save'] as Format);
      });
    }
    for (const close of document.querySelectorAll('[data-close]')) close.addEventListener('click', () => close.closest('dialog')?.close());
    this.#listenForFiles();
    this.#listenForKeys();
    window.addEventListener('beforeunload', (event) => {
      if (this.#isUnsaved) event.preventDefault();
    });
  }

  #listenForFiles(): void {
    const take = (id: string, act: (files: File[]) => void) => {
      const chooser = input(id);
      chooser.addEventListener('change', () => {
        act([...(chooser.files ?? [])]);
        chooser.value = '';
      });
    };
    take('file', (files) => void this.#open(files));
    take('last-file', (files) => void this.#know(files));
    for (const name of ['dragover', 'drop'] as const) {
      // Before the editor, which would put the file into the text.
      window.addEventListener(name, (event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        event.stopPropagation();
        document.body.toggleAttribute('data-dropping', name === 'dragover');
        if (name === 'drop') void dropped(event.dataTransfer).then((files) => this.#open(files));
      }, { capture: true });
    }
    window.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) document.body.removeAttribute('data-dropping');
    });
    document.addEventListener('paste', (event) => {
      const isAsked = dialog('paste-dialog').open;
      if ((!isAsked && this.#draft !== undefined) || event.clipboardData === null) return;
      event.preventDefault();
      dialog('paste-dialog').close();
      this.#openPasted(event.clipboardData);
    });
  }

  #listenForKeys(): void {
    const keys = new Map([
      ['s', () => {
        this.#save();
      }],
      ['o', () => {
        input('file').click();
      }],
      ['z', () => {
        this.#step('undo');
      }],
      ['y', () => {
        this.#step('redo');
      }],
    ]);
    window.addEventListener('keydown', (event) => {
      if (event.key === 'F8' && this.#sheet === 'form' && !event.defaultPrevented) this.#form.next();
      const act = event.ctrlKey || event.metaKey ? keys.get(event.key.toLowerCase()) : undefined;
      // The text, the form and what is asked have keys of their own.
      if (act === undefined || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      act();
    });
    element('new-dialog').addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
      // The button that gets the focus next is not pressed by the same key.
      event.preventDefault();
      this.#create();
    });
  }

  get #isUnsaved(): boolean {
    return this.#draft !== undefined && this.#draft.saved !== this.#editor.text;
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
    if (others.length > 0) {
      this.#hush();
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
      const read = this.#session.read(file.name, new Uint8Array(await file.arrayBuffer()));
      return read ? { name: file.name, ...read } : undefined;
    } catch (error) {
      this.#say(`没有打开：${wordsOf(error)}`, 'wrong');
      return undefined;
    }
  }

  #openRead({ name, languageId, text, remarks }: Reviewed): void {
    if (!this.#openText(name, languageId, text)) return;
    if (remarks.length > 0) this.#say(remarks.join('；'));
  }

  /** Opens a text; false if what is open is not to be given up. */
  #openText(name: string, languageId: LanguageId, text: string, isInFile = true): boolean {
    if (this.#isUnsaved && !window.confirm('现在的报告有改动还没有保存，打开另一份会丢失这些改动。要继续吗？')) return false;
    this.#hush();
    // While another text comes, nothing of it is a change of the one before.
    this.#draft = undefined;
    this.#editor.open(text);
    this.#draft = { name, saved: isInFile ? this.#editor.text : '', isWindows: text.includes('\r\n') };
    this.#session.open(name, languageId, this.#editor.text);
    this.#check();
    this.#show(this.#isForm ? 'form' : 'text');
    return true;
  }

  #openPasted(clipboard: DataTransfer): void {
    const [html, plain] = [clipboard.getData('text/html'), clipboard.getData('text/plain')];
    const text = html === '' ? null : markdownOf(html, this.#session);
    if (text === null && plain === '') return;
    if (text === null) this.#openText('粘贴的报告.txt', 'plaintext', plain, false);
    else this.#openText('粘贴的报告.md', 'markdown', text, false);
  }

  /** Puts what was copied with its tables into the text; false if it is plain. */
  #pasted(clipboard: DataTransfer): boolean {
    const html = clipboard.getData('text/html');
    if (!hasTable(html) || this.#session.languageId !== 'markdown') return false;
    const text = markdownOf(html, this.#session);
    if (text === null) return false;
    this.#editor.insert(text);
    return true;
  }

  async #know([file]: File[]): Promise<void> {
    const read = file && (await this.#read(file));
    if (!read) return;
    this.#session.know([{ name: read.name, text: read.text }]);
    const forget = button('×', () => {
      this.#session.know([]);
      element('known').hidden = true;
      this.#check();
    }, { title: '不再对照', 'aria-label': '不再对照' });
    element('known').replaceChildren(`去年的报告：${read.name}`, forget);
    element('known').hidden = false;
    this.#check();
  }

  #askOrgan(): void {
    input('year').value = String(this.#session.command('dueYear', {})?.year ?? '');
    dialog('new-dialog').showModal();
    input('organ').focus();
  }

  #create(): void {
    const [organ, year] = [input('organ').value.trim(), Number(input('year').value)];
    if (organ === '') {
      input('organ').focus();
      return;
    }
    dialog('new-dialog').close();
    try {
      const report = this.#session.command('newReport', { organ, year, languageId: 'markdown' });
      if (report) this.#openText(report.fileName, report.languageId, report.text, false);
    } catch (error) {
      this.#say(`没有新建：${wordsOf(error)}`, 'wrong');
    }
  }

  /** Saves the text, in the format of its file where none is named. */
  #save(named?: Format): void {
    if (this.#draft === undefined) return;
    const { name, isWindows } = this.#draft;
    const format = named ?? (/\.html?$/i.test(name) ? 'html' : /\.(docx|xlsx)$/i.test(name) ? 'docx' : 'md');
    const text = this.#editor.text;
    const content = written(text, this.#session.languageId, format, this.#session);
    if (content === null) return;
    save(typeof content === 'string' && isWindows ? content.replaceAll('\n', '\r\n') : content, format, `${stem(name)}.${format}`);
    this.#draft.saved = text;
    this.#name();
  }

  /** Makes a repair of the whole text, which can be undone. */
  #whole(name: 'fixAll' | 'recalculate'): void {
    const { edits, count, changes } = this.#session.whole(name);
    if (edits.length === 0) {
      this.#say(name === 'fixAll' ? '没有可以自动修正的问题。' : '合计都与各项相符。');
      return;
    }
    this.#change(edits);
    const figures = changes.length === 0 ? '' : `，其中数字：${changes.join('；')}`;
    this.#say(`已修正${count}处${figures}`, 'done', button('撤销', () => {
      this.#hush();
      this.#step('undo');
    }));
  }

  #repair(action: CodeAction): void {
    try {
      this.#change(this.#session.edits(action));
    } catch (error) {
      this.#say(wordsOf(error), 'wrong');
    }
  }

  #step(name: 'undo' | 'redo'): void {
    if (name === 'undo') this.#editor.undo();
    else this.#editor.redo();
    this.#check();
  }

  #change(edits: TextEdit[]): void {
    if (this.#sheet === 'review') this.#show('text');
    this.#editor.apply(edits);
    this.#check();
  }

  /** Checks the text once nothing is typed for a moment. */
  #later(): void {
    clearTimeout(this.#waiting);
    document.body.dataset['version'] = String(this.#session.version);
    this.#waiting = setTimeout(() => {
      this.#check();
    }, PAUSE);
  }

  /** Checks the text as it is now, and shows what is found. */
  #check(): void {
    clearTimeout(this.#waiting);
    const diagnostics = this.#session.diagnostics();
    if (this.#draft === undefined || diagnostics === null) return;
    this.#name();
    document.body.dataset['version'] = String(this.#session.version);
    const found = diagnostics.map((diagnostic): Found => ({ diagnostic, title: this.#session.title(diagnostic.code), fixes: [] }));
    this.#editor.mark(found);
    this.#count(this.#session.command('status', {})?.reports ?? []);
    if (this.#sheet === 'form') this.#form.update();
    this.#look(found, 0);
  }

  /** Looks up the repairs from the finding with this index on, and lists all when it has them. */
  #look(found: Found[], from: number): void {
    const end = performance.now() + SLICE;
    let at = from;
    for (; at < Math.min(found.length, MOST_REPAIRED) && performance.now() < end; at++) {
      const it = found[at];
      if (it) it.fixes = this.#session.fixes(it.diagnostic).filter(({ kind }) => kind === 'quickfix');
    }
    if (at < Math.min(found.length, MOST_REPAIRED)) {
      this.#waiting = setTimeout(() => {
        this.#look(found, at);
      });
      return;
    }
    this.#editor.mark(found);
    this.#findings.show(found);
    document.body.dataset['shown'] = String(this.#session.version);
  }

  #count(reports: Standing[]): void {
    const sum = (of: (report: Standing) => number) => reports.reduce((all, report) => all + of(report), 0);
    const [errors, warnings, hints] = [sum((it) => it.findings.error), sum((it) => it.findings.warning), sum((it) => it.findings.info + it.findings.hint)];
    const [held, of, unfilled] = [sum((it) => it.equations.held), sum((it) => it.equations.of), sum((it) => it.unfilled)];
    const isNone = reports.length === 0;
    element('counts').textContent = isNone ? '没有找到年度报告' : `错误${errors}处，警告${warnings}处，提示${hints}处`;
    element('counts').dataset['state'] = errors > 0 ? 'wrong' : warnings > 0 ? 'doubt' : isNone ? 'none' : 'good';
    element('equations').textContent = isNone ? '' : `勾稽关系${of}条，成立${held}条`;
    element('equations').dataset['state'] = held < of ? 'wrong' : 'good';
    element('unfilled').textContent = unfilled === 0 ? '' : `还有${unfilled}处未填`;
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
    for (const name of ['welcome', 'text', 'form', 'review'] as const) element(name).hidden = name !== sheet;
    for (const name of ['text', 'form', 'review'] as const) element(`tab-${name}`).setAttribute('aria-selected', String(name === sheet));
    for (const control of document.querySelectorAll<HTMLButtonElement>('[data-draft]')) control.disabled = this.#draft === undefined;
    element('findings').hidden = this.#draft === undefined || sheet === 'review';
    if (sheet === 'form') this.#form.update();
    if (sheet === 'text') this.#editor.focus();
  }

  #say(text: string, kind: 'said' | 'done' | 'wrong' = 'said', ...more: HTMLElement[]): void {
    const close = button('×', () => {
      this.#hush();
    }, { 'aria-label': '关闭', class: 'close' });
    element('notice').dataset['kind'] = kind;
    element('notice').replaceChildren(make('span', {}, text), ...more, close);
    element('notice').hidden = false;
  }

  #hush(): void {
    element('notice').hidden = true;
  }
}

async function begin(): Promise<void> {
  try {
    const packed = element('engine');
    const engine = await Engine.load(packed.textContent);
    packed.remove();
    new Page(engine);
  } catch (error) {
    element('state').textContent = `这个浏览器打不开本页，请用新版的 Edge、Chrome 或 Firefox（${wordsOf(error)}）`;
  }
}

void begin();
