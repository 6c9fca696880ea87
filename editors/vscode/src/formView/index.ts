// 填表视图: an editor of the draft as a form, opened beside its text.

import { randomBytes } from 'node:crypto';
import {
  CodeLens,
  type CodeLensProvider,
  type CustomTextEditorProvider,
  Disposable,
  EventEmitter,
  type ExtensionContext,
  type Position,
  Range,
  type TextDocument,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import type { State } from '../../../view/src/protocol.ts';
import { DOCUMENTS, type Session } from '../session.ts';
import { FORM } from '../front.ts';
import type { Forms } from './forms.ts';
import { Panel, type Target } from './panel.ts';

/** The view, its command, and the lenses above the tables. */
export class FormView implements Disposable {
  readonly #editors: FormEditors;
  readonly #registered: Disposable;

  constructor(context: ExtensionContext, session: Session, forms: Forms) {
    this.#editors = new FormEditors(context.extensionUri, session, forms);
    const lenses = new Lenses(forms);
    this.#registered = Disposable.from(
      lenses,
      window.registerCustomEditorProvider(FORM, this.#editors),
      languages.registerCodeLensProvider(DOCUMENTS, lenses),
      workspace.onDidSaveTextDocument((document) => {
        this.#editors.saved(document);
      }),
      commands.registerCommand('nianbao.openForm', (target?: unknown) => this.#editors.open(isTarget(target) ? target : undefined)),
    );
  }

  /** Has the form view that is in front go to the next place that is to be filled; false if none is. */
  next(): boolean {
    return this.#editors.next();
  }

  dispose(): void {
    this.#registered.dispose();
  }
}

/** What a lens gives the command; a menu gives it other things. */
interface Aim extends Target {
  draft: string;
}

const isTarget = (value: unknown): value is Aim => typeof value === 'object' && value !== null && 'draft' in value;

/** The form views that are open. */
class FormEditors implements CustomTextEditorProvider {
  readonly #root: Uri;
  readonly #session: Session;
  readonly #forms: Forms;
  readonly #open = new Map<string, Panel>();
  /** The new drafts that are being saved from their views. */
  readonly #saving = new Set<string>();

  constructor(root: Uri, session: Session, forms: Forms) {
    this.#root = Uri.joinPath(root, 'dist');
    this.#session = session;
    this.#forms = forms;
  }

  /** Called by the editor when it shows a form view. */
  resolveCustomTextEditor(document: TextDocument, panel: WebviewPanel): void {
    const uri = document.uri.toString();
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.#root] };
    panel.iconPath = Uri.joinPath(this.#root, '../media/icon.png');
    const shown = new Panel(this.#session, this.#forms, document, panel, (draft) => this.#save(draft));
    this.#open.set(uri, shown);
    panel.onDidDispose(() => {
      if (this.#open.get(uri) === shown) this.#open.delete(uri);
    });
    panel.webview.html = html(panel.webview, this.#root);
  }

  /**
   * A new draft becomes another document when it is saved, and the editor leaves an empty one behind: its view is closed,
   * lest that be saved over the file, and opened for the file.
   */
  saved({ uri }: TextDocument): void {
    const from = uri.with({ scheme: 'untitled' }).toString();
    if (uri.scheme === 'file' && !this.#saving.has(from)) void this.#move(from, uri);
  }

  async #save(draft: TextDocument): Promise<void> {
    if (!draft.isUntitled) {
      await draft.save();
      return;
    }
    const from = draft.uri.toString();
    const panel = this.#open.get(from);
    const target = panel?.figure === undefined ? {} : { figure: panel.figure };
    this.#saving.add(from);
    panel?.hold('正在保存……');
    const file = await workspace.save(draft.uri);
    this.#saving.delete(from);
    if (file) {
      await this.#show(file, target);
    } else {
      panel?.hold(undefined);
      panel?.focus(target);
    }
  }

  /** Closes the view of a new draft, if it has one, and opens that of its file. */
  async #move(from: string, file: Uri): Promise<void> {
    const panel = this.#open.get(from);
    if (panel === undefined) return;
    panel.close();
    // It was saved from its text, where the cursor stays.
    await this.#show(file, undefined);
  }

  /** Opens the view of a draft beside it and, if there is a target, gives it the focus. */
  async #show(uri: Uri, target: Target | undefined): Promise<void> {
    const options = { viewColumn: ViewColumn.Beside, preserveFocus: target === undefined };
    if (!this.#open.has(uri.toString())) await commands.executeCommand('vscode.openWith', uri, FORM, options);
    if (target) this.#open.get(uri.toString())?.focus(target);
  }

  /** Goes to the next place that is to be filled in the view that is in front; false if there is none. */
  next(): boolean {
    const panel = [...this.#open.values()].find((it) => it.isInFront);
    panel?.next();
    return panel !== undefined;
  }

  /** Opens the view of a draft beside it, or brings it to the front: at the table where the cursor is, if none is named. */
  async open(aim: Aim | undefined): Promise<void> {
    const editor = window.activeTextEditor;
    const uri = aim === undefined ? editor?.document.uri : Uri.parse(aim.draft);
    if (uri === undefined) {
      await window.showInformationMessage('nianbao：请先打开一份报告。');
      return;
    }
    const target = aim ?? (editor && sectionAt(await this.#forms.of(editor.document), editor.selection.active)) ?? {};
    await this.#show(uri, target);
  }
}

/** The section around a place of a draft, if it has a table. */
function sectionAt(state: State | null, { line }: Position): Target | undefined {
  for (const { index: report, sections } of state?.reports ?? []) {
    for (const { id: section, range, blocks } of sections) {
      const isHere = range !== null && range.start.line <= line && line <= range.end.line;
      if (isHere && blocks.some((block) => block.kind === 'table')) return { report, section };
    }
  }
  return undefined;
}

/** The page: nothing but its own script and style, and no way out. */
function html(webview: Webview, root: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const address = (name: string) => webview.asWebviewUri(Uri.joinPath(root, name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${address('formView.css')}">
<title>填表视图</title>
</head>
<body>
<script nonce="${nonce}" src="${address('formView.js')}"></script>
</body>
</html>
`;
}

/** The lens above each official table. */
class Lenses implements CodeLensProvider, Disposable {
  readonly onDidChangeCodeLenses;
  readonly #changed = new EventEmitter<void>();
  readonly #listening: Disposable;
  readonly #forms: Forms;

  constructor(forms: Forms) {
    this.#forms = forms;
    this.onDidChangeCodeLenses = this.#changed.event;
    // After an edit the editor asks by itself.
    this.#listening = forms.onDidChange((uri) => {
      if (uri === undefined) this.#changed.fire();
    });
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    const state = await this.#forms.of(document);
    const draft = document.uri.toString();
    return (state?.reports ?? []).flatMap(({ index: report, sections }) =>
      sections.flatMap(({ id: section, blocks }) =>
        blocks.flatMap((block) => {
          if (block.kind !== 'table' || block.table.range === null) return [];
          const { line } = block.table.range.start;
          const target: Aim = { draft, report, section };
          return [new CodeLens(new Range(line, 0, line, 0), { command: 'nianbao.openForm', title: '在填表视图中填写', arguments: [target] })];
        }),
      ),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}
