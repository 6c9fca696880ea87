// Where the server is. Knows nothing of the editor.

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Where to look. */
export interface Places {
  /** The path that the user set; empty where none is set. */
  setting: string;
  /** The folder of the extension's own server. */
  bundled: string;
  /** The folders of commands, as in `PATH`. */
  commands: string;
  platform: NodeJS.Platform;
}

/** A server, or why there is none. */
export type Found =
  | { path: string; version: string; origin: 'setting' | 'bundled' | 'commands' }
  | { path?: undefined; problem: string };

/** How long a program may take to say its version. */
const PATIENCE = 20_000;

/**
 * The server: the one that is set, else the one that came with the extension, else the one among the commands.
 * A path that is set and wrong is a problem: another server than the one asked for would surprise.
 */
export async function findServer(places: Places): Promise<Found> {
  const setting = places.setting.trim();
  if (setting !== '') {
    const file = setting.replace(/^~(?=[/\\])/, os.homedir());
    if (!path.isAbsolute(file)) {
      return { problem: `设置 nianbao.server.path 应为完整路径，现为“${setting}”。` };
    }
    if (!(await isFile(file))) {
      return { problem: `设置 nianbao.server.path 所指的“${setting}”不存在，或者不是文件。` };
    }
    return await ask(file, 'setting');
  }
  const name = places.platform === 'win32' ? 'nianbao.exe' : 'nianbao';
  const bundled = path.join(places.bundled, name);
  if (await isFile(bundled)) {
    return await ask(bundled, 'bundled');
  }
  // A relative folder would mean that the open workspace says what is run.
  for (const folder of places.commands.split(path.delimiter).filter((folder) => path.isAbsolute(folder))) {
    const file = path.join(folder, name);
    if (await isFile(file)) {
      return await ask(file, 'commands');
    }
  }
  return { problem: '找不到 nianbao 程序：扩展没有附带适用于本机的程序，命令路径（PATH）上也没有。' };
}

async function isFile(file: string): Promise<boolean> {
  return await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Asks a program whether it is the one. */
async function ask(file: string, origin: 'setting' | 'bundled' | 'commands'): Promise<Found> {
  try {
    await access(file, constants.X_OK);
  } catch {
    return { problem: `“${file}”不能执行，请检查文件的权限。` };
  }
  const said = await new Promise<string | Error>((resolve) => {
    execFile(file, ['--version'], { timeout: PATIENCE, windowsHide: true }, (error, stdout) => {
      resolve(error ?? stdout.trim());
    });
  });
  if (said instanceof Error) {
    return { problem: `“${file}”不能运行：${said.message.split('\n')[0] ?? ''}` };
  }
  const version = /^nianbao (\d+\.\d+\.\d+\S*)$/.exec(said)?.[1];
  return version === undefined
    ? { problem: `“${file}”不是 nianbao：用 --version 运行时显示“${said.slice(0, 40)}”。` }
    : { path: file, version, origin };
}
