// Starts the page.

import { element } from './elements.ts';
import { Engine } from './engine.ts';
import { wordsOf } from './notice.ts';
import { Page } from './page.ts';

async function begin(): Promise<void> {
  try {
    const packed = element('engine');
    const engine = await Engine.load(packed.textContent);
    packed.remove();
    new Page(engine);
    element('state').textContent = '';
    // For those who measure it: since it was opened.
    document.body.dataset['ready'] = String(performance.now());
  } catch (error) {
    element('state').textContent = `这个浏览器打不开本页，请用新版的 Edge、Chrome 或 Firefox（${wordsOf(error)}）`;
  }
}

void begin();
