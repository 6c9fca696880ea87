// What the tests in the extension host share.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';

/** The extension as installed. */
export const extension = vscode.extensions.getExtension<{ status?: { text: string; detail: string } }>('nianbao.nianbao');

/** The program that the extension brought with it. */
export const program = path.join(extension?.extensionPath ?? '', 'server/nianbao');

/** Tells the runner something. */
export function report(result: { name: string; error: string | undefined; seconds: number } | { progress: string }): void {
  fs.appendFileSync(process.env.NIANBAO_RESULTS ?? '/dev/null', `${JSON.stringify(result)}\n`);
}

export interface Test {
  name: string;
  run(): Promise<void>;
}

/** A file of the workspace. */
export function file(folder: string, name: string): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.find((it) => it.name === folder);
  if (found === undefined) throw new Error(`no folder ${folder}`);
  return vscode.Uri.joinPath(found.uri, name);
}

/** Opens a file and brings it to the front. */
export async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Opens a file as it is on the disk, whatever was typed before. */
export async function openSaved(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const editor = await open(uri);
  if (editor.document.isDirty) {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the file is as on the disk', () => !editor.document.isDirty);
  }
  return editor;
}

/** Opens a new document with a text. */
export async function untitled(language: string, content: string): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}

/** Waits until `look` finds something. */
export async function until<Found>(what: string, look: () => Found | Promise<Found>, patience = 120_000): Promise<Exclude<NonNullable<Found>, false>> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<NonNullable<Found>, false>;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Waits until `look` finds `wanted`; says what it found last if it never does. */
export async function becomes<Found>(what: string, wanted: Found, look: () => Found | Promise<Found>, patience?: number): Promise<void> {
  let last: Found | undefined;
  try {
    await until(what, async () => isDeepStrictEqual((last = await look()), wanted), patience);
  } catch (error) {
    const [one, other] = [inspect(wanted, { depth: null }), inspect(last, { depth: null })];
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    const part = (text: string) => text.slice(Math.max(0, at - 60), at + 300);
    throw new Error(`${String(error)}\nwanted: …${part(one)}…\nfound:  …${part(other)}…`, { cause: error });
  }
}

/** A finding in few words: its rule, its severity, where it begins and ends, and what it says. */
export type Finding = string;

/** The rule of a finding; its code leads to a page about it where there is one. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** What the editor shows for a document. */
export function shown(uri: vscode.Uri): Finding[] {
  const severities = ['error', 'warning', 'info', 'hint'];
  return vscode.languages
    .getDiagnostics(uri)
    .filter((it) => it.source === 'nianbao')
    .map((it) => {
      const { severity, range, message } = it;
      const places = `${range.start.line}:${range.start.character}-${range.end.line}:${range.end.character}`;
      return `${severities[severity]}[${ruleOf(it)}] ${places} ${message}`;
    })
    .sort();
}

interface Place {
  line: number;
  column: number;
}

/** What a fresh run of the command line finds in a text: the settings of `folder` hold for it. */
export function fresh(text: string, name = 'x.md', folder?: string): Finding[] {
  const options = ['check', '-', '--stdin-filename', path.join(folder ?? '/', name), '--format', 'json', '--fail-on', 'never'];
  const printed = execFileSync(program, folder === undefined ? [...options, '--no-config'] : options, { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  const findings = JSON.parse(printed) as { rule: string; severity: string; message: string; range: { start: Place; end: Place } }[];
  const lines = text.split(/\r\n|\r|\n/);
  // The command line counts characters from 1, the editor the code units before them.
  const units = ({ line, column }: Place) => `${line - 1}:${Array.from(lines[line - 1] ?? '').slice(0, column - 1).join('').length}`;
  return findings
    .map(({ rule, severity, message, range }) => `${severity}[${rule}] ${units(range.start)}-${units(range.end)} ${message}`)
    .sort();
}

/** The text of a document as the server has it. */
export async function served(document: vscode.TextDocument): Promise<{ version: number; text: string } | null> {
  return await vscode.commands.executeCommand('nianbao.server.viewText', { uri: document.uri.toString() });
}

/** The servers that run for this window. */
export function servers(): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /^PPid:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const isServer = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2).join(' ').endsWith('nianbao server');
        return isServer && Number(parent) === process.pid;
      } catch {
        return false;
      }
    });
}

/** The place just after `text`. */
export function after(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`“${text}” is not in ${document.fileName}`);
  return document.positionAt(at + text.length);
}

/** Puts the cursor at a place. */
export function put(editor: vscode.TextEditor, place: vscode.Position): void {
  editor.selection = new vscode.Selection(place, place);
}

/** Presses Enter in the list that a command opens, until `look` sees what follows. */
export async function acceptFirst(what: string, command: string, look: () => boolean): Promise<void> {
  void vscode.commands.executeCommand(command);
  await until(what, async () => {
    if (look()) return true;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return look();
  });
}
