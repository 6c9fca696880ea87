// Writes what is made from the program: the settings in package.json, and a page for each rule in rules/.
//
//     node scripts/generate.mjs PROGRAM [--check]
//
// PROGRAM is a `nianbao`; with --check nothing is written, and what is out of date is an error.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configuration } from './settings.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [program, check] = process.argv.slice(2);
if (program === undefined) throw new Error('usage: generate.mjs PROGRAM [--check]');

/** @param {string[]} command */
const output = (...command) => execFileSync(program, command, { encoding: 'utf8', maxBuffer: 1 << 26 });

/**
 * What each file is to hold, by its path below the extension.
 * @type {Map<string, string>}
 */
const made = new Map();

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
manifest.contributes.configuration = configuration(JSON.parse(output('config', '--schema')));
made.set('package.json', `${JSON.stringify(manifest, null, 2)}\n`);

for (const { rule } of JSON.parse(output('rules', '--format', 'json'))) {
  made.set(`rules/${rule}.md`, output('explain', rule));
}

const pages = path.join(root, 'rules');
mkdirSync(pages, { recursive: true });
const gone = readdirSync(pages).filter((page) => !made.has(`rules/${page}`));
/** @param {string} file */
const read = (file) => {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return undefined;
  }
};
const stale = [...made].filter(([file, text]) => read(file) !== text);
if (check === undefined) {
  for (const [file, text] of stale) writeFileSync(path.join(root, file), text);
  for (const page of gone) rmSync(path.join(pages, page));
} else if (stale.length + gone.length > 0) {
  const files = [...stale.map(([file]) => file), ...gone.map((page) => `rules/${page}`)];
  console.error(`${files.join(', ')} out of date: run node scripts/generate.mjs PROGRAM`);
  process.exitCode = 1;
}
