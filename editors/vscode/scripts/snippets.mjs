// The snippets, made from what the program's own templates print.

import { execFileSync } from 'node:child_process';

/** A year that stands nowhere else in a template. */
const YEAR = 2098;

/** What is printed where the body's name belongs. */
const ORGAN = '×××';

const PIECES = [
  { prefix: '年报', what: 'report', description: '整份年度报告' },
  { prefix: '表二', what: 'table2', description: '第二部分的表格' },
  { prefix: '表三', what: 'table3', description: '第三部分的表格' },
  { prefix: '表四', what: 'table4', description: '第四部分的表格' },
];

// The editor takes tabs at the beginning of a snippet's lines for indentation, so plain text has a cell a line.
// Snippets cannot have a report with headings in HTML: the command for a new report makes it.
const LANGUAGES = [
  { language: 'markdown', layout: 'markdown', cell: /(?<=\| )0(?= \|)/g, whole: true },
  { language: 'plaintext', layout: 'lines', cell: /^0$/gm, whole: true },
  { language: 'html', layout: 'html', cell: /(?<=>)0(?=<)/g, whole: false },
];

/**
 * The files of snippets, by their names.
 * @param {string} program the path of `nianbao`
 * @returns {Record<string, string>}
 */
export function snippets(program) {
  return Object.fromEntries(
    LANGUAGES.map(({ language, layout, cell, whole }) => {
      const pieces = PIECES.filter(({ what }) => whole || what !== 'report');
      const made = pieces.map(({ prefix, what, description }) => {
        const text = execFileSync(program, ['template', what, '--layout', layout, '--year', String(YEAR)], { encoding: 'utf8' });
        const body = (what === 'report' ? report(text) : table(text, cell)).trimEnd();
        return [prefix, { prefix, description, body: `${body}\n$0`.split('\n') }];
      });
      return [`snippets/${language}.json`, `${JSON.stringify(Object.fromEntries(made), null, 2)}\n`];
    }),
  );
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\$}]/g, '\\$&');

/**
 * A whole report: the body's name and the year are filled in once and stand everywhere.
 * @param {string} text
 */
function report(text) {
  return filled(filled(escaped(text), ORGAN, 1, '机关名称'), String(YEAR), 2, '年度');
}

/**
 * @param {string} text
 * @param {string} blank
 * @param {number} stop
 * @param {string} hint
 */
function filled(text, blank, stop, hint) {
  let first = true;
  return text.replaceAll(blank, () => {
    const stands = first ? `\${${stop}:${hint}}` : `$${stop}`;
    first = false;
    return stands;
  });
}

/**
 * A table: every figure is a stop.
 * @param {string} text
 * @param {RegExp} cell
 */
function table(text, cell) {
  let stop = 0;
  return escaped(text).replace(cell, () => `\${${++stop}:0}`);
}
