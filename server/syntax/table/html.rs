//! HTML: tables and the text around them, from a single `<table>` in Markdown to a whole page saved from a browser.
//!
//! Tags are followed only as far as cells need it. Any tag may stand inside a cell, tags may be missing, tables may be
//! nested; text outside table cells is read paragraph by paragraph.

use super::Grid;
use super::lines;
use crate::syntax::cell::{Cells, Place, is_blank};
use crate::syntax::html::walk::{Visitor, walk};
use crate::syntax::html::{IMAGE, Printed, breaks_line};
use crate::syntax::run_on;
use std::ops::Range;

/// The longest text of a table cell, in characters; a longer one belongs to a table used for page layout.
const LONGEST_CELL: usize = 160;

/// How many columns of a table are kept free of cells that reach into them from above, as many as one cell may span. A table
/// of a report has eight.
const MOST_COLUMNS: usize = 1000;

/// Reads the cells of all tables and the paragraphs between them.
pub fn read(text: &str, cells: &mut Cells) {
    let mut reader = Reader::new(text, cells);
    walk(text, &mut reader);
    reader.end_all(text.len());
}

/// Whether a text is short enough for a table cell.
pub fn may_be_cell(text: &str) -> bool {
    // So many characters take at least so many bytes.
    text.len() <= LONGEST_CELL || text.chars().filter(|c| !is_blank(*c)).count() <= LONGEST_CELL
}

/// Adds the table cell with this printed text; an empty one is placed at `at`.
pub fn push_cell(printed: &Printed, at: usize, place: Place, cells: &mut Cells) {
    cells.push_printed(printed, 0..printed.text().len(), at, 0, Some(place));
}

/// An open table during [`read`].
struct Table {
    id: u32,
    /// The open row, from 0; `None` before the first.
    row: Option<u32>,
    column: u32,
    /// For each column, up to which row (exclusive) a cell from above reaches into it.
    taken: Vec<u32>,
    /// The open cell: its place, and its first byte.
    cell: Option<(Place, usize)>,
}

struct Reader<'a> {
    text: &'a str,
    cells: &'a mut Cells,
    tables: Vec<Table>,
    tables_seen: u32,
    /// The printed characters of the open cell or paragraph.
    printed: Printed,
    /// Whether the current content is not printed: scripts, styles, the page's title.
    hidden: bool,
    /// The table cell whose tag is being read: its spans.
    opening: Option<(u32, u32)>,
}

impl Visitor for Reader<'_> {
    fn printed(&mut self) -> Option<&mut Printed> {
        (!self.hidden).then_some(&mut self.printed)
    }

    fn open(&mut self, name: &[u8], at: usize) {
        match name {
            b"table" => {
                self.end_paragraphs(at);
                if let Some(outer) = self.tables.last_mut() {
                    // The outer cell is only layout for inner tables: its other text is running text.
                    outer.cell = None;
                }
                let table = Table { id: self.tables_seen, row: None, column: 0, taken: Vec::new(), cell: None };
                self.tables.push(table);
                self.tables_seen += 1;
            }
            b"tr" => self.begin_row(at),
            b"td" | b"th" => {
                self.end_cell(at);
                if self.tables.last().is_some_and(|table| table.row.is_none()) {
                    self.begin_row(at);
                }
                self.opening = Some((1, 1));
            }
            b"script" | b"style" | b"title" | b"noscript" => {
                self.end_paragraph(at);
                self.hidden = true;
            }
            b"img" => self.printed.push(IMAGE, at..at),
            _ if breaks_line(name) => self.break_line(at),
            _ => {}
        }
    }

    fn span(&mut self, name: &[u8], value: &[u8]) {
        let Some((rows, columns)) = &mut self.opening else { return };
        let span = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        match name {
            b"rowspan" => *rows = span.clamp(1, 1000),
            b"colspan" => *columns = span.clamp(1, 1000),
            _ => {}
        }
    }

    fn opened(&mut self, at: usize) {
        let Some((rows, columns)) = self.opening.take() else { return };
        let Some(table) = self.tables.last_mut() else { return };
        let row = table.row.unwrap_or(0);
        while table.taken.get(table.column as usize).is_some_and(|&until| until > row) {
            table.column += 1;
        }
        let column = table.column;
        table.column += columns;
        let end = (table.column as usize).min(MOST_COLUMNS);
        if table.taken.len() < end {
            table.taken.resize(end, 0);
        }
        if let Some(taken) = table.taken.get_mut(column as usize..end) {
            taken.fill(row + rows);
        }
        table.cell = Some((Place { table: table.id, row, column }, at));
    }

    fn close(&mut self, name: &[u8], at: usize) {
        match name {
            b"table" => {
                self.end_cell(at);
                self.tables.pop();
            }
            b"td" | b"th" | b"tr" => self.end_cell(at),
            b"script" | b"style" | b"title" | b"noscript" => self.hidden = false,
            _ if breaks_line(name) => self.break_line(at),
            _ => {}
        }
    }
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, cells: &'a mut Cells) -> Self {
        Reader {
            text,
            cells,
            tables: Vec::new(),
            tables_seen: 0,
            printed: Printed::default(),
            hidden: false,
            opening: None,
        }
    }

    fn begin_row(&mut self, at: usize) {
        self.end_cell(at);
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(table.row.map_or(0, |row| row + 1));
            table.column = 0;
        }
    }

    fn break_line(&mut self, at: usize) {
        if self.tables.last().is_some_and(|table| table.cell.is_some()) {
            self.printed.push('\n', at..at);
        } else {
            self.end_paragraph(at);
        }
    }

    /// Ends the open table cell, or the open paragraph if no cell is open.
    fn end_cell(&mut self, at: usize) {
        let Some((place, start)) = self.tables.last_mut().and_then(|table| table.cell.take()) else {
            return self.end_paragraph(at);
        };
        if may_be_cell(self.printed.text()) {
            push_cell(&self.printed, start, place, self.cells);
            self.printed.clear();
        } else {
            self.end_paragraphs(at);
        }
    }

    /// Ends the open paragraphs, which had been read as the lines of one table cell.
    fn end_paragraphs(&mut self, at: usize) {
        let mut start = 0;
        while start <= self.printed.text().len() {
            let rest = &self.printed.text()[start..];
            let end = start + memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            self.paragraph(start..end, at);
            start = end + 1;
        }
        self.printed.clear();
    }

    /// Ends the open paragraph.
    fn end_paragraph(&mut self, at: usize) {
        self.paragraph(0..self.printed.text().len(), at);
        self.printed.clear();
    }

    /// Adds a part of the printed text as a paragraph: one cell, or several if it is a row of a table.
    fn paragraph(&mut self, part: Range<usize>, at: usize) {
        let text = &self.printed.text()[part.clone()];
        if text.chars().all(is_blank) {
            return;
        }
        let before = self.cells.read_so_far();
        match lines::pieces(text) {
            None => self.cells.push_printed(&self.printed, part, at, 0, None),
            Some(pieces) => {
                for piece in pieces {
                    let piece = part.start + piece.start..part.start + piece.end;
                    self.cells.push_printed(&self.printed, piece, at, 0, None);
                }
            }
        }
        run_on::cut(self.text, self.cells, before);
    }

    fn end_all(&mut self, at: usize) {
        debug_assert!(at <= self.text.len());
        while !self.tables.is_empty() {
            self.end_cell(at);
            self.tables.pop();
        }
        self.end_paragraph(at);
    }
}

/// Writes a table with its merged cells.
pub fn write(grid: &Grid) -> String {
    let mut text = String::from("<table>\n");
    for row in &grid.rows {
        text.push_str("<tr>");
        for cell in row {
            text.push_str("<td");
            for (name, span) in [("rowspan", cell.rows), ("colspan", cell.columns)] {
                if span > 1 {
                    text.push_str(&format!(" {name}=\"{span}\""));
                }
            }
            text.push('>');
            text.push_str(&cell.text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>"));
            text.push_str("</td>");
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</table>\n");
    text
}
