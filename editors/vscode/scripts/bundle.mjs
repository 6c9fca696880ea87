// Bundles the extension into dist/.

import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Writes dist/extension.cjs and, beside it, the schema of nianbao.toml. */
export async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    bundle: true,
    minify: true,
    sourcemap: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  copyFileSync(path.join(root, '../nianbao.schema.json'), path.join(root, 'dist/nianbao.schema.json'));
}

if (process.argv[1] === import.meta.filename) await bundle();
