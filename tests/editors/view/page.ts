// The form view in a page of its own: the test is its host.

import { type Answer, type Fill, type Insertion, type State, mount } from '../../../editors/view/src/index.ts';

declare global {
  interface Window {
    /** Set by the test. */
    fill(fill: Fill): Promise<Answer>;
    insert(insertion: Insertion): Promise<Answer>;
    told(name: string, ...what: unknown[]): Promise<void>;
    /** Called by the test. */
    update(state: State | null): void;
    settled(): Promise<void>;
  }
}

const view = mount(document.body, {
  fill: (fill) => window.fill(fill),
  insert: (insertion) => window.insert(insertion),
  reveal: (range) => void window.told('reveal', range),
  print: (html, name) => void window.told('print', html, name),
  command: (name) => void window.told(name),
});

window.update = (state) => {
  view.update(state);
};
window.settled = () => view.settled();
