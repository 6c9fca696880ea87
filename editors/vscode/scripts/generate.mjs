// Writes what is made from the program: the settings in package.json.
//
//     node scripts/generate.mjs PROGRAM [--check]
//
// PROGRAM is a `nianbao`; with --check nothing is written, and what is out of date is an error.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configuration } from './settings.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [program, check] = process.argv.slice(2);
if (program === undefined) throw new Error('usage: generate.mjs PROGRAM [--check]');

const file = path.join(root, 'package.json');
const written = readFileSync(file, 'utf8');
const manifest = JSON.parse(written);
manifest.contributes.configuration = configuration(JSON.parse(execFileSync(program, ['config', '--schema'], { encoding: 'utf8' })));
const made = `${JSON.stringify(manifest, null, 2)}\n`;
if (check === undefined) {
  writeFileSync(file, made);
} else if (written !== made) {
  console.error('package.json is out of date: run node scripts/generate.mjs PROGRAM');
  process.exitCode = 1;
}
