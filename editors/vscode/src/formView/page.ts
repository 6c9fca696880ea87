// The page inside the webview: the form view, with the extension as its host.

import { type Answer, type Host, type State, mount } from '../../../view/src/index.ts';
import type { FromHost, FromPage, Question } from './messages.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): { scroll: number } | undefined;
  setState(state: { scroll: number }): void;
};

const code = acquireVsCodeApi();
const waiting = new Map<number, (answer: Answer) => void>();
let questions = 0;

/** Asks the extension for a change and waits for what becomes of it. */
function ask(question: Question): Promise<Answer> {
  const id = ++questions;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    code.postMessage({ kind: 'ask', id, question });
  });
}

const host: Host = {
  fill: (fill) => ask({ kind: 'fill', fill }),
  insert: (insertion) => ask({ kind: 'insert', insertion }),
  reveal: (range) => {
    code.postMessage({ kind: 'reveal', range });
  },
  print: (html, name) => {
    code.postMessage({ kind: 'print', html, name });
  },
  command: (name) => {
    code.postMessage({ kind: 'command', name });
  },
};

const view = mount(document.body, host);
let scroll = code.getState()?.scroll ?? 0;

/** Shows a state where the page was left. */
function update(state: State | null, reason: string | undefined): void {
  view.update(state, reason);
  if (scroll > 0 && state !== null) window.scrollTo(0, scroll);
  scroll = 0;
}

window.addEventListener('message', ({ data }: MessageEvent<FromHost>) => {
  switch (data.kind) {
    case 'state':
      update(data.state, data.reason);
      break;
    case 'answer':
      waiting.get(data.id)?.(data.answer);
      waiting.delete(data.id);
      break;
    case 'focus':
      view.focus(data.report, data.section, data.figure);
      break;
    case 'next':
      view.next();
      break;
  }
});
window.addEventListener('focusin', () => {
  if (view.figure !== undefined) code.postMessage({ kind: 'focused', figure: view.figure });
});
window.addEventListener('scroll', () => {
  code.setState({ scroll: window.scrollY });
});
code.postMessage({ kind: 'ready' });
