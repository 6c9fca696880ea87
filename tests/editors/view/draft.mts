// A draft as an editor has it: its text with its undo stack, and the server that reads it.

import { type ChildProcess, spawn } from 'node:child_process';
import type { Answer, Fill, Insertion, Position, Range, State } from '../../../editors/view/src/protocol.ts';

interface TextEdit {
  range: Range;
  newText: string;
}

/** The server over its pipes. */
export class Server {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: { result?: unknown; error?: { message: string } }) => void>();
  #read = Buffer.alloc(0);
  #questions = 0;

  constructor(program: string) {
    this.#process = spawn(program, ['server'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdout?.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
  }

  async start(): Promise<void> {
    await this.request('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
    this.notify('initialized', {});
  }

  async stop(): Promise<void> {
    await this.request('shutdown', undefined);
    this.notify('exit', undefined);
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#questions;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(error.message));
        else resolve(result);
      });
      this.#send({ id, method, params });
    });
  }

  /** One of the server's own commands. */
  command(name: string, argument: object): Promise<unknown> {
    return this.request('workspace/executeCommand', { command: `nianbao.server.${name}`, arguments: [argument] });
  }

  #send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#process.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#process.stdin?.write(body);
  }

  #take(bytes: Buffer): void {
    this.#read = Buffer.concat([this.#read, bytes]);
    for (;;) {
      const head = this.#read.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#read.toString('latin1', 0, head))?.[1]);
      if (this.#read.length < head + 4 + length) return;
      const message = JSON.parse(this.#read.toString('utf8', head + 4, head + 4 + length)) as { id?: number; method?: string; result?: unknown };
      this.#read = this.#read.subarray(head + 4 + length);
      // What the server asks of its client is granted: it registers for changes of files.
      if (message.method !== undefined && message.id !== undefined) this.#send({ id: message.id, result: null });
      else if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    }
  }
}

/** A draft that is open. */
export class Draft {
  readonly uri: string;
  readonly #server: Server;
  readonly #language: string;
  #text: string;
  #version = 1;
  #undone: string[] = [];
  #done: string[] = [];
  /** Called after each change. */
  changed: () => void = () => undefined;

  constructor(server: Server, uri: string, language: string, text: string) {
    this.#server = server;
    this.uri = uri;
    this.#language = language;
    this.#text = text;
    const textDocument = { uri, languageId: language, version: 1, text };
    server.notify('textDocument/didOpen', { textDocument });
  }

  get text(): string {
    return this.#text;
  }

  get version(): number {
    return this.#version;
  }

  /** How many changes can be undone. */
  get depth(): number {
    return this.#done.length;
  }

  async state(): Promise<State | null> {
    return (await this.#server.command('form', { uri: this.uri })) as State | null;
  }

  /** What a server that has never seen it reads in its text. */
  async fresh(): Promise<State | null> {
    const other = new Draft(this.#server, `${this.uri}.fresh`, this.#language, this.#text);
    const state = await other.state();
    this.#server.notify('textDocument/didClose', { textDocument: { uri: other.uri } });
    return state && { ...state, version: this.#version };
  }

  async fill(fill: Fill): Promise<Answer> {
    return this.#make((await this.#server.command('fill', { uri: this.uri, ...fill })) as Answer & { edits: TextEdit[] });
  }

  async insert(insertion: Insertion): Promise<Answer> {
    return this.#make((await this.#server.command('insert', { uri: this.uri, ...insertion })) as Answer & { edits: TextEdit[] });
  }

  #make({ edits, refused, version }: Answer & { edits: TextEdit[] }): Answer {
    if (refused !== null) return { version, refused };
    if (version !== this.#version) return { version: this.#version, refused: '草稿已经改动' };
    this.edit(edits);
    return { version: this.#version, refused: null };
  }

  /** Changes the text, as one step. */
  edit(edits: TextEdit[]): void {
    const placed = edits.map(({ range, newText }) => ({ from: this.offset(range.start), to: this.offset(range.end), newText }));
    let text = this.#text;
    for (const { from, to, newText } of placed.sort((a, b) => b.from - a.from || b.to - a.to)) text = text.slice(0, from) + newText + text.slice(to);
    if (text === this.#text) return;
    this.#done.push(this.#text);
    this.#undone = [];
    this.#become(text);
  }

  undo(): void {
    const text = this.#done.pop();
    if (text === undefined) return;
    this.#undone.push(this.#text);
    this.#become(text);
  }

  redo(): void {
    const text = this.#undone.pop();
    if (text === undefined) return;
    this.#done.push(this.#text);
    this.#become(text);
  }

  offset({ line, character }: Position): number {
    let start = 0;
    for (let passed = 0; passed < line; passed++) start = this.#text.indexOf('\n', start) + 1;
    return start + character;
  }

  #become(text: string): void {
    this.#text = text;
    this.#version += 1;
    const textDocument = { uri: this.uri, version: this.#version };
    this.#server.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
    this.changed();
  }
}
