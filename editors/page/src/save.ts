// Files that the page gives away.

import type { LanguageId } from './protocol.ts';
import type { Session } from './session.ts';

export type Format = 'docx' | 'html' | 'md';

const TYPES: Record<Format, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html;charset=utf-8',
  md: 'text/markdown;charset=utf-8',
};

/** The text in a format; `null` if the engine cannot say. */
export function written(text: string, languageId: LanguageId, format: Format, session: Session): string | Uint8Array<ArrayBuffer> | null {
  switch (format) {
    case 'docx':
      return session.docx();
    case 'html':
      return languageId === 'html' ? inUtf8(text) : session.written(text, languageId, 'html');
    case 'md':
      return languageId === 'markdown' ? text : session.written(text, languageId, 'markdown');
  }
}

/** A page that says of itself that it is in UTF-8, as all is saved; where it says nothing, it goes on saying nothing. */
const inUtf8 = (html: string): string => html.replace(/(<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*)[\w:.-]+/gi, '$1utf-8');

/** Has the browser save a file. */
export function save(content: string | Uint8Array<ArrayBuffer>, format: Format, name: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: TYPES[format] }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** A file's name without its ending. */
export const stem = (name: string): string => name.replace(/\.[^.]*$/, '');
