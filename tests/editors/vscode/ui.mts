// A user at the keyboard: types a wrong figure and sees it, repairs it, inserts a table, begins a report. What is seen on
// the way becomes the pictures of the README, if SHOTS is set.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { mark, until, withEditor } from './code_server.mts';

const HEADING = '## 三、收到和处理政府信息公开申请情况';
const CELL = '1.本机关不掌握相关政府信息 | ';

/** A draft without a fault: the one that the other tests use, with its four faults repaired. */
const broken = fs.readFileSync(path.resolve(import.meta.dirname, '../../drafts/broken.md'), 'utf8');
const right = `${broken
  .replace('第二十条第（六）项', '第二十条第（五）项')
  .replace(`${CELL}8`, `${CELL}7`)
  .replace('存在的问题', '存在的主要问题')
  .trimEnd()}\n\n## 六、其他需要报告的事项\n\n本年度没有收取信息处理费，没有其他需要报告的事项。\n`;
/** The same without the third table. */
const [before, rest] = [right.slice(0, right.indexOf(HEADING) + HEADING.length), right.slice(right.indexOf('\n\n## 四、'))];
const unfinished = `${before}\n\n${rest}`.replaceAll('云溪县教育局', '云溪县水务局');

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
const columnAfter = (text: string, part: string) => {
  const end = text.indexOf(part) + part.length;
  return end - text.lastIndexOf('\n', end - 1);
};

/** What the desktop's editor does not show. */
const ONLY_IN_BROWSERS =
  ['status.host', 'status.workbench.keyboardLayout', 'status.forwardedPorts'].map((id) => `[id="${id}"]`).join() + '{ display: none !important }';

const shots = process.env.SHOTS;

/** A user at the keyboard. */
class User {
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

  /** Goes to a place of the document in front. */
  async go(line: number, column: number): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible input');
    await this.focus();
    await this.pressUntil('Control+G', box);
    await box.fill(`:${line}`);
    await this.page.keyboard.press('Enter');
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

  /** Starts a command by its name. */
  async command(name: string, title: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible input');
    await this.focus();
    await this.pressUntil('F1', box);
    await box.fill(`>${name}`);
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
    await row.waitFor();
    await this.page.keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
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

const SIZE = { width: 1180, height: 740 };

const settings = {
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

await withEditor(
  { open: '教育局2024年报.md', files: { '教育局2024年报.md': right, '水务局2024年报.md': unfinished }, settings, size: SIZE },
  async ({ page, workspace, go }) => {
    const user = new User(page);
    const squiggle = page.locator('.monaco-editor .squiggly-error');
    const saved = (name: string) => fs.readFileSync(path.join(workspace, name), 'utf8');

    await go();
    await page.locator('.tab[data-resource-name="教育局2024年报.md"]').waitFor();
    await page.addStyleTag({ content: ONLY_IN_BROWSERS });
    await user.pressUntil('Control+B', page.locator('.part.sidebar:not(:visible)').or(page.locator('.monaco-workbench.nosidebar')));
    mark('the draft is open');

    // A wrong figure is typed: squiggle, row in the Problems panel, hover.
    await user.go(lineOf(right, CELL), columnAfter(right, CELL));
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.type('8');
    await squiggle.first().waitFor();
    mark('the squiggle is drawn');
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: '应为7，现为8' });
    await user.pressUntil('Control+Shift+M', row);
    assert.match(await row.first().innerText(), /wrong-cell/);
    mark('the row is in the Problems panel');
    await user.picture('problems');

    const hover = page.locator('.monaco-hover:visible', { hasText: '应为7，现为8' });
    await user.hoverUntil(squiggle, hover);
    assert.match(await hover.first().innerText(), /自然人/);
    mark('the hover says why');
    await user.picture('hover');
    await user.away();

    // The repair.
    await user.go(lineOf(right, CELL), columnAfter(right, CELL));
    await user.pressUntil('Control+.', page.locator('.action-widget .monaco-list-row', { hasText: '改为7' }));
    await user.picture('quick-fix');
    await page.keyboard.press('Enter');
    await squiggle.first().waitFor({ state: 'detached' });
    mark('the quick fix is applied');
    await page.keyboard.press('Control+S');
    await until('the repaired draft is saved', () => saved('教育局2024年报.md') === right);
    mark('the file is as it was');

    // A missing table is typed by its name.
    await user.open('水务局2024年报.md');
    await user.go(lineOf(unfinished, HEADING) + 2, 1);
    await page.keyboard.type('表三', { delay: 60 });
    const offered = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: '表三' });
    await offered.first().waitFor();
    await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: '表三政府信息公开申请情况' }).waitFor();
    await user.picture('completion');
    await page.keyboard.press('Enter');
    await user.shows('本年新收政府信息公开申请数量');
    mark('the table is inserted');
    for (const figure of ['4', '1', '0']) {
      await page.keyboard.type(figure);
      await page.keyboard.press('Tab');
    }
    await user.picture('table');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+S');
    await until('the table is saved', () => /一、本年新收政府信息公开申请数量.*4.*1.*0/.test(saved('水务局2024年报.md')));
    mark('the figures are typed in their cells');

    // The status item says how the report stands.
    const item = page.locator('.statusbar-item', { hasText: /年报 2024 · 勾稽 39\/42 · \d+ 个问题/ });
    const words = page.locator('.monaco-hover:visible', { hasText: '2021年版 · 2024年度 · 部门' });
    await user.hoverUntil(item, words);
    await user.picture('status', { x: SIZE.width - 620, y: SIZE.height - 110, width: 620, height: 110 });
    await user.away();

    // A new report is begun from the palette: the command is found in English too.
    await user.command('New Annual Report', '新建年度报告');
    await user.answer('机关名称', '云溪县民政局');
    await user.answer('报告年度', '2024');
    await user.answer('版式', '纯文本，制表符分隔');
    await page.locator('.tab.active', { hasText: '云溪县民政局2024年' }).waitFor();
    await user.shows('云溪县民政局2024年政府信息公开工作年度报告');
    mark('the new report is open');
  },
);
