// 检查整个文件夹: all drafts of all folders, with what was found in the Problems panel.

import { randomUUID } from 'node:crypto';
import { ProgressLocation, commands, window, workspace } from 'vscode';
import { type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import { type FolderFindings, ask } from '../requests.ts';
import { count } from '../words.ts';

/** Checks all drafts and says how many findings there are; returns it for other extensions. */
export async function checkFolder(client: LanguageClient): Promise<FolderFindings | undefined> {
  if (workspace.workspaceFolders === undefined) {
    void window.showInformationMessage('nianbao：请先打开一个文件夹。');
    return undefined;
  }
  const token = randomUUID();
  const options = { location: ProgressLocation.Notification, title: 'nianbao 正在检查整个文件夹', cancellable: true };
  const found = await window.withProgress(options, async (progress, cancellation) => {
    let reached = 0;
    const listening = client.onProgress(WorkDoneProgress.type, token, (step) => {
      if (step.kind === 'end') return;
      const percentage = step.percentage ?? reached;
      progress.report({ ...(step.message && { message: step.message }), increment: percentage - reached });
      reached = percentage;
    });
    try {
      return await ask(client, 'checkFolders', {}, { token, cancellation });
    } catch (error) {
      if (cancellation.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  });
  if (found === undefined) return undefined;
  const { files, reports, findings } = found;
  const show = '查看问题';
  const say = findings.error > 0 ? window.showWarningMessage : window.showInformationMessage;
  const words = `nianbao：检查了${files}个文件、${reports}份报告：${count(findings)}。`;
  void say(words, show).then((answer) => {
    if (answer === show) void commands.executeCommand('workbench.actions.view.problems');
  });
  return found;
}
