// How the report in the editor stands: the item in the status bar, and whether there is a report at all.

import {
  type Disposable,
  StatusBarAlignment,
  type StatusBarItem,
  type TextDocument,
  ThemeColor,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import { front, onDidChangeFront } from './front.ts';
import { type Report, ask } from './requests.ts';
import { DOCUMENTS, type Session } from './session.ts';
import { describe } from './words.ts';

/** How long typing has to rest before it is asked how the report stands. */
const REST = 200;

/** Left of what the editor itself says about the document. */
const PRIORITY = 101;

/** Keeps the status item and the context keys as the editor that is in front. */
export class Status implements Disposable {
  readonly #session: Session;
  readonly #disposables: Disposable[];
  #item: StatusBarItem | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Which question was the last: only its answer counts. */
  #question = 0;
  /** What is shown, in words. */
  #shown: { text: string; detail: string } | undefined;

  constructor(session: Session) {
    this.#session = session;
    const soon = (document: TextDocument) => {
      if (document === front()) this.#soon(REST);
    };
    const now = () => {
      this.#soon(0);
    };
    this.#disposables = [
      session.onDidChange(now),
      onDidChangeFront(now),
      workspace.onDidChangeTextDocument(({ document }) => {
        soon(document);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        const shown = front()?.uri.toString();
        if (uris.some((uri) => uri.toString() === shown)) now();
      }),
    ];
    now();
  }

  /** What is shown now; nothing where there is no report. */
  get shown(): { text: string; detail: string } | undefined {
    return this.#shown;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.forEach((it) => void it.dispose());
    this.#item?.dispose();
  }

  #soon(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), delay);
  }

  async #update(): Promise<void> {
    const question = ++this.#question;
    const document = front();
    const client = this.#session.running;
    let reports: Report[] = [];
    if (document !== undefined && client !== undefined && languages.match(DOCUMENTS, document) > 0) {
      const uri = client.code2ProtocolConverter.asUri(document.uri);
      const answer = await ask(client, 'status', { uri }).catch(() => null);
      reports = answer?.reports ?? [];
    }
    if (question !== this.#question) return;
    await commands.executeCommand('setContext', 'nianbao.reportOpen', reports.length > 0);
    this.#show(reports, document);
  }

  #show(reports: Report[], document: TextDocument | undefined): void {
    if (reports.length === 0 || document === undefined) {
      this.#item?.dispose();
      this.#item = undefined;
      this.#shown = undefined;
      return;
    }
    const words = describe(reports, this.#session.paused);
    this.#item ??= window.createStatusBarItem('nianbao.status', StatusBarAlignment.Right, PRIORITY);
    this.#item.name = 'nianbao 年报';
    this.#item.text = words.text;
    this.#item.tooltip = words.detail;
    this.#item.backgroundColor = this.#session.paused ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.command = this.#session.paused
      ? { command: 'nianbao.togglePause', title: '恢复检查' }
      : { command: 'workbench.actions.view.problems', title: '查看问题' };
    this.#item.accessibilityInformation = { label: `nianbao：${words.text}，${words.detail}` };
    this.#item.show();
    this.#shown = { text: words.text, detail: words.detail };
  }
}
