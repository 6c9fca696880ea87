#!/usr/bin/env node
// Runs the program that stands in the package for this platform, which npm installs beside this one.
'use strict';

const { spawn } = require('node:child_process');

/** The packages that may hold a program for this machine, the likelier one first. */
function packages() {
  const name = `@nianbao/${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return [name];
  process.report.excludeNetwork = true; // asking for names of hosts takes time
  const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
  return isGlibc ? [name, `${name}-musl`] : [`${name}-musl`];
}

function program() {
  const file = process.platform === 'win32' ? 'nianbao.exe' : 'nianbao';
  for (const name of packages()) {
    try {
      return require.resolve(`${name}/${file}`);
    } catch {
      // npm did not install it; the next one may be there.
    }
  }
  console.error(`nianbao：没有找到适用于本机（${process.platform} ${process.arch}）的程序 ${packages()[0]}。`);
  console.error('如果安装时用了 --omit=optional 或 --no-optional，请去掉后重装；没有适用的程序时，可以用 pip 安装或者自行编译。');
  process.exit(2);
}

const child = spawn(program(), process.argv.slice(2), { stdio: 'inherit' });
// A terminal sends SIGINT to both.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`nianbao：不能运行 ${child.spawnfile}：${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
