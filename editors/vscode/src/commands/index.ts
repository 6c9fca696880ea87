// The commands of the palette and of the menus.

import { Disposable, type LogOutputChannel, type TextDocument, type TextEditor, Uri, commands, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { FormView } from '../formView/index.ts';
import { editorOf, front, frontEditor } from '../front.ts';
import type { Session } from '../session.ts';
import { nextUnfilled } from '../values.ts';
import { checkFolder } from './checkFolder.ts';
import { convertTable } from './convertTable.ts';
import { insertTable } from './insertTable.ts';
import { isWish, newReport } from './newReport.ts';
import { openAsDraft } from './openAsDraft.ts';
import { change } from './change.ts';

/** Registers all commands. */
export function registerCommands(session: Session, log: LogOutputChannel, formView: FormView): Disposable {
  const plain = (name: string, run: (argument: unknown) => unknown) => commands.registerCommand(`nianbao.${name}`, run);
  const asking = (name: string, run: (client: LanguageClient, argument: unknown) => Promise<unknown>) =>
    plain(name, (argument) => withServer(session, (client) => run(client, argument)));
  const about = <Thing>(name: string, find: () => Thing | undefined, run: (client: LanguageClient, thing: Thing) => Promise<void>) =>
    asking(name, async (client) => {
      const thing = find();
      if (thing === undefined) {
        await window.showInformationMessage('nianbao：请先打开一份报告。');
      } else {
        await run(client, thing);
      }
    });
  const editing = (name: string, run: (client: LanguageClient, editor: TextEditor) => Promise<void>) => about(name, frontEditor, run);
  const changing = (name: string, run: (client: LanguageClient, document: TextDocument) => Promise<void>) => about(name, front, run);
  return Disposable.from(
    asking('newReport', (client, wish) => newReport(client, isWish(wish) ? wish : undefined)),
    asking('openAsDraft', (client, file) => openAsDraft(client, file instanceof Uri ? file : undefined)),
    editing('insertTable', insertTable),
    editing('convertTable', convertTable),
    changing('recalculate', (client, document) => change(client, document, 'recalculate', '所有合计都与各项之和相符')),
    changing('fixAll', (client, document) => change(client, document, 'fixAll', '没有可以自动修复的问题')),
    about('nextUnfilled', front, async (client, document) => {
      const editor = formView.next() ? undefined : editorOf(document);
      if (editor) await nextUnfilled(client, editor);
    }),
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
