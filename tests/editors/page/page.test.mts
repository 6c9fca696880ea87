// A clerk with the page: files opened, findings repaired, figures typed, reports saved; and nothing goes over a network.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { desks, draft, isFirefox } from './browser.mts';

const { at, over } = desks();

const OLD_WORD = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Files that are not read, each with what is said of it. */
const UNREAD = [
  ['去年.doc', OLD_WORD, '不能直接读 .doc；请用 Word 或 WPS 打开，另存为 .docx'],
  ['去年.wps', OLD_WORD, '不能直接读 .wps；请用 Word 或 WPS 打开，另存为 .docx'],
  ['去年.pdf', Buffer.from('%PDF-1.4\n'), '网页中不能读 PDF；请打开排版前的 Word 文档，或者复制其中的文字，粘贴到网页中'],
  ['半个.docx', Buffer.from('PK\x03\x04'), '文件已损坏，无法读取'],
  ['照片.txt', Buffer.from('\xff\xd8\xff\xe0\0\x10', 'latin1'), '像是二进制文件，不是文本'],
  ['乱码.txt', Buffer.from('ffffff', 'hex'), '无法识别编码：既不是 UTF-8、UTF-16，也不是 GB18030'],
] as const;

test('a draft is opened, what is found is repaired, and the repair undone', at(async (desk, page) => {
  await desk.picture('welcome');
  await desk.open(draft('broken.md'));
  assert.deepEqual(await desk.codes(), ['article-heading', 'wrong-cell', 'section-heading', 'missing-section']);
  assert.match(await page.locator('.status').innerText(), /错误3处[^]*勾稽关系42条，成立40条/);
  assert.equal(await page.locator('.cm-lint-marker-error').count(), 1, 'of what is in sight');
  await desk.picture('findings');
  await page.getByRole('button', { name: '改为“第二十条第（五）项”' }).click();
  await desk.settled();
  assert.deepEqual(await desk.codes(), ['wrong-cell', 'section-heading', 'missing-section']);
  assert.match(await desk.text(), /第二十条第（五）项/);
  await page.getByRole('button', { name: '撤销' }).click();
  await desk.settled();
  assert.equal(await desk.text(), fs.readFileSync(draft('broken.md'), 'utf8'));
}));

test('everything that is certain is repaired in one step', over('broken.md', async (desk, page) => {
  await page.getByRole('button', { name: '自动修正' }).click();
  await desk.settled();
  assert.match(await page.locator('#notice').innerText(), /已修正1处/);
  assert.ok(!(await desk.codes()).includes('article-heading'));
  await desk.picture('fixed');
  await page.locator('#notice').getByRole('button', { name: '撤销' }).click();
  await desk.settled();
  assert.ok((await desk.codes()).includes('article-heading'));
}));

test('a figure typed into the form is in the text, and its totals with it', over('markdown-2021.md', async (desk, page) => {
  await page.getByRole('tab', { name: '表格' }).click();
  await desk.picture('form');
  const cell = page.locator('input[data-key="applications/2/0"]');
  const total = page.locator('input[data-key="applications/23/6"]');
  const before = Number(await total.inputValue());
  const figure = Number(await cell.inputValue()) + 1000;
  await cell.focus();
  await page.keyboard.type(String(figure));
  await page.keyboard.press('Tab');
  await desk.settled();
  assert.equal(await total.inputValue(), String(before + 1000));
  assert.match(await desk.text(), new RegExp(`\\| *${figure} *\\|`));
  await page.keyboard.press('Control+z');
  await desk.settled();
  assert.equal(await desk.text(), fs.readFileSync(draft('markdown-2021.md'), 'utf8'));
}));

test('a finding leads to its figure, in the form and in the text', over('broken.md', async (desk, page) => {
  await page.getByRole('tab', { name: '表格' }).click();
  await page.locator('[data-code=wrong-cell] .go').click();
  assert.match(await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['key'] ?? ''), /^applications\//);
  await desk.picture('form-finding');
  await page.getByRole('tab', { name: '文本' }).click();
  await page.locator('[data-code=wrong-cell] .go').click();
  await page.keyboard.type('7');
  await desk.settled();
  assert.ok(!(await desk.codes()).includes('wrong-cell'));
  await page.locator('[data-code=missing-section] .go').click();
  await desk.picture('place');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('公开');
  await desk.picture('search');
}));

test('undo in the search box is about what is searched for', over('broken.md', async (desk, page) => {
  await desk.cursorTo('Home');
  await page.keyboard.type('甲');
  await page.keyboard.press('Control+f');
  const box = page.locator('.cm-search input[name=search]');
  await page.keyboard.type('2024');
  await page.keyboard.press('Control+z');
  assert.notEqual(await box.inputValue(), '2024');
  await page.keyboard.press('Control+y');
  assert.equal(await box.inputValue(), '2024');
  await desk.settled();
  assert.match(await desk.text(), /^甲# /);
}));

test('Ctrl+Z undoes, Ctrl+Shift+Z and Ctrl+Y redo, wherever the focus is', over('broken.md', async (desk, page) => {
  await page.getByRole('button', { name: '改为“第二十条第（五）项”' }).click();
  await desk.settled();
  for (const place of ['.cm-content', '#tab-text', '.findings-list .go']) {
    for (const redo of ['Control+Shift+Z', 'Control+y']) {
      await page.locator(place).first().focus();
      await page.keyboard.press('Control+z');
      await desk.settled();
      assert.ok((await desk.codes()).includes('article-heading'), `${place}: undone`);
      await page.locator(place).first().focus();
      await page.keyboard.press(redo);
      await desk.settled();
      assert.ok(!(await desk.codes()).includes('article-heading'), `${place}: ${redo}`);
    }
  }
}));

test('what is typed is completed, with places to fill in', over('broken.md', async (desk, page) => {
  await desk.cursorTo('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('其');
  await page.locator('.cm-tooltip-autocomplete').waitFor();
  await page.waitForTimeout(100);
  await desk.picture('completion');
  await page.keyboard.press('Enter');
  await page.locator('.cm-snippetField').first().waitFor();
  await page.keyboard.type('5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('600');
  await desk.settled();
  assert.match(await desk.text(), /## 六、其他需要报告的事项\n\n本年度，本机关发出信息处理费收费通知5件，金额600元/);
}));

test('what an input method composes is in the text once', { skip: isFirefox }, over('title-only.md', async (desk, page) => {
  await desk.cursorTo('End');
  const before = await desk.text();
  await page.locator('.cm-content').focus();
  const keys = await page.context().newCDPSession(page);
  for (const text of ['z', 'zh', 'zhong']) await keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await keys.send('Input.insertText', { text: '中' });
  await page.keyboard.type('文');
  await desk.settled();
  assert.equal(await desk.text(), `${before}中文`);
}));

test('figures are filled in as fast as they are typed', over('broken.md', async (desk, page) => {
  await page.getByRole('tab', { name: '表格' }).click();
  const row = 'applications/0';
  const input = (column: number) => page.locator(`input[data-key="${row}/${column}"]`);
  const figures = () => page.locator(`input[data-key^="${row}/"]`).evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value));
  await input(0).click();
  for (const figure of ['7', '3', '2']) {
    await page.keyboard.type(figure);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('4');
  await input(5).click();
  await page.keyboard.type('1');
  await input(4).click();
  await desk.settled();
  assert.deepEqual(await figures(), ['7', '3', '2', '4', '2', '1', '19']);
  assert.match(await desk.text(), /本年新收政府信息公开申请数量 \|.*\| +7 \| 3 \| 2 \| 4 \| 2 \| 1 \| 19 \|/);
}));

test('what a figure means is told', over('broken.md', async (desk, page) => {
  await page.locator('.cm-line', { hasText: '行政规范性文件 |' }).hover({ position: { x: 40, y: 10 } });
  await page.locator('.explained').waitFor();
  await desk.picture('hover');
  assert.match(await page.locator('.explained strong').innerText(), /行政规范性文件/);
  await page.locator('.cm-lintRange-error').first().hover();
  await page.locator('.cm-tooltip-lint').waitFor();
  await desk.picture('tooltip');
  await page.locator('.cm-diagnosticAction').first().click();
  await desk.settled();
  assert.ok(!(await desk.codes()).includes('article-heading'));
}));

test('a new report is filled in from that of last year', at(async (desk, page) => {
  await desk.choose('去年的报告', draft('青禾市教育局2024.md'));
  await page.locator('#known').waitFor();
  await page.getByRole('button', { name: '新建报告' }).click();
  await page.keyboard.type('青禾市教育局');
  await page.locator('#year').fill('2025');
  await desk.picture('new');
  await page.keyboard.press('Enter');
  await desk.settled();
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.match(await page.locator('#name').innerText(), /青禾市教育局2025年/);
  assert.notEqual(await page.locator('input[data-key="applications/1/6"]').inputValue(), '0');
  await desk.picture('new-form');
}));

test('several files are a table, and each is a click away', at(async (desk, page) => {
  await desk.drop(...['broken.md', 'markdown-2021.md', 'html-2019.html', 'no-report-news.md'].map(draft));
  await page.locator('.review h2', { hasText: /^共4份/ }).waitFor();
  await desk.picture('review');
  const rows = await page.locator('.review tbody tr').allInnerTexts();
  assert.match(rows[0] ?? '', /broken\.md\s+云溪县教育局\s+2024\s+3\s+0/);
  assert.match(rows[3] ?? '', /没有找到年度报告/);
  await page.getByRole('button', { name: 'broken.md' }).click();
  await desk.settled();
  assert.equal((await desk.codes()).length, 4);
}));

test('several files are checked beside each other, those of one name, too', at(async (desk, page) => {
  const files = ['2023', '2024'].map((year) => {
    const folder = path.join(desk.folder, year);
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, '年报.md'), fs.readFileSync(draft('markdown-2021.md'), 'utf8').replaceAll(/20\d\d年/g, `${year}年`));
    return path.join(folder, '年报.md');
  });
  await desk.choose('打开文件', ...files);
  await page.locator('.review h2', { hasText: /^共2份文件，各份之间已互相对照/ }).waitFor();
  await desk.picture('review-years');
  const rows = page.locator('.review tbody tr');
  assert.doesNotMatch(await rows.nth(0).innerText(), /与2023年/);
  assert.match(await rows.nth(1).innerText(), /与2023年报告（年报\.md）/);
  await rows.nth(1).getByRole('button').click();
  await desk.settled();
  assert.ok((await desk.codes()).includes('carry-over'), 'what the table says is found in the report, too');
  // Other files take their place.
  await desk.drop(draft('broken.md'), draft('township.md'));
  await page.locator('.review h2', { hasText: /^共2份/ }).waitFor();
  await desk.open(files[1] ?? '');
  assert.ok(!(await desk.codes()).includes('carry-over'));
}));

test('a file dropped on the text is opened', over('title-only.md', async (desk, page) => {
  await desk.drop(draft('broken.md'));
  await page.locator('#name', { hasText: 'broken.md' }).waitFor();
}));

test('of a file that is gone by now the page says so', { skip: isFirefox }, at(async (desk, page) => {
  await desk.drop(path.join(desk.folder, 'gone.md'));
  await page.locator('#notice', { hasText: /没有打开gone\.md：读不到这份文件/ }).waitFor();
  await desk.drop(path.join(desk.folder, 'gone.md'), draft('broken.md'));
  await page.locator('.review h2', { hasText: /^共2份/ }).waitFor();
  assert.match(await page.locator('.review tr', { hasText: 'gone.md' }).innerText(), /读不到这份文件/);
}));

test('a folder that is dropped is a table of its files, of those that cannot be read, too', { skip: isFirefox }, at(async (desk, page) => {
  const below = path.join(desk.folder, 'reports', '2024');
  fs.mkdirSync(below, { recursive: true });
  for (const name of ['township.md', 'crlf.md']) fs.copyFileSync(draft(name), path.join(below, name));
  fs.writeFileSync(path.join(below, '~$crlf.docx'), '');
  fs.writeFileSync(path.join(below, 'old.doc'), OLD_WORD);
  await desk.drop(path.join(desk.folder, 'reports'));
  await page.locator('.review h2', { hasText: /^共3份/ }).waitFor();
  assert.deepEqual(await page.locator('.review .link').allInnerTexts(), ['crlf.md', 'township.md']);
  assert.match(await page.locator('.review tr', { hasText: 'old.doc' }).innerText(), /不能直接读 \.doc；请用 Word 或 WPS 打开，另存为 \.docx/);
}));

test('of two folders that are dropped one after the other the second is shown', { skip: isFirefox }, at(async (desk, page) => {
  const [first, second] = ['first', 'second'].map((name) => path.join(desk.folder, name));
  for (const [folder, name, number] of [[first, 'township.md', 8], [second, 'crlf.md', 3]] as const) {
    fs.mkdirSync(folder ?? '');
    for (let copy = 1; copy <= number; copy++) fs.copyFileSync(draft(name), path.join(folder ?? '', `${copy}-${name}`));
  }
  // As if they lay on a slow disk.
  await page.evaluate(() => {
    const read = Object.getOwnPropertyDescriptor(Blob.prototype, 'arrayBuffer')?.value as () => Promise<ArrayBuffer>;
    const slowly = async function (this: Blob) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return await read.call(this);
    };
    Object.assign(Blob.prototype, { arrayBuffer: slowly });
  });
  await desk.drop(first ?? '');
  await page.locator('.review tbody tr').nth(1).waitFor();
  await desk.drop(second ?? '');
  await page.locator('.review h2', { hasText: /^共3份/ }).waitFor();
  await desk.settled();
  assert.deepEqual(await page.locator('.review .link').allInnerTexts(), ['1-crlf.md', '2-crlf.md', '3-crlf.md']);
  assert.match(await page.locator('.review h2').innerText(), /^共3份/);
}));

test('of a folder without reports, or one that cannot be read, the page says so', { skip: isFirefox }, at(async (desk, page) => {
  const folder = path.join(desk.folder, 'pictures');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'a.jpg'), '');
  await desk.drop(folder);
  await page.locator('#notice', { hasText: '拖来的文件夹里没有可以核对的文件' }).waitFor();
  await desk.picture('folder-empty');
  await page.evaluate(() => {
    const refuse = () => {
      throw new DOMException('The request is not allowed', 'NotAllowedError');
    };
    Object.assign(FileSystemDirectoryHandle.prototype, { values: refuse });
  });
  await desk.drop(folder);
  await page.locator('#notice', { hasText: '没有打开：读不到拖来的文件夹' }).waitFor();
  await desk.picture('folder-unread');
}));

test('a workbook is opened, and saved as Word', at(async (desk, page) => {
  await desk.open(path.join(import.meta.dirname, 'broken.xlsx'));
  assert.deepEqual(await desk.codes(), ['wrong-cell']);
  assert.equal(await page.locator('input[data-key="applications/0/1"]').inputValue(), '367');
  await desk.picture('workbook');
  await page.locator('.fix').first().click();
  await desk.settled();
  assert.deepEqual(await desk.codes(), []);
  const word = await desk.download('.docx');
  assert.equal(word.suggestedFilename(), 'broken.docx');
}));

test('a text in GB18030 is opened', at(async (desk, page) => {
  const file = path.join(desk.folder, '报告.txt');
  // “政府信息公开”, and a character of four bytes.
  fs.writeFileSync(file, Buffer.from('d5feb8aed0c5cfa2b9abbfaa0a9534b235', 'hex'));
  await desk.open(file);
  assert.match(await page.locator('.cm-content').innerText(), /^政府信息公开\n𠮷$/);
}));

test('of a file that cannot be read it is said what to do', at(async (desk, page) => {
  for (const [name, bytes, words] of UNREAD) {
    const file = path.join(desk.folder, name);
    fs.writeFileSync(file, bytes);
    await desk.choose('打开文件', file);
    await page.locator('#notice', { hasText: `没有打开${name}：${words}` }).waitFor();
  }
  await desk.picture('unread');
}));

test('the page can ask no network', at(async ({ errors }, page) => {
  assert.ok(await page.evaluate(() => fetch('https://example.com/').then(() => false, () => true)));
  // Firefox says it elsewhere.
  if (!isFirefox) assert.match(errors.splice(0).join('\n'), /^Connecting to .* violates the following Content Security Policy directive[^\n]*\n[^\n]*$/);
}));

test('where the user wants it dark, it is', { skip: isFirefox }, at(async (desk) => {
  await desk.picture('dark-welcome');
  await desk.open(draft('broken.md'));
  await desk.picture('dark');
  await desk.page.getByRole('tab', { name: '表格' }).click();
  await desk.picture('dark-form');
  const paper = await desk.page.locator('main').evaluate((main) => getComputedStyle(main).backgroundColor);
  assert.equal(paper, 'rgb(23, 27, 34)');
}, true));

test('when it gets dark the cursor stays, and what was done can be undone', { skip: isFirefox }, over('broken.md', async (desk, page) => {
  await desk.cursorTo('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('甲');
  await desk.settled();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction((isDark) => matchMedia('(prefers-color-scheme: dark)').matches === isDark, colorScheme === 'dark');
    assert.ok((await page.locator('.cm-lintRange-error').count()) > 0, 'what is found is still underlined');
    await page.keyboard.type('乙');
  }
  await desk.settled();
  assert.match(await desk.text(), /^#甲乙乙 云溪县/);
  await page.locator('.cm-content').focus();
  for (let steps = 0; steps < 3; steps++) await page.keyboard.press('Control+z');
  await desk.settled();
  assert.ok(await desk.text() === fs.readFileSync(draft('broken.md'), 'utf8'));
}));

test('after a breakdown the same text is open again', over('broken.md', async (desk, page) => {
  await desk.cursorTo('Home');
  await desk.breakdown('didChange');
  await page.keyboard.type('甲');
  await page.locator('#notice', { hasText: /核对程序出错，已重新启动.*panicked at .*capacity overflow/ }).waitFor();
  await desk.picture('breakdown');
  await desk.breakdown();
  await page.keyboard.type('乙');
  await desk.settled();
  assert.match(await desk.text(), /^甲乙# 云溪县/);
  await page.keyboard.press('Control+z');
  await desk.settled();
  assert.equal((await desk.codes()).length, 4);
}));

test('a text that breaks the engine down is kept, and checked again once it is another', over('broken.md', async (desk, page) => {
  await desk.cursorTo('Home');
  await desk.breakdown('甲');
  await page.keyboard.type('甲');
  await page.locator('#notice', { hasText: '核对程序读不了现在的文本' }).waitFor();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('乙');
  await desk.settled();
  assert.ok(!(await page.locator('#notice').isVisible()));
  assert.match(await desk.text(), /^乙# 云溪县/);
  await page.getByRole('button', { name: '改为“第二十条第（五）项”' }).click();
  await desk.settled();
  assert.ok(!(await desk.codes()).includes('article-heading'));
}));
