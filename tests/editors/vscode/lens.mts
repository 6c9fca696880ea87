// A clerk at two drafts with their form views: a lens leads into a view that is hidden, and what is typed there is printed.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mark, until, withEditor } from './code_server.mts';
import { ONLY_IN_BROWSERS, SETTINGS, User, lineOf } from './user.mts';

const [ONE, OTHER] = ['教育局2024年报.md', '民政局2024年报.md'];
const draft = fs.readFileSync(path.resolve(import.meta.dirname, '../../drafts/markdown-2021.md'), 'utf8');

await withEditor({ open: ONE, files: { [ONE]: draft, [OTHER]: draft.replaceAll('教育局', '民政局') }, settings: SETTINGS, size: { width: 1320, height: 700 } }, async ({ page, workspace, go }) => {
  const user = new User(page);
  await go();
  await page.locator(`.tab[data-resource-name="${ONE}"]`).waitFor();
  await page.addStyleTag({ content: ONLY_IN_BROWSERS });
  const texts = page.locator('.editor-group-container').first();
  const view = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const title = () => view.locator('h1').innerText({ timeout: 1000 }).catch(() => '');
  /** Clicks the lens above the table of a section, and waits until the first figure of a form has the focus in the view. */
  const follow = async (section: string, organ: string, form: string) => {
    await user.go(lineOf(draft, section), 1);
    const lens = texts.locator('.codelens-decoration a', { hasText: '在填表视图中填写' }).filter({ visible: true });
    await lens.last().click();
    await until(`the view of ${organ} is shown`, async () => (await title()).includes(organ), 40_000);
    const focused = () => view.locator('input:focus').getAttribute('data-key', { timeout: 1000 }).catch(() => null);
    await until(`a figure of ${form} has the focus`, async () => (await focused()) === `${form}/0/0`, 60_000);
  };
  await follow('## 四、', '教育局', 'proceedings');
  mark('a lens opens a view at its table');
  const inFront = (name: string) => texts.locator(`.tab[data-resource-name="${name}"]`).click();
  await inFront(ONE);
  await user.open(OTHER);
  await follow('## 四、', '民政局', 'proceedings');
  mark('another view is before it');
  await inFront(ONE);
  await follow('## 四、', '教育局', 'proceedings');
  mark('a lens leads into the view that was hidden');

  // What is being typed is printed with all the rest.
  await page.keyboard.type('8417');
  const printed = path.join(workspace, '打印.html');
  await view.getByRole('button', { name: '打印' }).click();
  // A name is proposed a moment after the box is there, and would replace another.
  const box = page.locator('.quick-input-widget:visible', { hasText: '另存为 HTML' }).locator('input');
  await until('a name is proposed', async () => (await box.inputValue()).endsWith('.html'));
  await user.answer('另存为 HTML', printed);
  await until('the page is saved', () => fs.existsSync(printed) && fs.readFileSync(printed, 'utf8').includes('</html>'));
  assert.match(fs.readFileSync(printed, 'utf8'), /<td class="figure">8417<\/td>/);
  mark('what is being typed is printed');
});
