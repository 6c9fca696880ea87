// The page in a browser.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

export const root = path.resolve(import.meta.dirname, '../../..');

/** Whether the browser is Firefox, which lets no test drag files, compose with an input method, or turn the system dark. */
export const isFirefox = process.env['FIREFOX'] !== undefined;

const { chromium, firefox } = createRequire(process.env['PLAYWRIGHT'] ?? path.join(root, 'editors/vscode/package.json'))('playwright-core') as typeof import('playwright-core');

const launch = (downloadsPath: string) =>
  isFirefox
    ? firefox.launch({
        channel: 'moz-firefox',
        executablePath: given('FIREFOX'),
        downloadsPath,
        // The list of downloads that opens over the page would take the keys.
        firefoxUserPrefs: { 'browser.download.alwaysOpenPanel': false },
      })
    : chromium.launch({ executablePath: given('CHROMIUM'), args: ['--no-sandbox', '--disable-gpu'] });

/** A variable of the environment that `run` sets. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: start the tests with tests/editors/page/run`);
  return value;
}

/** The path of a draft. */
export const draft = (name: string): string => path.join(root, 'tests/drafts', name);

/** Lets a test have the engine break down over a word: it is asked for more room than there is. */
function breakable(): void {
  const begin = WebAssembly.instantiate as (module: WebAssembly.Module, imports: object) => Promise<WebAssembly.Instance>;
  const broken = async (module: WebAssembly.Module, imports: object) => {
    const { exports } = await begin(module, imports);
    type Functions = Record<'answer' | 'room', (...numbers: number[]) => number>;
    const { memory, answer, room } = exports as Functions & { memory: WebAssembly.Memory };
    const breaking = (place: number, length: number) => {
      const message = new TextDecoder().decode(new Uint8Array(memory.buffer, place, length));
      const { breaks } = window as { breaks?: string };
      return breaks !== undefined && message.includes(breaks) ? room(-1) : answer(place, length);
    };
    return { exports: { ...exports, answer: breaking } };
  };
  Object.assign(WebAssembly, { instantiate: broken });
}

/** A file that the browser has saved. */
export interface Saved {
  suggestedFilename(): string;
  path(): Promise<string>;
  saveAs(file: string): Promise<void>;
}

/** The one file in the folder of what Firefox saves; it is taken away from there, so that the next may have its name. */
async function savedIn(downloads: string): Promise<Saved> {
  const whole = () => fs.readdirSync(downloads).filter((name) => fs.statSync(path.join(downloads, name)).size > 0);
  let names = whole();
  // While it is written, it is called .part.
  while (names.length === 0 || fs.readdirSync(downloads).some((name) => name.endsWith('.part'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    names = whole();
  }
  const [name = ''] = names;
  const place = path.join(fs.mkdtempSync(path.join(path.dirname(downloads), 'saved-')), name);
  fs.renameSync(path.join(downloads, name), place);
  return {
    suggestedFilename: () => name,
    path: () => Promise.resolve(place),
    saveAs: (file) => fs.promises.copyFile(place, file),
  };
}

/** The page with a clerk before it. */
export class Desk {
  readonly page: Page;
  /** What went wrong in the page. */
  readonly errors: string[];
  /** A folder of the test's own. */
  readonly folder: string;
  /** The buttons that have opened a dialog to choose files. */
  readonly #chosen = new Set<string>();

  constructor(page: Page, errors: string[], folder: string) {
    this.page = page;
    this.errors = errors;
    this.folder = folder;
  }

  /** Chooses files with a button. */
  async choose(button: '打开文件' | '去年的报告', ...files: string[]): Promise<void> {
    if (isFirefox && this.#chosen.has(button)) {
      // No test can close the dialog of the first time, and while it is open there is no second.
      await this.page.locator({ 打开文件: '#file', 去年的报告: '#last-file' }[button]).setInputFiles(files);
      return;
    }
    this.#chosen.add(button);
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: button, exact: true }).click();
    await (await chooser).setFiles(files);
  }

  /** Opens files with the button. */
  async open(...files: string[]): Promise<void> {
    await this.choose('打开文件', ...files);
    await this.page.locator('#name', { hasText: path.basename(files[0] ?? '') }).waitFor();
    await this.settled();
  }

  /** Drops files and folders on the page. */
  async drop(...files: string[]): Promise<void> {
    if (isFirefox) {
      await this.#give(files);
      return;
    }
    const hand = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      if (type === 'drop') await this.picture('dropping');
      await hand.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
    }
  }

  /** Has the page believe that files are dropped on it. */
  async #give(files: string[]): Promise<void> {
    const contents = files.map((file): [string, number[]] => [path.basename(file), [...fs.readFileSync(file)]]);
    await this.page.evaluate((contents) => {
      const dataTransfer = new DataTransfer();
      for (const [name, bytes] of contents) dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, contents);
  }

  /** Copies with the keys of another page: a text, or all that a page shows. */
  async copy({ text, html = '<textarea></textarea>' }: { text?: string; html?: string }): Promise<void> {
    const page = await this.page.context().browser()?.newPage();
    if (page === undefined) throw new Error('no browser');
    await page.setContent(`<!DOCTYPE html>${html}`);
    if (text !== undefined) await page.locator('textarea').fill(text);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.close();
    await this.page.bringToFront();
  }

  /** Pastes a page where the focus is, and its plain text with it, if there is one. */
  async paste(html: string, plain = ''): Promise<void> {
    await this.page.evaluate(([html, plain]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', html);
      if (plain !== '') clipboardData.setData('text/plain', plain);
      const focused = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement ?? document.body;
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true });
      // Firefox lets nobody give the event what it brings.
      Object.defineProperty(event, 'clipboardData', { value: clipboardData });
      focused.dispatchEvent(event);
    }, [html, plain] as const);
  }

  /** Puts the cursor at the beginning or the end of the text. */
  async cursorTo(end: 'Home' | 'End'): Promise<void> {
    await this.page.locator('.cm-content').click();
    await this.page.keyboard.press(`Control+${end}`);
  }

  /** Does something of which a file is saved. */
  async saving(act: () => Promise<void>): Promise<Saved> {
    // Playwright knows downloads by a number that Firefox does not tell.
    const download = isFirefox ? undefined : this.page.waitForEvent('download');
    await act();
    return await (download ?? savedIn(path.join(this.folder, DOWNLOADS)));
  }

  /** Saves in a format. */
  download(format: string): Promise<Saved> {
    return this.saving(() => this.page.getByRole('button', { name: format, exact: true }).click());
  }

  /** Has the engine break down over every message with this word; over none without one. */
  async breakdown(word?: string): Promise<void> {
    await this.page.evaluate((breaks) => {
      Object.assign(window, { breaks });
    }, word);
  }

  /** Types a figure into the form, in the place of what stands there. */
  async type(key: string, figure: string): Promise<void> {
    await this.page.locator(`input[data-key="${key}"]`).focus();
    await this.page.keyboard.type(figure);
  }

  /** Waits until the text is checked as it is. */
  async settled(): Promise<void> {
    // Nothing is checked while it is typed.
    await this.page.waitForTimeout(200);
    await this.page.waitForFunction(() => document.body.dataset['shown'] === document.body.dataset['version']);
  }

  /** The text, as it would be saved. */
  async text(): Promise<string> {
    return fs.readFileSync(await (await this.download('.md')).path(), 'utf8');
  }

  /** The rules of the findings that are listed. */
  codes(): Promise<string[]> {
    return this.page.locator('.findings-list li[data-code]').evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['code'] ?? ''));
  }

  /** Keeps what is seen, if SHOTS is set. */
  async picture(name: string): Promise<void> {
    if (shots === '') return;
    const file = path.join(shots, `${name}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, caret: 'initial' });
  }
}

/** Where pictures are kept; nowhere without one. */
export const shots = process.env['SHOTS'] ?? '';

/** Where Firefox saves, in the folder of the test. */
const DOWNLOADS = 'downloads';

/** Opens the page from the disk, again and again. */
export class Room {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async open(): Promise<Room> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nianbao-page-'));
    fs.mkdirSync(path.join(folder, DOWNLOADS));
    return new Room(await launch(path.join(folder, DOWNLOADS)), folder);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    fs.rmSync(this.#folder, { recursive: true });
  }

  async desk(colorScheme: 'light' | 'dark', viewport = { width: 1366, height: 640 }): Promise<Desk> {
    const page = await this.#browser.newPage({ viewport, colorScheme });
    const errors: string[] = [];
    const address = pathToFileURL(given('PAGE')).href;
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== address && !/^(data|blob):/.test(request.url())) errors.push(`a request to ${request.url()}`);
    });
    await page.addInitScript(breakable);
    await page.goto(address);
    await page.locator('#state', { hasText: /^$/ }).waitFor({ state: 'attached' });
    return new Desk(page, errors, this.#folder);
  }
}

/** What is done at a desk. */
export type Work = (desk: Desk, page: Page) => Promise<void>;

/** Makes tests, each at a desk of its own in one room, or at one with a draft open; nothing may go wrong in them. */
export function desks(): { at: (work: Work, isDark?: boolean) => () => Promise<void>; over: (name: string, work: Work) => () => Promise<void> } {
  let room: Room;
  before(async () => {
    room = await Room.open();
  });
  after(() => room.close());
  const at = (work: Work, isDark = false) => async () => {
    const desk = await room.desk(isDark ? 'dark' : 'light');
    await work(desk, desk.page);
    assert.deepEqual(desk.errors, []);
    await desk.page.close();
  };
  const over = (name: string, work: Work) => at(async (desk, page) => {
    await desk.open(draft(name));
    await work(desk, page);
  });
  return { at, over };
}
