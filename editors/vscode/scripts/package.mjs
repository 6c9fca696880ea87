// Makes a .vsix with a server inside.
//
//     node scripts/package.mjs TARGET PROGRAM [OUT]
//
// TARGET is a platform of VS Code (linux-x64, linux-arm64, darwin-x64, darwin-arm64, win32-x64, …) and PROGRAM a `nianbao`
// built for it. OUT is nianbao-TARGET.vsix if it is not given. The version is that of Cargo.toml, whatever package.json says.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [target, program, out = `nianbao-${target}.vsix`] = process.argv.slice(2);
if (target === undefined || program === undefined) throw new Error('usage: package.mjs TARGET PROGRAM [OUT]');

await bundle();
const server = path.join(root, 'server', target.startsWith('win32') ? 'nianbao.exe' : 'nianbao');
rmSync(path.dirname(server), { recursive: true, force: true });
mkdirSync(path.dirname(server));
copyFileSync(program, server);
chmodSync(server, 0o755);
const version = /^version = "(.+)"$/m.exec(readFileSync(path.join(root, '../../Cargo.toml'), 'utf8'))?.[1];
if (version === undefined) throw new Error('Cargo.toml has no version');
const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
// There is no public repository that pictures could be fetched from, so links stay as they are written.
const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--no-update-package-json', '--no-git-tag-version'];
execFileSync(process.execPath, [vsce, 'package', version, ...options, '--target', target, '--out', path.resolve(out)], { cwd: root, stdio: 'inherit' });
console.log(`${out}: ${(statSync(path.resolve(out)).size / 1e6).toFixed(1)} MB`);
