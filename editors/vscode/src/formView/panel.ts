// One form view beside its draft: what is read of the draft goes to the page, what is typed there into the draft.

import { Selection, type TextDocument, TabInputText, Uri, ViewColumn, type WebviewPanel, WorkspaceEdit, commands, env, window, workspace } from 'vscode';
import type { Answer } from '../../../view/src/protocol.ts';
import { ask, folderOf } from '../requests.ts';
import type { Session } from '../session.ts';
import type { Forms } from './forms.ts';
import type { FromHost, FromPage, Question } from './messages.ts';

/** Which table or figure has the focus when the view is opened. */
export interface Target {
  report?: number;
  section?: string;
  figure?: string;
}

/** A form view. */
export class Panel {
  readonly #session: Session;
  readonly #forms: Forms;
  readonly #document: TextDocument;
  readonly #panel: WebviewPanel;
  readonly #save: (document: TextDocument) => Promise<void>;
  /** What is to have the focus as soon as the page shows it. */
  #target: Target | undefined;
  #figure: string | undefined;
  #held: string | undefined;
  #isReady = false;
  #isShown = false;
  /** Whether a newer state is to be fetched once the one that is being fetched is here. */
  #isStale = false;
  #isFetching = false;

  constructor(session: Session, forms: Forms, document: TextDocument, panel: WebviewPanel, save: (document: TextDocument) => Promise<void>) {
    this.#session = session;
    this.#forms = forms;
    this.#document = document;
    this.#panel = panel;
    this.#save = save;
    const listening = [
      panel.webview.onDidReceiveMessage((message: FromPage) => void this.#take(message)),
      forms.onDidChange((uri) => {
        if (uri === undefined || uri === document.uri.toString()) void this.#update();
      }),
      panel.onDidChangeViewState(() => {
        // The page of a hidden view is thrown away; the next one says when it is ready.
        if (!panel.visible) this.#isReady = this.#isShown = false;
      }),
    ];
    panel.onDidDispose(() => {
      listening.forEach((it) => void it.dispose());
    });
  }

  /** Brings the view to the front and the focus into a table. */
  focus(target: Target): void {
    // Where it is: without a column it would cover the text.
    this.#panel.reveal(this.#panel.viewColumn);
    this.#target = target;
    this.#aim();
  }

  /** Shows nothing but a reason, lest something is typed into a draft that becomes another; without one the draft again. */
  hold(reason: string | undefined): void {
    this.#held = reason;
    if (reason === undefined) void this.#update();
    else this.#post({ kind: 'state', state: null, reason });
  }

  /** Closes the view. */
  close(): void {
    this.#panel.dispose();
  }

  /** The figure that has the focus, or had it last. */
  get figure(): string | undefined {
    return this.#figure;
  }

  /** Whether this view has the focus of the window. */
  get isInFront(): boolean {
    return this.#panel.active;
  }

  /** Goes to the next place that is to be filled. */
  next(): void {
    this.#panel.reveal(this.#panel.viewColumn);
    this.#post({ kind: 'next' });
  }

  #post(message: FromHost): void {
    void this.#panel.webview.postMessage(message);
  }

  #aim(): void {
    if (this.#target === undefined || !this.#isShown) return;
    this.#post({ kind: 'focus', ...this.#target });
    this.#target = undefined;
  }

  async #update(): Promise<void> {
    if (!this.#isReady || this.#held !== undefined) return;
    this.#isStale = true;
    if (this.#isFetching) return;
    this.#isFetching = true;
    while (this.#isStale) {
      this.#isStale = false;
      const state = await this.#forms.of(this.#document);
      const reason = this.#forms.problem;
      // A server that starts says so, and there is more to show then.
      this.#post({ kind: 'state', state, ...(reason !== undefined && { reason }) });
      this.#isShown = this.#panel.visible && state !== null;
    }
    this.#isFetching = false;
    this.#aim();
  }

  async #take(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        await this.#update();
        break;
      case 'ask':
        this.#post({ kind: 'answer', id: message.id, answer: await this.#change(message.question) });
        break;
      case 'focused':
        this.#figure = message.figure;
        break;
      case 'reveal': {
        const { start, end } = message.range;
        const selection = new Selection(start.line, start.character, end.line, end.character);
        await window.showTextDocument(this.#document, { viewColumn: this.#column(), selection });
        break;
      }
      case 'print':
        await save(this.#document.uri, message.html, message.name);
        break;
      case 'command':
        if (message.name === 'save') await this.#save(this.#document);
        else await commands.executeCommand(message.name);
        break;
    }
  }

  /** Where the draft is shown, or would be. */
  #column(): ViewColumn {
    const uri = this.#document.uri.toString();
    const isDraft = ({ input }: { input: unknown }) => input instanceof TabInputText && input.uri.toString() === uri;
    const group = window.tabGroups.all.find(({ tabs }) => tabs.some(isDraft));
    return group?.viewColumn ?? (this.#panel.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
  }

  /** Has the server make a change, and makes it, if the draft is still what it was made for. */
  async #change(question: Question): Promise<Answer> {
    const [document, client] = [this.#document, this.#session.running];
    const refused = (why: string, version = document.version): Answer => ({ version, refused: why });
    if (client === undefined) return refused('服务没有运行');
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    try {
      const changes =
        question.kind === 'fill'
          ? await ask(client, 'fill', { uri, ...question.fill })
          : await ask(client, 'insert', { uri, ...question.insertion });
      if (changes.refused !== null) return refused(changes.refused, changes.version);
      if (document.version !== changes.version) return refused('草稿已经改动');
      const edit = new WorkspaceEdit();
      edit.set(document.uri, await client.protocol2CodeConverter.asTextEdits(changes.edits));
      if (await workspace.applyEdit(edit)) return { version: document.version, refused: null };
      return refused('编辑器没有接受这次修改');
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Saves a page where the user wants it, and offers to open it: the browser prints it. */
async function save(draft: Uri, html: string, name: string): Promise<void> {
  const folder = draft.scheme === 'file' ? Uri.joinPath(draft, '..') : folderOf(draft);
  const options = { title: '另存为 HTML', filters: { 网页: ['html'] } };
  const file = await window.showSaveDialog({ ...options, ...(folder && { defaultUri: Uri.joinPath(folder, name) }) });
  if (file === undefined) return;
  try {
    await workspace.fs.writeFile(file, new TextEncoder().encode(html));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await window.showErrorMessage(`nianbao：没有保存网页：写不进这个位置，请换一个再试（${why}）`);
    return;
  }
  const open = '在浏览器中打开';
  const answer = await window.showInformationMessage('nianbao：已保存网页，可在浏览器中打开后打印。', open);
  if (answer === open) await env.openExternal(file);
}
