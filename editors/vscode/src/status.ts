// How the report in the editor stands: the language status item, and whether there is a report at all.

import {
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  type TextDocument,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import { type Counts, type Report, ask } from './requests.ts';
import { DOCUMENTS, type Session } from './session.ts';
import { describe } from './words.ts';

/** How long typing has to rest before it is asked how the report stands. */
const REST = 200;

/** Keeps the status item and the context keys as the editor that is in front. */
export class Status implements Disposable {
  readonly #session: Session;
  readonly #disposables: Disposable[];
  #item: LanguageStatusItem | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Which question was the last: only its answer counts. */
  #question = 0;
  /** What is shown, in words. */
  #shown: { text: string; detail: string } | undefined;

  constructor(session: Session) {
    this.#session = session;
    const soon = (document: TextDocument) => {
      if (document === window.activeTextEditor?.document) this.#soon(REST);
    };
    const now = () => {
      this.#soon(0);
    };
    this.#disposables = [
      session.onDidChange(now),
      window.onDidChangeActiveTextEditor(now),
      workspace.onDidChangeTextDocument(({ document }) => {
        soon(document);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        const front = window.activeTextEditor?.document.uri.toString();
        if (uris.some((uri) => uri.toString() === front)) now();
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
    const document = window.activeTextEditor?.document;
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
    this.#item ??= languages.createLanguageStatusItem('nianbao.status', DOCUMENTS);
    this.#item.name = 'nianbao 年报';
    this.#item.text = words.text;
    this.#item.detail = words.detail;
    this.#item.severity = this.#session.paused ? LanguageStatusSeverity.Warning : severity(words.findings);
    this.#item.command = this.#session.paused
      ? { command: 'nianbao.togglePause', title: '恢复检查' }
      : { command: 'workbench.actions.view.problems', title: '查看问题' };
    this.#item.accessibilityInformation = { label: `nianbao：${words.text}，${words.detail}` };
    this.#shown = { text: words.text, detail: words.detail };
  }
}

function severity(findings: Counts): LanguageStatusSeverity {
  if (findings.error > 0) return LanguageStatusSeverity.Error;
  return findings.warning > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}
