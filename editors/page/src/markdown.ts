// What the engine explains, drawn: paragraphs, bold, code, lists and tables. Texts become text nodes, never markup.

import { make } from '../../view/src/dom.ts';

/** Draws a text in Markdown. */
export function drawn(markdown: string): HTMLElement {
  const blocks = markdown.trim().split(/\n{2,}/);
  return make('div', { class: 'explained' }, ...blocks.map(block));
}

function block(text: string): HTMLElement {
  const lines = text.split('\n');
  if (lines.every((line) => /^\s*\|/.test(line))) return table(lines);
  if (lines[0]?.startsWith('- ') === true) return list(lines);
  if (/^-{3,}$/.test(text)) return make('hr');
  return make('p', {}, ...broken(lines));
}

/** Lines as they are broken in the text. */
const broken = (lines: string[]) => lines.flatMap((line, index) => [...(index > 0 ? [make('br')] : []), ...words(line.trim())]);

function list(lines: string[]): HTMLElement {
  const items: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('- ')) items.push([line.slice(2)]);
    else items.at(-1)?.push(line);
  }
  return make('ul', {}, ...items.map((item) => make('li', {}, ...broken(item))));
}

function table(lines: string[]): HTMLElement {
  const rows = lines.filter((line) => !/^[\s|:-]+$/.test(line)).map((line) => line.trim().replace(/^\||\|$/g, '').split('|'));
  const row = (cells: string[]) => make('tr', {}, ...cells.map((cell) => make('td', {}, ...words(cell.trim()))));
  return make('table', {}, ...rows.map(row));
}

/** A line with what is bold or code in it. */
function words(line: string): (Node | string)[] {
  return line
    .split(/(\*\*.+?\*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (/^\*\*.+\*\*$/.test(part)) return make('strong', {}, part.slice(2, -2));
      if (/^`.+`$/.test(part)) return make('code', {}, part.slice(1, -1));
      return part.replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
    });
}
