//! Writes pages as paragraphs and tables.

use super::line::{TextLine, append, cell_text, lines};
use super::page::{Glyph, Page};
use super::ruled::{RuledTable, tables};
use crate::files::writer::FileWriter;
use crate::files::{FileFault, Story, TablePlace, limits};

/// Writes pages, one behind another.
pub(super) struct Layouter {
    writer: FileWriter,
    /// The margins of the text, for pages with few lines.
    margins: Margins,
    /// The paragraph that may go on.
    open: Option<OpenParagraph>,
    tables: u32,
    cells: usize,
}

/// The left and the right end of the text of a page.
#[derive(Debug, Clone, Copy)]
struct Margins {
    left: f64,
    right: f64,
}

/// A paragraph whose last line may go on.
struct OpenParagraph {
    text: String,
    page: u32,
    last: TextLine,
    /// Whether the last line reaches the right margin.
    is_full: bool,
}

/// What stands on a page, from top to bottom.
enum PageItem {
    Line(TextLine),
    Table(RuledTable, Vec<Vec<Glyph>>),
}

impl Layouter {
    /// Writes these pages.
    pub fn new(writer: FileWriter, pages: &[Page]) -> Self {
        let glyphs = || pages.iter().flat_map(|page| &page.glyphs);
        let left = glyphs().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min);
        let right = glyphs().map(|glyph| glyph.x + glyph.width).fold(f64::NEG_INFINITY, f64::max);
        Layouter { writer, margins: Margins { left, right }, open: None, tables: 0, cells: 0 }
    }

    /// Writes a page.
    ///
    /// # Errors
    /// If there are more cells than are read.
    pub fn page(&mut self, page: &Page, number: u32) -> Result<(), FileFault> {
        let items = items(page, number);
        let margins = self.margins_of(&items);
        for item in items {
            match item {
                PageItem::Line(line) => self.line(line, number, margins),
                PageItem::Table(table, cells) => {
                    self.close();
                    self.writer.page = Some(number);
                    self.table(&table, cells)?;
                }
            }
        }
        Ok(())
    }

    /// Ends the text.
    pub fn finish(mut self) -> FileWriter {
        self.close();
        self.writer
    }

    fn margins_of(&self, items: &[PageItem]) -> Margins {
        const ENOUGH: usize = 4;
        let lines: Vec<&TextLine> = items
            .iter()
            .filter_map(|item| match item {
                PageItem::Line(line) if line.pieces.len() == 1 => Some(line),
                _ => None,
            })
            .collect();
        if lines.len() < ENOUGH {
            return self.margins;
        }
        let left = lines.iter().map(|line| line.from()).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.to()).fold(f64::NEG_INFINITY, f64::max);
        Margins { left, right }
    }

    fn line(&mut self, line: TextLine, number: u32, margins: Margins) {
        let is_row = line.pieces.len() > 1;
        let is_full = !is_row && line.to() >= margins.right - line.size * 1.8;
        let goes_on = self.open.as_ref().is_some_and(|open| {
            let (size, gap) = (open.last.size, open.last.y - line.y);
            let is_near = open.page == number && gap <= size * 3.0 || open.page + 1 == number;
            if is_row || open.last.pieces.len() > 1 {
                // The rows of a table without lines.
                return is_row && open.last.pieces.len() > 1 && open.page == number;
            }
            let is_alike = (size - line.size).abs() <= size * 0.15;
            open.is_full && is_near && is_alike && line.from() <= margins.left + line.size * 0.8
        });
        if !goes_on {
            self.close();
        }
        match &mut self.open {
            Some(open) => {
                if is_row {
                    open.text.push('\n');
                    open.text.push_str(&line.text());
                } else {
                    append(&mut open.text, &line.text());
                }
                (open.last, open.is_full) = (line, is_full);
                open.page = number;
            }
            None => {
                let text = line.text();
                self.writer.page = Some(number);
                self.open = Some(OpenParagraph { text, page: number, last: line, is_full });
            }
        }
    }

    /// Writes the open paragraph. Its place is the page on which it began.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.writer.paragraph(&open.text, Story::Body, 0..0);
        }
    }

    fn table(&mut self, table: &RuledTable, cells: Vec<Vec<Glyph>>) -> Result<(), FileFault> {
        self.cells += table.cells.len();
        if self.cells > limits::CELLS {
            return Err(FileFault::TooManyCells);
        }
        self.tables += 1;
        let mut place = TablePlace { table: self.tables, row: 1, cell: 0 };
        let mut row = 0;
        self.writer.table();
        self.writer.row();
        for (cell, glyphs) in table.cells.iter().zip(cells) {
            while row < cell.row {
                self.writer.end_row();
                self.writer.row();
                row += 1;
                place = TablePlace { row: place.row + 1, cell: 0, ..place };
            }
            place.cell += 1;
            self.writer.cell(place, cell.columns, cell.rows);
            self.writer.paragraph(&cell_text(glyphs), Story::Body, 0..0);
            self.writer.end_cell();
        }
        self.writer.end_row();
        self.writer.end_table();
        Ok(())
    }
}

/// What stands on a page, without its number.
fn items(page: &Page, number: u32) -> Vec<PageItem> {
    let tables = tables(&page.rules);
    let mut of_cells: Vec<Vec<Vec<Glyph>>> = tables.iter().map(|table| vec![Vec::new(); table.cells.len()]).collect();
    let mut outside = Vec::new();
    for glyph in &page.glyphs {
        let table = tables.iter().zip(&mut of_cells).find(|(table, _)| table.holds(glyph.centre()));
        let cell = table.and_then(|(table, cells)| cells.get_mut(table.cell_at(glyph.centre())?));
        cell.unwrap_or(&mut outside).push(glyph.clone());
    }
    let mut lines = lines(outside);
    if lines.last().is_some_and(|line| is_page_number(line, number)) {
        lines.pop();
    }
    if lines.first().is_some_and(|line| is_page_number(line, number)) {
        lines.remove(0);
    }
    let mut items: Vec<PageItem> = lines.into_iter().map(PageItem::Line).collect();
    items.extend(tables.into_iter().zip(of_cells).map(|(table, cells)| PageItem::Table(table, cells)));
    let top = |item: &PageItem| match item {
        PageItem::Line(line) => line.y,
        PageItem::Table(table, _) => table.top(),
    };
    items.sort_by(|one, other| top(other).total_cmp(&top(one)));
    items
}

/// Whether a line is the number of its page: 3, — 3 —, 第3页.
fn is_page_number(line: &TextLine, page: u32) -> bool {
    const LONGEST: usize = 12;
    const FARTHEST: u32 = 2;
    let [piece] = line.pieces.as_slice() else { return false };
    let digits: String = piece.text.chars().filter(char::is_ascii_digit).collect();
    let is_mark = |character: char| character.is_ascii_digit() || "-—–－―·第页共/ 　".contains(character);
    let is_marked = piece.text.chars().any(|character| !character.is_ascii_digit());
    let is_near = digits.parse::<u32>().is_ok_and(|number| number.abs_diff(page) <= FARTHEST);
    piece.text.chars().count() <= LONGEST
        && piece.text.chars().all(is_mark)
        && (is_near || is_marked && !digits.is_empty())
}
