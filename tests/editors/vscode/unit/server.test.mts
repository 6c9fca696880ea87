import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { findServer } from '../../../../editors/vscode/src/server.ts';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'nianbao-unit-'));
after(() => {
  fs.rmSync(place, { recursive: true });
});

/** A program that prints something. */
function program(folder: string, prints: string, mode = 0o755): string {
  const file = path.join(place, folder, 'nianbao');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${prints}\n`, { mode });
  return file;
}

const bundled = program('bundled', 'echo nianbao 0.1.0');
const command = program('commands', 'echo nianbao 0.2.0-beta');
const find = (setting: string, folder = 'none', commands = 'none') =>
  findServer({
    setting,
    bundled: path.join(place, folder),
    commands: ['', 'bin', path.join(place, commands)].join(path.delimiter),
    platform: 'linux',
  });

const problem = async (found: ReturnType<typeof find>) => {
  const it = await found;
  assert.ok(it.path === undefined);
  return it.problem;
};

test('the path that is set comes first, then the one that came along, then the commands', async () => {
  assert.deepEqual(await find(command, 'bundled'), { path: command, version: '0.2.0-beta', origin: 'setting' });
  assert.deepEqual(await find('', 'bundled', 'commands'), { path: bundled, version: '0.1.0', origin: 'bundled' });
  assert.deepEqual(await find('  ', 'none', 'commands'), { path: command, version: '0.2.0-beta', origin: 'commands' });
});

test('a home folder may be written with ~', async () => {
  const home = process.env.HOME;
  process.env.HOME = place;
  try {
    assert.equal((await find('~/bundled/nianbao')).path, bundled);
  } finally {
    process.env.HOME = home;
  }
});

test('a wrong path is a problem, whatever else there is', async () => {
  assert.match(await problem(find('/nowhere/nianbao', 'bundled')), /不存在/);
  assert.match(await problem(find(place, 'bundled')), /不是文件/);
  assert.match(await problem(find('bin/nianbao', 'bundled')), /完整路径/);
});

test('another program is not taken for the server', async () => {
  assert.match(await problem(find(program('other', 'echo GNU something 9.1'))), /不是 nianbao/);
  assert.match(await problem(find(program('failing', 'exit 3'))), /不能运行/);
  assert.match(await problem(find(program('plain', 'echo nianbao 0.1.0', 0o644))), /不能执行|不能运行/);
});

test('the open workspace never says what is run', async () => {
  // The commands' folders above begin with an empty and a relative one.
  const before = process.cwd();
  program('workspace/bin', 'echo nianbao 6.6.6');
  process.chdir(path.join(place, 'workspace'));
  try {
    assert.match(await problem(find('')), /找不到/);
  } finally {
    process.chdir(before);
  }
});
