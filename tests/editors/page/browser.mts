// The page in a browser.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Download, Page } from 'playwright-core';

export const root = path.resolve(import.meta.dirname, '../../..');
const { chromium } = createRequire(path.join(root, 'editors/vscode/package.json'))('playwright-core') as typeof import('playwright-core');

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

/** The page with a clerk before it. */
export class Desk {
  readonly page: Page;
  /** What went wrong in the page. */
  readonly errors: string[];
  /** A folder of the test's own. */
  readonly folder: string;

  constructor(page: Page, errors: string[], folder: string) {
    this.page = page;
    this.errors = errors;
    this.folder = folder;
  }

  /** Opens files with the button. */
  async open(...files: string[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: '打开文件' }).click();
    await (await chooser).setFiles(files);
    await this.page.locator('#name', { hasText: path.basename(files[0] ?? '') }).waitFor();
    await this.settled();
  }

  /** Drops files and folders on the page. */
  async drop(...files: string[]): Promise<void> {
    const hand = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      if (type === 'drop') await this.picture('dropping');
      await hand.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
    }
  }

  /** Pastes a page where the focus is. */
  async paste(html: string): Promise<void> {
    await this.page.evaluate((html) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', html);
      const focused = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement ?? document.body;
      focused.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }));
    }, html);
  }

  /** Saves in a format. */
  async download(format: string): Promise<Download> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: format, exact: true }).click();
    return await download;
  }

  /** Has the engine break down over every message with this word; over none without one. */
  async breakdown(word?: string): Promise<void> {
    await this.page.evaluate((breaks) => {
      Object.assign(window, { breaks });
    }, word);
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
    const shots = process.env['SHOTS'];
    if (shots === undefined) return;
    fs.mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), caret: 'initial' });
  }
}

/** Opens the page from the disk, again and again. */
export class Room {
  readonly #browser: Browser;
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nianbao-page-'));

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<Room> {
    return new Room(await chromium.launch({ executablePath: given('CHROMIUM'), args: ['--no-sandbox', '--disable-gpu'] }));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    fs.rmSync(this.#folder, { recursive: true });
  }

  async desk(colorScheme: 'light' | 'dark'): Promise<Desk> {
    const page = await this.#browser.newPage({ viewport: { width: 1366, height: 700 }, colorScheme });
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
