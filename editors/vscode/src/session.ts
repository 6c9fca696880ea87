// The server's life: started, stopped, restarted when it dies, silent while checking is paused.

import os from 'node:os';
import {
  type Disposable,
  type DocumentSelector,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  DocumentDiagnosticRequest,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  vsdiag,
} from 'vscode-languageclient/node';
import { plain } from './actions.ts';
import { matched } from './completion.ts';
import { traceChannel } from './log.ts';
import { findServer } from './server.ts';
import { SECTION, settingsFor } from './settings.ts';

/** The documents that are looked at: nothing is said about those that hold no report. */
export const DOCUMENTS: DocumentSelector & { language?: string; scheme: string; pattern?: string }[] = [
  ...['markdown', 'plaintext', 'html'].flatMap((language) =>
    ['file', 'untitled'].map((scheme) => ({ language, scheme })),
  ),
  { scheme: 'file', pattern: '**/nianbao.toml' },
];

/** So many deaths within this time, and the server is left alone. */
const DEATHS = 5;
const WITHIN = 3 * 60_000;

/** The settings' keys that are the extension's alone. */
const OWN = ['workspace-diagnostics', 'column-names', 'tab-in-tables', 'totals'];

/** The settings' keys that only a new server knows. */
const NEEDS_RESTART = [`${SECTION}.server.path`];

/** The one server of this window. */
export class Session implements Disposable {
  /** Fired when the server comes or goes and when checking is paused or goes on. */
  readonly onDidChange;
  readonly #changed = new EventEmitter<void>();
  readonly #context: ExtensionContext;
  readonly #log: LogOutputChannel;
  readonly #trace: ReturnType<typeof traceChannel>;
  readonly #watch: Disposable;
  /** The keys of the settings that are the server's. */
  readonly #keys: readonly string[];
  #client: LanguageClient | undefined;
  #problem: string | undefined;
  #paused = false;
  /** Whether the user has asked for the findings of drafts that are not open. */
  #showsFolder = false;
  /** When the server died of late. */
  #deaths: number[] = [];
  /** What was asked for last; everything is done in its turn. */
  #turn: Promise<void> = Promise.resolve();

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    this.#trace = traceChannel(log);
    this.onDidChange = this.#changed.event;
    const { contributes } = context.extension.packageJSON as { contributes: { configuration: { properties: object } } };
    const names = Object.keys(contributes.configuration.properties).map((name) => name.slice(SECTION.length + 1));
    this.#keys = names.filter((name) => !name.includes('.') && !OWN.includes(name));
    this.#watch = workspace.onDidChangeConfiguration((event) => {
      if (NEEDS_RESTART.some((key) => event.affectsConfiguration(key))) void this.restart();
    });
  }

  /** The server, if it can be asked. */
  get running(): LanguageClient | undefined {
    return this.#client?.state === State.Running ? this.#client : undefined;
  }

  /** Why there is no server, if that is known. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether nothing is to be reported. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Starts the server. What stands in the way is told to the user. */
  start(): Promise<void> {
    return this.#next(() => this.#start());
  }

  /** Stops the server. */
  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  /** Stops the server, if there is one, and starts one as it is set now. */
  restart(): Promise<void> {
    this.#deaths = [];
    return this.#next(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Pauses checking, or goes on. */
  togglePause(): void {
    this.#paused = !this.#paused;
    this.#log.info(this.#paused ? '已暂停检查' : '已恢复检查');
    this.refresh();
    this.#changed.fire();
  }

  /** Has the findings of all drafts of the folders shown from now on, in this window. */
  showFolder(): void {
    this.#showsFolder = true;
  }

  /** Asks for the findings of all documents anew. */
  refresh(): void {
    this.running?.getFeature(DocumentDiagnosticRequest.method).refresh();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#trace.stop.dispose();
    this.#changed.dispose();
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#log.error(String(error));
    });
    return this.#turn;
  }

  async #start(): Promise<void> {
    if (this.#client !== undefined) return;
    const found = await findServer({
      setting: workspace.getConfiguration(SECTION).get('server.path', ''),
      bundled: this.#context.asAbsolutePath('server'),
      commands: process.env.PATH ?? '',
      platform: process.platform,
    });
    if (found.path === undefined) {
      this.#fail(found.problem);
      return;
    }
    const origin = { setting: '设置指定', bundled: '扩展自带', commands: '在命令路径上' }[found.origin];
    this.#log.info(`nianbao ${found.version}（${origin}）：${found.path}`);
    const program = { command: found.path, args: ['server'], options: { cwd: os.homedir() } };
    const client = new LanguageClient(SECTION, 'nianbao 年报', program, this.#options());
    client.onDidChangeState(() => {
      this.#changed.fire();
    });
    this.#client = client;
    this.#problem = undefined;
    try {
      await client.start();
    } catch (error) {
      this.#client = undefined;
      await client.dispose().catch(() => undefined);
      this.#fail(`nianbao 服务没有启动：${error instanceof Error ? error.message : String(error)}`);
    }
    this.#changed.fire();
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // A client that failed to start, or whose server is dead, has nothing to stop.
    await client?.dispose().catch((error: unknown) => {
      this.#log.warn(`停止服务时：${String(error)}`);
    });
    this.#changed.fire();
  }

  /** Says once what is wrong, with the ways out. Nobody waits for the answer. */
  #fail(problem: string): void {
    this.#problem = problem;
    this.#log.error(problem);
    this.#changed.fire();
    const [settings, help, again] = ['打开设置', '查看说明', '重试'] as const;
    void window.showErrorMessage(`nianbao：${problem}`, settings, help, again).then(async (answer) => {
      if (answer === settings) {
        await commands.executeCommand('workbench.action.openSettings', `${SECTION}.server.path`);
      } else if (answer === help) {
        await commands.executeCommand('extension.open', this.#context.extension.id);
      } else if (answer === again) {
        await this.restart();
      }
    });
  }

  /** What is done when the server has died: it is started again, unless it keeps dying. */
  #died(): CloseHandlerResult {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < WITHIN), now];
    if (this.#deaths.length < DEATHS) {
      return { action: CloseAction.Restart, message: '服务意外结束，已重新启动', handled: true };
    }
    const message = `服务在三分钟内结束了${DEATHS}次，不再自动启动`;
    const [again, log] = ['重启服务', '打开日志'] as const;
    void window.showErrorMessage(`nianbao：${message}。`, again, log).then(async (answer) => {
      if (answer === again) await this.restart();
      if (answer === log) this.#log.show();
    });
    return { action: CloseAction.DoNotRestart, message, handled: true };
  }

  #options(): LanguageClientOptions {
    const none = { kind: vsdiag.DocumentDiagnosticReportKind.full as const, items: [] };
    return {
      documentSelector: DOCUMENTS,
      initializationOptions: { rulePages: Uri.joinPath(this.#context.extensionUri, 'rules').toString() },
      outputChannel: this.#log,
      traceOutputChannel: this.#trace.channel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (error) => {
          this.#log.error(`与服务通信时出错：${error.message}`);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => this.#died(),
      },
      markdown: { isTrusted: false },
      middleware: {
        workspace: {
          configuration: (params) =>
            params.items.map((item) =>
              item.section === SECTION
                ? settingsFor(item.scopeUri === undefined ? undefined : Uri.parse(item.scopeUri), this.#keys)
                : null,
            ),
        },
        provideDiagnostics: (document, previous, token, next) =>
          this.#paused ? none : next(document, previous, token),
        provideWorkspaceDiagnostics: (previous, token, report, next) => {
          if (!this.#paused && (this.#showsFolder || workspace.getConfiguration(SECTION).get<boolean>('workspace-diagnostics', false))) {
            return next(previous, token, report);
          }
          // What is reported about open drafts is passed over; a draft that was closed must not keep its findings.
          const found = languages.getDiagnostics().filter(([, items]) => items.some(({ source }) => source === SECTION));
          report({ items: found.map(([uri]) => ({ ...none, uri, version: null })) });
          return { items: [] };
        },
        provideCompletionItem: async (document, position, context, token, next) =>
          matched(document, position, await next(document, position, context, token)),
        provideCodeActions: async (document, range, context, token, next) =>
          (await next(document, range, context, token))?.map(plain),
        resolveCodeAction: async (action, token, next) => {
          const resolved = await next(action, token);
          return resolved && plain(resolved);
        },
        provideInlayHints: (document, range, token, next) => (this.#paused ? [] : next(document, range, token)),
      },
    };
  }
}
