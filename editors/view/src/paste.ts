// What Word, Excel, WPS and web pages put on the clipboard, as a block of texts.

import { isFigure, isWords } from './number.ts';

/**
 * The figures on a clipboard, row by row: of a table in its HTML, which alone knows of merged cells, or of its plain text.
 * Nothing if there is only one text on it.
 */
export function blockOf(plain: string, html: string): string[][] | undefined {
  const table = /<table[\s>]/i.test(html) ? fromHtml(html) : [];
  const block = isSeveral(table) ? table : fromTabs(plain);
  if (!isSeveral(block)) return undefined;
  const texts = block.map((row) => row.map((text) => text.replace(/[\s\u00a0]+/g, ' ').trim()));
  return areParagraphs(texts) ? [] : figuresOf(texts);
}

const isSeveral = (block: string[][]) => block.length > 1 || (block[0]?.length ?? 0) > 1;

/** Whether words and figures stand in lines of their own with blank ones between: where cells hold paragraphs, nothing tells rows from columns. */
const areParagraphs = (block: string[][]) =>
  block.every(([text, ...more], row) => more.length === 0 && (row % 2 === 0 || text === '')) && block.some((row) => row.some(isWords));

/** Lines are rows and tabs part their cells; a cell with either inside is quoted. */
export function fromTabs(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) break;
    const [, quoted, bare, end] = found;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== '\t' && cell.lastIndex < text.length) rows.push([]);
  }
  if (text.endsWith('\t')) rows.at(-1)?.push('');
  return rows;
}

/** The cells of the first table that holds no other; what one covers of its neighbours is blank. */
function fromHtml(html: string): string[][] {
  // Styles would be refused by the policy of the page, each in a message of its own.
  const plain = html.replace(/<style[\s>][^]*?<\/style>/gi, '').replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, '');
  const tables = [...new DOMParser().parseFromString(plain, 'text/html').querySelectorAll('table')];
  const table = tables.find((it) => it.querySelector('table') === null);
  // Word and Excel keep the widths of columns in a row without height.
  const lines = [...(table?.rows ?? [])].filter((line) => line.getAttribute('height') !== '0');
  const rows = lines.map((): (string | undefined)[] => []);
  lines.forEach((line, down) => {
    for (const cell of line.cells) {
      const [row = [], ...below] = rows.slice(down, down + Math.max(1, cell.rowSpan));
      let column = 0;
      while (row[column] !== undefined) column += 1;
      for (const covered of [row, ...below]) for (let x = 0; x < cell.colSpan; x++) covered[column + x] = '';
      row[column] = cell.textContent;
    }
  });
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ''));
}

/** A block without the labels beside its figures, and without the titles of its columns, wherever they stand. */
function figuresOf(block: string[][]): string[][] {
  const rows = squared(block);
  const columns = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) => rows.map((row) => row[column] ?? ''));
  const ofFigures = rows.map((row) => row.some(isFigure));
  const last = columns.findLastIndex((texts) => texts.some(isFigure));
  const isOfLabels = (texts: string[]) => !texts.some(isFigure) && texts.some((text, row) => isWords(text) && ofFigures[row]);
  const labels = columns.slice(0, Math.max(0, last)).findLastIndex(isOfLabels) + 1;
  const figures = rows.map((row) => row.slice(labels));
  const areTitles = figures.map((row) => row.some(isWords) && !row.some((text) => isFigure(text) || /^\d/.test(text)));
  // A label with nothing beside it is a row without figures, or the title above the titles of columns.
  const isTitle = (row: number) => areTitles[row] ?? false;
  const isHeading = (row: number) => isTitle(row + 1) && (rows[row]?.some(isWords) ?? false) && (figures[row]?.every((text) => text === '') ?? false);
  return figures.filter((_, row) => !isTitle(row) && !isHeading(row));
}

/**
 * A block whose figures stand below each other: where cells are merged, plain text has no place for what they cover, and
 * a row has fewer labels than another.
 */
function squared(rows: string[][]): string[][] {
  const lengths = new Set(rows.filter((row) => row.some(isFigure)).map((row) => row.length));
  if (lengths.size < 2) return rows;
  const labels = rows.map((row) => {
    const first = row.findIndex(isFigure);
    // Words to the end are titles of columns.
    if (first < 0 && row.length > 1 && isWords(row.at(-1) ?? '')) return 0;
    return row.slice(0, first < 0 ? row.length : first).findLastIndex(isWords) + 1;
  });
  const most = Math.max(...labels);
  return rows.map((row, at) => row.toSpliced(labels[at] ?? 0, 0, ...new Array<string>(most - (labels[at] ?? 0)).fill('')));
}
