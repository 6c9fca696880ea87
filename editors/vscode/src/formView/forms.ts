// What the server has read of the drafts: asked once for each version, whoever wants it.

import { type Disposable, EventEmitter, type TextDocument, languages, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { State } from '../../../view/src/protocol.ts';
import { ask } from '../requests.ts';
import { DOCUMENTS, type Session } from '../session.ts';

/** The reports of the drafts that are open. */
export class Forms implements Disposable {
  /** Fired when what was read of a draft may be another now; of all drafts where none is named. */
  readonly onDidChange;
  readonly #changed = new EventEmitter<string | undefined>();
  readonly #session: Session;
  readonly #disposables: Disposable[];
  #read = new WeakMap<TextDocument, { version: number; state: Promise<State | null> }>();

  constructor(session: Session) {
    this.#session = session;
    this.onDidChange = this.#changed.event;
    const all = () => {
      this.#read = new WeakMap();
      this.#changed.fire(undefined);
    };
    this.#disposables = [
      session.onDidChange(all),
      // The figures of last year's report and the settings show in the findings.
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris.map(String)) {
          const document = workspace.textDocuments.find((it) => it.uri.toString() === uri);
          if (document) this.#read.delete(document);
          this.#changed.fire(uri);
        }
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#changed.fire(document.uri.toString());
      }),
    ];
  }

  /** Why there is nothing to show, where the server does not run. */
  get problem(): string | undefined {
    return this.#session.running ? undefined : `服务没有运行。${this.#session.problem ?? ''}`;
  }

  /** The reports of a draft as it is now. */
  of(document: TextDocument): Promise<State | null> {
    const client = this.#session.running;
    if (client === undefined || languages.match(DOCUMENTS, document) === 0) return Promise.resolve(null);
    const known = this.#read.get(document);
    if (known?.version === document.version) return known.state;
    const read = { version: document.version, state: this.#ask(client, document) };
    this.#read.set(document, read);
    // Nothing may mean that the server does not have the draft yet: whoever wants it asks again.
    void read.state.then((state) => {
      if (state === null && this.#read.get(document) === read) this.#read.delete(document);
    });
    return read.state;
  }

  /** Asks the server; once more if it gave up, as it does when its settings change meanwhile. */
  async #ask(client: LanguageClient, document: TextDocument): Promise<State | null> {
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const state = () => ask(client, 'form', { uri });
    return await state().catch(state).catch(() => null);
  }

  dispose(): void {
    this.#disposables.forEach((it) => void it.dispose());
    this.#changed.dispose();
  }
}
