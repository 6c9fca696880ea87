// The view in the browser over a draft with the real server.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Draft, Server } from './draft.mts';

export const root = path.resolve(import.meta.dirname, '../../..');
const { chromium } = createRequire(path.join(root, 'editors/vscode/package.json'))('playwright-core') as typeof import('playwright-core');

/** A variable of the environment that `run` sets. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: start the tests with tests/editors/view/run`);
  return value;
}

/** A draft with its view. */
export class Desk {
  readonly page: Page;
  readonly draft: Draft;
  /** What the view told its host, by name. */
  readonly told: [string, ...unknown[]][];
  /** What went wrong in the page. */
  readonly errors: string[];
  #showing: Promise<void> = Promise.resolve();

  constructor(page: Page, draft: Draft, told: [string, ...unknown[]][], errors: string[]) {
    this.page = page;
    this.draft = draft;
    this.told = told;
    this.errors = errors;
    this.follow();
  }

  /** Shows each change of the draft. */
  follow(): void {
    this.draft.changed = () => {
      this.#showing = this.#showing.then(() => this.show());
    };
  }

  /** Shows the draft as it is now, or as if it had only so many of its reports; without any there is no draft. */
  async show(most = Infinity): Promise<void> {
    const state = await this.draft.state();
    await this.page.evaluate((state) => {
      window.update(state);
    }, state && most > 0 ? { ...state, reports: state.reports.slice(0, most) } : null);
    await this.page.evaluate(() => new Promise(requestAnimationFrame));
  }

  /** Waits until all that was typed is in the draft and shown. */
  async settled(): Promise<void> {
    for (let version = -1; version !== this.draft.version; ) {
      version = this.draft.version;
      await this.page.evaluate(() => window.settled());
      await this.#showing;
    }
  }

  /** The figure that the view shows in each cell. */
  async figures(): Promise<Record<string, string>> {
    return await this.page.evaluate(() =>
      Object.fromEntries([...document.querySelectorAll<HTMLInputElement>('input[data-key]')].map((input) => [input.dataset['key'] ?? '', input.value])),
    );
  }

  /** The figure of a cell: its input. */
  cell(form: string, row: number, column: number) {
    return this.page.locator(`input[data-key="${form}/${row}/${column}"]`);
  }

  /** Keeps what is seen, if SHOTS is set. */
  async picture(name: string, isWhole = false): Promise<void> {
    const shots = process.env['SHOTS'];
    if (shots === undefined) return;
    fs.mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: isWhole, caret: 'initial' });
  }
}

/** A browser without a window. */
export const launch = (): Promise<Browser> => chromium.launch({ executablePath: given('CHROMIUM'), args: ['--no-sandbox', '--disable-gpu'] });

/** Opens drafts in one browser with one server. */
export class Room {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #script: string;
  readonly #style: string;
  #drafts = 0;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
    this.#script = fs.readFileSync(given('PAGE'), 'utf8');
    this.#style = fs.readFileSync(path.join(root, 'editors/view/view.css'), 'utf8');
  }

  static async open(): Promise<Room> {
    const server = new Server(given('NIANBAO_SERVER'));
    await server.start();
    return new Room(await launch(), server);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }

  /** A draft with its view, for one test; nothing may go wrong in the page, and it asks no network. */
  async at(name: string, work: (desk: Desk) => Promise<void>, text?: string): Promise<void> {
    const desk = await this.desk(name, text);
    await work(desk);
    assert.deepEqual(desk.errors, []);
    await desk.page.close();
  }

  /** A draft of `tests/drafts`, or a text, with its view. */
  async desk(name: string, text = fs.readFileSync(path.join(root, 'tests/drafts', name), 'utf8')): Promise<Desk> {
    const language = name.endsWith('.md') ? 'markdown' : name.endsWith('.html') ? 'html' : 'plaintext';
    const draft = new Draft(this.#server, `untitled:${++this.#drafts}/${encodeURIComponent(name)}`, language, text);
    const page = await this.#browser.newPage({ viewport: { width: 900, height: 900 } });
    const told: [string, ...unknown[]][] = [];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => errors.push(`a request to ${request.url()}`));
    await page.exposeFunction('fill', (fill: Parameters<Draft['fill']>[0]) => draft.fill(fill));
    await page.exposeFunction('insert', (insertion: Parameters<Draft['insert']>[0]) => draft.insert(insertion));
    await page.exposeFunction('told', (what: string, ...more: unknown[]) => {
      if (what === 'undo') draft.undo();
      else if (what === 'redo') draft.redo();
      else told.push([what, ...more]);
    });
    await page.setContent(`<!DOCTYPE html><html lang="zh-CN"><style>${this.#style}</style><body></body></html>`);
    await page.addScriptTag({ content: this.#script });
    const desk = new Desk(page, draft, told, errors);
    draft.changed();
    await desk.settled();
    return desk;
  }
}
