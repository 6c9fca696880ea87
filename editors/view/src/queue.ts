// What is typed on its way into the draft: one change at a time, each made for the version that is shown.

import { type Key, type Typed, keyOf } from './sheet.ts';
import type { Answer, Fill, Filling } from './protocol.ts';

interface Job {
  report: number;
  cells: Filling[];
  /** Once the draft has it: the version that shows it. */
  shownBy?: number;
}

/** What the queue tells. */
export interface Listener {
  send(fill: Fill): Promise<Answer>;
  /** Something is in the draft now. */
  changed(): void;
  /** The server will not write something, for this reason. */
  refused(message: string): void;
}

/** The changes that are not yet in what the server has read. */
export class Queue {
  readonly #listener: Listener;
  #jobs: Job[] = [];
  #version: number | undefined;
  /** The version for which the first job came too late. */
  #late: number | undefined;
  #isSent = false;
  #waiting: (() => void)[] = [];

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Takes texts to be written into cells. */
  push(report: number, cells: Filling[]): void {
    if (cells.length > 0) this.#jobs.push({ report, cells });
    void this.#next();
  }

  /** Tells which version is shown; nothing if there is no draft any more. */
  shown(version: number | undefined): void {
    this.#version = version;
    if (version === undefined) this.#jobs = [];
    else this.#jobs = this.#jobs.filter((job) => job.shownBy === undefined || job.shownBy > version);
    void this.#next();
  }

  get isEmpty(): boolean {
    return this.#jobs.length === 0;
  }

  /** What is still on its way into a report. */
  typed(report: number): Typed {
    const cells = this.#jobs.filter((job) => job.report === report).flatMap((job) => job.cells);
    return new Map<Key, string>(cells.map((cell) => [keyOf(cell), cell.text]));
  }

  /** Waits until all is in the draft and shown. */
  async settled(): Promise<void> {
    if (!this.isEmpty) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #next(): Promise<void> {
    const [job] = this.#jobs;
    if (job === undefined) {
      for (const resolve of this.#waiting.splice(0)) resolve();
      return;
    }
    const version = this.#version;
    if (this.#isSent || version === undefined || job.shownBy !== undefined || version === this.#late) return;
    this.#isSent = true;
    const answer = await this.#listener
      .send({ version, report: job.report, cells: job.cells, totals: true })
      .catch((error: unknown): Answer => ({ version, refused: error instanceof Error ? error.message : String(error) }));
    this.#isSent = false;
    this.#late = undefined;
    if (answer.refused === null) {
      job.shownBy = answer.version;
    } else if (answer.version !== version) {
      // What it was made for is gone: once more, when the newer state is here.
      this.#late = version;
    } else {
      this.#jobs = this.#jobs.filter((other) => other !== job);
      this.#listener.refused(answer.refused);
    }
    this.shown(this.#version);
    this.#listener.changed();
  }
}
