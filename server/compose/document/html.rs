//! The paragraphs and tables of a piece of HTML, with their merged cells.

use super::pieces::{Piece, PieceContent};
use crate::syntax::cell::is_blank;
use crate::syntax::html::walk::{Visitor, walk};
use crate::syntax::html::{IMAGE, Printed, breaks_line};
use crate::syntax::table::html::may_be_cell;
use crate::syntax::table::{Grid, GridCell};
use std::ops::Range;

/// Stands for a break that is printed, among the line ends of the source.
const BREAK: char = '\u{2028}';
/// The most rows or columns that a cell spans.
const LONGEST_SPAN: usize = 1000;

/// The pieces of some HTML that begins at a byte of the text.
pub(super) fn pieces(text: &str, start: usize) -> Vec<Piece> {
    let mut reader = Reader { start, ..Reader::default() };
    walk(text, &mut reader);
    while !reader.tables.is_empty() {
        reader.close(b"table", text.len());
    }
    reader.end_paragraph();
    reader.pieces
}

#[derive(Debug, Default)]
struct Reader {
    /// Where the HTML begins in the text.
    start: usize,
    pieces: Vec<Piece>,
    tables: Vec<OpenTable>,
    printed: Printed,
    /// The level of the heading that is open.
    level: Option<usize>,
    is_hidden: bool,
}

/// A line of a paragraph or of a cell.
#[derive(Debug)]
struct PrintedLine {
    /// The bytes of what it prints.
    range: Range<usize>,
    text: String,
}

/// A table that is open.
#[derive(Debug, Default)]
struct OpenTable {
    at: usize,
    rows: Vec<Vec<(GridCell, Vec<PrintedLine>)>>,
    /// For each column, up to which row (exclusive) a cell from above reaches into it.
    taken: Vec<usize>,
    /// How many rows and columns the open cell spans.
    cell: Option<(usize, usize)>,
    /// Whether it only lays out the page: tables stand in it, or whole paragraphs.
    is_layout: bool,
}

impl Visitor for Reader {
    fn printed(&mut self) -> Option<&mut Printed> {
        (!self.is_hidden).then_some(&mut self.printed)
    }

    fn open(&mut self, name: &[u8], at: usize) {
        match name {
            b"table" => {
                if let Some(outer) = self.tables.last_mut() {
                    outer.is_layout = true;
                    let rows = std::mem::take(&mut outer.rows);
                    self.as_paragraphs(rows);
                }
                self.end_paragraph();
                self.tables.push(OpenTable { at, ..OpenTable::default() });
            }
            b"tr" => {
                self.end_cell();
                self.tables.last_mut().into_iter().for_each(|table| table.rows.push(Vec::new()));
            }
            b"td" | b"th" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    if table.rows.is_empty() {
                        table.rows.push(Vec::new());
                    }
                    table.cell = Some((1, 1));
                }
            }
            b"script" | b"style" | b"title" | b"noscript" => {
                self.end_paragraph();
                self.is_hidden = true;
            }
            b"img" => self.printed.push(IMAGE, at..at),
            [b'h', level @ b'1'..=b'6'] => {
                self.break_line(at);
                self.level = Some(usize::from(level - b'0'));
            }
            _ if breaks_line(name) => self.break_line(at),
            _ => {}
        }
    }

    fn span(&mut self, name: &[u8], value: &[u8]) {
        let Some((rows, columns)) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) else { return };
        let span = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        match name {
            b"rowspan" => *rows = span.clamp(1, LONGEST_SPAN),
            b"colspan" => *columns = span.clamp(1, LONGEST_SPAN),
            _ => {}
        }
    }

    fn opened(&mut self, _: usize) {}

    fn close(&mut self, name: &[u8], at: usize) {
        match name {
            b"table" => {
                self.end_cell();
                if let Some(table) = self.tables.pop() {
                    self.end_table(table, at);
                }
            }
            b"td" | b"th" | b"tr" => self.end_cell(),
            b"script" | b"style" | b"title" | b"noscript" => self.is_hidden = false,
            _ if breaks_line(name) => {
                self.break_line(at);
                self.level = None;
            }
            _ => {}
        }
    }
}

impl Reader {
    fn break_line(&mut self, at: usize) {
        if self.tables.last().is_some_and(|table| table.cell.is_some() && !table.is_layout) {
            self.printed.push(BREAK, at..at);
        } else {
            self.end_paragraph();
        }
    }

    fn end_cell(&mut self) {
        let cell = self.tables.last_mut().filter(|table| !table.is_layout).and_then(|table| table.cell.take());
        let Some((rows, columns)) = cell else { return self.end_paragraph() };
        let lines = self.lines();
        self.printed.clear();
        let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        let Some(table) = self.tables.last_mut() else { return };
        let row = table.rows.len().saturating_sub(1);
        let last = table.rows.last().and_then(|row| row.last());
        let mut column = last.map_or(0, |(cell, _)| cell.column + cell.columns);
        while table.taken.get(column).is_some_and(|until| *until > row) {
            column += 1;
        }
        table.taken.resize(table.taken.len().max(column + columns), 0);
        table.taken.iter_mut().skip(column).take(columns).for_each(|until| *until = row + rows);
        let cell = GridCell { text, column, columns, rows };
        if let Some(row) = table.rows.last_mut() {
            row.push((cell, lines));
        }
    }

    fn end_table(&mut self, table: OpenTable, at: usize) {
        let cells = || table.rows.iter().flatten();
        let is_column = table.rows.iter().all(|row| row.len() < 2);
        if table.is_layout || (is_column && !cells().all(|(cell, _)| may_be_cell(&cell.text))) {
            return self.as_paragraphs(table.rows);
        }
        if cells().next().is_none() {
            return;
        }
        let (width, height) = (table.taken.len(), table.rows.len());
        let rows = table.rows.into_iter().enumerate().map(|(index, row)| {
            // No cell reaches below the table.
            let fitted = |cell: GridCell| GridCell { rows: cell.rows.min(height - index), ..cell };
            row.into_iter().map(|(cell, _)| fitted(cell)).collect()
        });
        let grid = Grid { width, rows: rows.collect() };
        let range = self.start + table.at..self.start + at;
        self.pieces.push(Piece { range, content: PieceContent::Table(grid) });
    }

    /// What stood in cells that are no cells of a table.
    fn as_paragraphs(&mut self, rows: Vec<Vec<(GridCell, Vec<PrintedLine>)>>) {
        let lines = rows.into_iter().flatten().flat_map(|(_, lines)| lines);
        self.pieces.extend(lines.filter_map(|line| line.into_piece(None)));
    }

    fn end_paragraph(&mut self) {
        let (lines, level) = (self.lines(), self.level);
        self.printed.clear();
        self.pieces.extend(lines.into_iter().filter_map(|line| line.into_piece(level)));
    }

    /// The lines of the open cell or paragraph, without the blank ones at its ends.
    fn lines(&self) -> Vec<PrintedLine> {
        let text = self.printed.text();
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split(BREAK) {
            let shown = line.trim_matches(is_blank);
            let start = at + (line.len() - line.trim_start_matches(is_blank).len());
            let range = match shown.len() {
                0 => 0..0,
                length => self.printed.source(start..start + length),
            };
            let range = self.start + range.start..self.start + range.end;
            lines.push(PrintedLine { range, text: joined(shown) });
            at += line.len() + BREAK.len_utf8();
        }
        let is_blank = |line: &&PrintedLine| line.text.is_empty();
        let before = lines.iter().take_while(is_blank).count();
        let behind = lines.iter().rev().take_while(is_blank).count();
        let shown = lines.len().saturating_sub(before + behind);
        lines.into_iter().skip(before).take(shown).collect()
    }
}

impl PrintedLine {
    fn into_piece(self, level: Option<usize>) -> Option<Piece> {
        let PrintedLine { range, text } = self;
        (!text.is_empty()).then_some(Piece { range, content: PieceContent::Line(level, text) })
    }
}

/// A line that the source breaks in several places. Between Chinese characters that is no blank.
fn joined(line: &str) -> String {
    let mut joined = String::new();
    for part in line.split(['\n', '\r']).map(|part| part.trim_matches(is_blank)).filter(|part| !part.is_empty()) {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        if is_latin(joined.chars().last()) && is_latin(part.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}
