// Makes a .vsix with a server inside.
//
//     node scripts/package.mjs TARGET PROGRAM [OUT]
//
// TARGET is a platform of VS Code (linux-x64, linux-arm64, darwin-x64, darwin-arm64, win32-x64, …) and PROGRAM a `nianbao`
// built for it. OUT is nianbao-TARGET.vsix if it is not given. The version and the repository are those of Cargo.toml, whatever
// package.json says.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundle } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [target, program, out = `nianbao-${target}.vsix`] = process.argv.slice(2);
if (target === undefined || program === undefined) throw new Error('usage: package.mjs TARGET PROGRAM [OUT]');

const cargo = readFileSync(path.join(root, '../../Cargo.toml'), 'utf8');
/** What the package says of itself in Cargo.toml. */
function said(/** @type {string} */ key) {
  const value = new RegExp(`^${key} = "(.+)"$`, 'm').exec(cargo)?.[1];
  if (value === undefined) throw new Error(`Cargo.toml has no ${key}`);
  return value;
}

await bundle();
// Put together elsewhere, so that package.json here stays as it is.
const stage = mkdtempSync(path.join(os.tmpdir(), 'nianbao-vsix-'));
try {
  const left = ['node_modules', 'server', 'src', 'scripts'].map((name) => path.join(root, name));
  cpSync(root, stage, { recursive: true, filter: (source) => !left.includes(source) && !source.endsWith('.vsix') });
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const repository = { type: 'git', url: said('repository'), directory: 'editors/vscode' };
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify({ ...manifest, version: said('version'), repository }, null, 2)}\n`);
  const server = path.join(stage, 'server', target.startsWith('win32') ? 'nianbao.exe' : 'nianbao');
  mkdirSync(path.dirname(server));
  copyFileSync(program, server);
  chmodSync(server, 0o755);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  // There is no public repository that pictures could be fetched from, so links stay as they are written.
  const options = ['--no-dependencies', '--no-rewrite-relative-links'];
  execFileSync(process.execPath, [vsce, 'package', ...options, '--target', target, '--out', path.resolve(out)], { cwd: stage, stdio: 'inherit' });
} finally {
  rmSync(stage, { recursive: true });
}
console.log(`${out}: ${(statSync(path.resolve(out)).size / 1e6).toFixed(1)} MB`);
