// The reviewer's page of `nianbao check --format html`, opened from the disk: sorting, filtering, a report, its letter.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { given, launch } from './browser.mts';

const drafts = path.resolve(import.meta.dirname, '../../drafts');
let browser: Browser;
let folder: string;
let file: string;

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nianbao-review-'));
  file = path.join(folder, '意见.html');
  const names = ['broken.md', 'markdown-2021.md', 'html-2019.html', '松塔镇2023.txt'];
  for (const name of names) fs.copyFileSync(path.join(drafts, name), path.join(folder, name));
  execFileSync(given('NIANBAO_SERVER'), ['check', '--format', 'html', '-o', file, '--fail-on', 'never', '-q', '.'], { cwd: folder });
  browser = await launch();
});
after(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

/** The page in a window; nothing may go wrong in it, and it asks for no other file. */
async function at(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => wrong.push(message.text()));
  page.on('request', (request) => request.isNavigationRequest() || wrong.push(`a request to ${request.url()}`));
  await page.goto(`file://${encodeURI(file)}`);
  await work(page);
  assert.deepEqual(wrong, []);
  await page.close();
}

const column = (page: Page, index: number) => page.locator(`#reports > tbody:visible .line > :nth-child(${index})`).allInnerTexts();
const heading = (page: Page, name: string) => page.getByRole('columnheader', { name });

test('a click on a heading sorts, and says so', () =>
  at({}, async (page) => {
    assert.equal(await heading(page, '机关').getAttribute('aria-sort'), 'ascending');
    const errors = async () => (await column(page, 6)).map(Number);
    await heading(page, '错误').getByRole('button').click();
    assert.equal(await heading(page, '错误').getAttribute('aria-sort'), 'descending');
    assert.equal(await heading(page, '机关').getAttribute('aria-sort'), null);
    const descending = await errors();
    assert.deepEqual(descending, [...descending].sort((one, other) => other - one));
    assert.ok(descending[0] !== descending.at(-1));
    await page.keyboard.press('Enter');
    assert.equal(await heading(page, '错误').getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(await errors(), [...descending].reverse());
  }));

test('buttons, the year and words leave only what is looked for', () =>
  at({}, async (page) => {
    const all = (await column(page, 1)).length;
    await page.getByRole('button', { name: '须改正' }).click();
    assert.deepEqual([...new Set(await column(page, 9))], ['须改正']);
    assert.match(await page.locator('#shown').innerText(), /^显示\d+行$/);
    await page.getByRole('button', { name: '全部', exact: false }).first().click();
    await page.getByLabel('年度').selectOption('2023');
    assert.deepEqual([...new Set(await column(page, 3))], ['2023']);
    await page.getByLabel('年度').selectOption('');
    await page.getByLabel('查找').fill('broken.md 第二十条第（五）项');
    assert.deepEqual(await column(page, 3), ['2024']);
    await page.getByLabel('查找').fill('');
    assert.equal((await column(page, 1)).length, all);
  }));

test('a report opens to its form with the wrong figure marked, by the keyboard too', () =>
  at({}, async (page) => {
    await page.getByLabel('查找').fill('broken.md');
    const name = page.locator('.line button:visible');
    await name.focus();
    await page.keyboard.press('Enter');
    assert.equal(await name.getAttribute('aria-expanded'), 'true');
    const wrong = page.locator('.tables td.error');
    assert.match(await wrong.first().innerText(), /^8\s*\d$/);
    assert.match((await wrong.first().getByRole('button').getAttribute('title')) ?? '', /应为7，现为8/);
    // Its number leads to what is said of it.
    await wrong.first().getByRole('button').click();
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /应为7，现为8/);
    const spans = await page.locator('.tables td, .tables th').evaluateAll((cells) => cells.filter((cell) => (cell as HTMLTableCellElement).colSpan > 1).length);
    assert.ok(spans > 10, 'cells are merged as in the official form');
    assert.ok(await page.locator('.more:visible blockquote mark').first().isVisible());
    await name.press('Enter');
    assert.equal(await wrong.count(), await page.locator('.tables td.error:not(:visible)').count());
  }));

test('the letter to a body is copied from a page on the disk', () =>
  at({}, async (page) => {
    await page.getByLabel('查找').fill('broken.md');
    await page.locator('.line button:visible').click();
    await page.getByRole('button', { name: '复制意见' }).click();
    await page.getByText('已复制').waitFor();
    const letter = await page.locator('.more:visible textarea').inputValue();
    assert.match(letter, /^关于《云溪县教育局2024年.*》的检查意见\n/);
    // What was copied is pasted into a field that takes several lines.
    await page.evaluate(() => {
      const field = document.createElement('textarea');
      field.id = 'pasted';
      document.body.append(field);
      field.focus();
    });
    await page.keyboard.press('Control+v');
    assert.equal(await page.locator('#pasted').inputValue(), letter);
  }));

test('without a script the findings are a plain list', () =>
  at({ javaScriptEnabled: false }, async (page) => {
    const open = page.locator('.more summary').filter({ hasText: /^意见3条|^意见4条/ }).first();
    await open.click();
    assert.ok((await page.locator('.findings .what:visible').count()) > 0);
    assert.equal(await page.locator('.tools:visible, .copy:visible').count(), 0);
  }));

test('on a telephone nothing is wider than its screen', () =>
  at({ viewport: { width: 390, height: 844 } }, async (page) => {
    await page.locator('.line button').first().click();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  }));
