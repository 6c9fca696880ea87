// The engine in WebAssembly finds what the command line finds, in every draft.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { Engine } from '../../../editors/page/src/engine.ts';
import { Session } from '../../../editors/page/src/session.ts';
import { draft, given } from './browser.mts';

/** A finding of the command line. */
interface Listed {
  rule: string;
  message: string;
  range: { start: { line: number; column: number } };
}

/** A session that nothing happens to. */
async function session(): Promise<Session> {
  const engine = await Engine.load(gzipSync(fs.readFileSync(given('NIANBAO_PAGE')), { level: 1 }).toString('base64'));
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

test('every draft has the findings that the command line lists', async () => {
  const page = await session();
  const names = fs.readdirSync(draft(''));
  assert.ok(names.length > 50);
  for (const name of names) {
    const read = page.read(name, fs.readFileSync(draft(name)));
    assert.ok(read);
    page.open(name, read.languageId, read.text);
    const found = page.diagnostics()?.map(({ code, message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${code} ${message.split('\n')[0]}`);
    const expected = listed(draft(name)).map(({ rule, message, range: { start } }) => `${start.line}:${start.column} ${rule} ${message}`);
    assert.deepEqual(found?.sort(), expected.sort(), name);
  }
});
