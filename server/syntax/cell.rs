//! Cells: the smallest pieces of a text with a meaning of their own.

use super::html::{self, Printed};
use crate::text::Script;
use crate::text::fold::Folder;
use memchr::memchr2;
use std::ops::Range;

/// The smallest piece of text with a meaning of its own: a table cell, a heading, a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its bytes in the block, from the first to the last printed character. Empty in an empty cell.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Its bytes in the block's folded text.
    pub(super) folded: (u32, u32),
    /// The line of the block in which it begins.
    pub line: u32,
    /// Its place in a table, where the layout shows one.
    pub place: Option<Place>,
}

/// Where a cell stands in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The index of its table in the block.
    pub table: u32,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0; merged cells before it are counted.
    pub column: u32,
}

impl Cell {
    /// Its bytes in the block.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether nothing is printed in it.
    pub fn is_blank(&self) -> bool {
        self.folded.0 == self.folded.1
    }

    /// The same cell shifted by so many bytes, in the block and in its folded text. Negative differences wrap around.
    pub(super) fn moved(&self, by: u32, folded_by: u32) -> Self {
        Cell {
            start: self.start.wrapping_add(by),
            end: self.end.wrapping_add(by),
            folded: (self.folded.0.wrapping_add(folded_by), self.folded.1.wrapping_add(folded_by)),
            ..*self
        }
    }
}

/// The cells of a block while it is parsed.
#[derive(Debug, Default)]
pub struct Cells {
    pub(super) list: Vec<Cell>,
    pub(super) folded: String,
    /// What folding removed from them.
    pub(super) script: Script,
}

impl Cells {
    /// Forgets all cells and keeps their room.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.folded.clear();
        self.script = Script::default();
    }

    /// Adds a cell that stands in `range` of the block's text; blanks and marks of bold type at its ends are trimmed.
    pub fn push(&mut self, text: &str, range: Range<usize>, line: usize, place: Option<Place>) {
        let source = &text[range.clone()];
        // Cheap first: most cells are figures, or empty.
        let figure = source.trim_ascii();
        if figure.bytes().all(|b| b.is_ascii_digit()) {
            let before = if figure.is_empty() { 0 } else { source.len() - source.trim_ascii_start().len() };
            let (begin, start) = (self.folded.len(), range.start + before);
            self.folded.push_str(figure);
            return self.finish(begin, start..start + figure.len(), line, place);
        }
        let mut trimmed = source.trim_matches(is_blank);
        let mut start = if trimmed.is_empty() {
            range.start
        } else {
            range.start + (source.len() - source.trim_start_matches(is_blank).len())
        };
        if let Some(inner) = trimmed.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
            start += "**".len() + inner.len() - inner.trim_start_matches(is_blank).len();
            trimmed = inner.trim_matches(is_blank);
        }
        let begin = self.folded.len();
        if trimmed.bytes().all(|b| b.is_ascii_digit()) {
            self.folded.push_str(trimmed);
        } else {
            let mut folder = Folder::append_to(std::mem::take(&mut self.folded));
            if memchr2(b'<', b'&', trimmed.as_bytes()).is_some() {
                folder.push_str(html::printed(trimmed).text());
            } else {
                folder.push_str(trimmed);
            }
            self.script += folder.script();
            self.folded = folder.finish();
        }
        self.finish(begin, start..start + trimmed.len(), line, place);
    }

    /// Adds a cell that holds a part of the printed text, or an empty one at `at`.
    pub fn push_printed(
        &mut self,
        printed: &Printed,
        part: Range<usize>,
        at: usize,
        line: usize,
        place: Option<Place>,
    ) {
        let begin = self.folded.len();
        let text = &printed.text()[part.clone()];
        let mut folder = Folder::append_to(std::mem::take(&mut self.folded));
        folder.push_str(text);
        self.script += folder.script();
        self.folded = folder.finish();
        let blank = text.len() - text.trim_start_matches(is_blank).len();
        let range = match text.trim_end_matches(is_blank).len() {
            0 => at..at,
            end => printed.source(part.start + blank..part.start + end),
        };
        self.finish(begin, range, line, place);
    }

    /// Adds a cell whose folded text was added behind `folded_start`.
    pub(super) fn finish(&mut self, folded_start: usize, range: Range<usize>, line: usize, place: Option<Place>) {
        self.list.push(Cell {
            start: range.start as u32,
            end: range.end as u32,
            folded: (folded_start as u32, self.folded.len() as u32),
            line: line as u32,
            place,
        });
    }
}

/// Whether a character is invisible at the border of a cell.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
}
