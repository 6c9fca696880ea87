// A report as a page of its own, to be printed or published: the official tables with their figures, and the prose.

import type { Block, Report, Section, Table } from './protocol.ts';
import { keyOf } from './sheet.ts';

const STYLE = `
@page { size: A4; margin: 24mm 20mm; }
body { max-width: 180mm; margin: 2em auto; padding: 0 1em; color: #000; background: #fff; font: 12pt/1.75 "仿宋_GB2312", FangSong, STFangsong, "Noto Serif CJK SC", SimSun, serif; }
h1 { text-align: center; font: 20pt/1.5 "方正小标宋简体", SimSun, "Noto Serif CJK SC", serif; margin: 0 0 1.2em; }
h2 { font: 14pt/1.6 SimHei, "Noto Sans CJK SC", sans-serif; margin: 1.2em 0 .4em; break-after: avoid; }
h3 { font: inherit; font-weight: bold; margin: .4em 0 0; text-indent: 2em; break-after: avoid; }
p { margin: 0; text-indent: 2em; text-align: justify; }
table { width: 100%; border-collapse: collapse; margin: .6em 0; font-size: 9.5pt; line-height: 1.35; }
th, td { border: 1px solid #000; padding: .25em .35em; font-weight: normal; text-align: left; }
th[scope=col], td.figure { text-align: center; }
tr { break-inside: avoid; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
`;

/** The page of a report. */
export function printed(report: Report): string {
  const title = escaped(report.title ?? '政府信息公开工作年度报告');
  const sections = report.sections.filter((section) => section.range !== null).map(sectionOf);
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
${[...report.blocks.map(blockOf), ...sections].filter((html) => html !== '').join('\n')}
</body>
</html>
`;
}

function sectionOf({ heading, blocks }: Section): string {
  return [`<h2>${escaped(heading)}</h2>`, ...blocks.map(blockOf)].filter((html) => html !== '').join('\n');
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.heading ? `<h3>${escaped(block.text)}</h3>` : `<p>${escaped(block.text)}</p>`;
    case 'table':
      return block.table.found ? tableOf(block.table) : '';
    case 'other-table':
      return table(block.rows.map((row) => row.map((text) => `<td>${escaped(text)}</td>`).join('')));
  }
}

function tableOf({ rows, values }: Table): string {
  const texts = new Map(values.map((value) => [keyOf(value), value.text]));
  return table(
    rows.map((row) => {
      const isLine = row.some(({ kind }) => kind === 'value');
      const cells = row.map((cell) => {
        const spans = `${cell.rowspan > 1 ? ` rowspan="${cell.rowspan}"` : ''}${cell.colspan > 1 ? ` colspan="${cell.colspan}"` : ''}`;
        return cell.kind === 'head'
          ? `<th scope="${isLine ? 'row' : 'col'}"${spans}>${escaped(cell.text)}</th>`
          : `<td class="figure"${spans}>${escaped(texts.get(keyOf(cell)) ?? '')}</td>`;
      });
      return cells.join('');
    }),
  );
}

const table = (rows: string[]) => `<table>\n${rows.map((cells) => `<tr>${cells}</tr>`).join('\n')}\n</table>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
