// Reports copied from Word or from a web page, as Markdown whose tables keep their merged cells.

import type { Session } from './session.ts';

/** Whether something was copied that plain text would lose. */
export const hasTable = (html: string): boolean => /<table[\s>]/i.test(html);

/** The text of a single cell, which Excel and WPS copy as a table and a line; nothing if there are several. */
export function cellOf(plain: string): string | undefined {
  const text = plain.replace(/\r?\n$/, '');
  return text === '' || /[\t\r\n]/.test(text) ? undefined : text;
}

/** A page as Markdown with its tables in HTML; `null` if the engine cannot say. */
export function markdownOf(html: string, session: Session): string | null {
  const clean = session.written(html, 'html', 'html');
  if (clean === null) return null;
  // The page's policy holds for what it parses, too: no styles.
  const { body } = new DOMParser().parseFromString(clean.replace(/<style>.*?<\/style>/s, ''), 'text/html');
  return `${[...body.children].map(block).filter((text) => text !== '').join('\n\n')}\n`;
}

/** A block of a page that the engine has written. */
function block(element: Element): string {
  const heading = /^H([1-6])$/.exec(element.tagName);
  if (element.tagName === 'TABLE') return element.outerHTML.replace(/<\/?tbody>\n?/g, '').replaceAll('&nbsp;', '\u00a0');
  const text = element.textContent.trim();
  return heading && text !== '' ? `${'#'.repeat(Number(heading[1]))} ${text}` : text;
}
