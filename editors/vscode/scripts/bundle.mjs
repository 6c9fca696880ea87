// Bundles the extension, and the page of its form view, into dist/.

import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** @type {import('esbuild').BuildOptions} */
const common = { absWorkingDir: root, bundle: true, minify: true, sourcemap: false, logLevel: 'warning' };

/** Writes dist/extension.cjs, dist/formView.js and .css and, beside them, the schema of nianbao.toml. */
export async function bundle() {
  await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
  });
  await build({
    ...common,
    entryPoints: [{ in: 'src/formView/page.ts', out: 'formView' }, { in: '../view/view.css', out: 'formView' }],
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    target: 'chrome124',
  });
  copyFileSync(path.join(root, '../nianbao.schema.json'), path.join(root, 'dist/nianbao.schema.json'));
}

if (process.argv[1] === import.meta.filename) await bundle();
