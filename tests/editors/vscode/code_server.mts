// The real VS Code: its server build with the extension installed, shown in a browser without a window.
//
// Set by `run`: CODE_SERVER (its entry), VSIX, FONTS (a folder), CHROMIUM.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../../..');
const { chromium } = createRequire(path.join(root, 'editors/vscode/package.json'))('playwright-core') as typeof import('playwright-core');

/** A variable of the environment that `run` sets. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: start the tests with tests/editors/vscode/run`);
  return value;
}

const began = Date.now();

/** Says how far the test is. */
export function mark(what: string): void {
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}

/** Without what would get in the way of a test or clutter a picture. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'git.enabled': false,
  'files.autoSave': 'off',
};

/** What a run needs to know. */
export interface Options {
  /** Files of the workspace, by their paths in it. */
  files: Record<string, string>;
  /** The file to begin with, or the .code-workspace. */
  open: string;
  /** Settings of the user. */
  settings?: Record<string, unknown>;
  /** What is told to the workbench when it starts. */
  payload?: [string, string][];
  size?: { width: number; height: number };
  environment?: Record<string, string>;
}

/** The editor as a test sees it. */
export interface Editor {
  page: Page;
  /** The folder of the workspace. */
  workspace: string;
  /** Opens the workbench. */
  go: () => Promise<void>;
}

/** Runs `test` in a new editor with new folders; what it leaves is kept where it fails. */
export async function withEditor(options: Options, test: (editor: Editor) => Promise<void>): Promise<void> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'nianbao-vscode-'));
  const workspace = path.join(place, '年报');
  for (const [name, text] of Object.entries(options.files)) {
    fs.mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    fs.writeFileSync(path.join(workspace, name), text);
  }
  const user = path.join(place, 'user');
  fs.mkdirSync(path.join(user, 'User'), { recursive: true });
  fs.writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify({ ...SETTINGS, ...options.settings }));

  const common = [given('CODE_SERVER'), '--user-data-dir', user, '--extensions-dir', path.join(place, 'extensions'), '--config', path.join(place, 'config.yaml')];
  const environment = { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_DATA_HOME: place, XDG_CONFIG_HOME: place, ...options.environment };
  const install = spawnSync(process.execPath, [...common, '--install-extension', given('VSIX')], { encoding: 'utf8', env: environment });
  if (install.status !== 0) throw new Error(`the extension was not installed:\n${install.stdout}${install.stderr}`);
  mark('extension installed');

  const port = await freePort();
  const log = fs.openSync(path.join(place, 'code-server.log'), 'a');
  const flags = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override', '--disable-proxy'];
  const server = spawn(
    process.execPath,
    [...common, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...flags, '--vscode-option', 'enable-smoke-test-driver'],
    { env: environment, stdio: ['ignore', log, log], detached: true },
  );
  const ended = new Promise((resolve) => server.on('exit', resolve));
  let browser, failed = true;
  try {
    await until('VS Code answers', async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok);
    browser = await chromium.launch({
      executablePath: given('CHROMIUM'),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      env: { ...environment, FONTCONFIG_FILE: fontConfiguration(place) },
    });
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    const uri = (file: string) => `vscode-remote://127.0.0.1:${port}${file}`;
    const isWorkspace = options.open.endsWith('.code-workspace');
    const payload = (options.payload ?? []).map(([key, file]) => [key, uri(file)]);
    if (!isWorkspace) payload.push(['openFile', uri(path.join(workspace, options.open))]);
    const query = new URLSearchParams({
      [isWorkspace ? 'workspace' : 'folder']: isWorkspace ? path.join(workspace, options.open) : workspace,
      payload: JSON.stringify(payload),
    });
    const go = async () => {
      await page.goto(`http://127.0.0.1:${port}/?${query.toString()}`);
    };
    try {
      await test({ page, workspace, go });
    } catch (error) {
      await page.screenshot({ path: path.join(place, 'failure.png') }).catch(() => undefined);
      throw error;
    }
    failed = false;
  } finally {
    await browser?.close();
    if (server.exitCode === null && server.pid !== undefined) {
      process.kill(-server.pid, 'SIGTERM');
      const killer = setTimeout(() => server.pid !== undefined && process.kill(-server.pid, 'SIGKILL'), 10_000);
      await ended;
      clearTimeout(killer);
    }
    if (failed) console.log(`what the run left is in ${place}: failure.png, code-server.log`);
    else fs.rmSync(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Waits until `look` finds something. */
export async function until<Found>(what: string, look: () => Promise<Found> | Found, patience = 300_000): Promise<Exclude<NonNullable<Found>, false>> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<NonNullable<Found>, false>;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Lets the browser draw Chinese, whatever the machine has. */
function fontConfiguration(place: string): string {
  const file = path.join(place, 'fonts.conf');
  const prefer = (family: string, font: string) => `<alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  fs.writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>${given('FONTS')}</dir><cachedir>${path.join(place, 'fontconfig')}</cachedir>
${prefer('monospace', 'Noto Sans Mono CJK SC')}${prefer('sans-serif', 'Noto Sans CJK SC')}${prefer('system-ui', 'Noto Sans CJK SC')}
</fontconfig>`,
  );
  return file;
}
