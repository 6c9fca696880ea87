//! Writes pages as paragraphs and tables.

use super::line::{TextLine, append, cell_text, drawn_cells, lines};
use super::page::{Glyph, Page};
use super::ruled::{RuledTable, tables};
use crate::files::writer::{FileWriter, PICTURE};
use crate::files::{FileFault, TablePlace, limits};
use std::ops::RangeInclusive;

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
    /// A table without lines: where it begins, and its cells, in a row.
    Cells(f64, Vec<String>),
    /// A picture that may be a table: where it begins.
    Picture(f64),
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
                PageItem::Cells(_, cells) => {
                    self.close();
                    self.writer.page = Some(number);
                    self.writer.plain(&cells.join("\n"));
                }
                PageItem::Picture(_) => {
                    self.close();
                    self.writer.page = Some(number);
                    self.writer.plain(PICTURE.encode_utf8(&mut [0; 4]));
                }
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
        let text = line.text();
        // Words and numbers are not broken, so that a line may end early; one that ends a sentence there ends a paragraph.
        let early = if text.ends_with(['。', '：', '；', '！', '？']) { 1.8 } else { 5.0 };
        let is_full = line.to() >= margins.right - line.size * early;
        let goes_on = self.open.as_ref().is_some_and(|open| {
            let (size, gap) = (open.last.size, open.last.y - line.y);
            let is_near = open.page == number && gap <= size * 3.0 || open.page + 1 == number;
            let is_alike = (size - line.size).abs() <= size * 0.15;
            let is_at_margin = line.from() <= margins.left + line.size * 0.8;
            open.is_full && is_near && is_alike && is_at_margin && !begins_point(&text)
        });
        if !goes_on {
            self.close();
        }
        match &mut self.open {
            Some(open) => {
                append(&mut open.text, &text);
                (open.last, open.is_full, open.page) = (line, is_full, number);
            }
            None => {
                self.writer.page = Some(number);
                self.open = Some(OpenParagraph { text, page: number, last: line, is_full });
            }
        }
    }

    /// Writes the open paragraph. Its place is the page on which it began.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.writer.plain(&open.text);
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
            self.writer.plain(&cell_text(glyphs));
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
    let mut lines = lines(outside.clone());
    if lines.last().is_some_and(|line| is_page_number(line, number)) {
        lines.pop();
    }
    if lines.first().is_some_and(|line| is_page_number(line, number)) {
        lines.remove(0);
    }
    let mut items: Vec<PageItem> = Vec::new();
    for order in unruled(&lines) {
        let is_in = |line: &TextLine| line.order.start() <= order.end() && order.start() <= line.order.end();
        let top = lines.iter().filter(|line| is_in(line)).map(|line| line.y).fold(f64::NEG_INFINITY, f64::max);
        lines.retain(|line| !is_in(line));
        let cells = outside.iter().filter(|glyph| order.contains(&glyph.order)).cloned().collect();
        items.push(PageItem::Cells(top, drawn_cells(cells)));
    }
    items.extend(lines.into_iter().map(PageItem::Line));
    items.extend(tables.into_iter().zip(of_cells).map(|(table, cells)| PageItem::Table(table, cells)));
    items.extend(page.large_pictures().into_iter().map(|picture| PageItem::Picture(picture.top)));
    let top = |item: &PageItem| match item {
        PageItem::Line(line) => line.y,
        PageItem::Cells(top, _) | PageItem::Picture(top) => *top,
        PageItem::Table(table, _) => table.top(),
    };
    items.sort_by(|one, other| top(other).total_cmp(&top(one)));
    items
}

/// When the tables without lines are drawn: from the first line with columns to the last one, with what stands between.
fn unruled(lines: &[TextLine]) -> Vec<RangeInclusive<usize>> {
    /// So many lines without columns may stand between two with some.
    const LONGEST_LABEL: usize = 6;
    let mut tables: Vec<RangeInclusive<usize>> = Vec::new();
    let mut last = None;
    for (at, line) in lines.iter().enumerate() {
        // Below a row, cells may be almost full.
        let is_below = line.has_gap && at > 0 && last == Some(at - 1);
        if line.pieces.len() < 2 && !is_below {
            continue;
        }
        let is_near = last.replace(at).is_some_and(|last| at - last <= LONGEST_LABEL + 1);
        match tables.last_mut().filter(|_| is_near) {
            Some(table) => *table = *table.start().min(line.order.start())..=*table.end().max(line.order.end()),
            None => tables.push(line.order.clone()),
        }
    }
    // Tables that are drawn into each other are one.
    tables.sort_by_key(|table| *table.start());
    tables.dedup_by(|next, before| {
        let meet = next.start() <= before.end();
        if meet {
            *before = *before.start()..=*before.end().max(next.end());
        }
        meet
    });
    // What is drawn between is read where it is drawn, if the lines around it are.
    let whole = |table: RangeInclusive<usize>| {
        let is_in = |line: &&TextLine| line.order.start() <= table.end() && table.start() <= line.order.end();
        let touched = || lines.iter().filter(is_in);
        let first = touched().map(|line| *line.order.start()).min().unwrap_or(*table.start());
        first..=touched().map(|line| *line.order.end()).max().unwrap_or(*table.end())
    };
    tables.into_iter().map(whole).collect()
}

/// Whether a line begins with the number of a point: 一、 （一） 1.
fn begins_point(text: &str) -> bool {
    let is_number = |character: char| character.is_ascii_digit() || "一二三四五六七八九十".contains(character);
    let inside = text.trim_start_matches(['（', '(']);
    let behind = inside.trim_start_matches(is_number);
    let is_bracketed = inside.len() < text.len();
    behind.len() < inside.len()
        && if is_bracketed { behind.starts_with(['）', ')']) } else { behind.starts_with(['、', '.', '．']) }
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
