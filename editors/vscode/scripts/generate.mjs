// Writes what is made from the program: the settings in package.json and the snippets.
//
//     node scripts/generate.mjs PROGRAM [--check]
//
// PROGRAM is a `nianbao`; with --check nothing is written, and what is out of date is an error.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configuration } from './settings.mjs';
import { snippets } from './snippets.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [program, check] = process.argv.slice(2);
if (program === undefined) throw new Error('usage: generate.mjs PROGRAM [--check]');

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
manifest.contributes.configuration = configuration(JSON.parse(execFileSync(program, ['config', '--schema'], { encoding: 'utf8' })));
const files = { ...snippets(program), 'package.json': `${JSON.stringify(manifest, null, 2)}\n` };

let stale = 0;
for (const [name, text] of Object.entries(files)) {
  const file = path.join(root, name);
  if (check === undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is out of date: run node scripts/generate.mjs PROGRAM`);
    stale += 1;
  }
}
process.exitCode = stale > 0 ? 1 : 0;
