// What Excel, WPS and web pages put on the clipboard, as a block of texts.

/** The block of a clipboard: its plain text, or the first table of its HTML where that is all there is. */
export function blockOf(plain: string, html: string): string[][] {
  const block = plain.trim() === '' ? fromHtml(html) : fromTabs(plain);
  return figuresOf(block.map((row) => row.map((text) => text.replace(/[\s\u00a0]+/g, ' ').trim())));
}

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

/** The cells of the first table; what one covers of its neighbours is blank. */
function fromHtml(html: string): string[][] {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  const rows: (string | undefined)[][] = [];
  [...(table?.rows ?? [])].forEach((row, down) => {
    let column = 0;
    for (const cell of row.cells) {
      while (rows[down]?.[column] !== undefined) column += 1;
      for (let y = 0; y < Math.max(1, cell.rowSpan); y++) {
        for (let x = 0; x < cell.colSpan; x++) {
          const line = (rows[down + y] ??= []);
          line[column + x] = x === 0 && y === 0 ? cell.textContent : '';
        }
      }
    }
  });
  return rows.map((row) => Array.from(row, (text) => text ?? ''));
}

/** A block without the titles above and beside its figures. */
function figuresOf(block: string[][]): string[][] {
  const isTitle = (texts: string[]) => texts.some((text) => /[\p{Script=Han}A-Za-z]/u.test(text)) && !texts.some((text) => /^[\d.,]+$/.test(text));
  const rows = block.slice(Math.max(0, block.findIndex((row) => !isTitle(row))));
  const width = Math.max(0, ...rows.map((row) => row.length));
  let from = 0;
  while (from < width - 1 && isTitle(rows.map((row) => row[from] ?? ''))) from += 1;
  return rows.map((row) => row.slice(from));
}
