// The engine in WebAssembly finds what the command line finds, in every draft.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { packed } from '../../../editors/page/pack.mjs';
import { Engine } from '../../../editors/page/src/engine.ts';
import { Session } from '../../../editors/page/src/session.ts';
import { given, root } from './browser.mts';

/** A finding of the command line. */
interface Listed {
  rule: string;
  message: string;
  range: { start: { line: number; column: number } };
}

/** A session that nothing happens to. */
async function session(): Promise<Session> {
  const engine = await Engine.load(packed(gzipSync(fs.readFileSync(given('NIANBAO_PAGE')), { level: 1 })));
  const never = () => {
    throw new Error('it broke down');
  };
  return new Session(engine, { text: () => '', broken: never, recovered: never });
}

/** What the command line finds in a file by itself. */
function listed(file: string): Listed[] {
  // It says with its exit code that something was found.
  const command = `"$NIANBAO_SERVER" check --format json "$1" 2>/dev/null || [ $? = 1 ]`;
  return JSON.parse(execFileSync('sh', ['-c', command, 'sh', file], { encoding: 'utf8' })) as Listed[];
}

/** Files with reports, of every kind that is read. */
function files(): string[] {
  const folders = ['tests/drafts', 'fuzz/seeds/docx', 'fuzz/seeds/xlsx'].map((folder) => path.join(root, folder));
  const within = folders.flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)));
  return [...within, path.join(import.meta.dirname, 'broken.xlsx')];
}

test('every draft has the findings that the command line lists', async () => {
  const page = await session();
  assert.ok(files().length > 60);
  for (const file of files()) {
    const name = path.basename(file);
    const read = page.read(name, Uint8Array.from(fs.readFileSync(file)));
    assert.ok(read);
    page.open(name, read.languageId, read.text);
    const found = page.diagnostics()?.map(({ code, message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${code} ${message.split('\n')[0]}`);
    const expected = listed(file).map(({ rule, message, range: { start } }) => `${start.line}:${start.column} ${rule} ${message}`);
    assert.deepEqual(found?.sort(), expected.sort(), file);
  }
});
