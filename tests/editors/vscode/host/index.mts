// The tests in the extension host, one after the other in one window.

import { commands } from './commands.mts';
import { documents } from './documents.mts';
import { life } from './life.mts';
import { settings } from './settings.mts';
import { type Test, report } from './support.mts';
import { typing } from './typing.mts';

/** After so many failures the rest is not tried: each may wait for minutes. */
const GIVE_UP = 3;

/** Called by the editor. */
export async function run(): Promise<void> {
  const only = process.env.NIANBAO_ONLY ?? '';
  const tests: Test[] = [...documents, ...commands, ...settings, ...typing, ...life].filter(({ name }) => name.includes(only));
  let failed = 0;
  for (const test of tests) {
    const began = Date.now();
    let error: string | undefined;
    try {
      await test.run();
    } catch (thrown) {
      failed += 1;
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    }
    report({ name: test.name, error, seconds: (Date.now() - began) / 1000 });
    if (failed === GIVE_UP) throw new Error(`${failed} tests failed; the rest was not tried`);
  }
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
