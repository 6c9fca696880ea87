// A user at the keyboard, and the editor as he has set it.

import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { mark, until } from './code_server.mts';

/** The line of a text on which a part of it begins, from 1. */
export const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
/** The column behind a part of a text, from 1. */
export const columnAfter = (text: string, part: string) => {
  const end = text.indexOf(part) + part.length;
  return end - text.lastIndexOf('\n', end - 1);
};

/** What the desktop's editor does not show. */
export const ONLY_IN_BROWSERS =
  ['status.host', 'status.workbench.keyboardLayout', 'status.forwardedPorts'].map((id) => `[id="${id}"]`).join() + '{ display: none !important }';

const shots = process.env.SHOTS;

/** A user at the keyboard. */
export class User {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses until something shows: the workbench swallows keys while it is busy with the place where the cursor was. */
  async pressUntil(keys: string, seen: Locator): Promise<void> {
    for (let times = 1; ; times++) {
      await this.page.keyboard.press(keys);
      try {
        await seen.first().waitFor({ timeout: 5000 });
        return;
      } catch (error) {
        if (times === 12) throw error;
      }
    }
  }

  /**
   * Chooses from a thing's context menu until something shows: a menu takes no click in its first tenth of a second, and
   * closes where the list below it is drawn anew.
   */
  async menuUntil(of: Locator, item: string, seen: Locator): Promise<void> {
    await until(`${item} shows`, async () => {
      await this.page.keyboard.press('Escape');
      await of.click({ button: 'right' });
      try {
        await this.page.locator('.context-view .action-item', { hasText: item }).click({ timeout: 5000 });
        await seen.first().waitFor({ timeout: 10_000 });
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Goes to a place of the document in front. */
  async go(line: number, column: number): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible input');
    await this.focus();
    await this.pressUntil('Control+G', box);
    await box.fill(`:${line}`);
    // Enter does what is offered.
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: new RegExp(`line ${line}\\b`) }).waitFor();
    await this.page.keyboard.press('Enter');
    // Until it is gone, keys go to the box; the cursor may have been on that line before.
    await box.waitFor({ state: 'hidden' });
    await this.status(`Ln ${line},`);
    await this.page.keyboard.press('Home');
    for (let moved = 1; moved < column; moved++) await this.page.keyboard.press('ArrowRight');
  }

  /** Puts the focus into the text of the document in front. */
  async focus(): Promise<void> {
    await this.page.locator('.editor-group-container.active .monaco-editor .native-edit-context, .editor-group-container.active .monaco-editor textarea.inputarea').first().focus();
  }

  /** Waits for words in the status bar. */
  async status(words: string): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: words }).first().waitFor();
  }

  /** Moves the mouse to where nothing is. */
  async away(): Promise<void> {
    await this.page.mouse.move(600, 20);
  }

  /** Moves the mouse over something until what it shows is there. */
  async hoverUntil(over: Locator, seen: Locator): Promise<void> {
    await until('the hover shows', async () => {
      await this.away();
      const box = await over.first().boundingBox();
      if (box === null) return false;
      await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
      return await seen.first().waitFor({ timeout: 3000 }).then(() => true, () => false);
    });
  }

  /** Opens a file of the workspace. */
  async open(name: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible input');
    await this.focus();
    await this.pressUntil('Control+P', box);
    await box.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Waits until the document in front shows a text. */
  async shows(text: string): Promise<void> {
    const lines = this.page.locator('.editor-group-container.active .view-line');
    await until(`“${text}” is shown`, async () => (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ').includes(text));
  }

  /**
   * Starts a command by its name. The palette lists what there was when it was opened: what is there a moment later is found
   * when it is opened again.
   */
  async command(name: string, title: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible input');
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
    await until(`${title} is offered`, async () => {
      await this.focus();
      await this.pressUntil('F1', box);
      await box.fill(`>${name}`);
      if (await row.waitFor({ timeout: 10_000 }).then(() => true, () => false)) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
    await this.page.keyboard.press('Enter');
    await row.waitFor({ state: 'hidden' });
  }

  /** Answers the question that is asked. */
  async answer(question: string, words: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible', { hasText: question });
    await widget.waitFor();
    const box = widget.locator('input');
    await box.fill(words);
    await until('the answer stands there', async () => (await box.inputValue()) === words);
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' }).catch(() => undefined);
  }

  /** Keeps what is seen, without what moves. */
  async picture(name: string, clip?: { x: number; y: number; width: number; height: number }): Promise<void> {
    if (shots === undefined) return;
    fs.mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), caret: 'hide', animations: 'disabled', ...(clip && { clip }) });
    mark(`picture ${name}.png`);
  }
}

/** A workbench with little besides its editors. */
export const SETTINGS = {
  'workbench.colorTheme': 'Light Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.sideBar.visible': false,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontFamily': "'Noto Sans Mono CJK SC', monospace",
  'editor.fontSize': 14,
  'editor.lineHeight': 24,
  'editor.unicodeHighlight.ambiguousCharacters': false,
  'editor.renderWhitespace': 'none',
  'editor.stickyScroll.enabled': false,
  'editor.hover.delay': 100,
  'remote.autoForwardPorts': false,
};
