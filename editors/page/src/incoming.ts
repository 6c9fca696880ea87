// How files and reports come to the page: chosen, dropped, pasted.

import { dropped } from './dropped.ts';
import { dialog, element, input } from './elements.ts';
import { say, sayWhy } from './notice.ts';

/** Who takes what comes. */
export interface Taker {
  open(files: File[]): void;
  /** Last year's report. */
  know(files: File[]): void;
  /** A report that was copied elsewhere. */
  paste(clipboard: DataTransfer): void;
  /** Whether what is pasted belongs to the text that is open. */
  hasText(): boolean;
}

/** Has files and what is pasted taken. */
export function take(taker: Taker): void {
  chosen('open', 'file', (files) => {
    taker.open(files);
  });
  chosen('last-year', 'last-file', (files) => {
    taker.know(files);
  });
  for (const name of ['dragover', 'drop'] as const) {
    // Before the editor, which would put the file into the text.
    window.addEventListener(name, (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.stopPropagation();
      document.body.toggleAttribute('data-dropping', name === 'dragover');
      if (name !== 'drop') return;
      dropped(event.dataTransfer).then((files) => {
        if (files.length > 0) taker.open(files);
        else say('拖来的文件夹里没有可以核对的文件。Word 文档、网页、文本、表格都可以。');
      }, (error: unknown) => {
        sayWhy('没有打开', error);
      });
    }, { capture: true });
  }
  window.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) document.body.removeAttribute('data-dropping');
  });
  element('paste').addEventListener('click', () => {
    dialog('paste-dialog').showModal();
  });
  document.addEventListener('paste', (event) => {
    const asked = document.querySelector('dialog[open]');
    // What is pasted into another question is its answer.
    const isReport = asked === null ? !taker.hasText() : asked === dialog('paste-dialog');
    if (!isReport || event.clipboardData === null) return;
    event.preventDefault();
    dialog('paste-dialog').close();
    taker.paste(event.clipboardData);
  });
}

/**
 * What is in a file.
 * @throws Why it cannot be read, in words of our own: the browser's are English.
 */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Error('读不到这份文件：它可能是一个文件夹，或者刚被移走、改名、改动过。请重新选择', { cause: error });
  }
}

/** Has a button choose files. */
function chosen(button: string, chooser: string, act: (files: File[]) => void): void {
  const files = input(chooser);
  element(button).addEventListener('click', () => {
    files.click();
  });
  files.addEventListener('change', () => {
    act([...(files.files ?? [])]);
    files.value = '';
  });
}
