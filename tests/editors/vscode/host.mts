// Runs host/ inside the extension host of the real VS Code and says what it found.

import fs from 'node:fs';
import path from 'node:path';
import { given, mark, until, withEditor } from './code_server.mts';

const drafts = path.resolve(import.meta.dirname, '../../drafts');
const draft = (name: string) => fs.readFileSync(path.join(drafts, name), 'utf8');
const broken = draft('broken.md');

/** How long all tests together may take. */
const PATIENCE = 3_600_000;

interface Result {
  name?: string;
  /** How far a long test is. */
  progress?: string;
  error?: string;
  seconds?: number;
}

await withEditor(
  {
    open: '全县.code-workspace',
    // Nobody looks: the less there is to draw, the sooner it is drawn.
    size: { width: 600, height: 400 },
    settings: { 'editor.minimap.enabled': false, 'editor.cursorBlinking': 'solid', 'workbench.reduceMotion': 'on' },
    files: {
      '全县.code-workspace': JSON.stringify({ folders: [{ path: '教育局' }, { path: '乡镇' }] }),
      '教育局/年报.md': broken,
      '教育局/一天.md': broken.replaceAll('云溪县教育局', '云溪县卫生健康局'),
      '教育局/说明.md': draft('no-report-readme.md'),
      '教育局/网页.html': draft('html-2021.html'),
      '教育局/文本.txt': draft('tabs-2021.txt'),
      '乡镇/nianbao.toml': '[rules]\nwrong-cell = "off"\n',
      '乡镇/年报.md': broken,
    },
    payload: [
      ['extensionDevelopmentPath', given('HOST')],
      ['extensionTestsPath', path.join(given('HOST'), 'tests.cjs')],
    ],
    environment: { NIANBAO_RESULTS: path.join(given('HOST'), 'results.jsonl'), NIANBAO_ONLY: process.env.NIANBAO_ONLY ?? '' },
  },
  async ({ page, go }) => {
    const file = path.join(given('HOST'), 'results.jsonl');
    fs.writeFileSync(file, '');
    let code: number | undefined;
    await page.exposeFunction('codeAutomationExit', (exit: number) => (code = exit));
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      if (process.env.VERBOSE) console.log(`   [${type}]`, ...args);
    });
    await go();
    const results = () =>
      fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Result);
    let shown = 0;
    await until(
      'the tests are over',
      () => {
        const all = results();
        for (const { name, progress, error, seconds } of all.slice(shown)) {
          if (name === undefined) {
            mark(`         ${progress ?? ''}`);
            continue;
          }
          mark(`${error === undefined ? 'ok    ' : 'FAILED'} ${name}${seconds === undefined ? '' : ` (${seconds.toFixed(1)} s)`}`);
          if (error !== undefined) console.log(error.replace(/^/gm, '          '));
        }
        shown = all.length;
        return code !== undefined;
      },
      PATIENCE,
    );
    const all = results().filter(({ name }) => name !== undefined);
    const failed = all.filter(({ error }) => error !== undefined).length;
    mark(`${all.length - failed} of ${all.length} passed`);
    if (failed > 0 || all.length === 0 || code !== 0) throw new Error('tests in the extension host failed');
  },
);
