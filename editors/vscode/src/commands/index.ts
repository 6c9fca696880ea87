// The commands of the palette and of the menus.

import { Disposable, type LogOutputChannel, type TextEditor, commands, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Session } from '../session.ts';
import { checkFolder } from './checkFolder.ts';
import { convertTable } from './convertTable.ts';
import { insertTable } from './insertTable.ts';
import { type Wish, newReport } from './newReport.ts';
import { change } from './change.ts';

/** Registers all commands. */
export function registerCommands(session: Session, log: LogOutputChannel): Disposable {
  const plain = (name: string, run: (argument: unknown) => unknown) => commands.registerCommand(`nianbao.${name}`, run);
  const asking = (name: string, run: (client: LanguageClient, argument: unknown) => Promise<unknown>) =>
    plain(name, (argument) => withServer(session, (client) => run(client, argument)));
  const editing = (name: string, run: (client: LanguageClient, editor: TextEditor) => Promise<void>) =>
    asking(name, async (client) => {
      const editor = window.activeTextEditor;
      if (editor === undefined) {
        await window.showInformationMessage('nianbao：请先打开一份报告。');
      } else {
        await run(client, editor);
      }
    });
  return Disposable.from(
    asking('newReport', (client, wish) => newReport(client, wish as Wish | undefined)),
    editing('insertTable', insertTable),
    editing('convertTable', convertTable),
    editing('recalculate', (client, editor) => change(client, editor, 'recalculate', '所有合计都与各项之和相符')),
    editing('fixAll', (client, editor) => change(client, editor, 'fixAll', '没有可以自动修复的问题')),
    asking('checkFolder', (client) => {
      session.showFolder();
      return checkFolder(client);
    }),
    plain('togglePause', () => {
      session.togglePause();
      window.setStatusBarMessage(session.paused ? 'nianbao：已暂停检查' : 'nianbao：已恢复检查', 5000);
    }),
    plain('restartServer', () => session.restart()),
    plain('showLog', () => {
      log.show();
    }),
  );
}

/** Does what needs the server, or says that there is none. What the server refuses is shown in its words. */
async function withServer(session: Session, run: (client: LanguageClient) => Promise<unknown>): Promise<unknown> {
  const client = session.running;
  if (client === undefined) {
    const again = '重启服务';
    const answer = await window.showWarningMessage(`nianbao：服务没有运行。${session.problem ?? ''}`, again);
    if (answer === again) await session.restart();
    return undefined;
  }
  try {
    return await run(client);
  } catch (error) {
    await window.showErrorMessage(`nianbao：${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
