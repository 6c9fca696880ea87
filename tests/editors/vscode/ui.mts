// A user at the keyboard: types a wrong figure and sees it, repairs it, inserts a table, begins a report. What is seen on
// the way becomes the pictures of the README, if SHOTS is set.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { mark, until, withEditor } from './code_server.mts';
import { ONLY_IN_BROWSERS, SETTINGS, User, columnAfter, lineOf } from './user.mts';

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

const SIZE = { width: 1180, height: 740 };

await withEditor(
  { open: '教育局2024年报.md', files: { '教育局2024年报.md': right, '水务局2024年报.md': unfinished }, settings: SETTINGS, size: SIZE },
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

    // Last year's report is a document of Word: it is opened as a draft from the list of files.
    execFileSync(process.env.NIANBAO_SERVER ?? 'nianbao', ['convert', '教育局2024年报.md', '-o', '教育局2023年报.docx'], { cwd: workspace });
    const file = page.locator('.explorer-viewlet .monaco-list-row', { hasText: '教育局2023年报.docx' });
    await user.pressUntil('Control+Shift+E', file);
    await user.menuUntil(file, '打开为 Markdown 草稿', page.locator('.tab.active', { hasText: '教育局2023年报.md' }));
    await user.shows('# 云溪县教育局2024年政府信息公开工作年度报告');
    await page.locator('.statusbar-item', { hasText: 'Ln 1, Col 1' }).waitFor();
    await user.picture('from-word');
    mark('a document of Word is open as a draft');
  },
);
