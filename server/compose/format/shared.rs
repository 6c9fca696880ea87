//! Shared by the formatting of all layouts: the style, the lines of a table, the blanks around a field.

use crate::text::Edit;
use crate::text::lines::lines_of;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The style in which a draft is formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatStyle {
    /// Whether quotation marks, dashes and similar marks are as wide as Chinese characters, as they are in Chinese
    /// fonts.
    pub wide_quotes: bool,
}

impl Default for FormatStyle {
    fn default() -> Self {
        FormatStyle { wide_quotes: true }
    }
}

/// How many times as long as its text a table may get by being formatted. Cells of a report are padded to a few times their
/// length; a cell of thousands of characters in a column of thousands of rows would fill the disk.
pub const MOST_TIMES: usize = 8;

/// What any table may get longer by, in bytes, so that a short one with a long cell is aligned.
pub const SPARE: usize = 64 * 1024;

/// What formatting makes of some tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The edits, in order.
    pub edits: Vec<Edit>,
    /// Where the tables begin that are left alone, because they would get too long.
    pub left: Vec<usize>,
}

impl Formatted {
    /// Adds the edits of a table, unless they make it too long.
    pub(super) fn add(&mut self, start: usize, table: TableEdits) {
        match table.is_over() {
            true => self.left.push(start),
            false => self.edits.extend(table.edits),
        }
    }

    /// The same at places that count from further ahead.
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.edits = self.edits.into_iter().map(|edit| edit.moved(by)).collect();
        self.left.iter_mut().for_each(|start| *start += by);
        self
    }
}

/// The edits of a table, as long as they do not make it too long.
pub(super) struct TableEdits {
    edits: Vec<Edit>,
    /// How much longer the table may still get.
    spare: Option<usize>,
}

impl TableEdits {
    /// None yet, of a table of so many bytes.
    pub fn new(bytes: usize) -> Self {
        TableEdits { edits: Vec::new(), spare: Some(SPARE + bytes * (MOST_TIMES - 1)) }
    }

    /// Adds the edit that replaces `range` of a text by so many of a character, if it differs.
    pub fn fill(&mut self, text: &str, range: Range<usize>, c: char, count: usize) {
        if self.take(range.len(), count) {
            self.replace(text, range, &c.to_string().repeat(count));
        }
    }

    /// Adds the edit that replaces `range` of a text by `wanted`, if it differs.
    pub fn set(&mut self, text: &str, range: Range<usize>, wanted: &str) {
        if self.take(range.len(), wanted.len()) {
            self.replace(text, range, wanted);
        }
    }

    fn replace(&mut self, text: &str, range: Range<usize>, wanted: &str) {
        if text[range.clone()] != *wanted {
            self.edits.push(Edit::new(range, wanted));
        }
    }

    /// Takes the room for a piece that gets another length; false if there is none.
    fn take(&mut self, old: usize, new: usize) -> bool {
        self.spare = self.spare.and_then(|spare| spare.checked_sub(new.saturating_sub(old)));
        self.spare.is_some()
    }

    /// Whether they make the table too long.
    pub fn is_over(&self) -> bool {
        self.spare.is_none()
    }

    /// Puts them in the order of the text.
    pub fn sort(&mut self) {
        self.edits.sort_by_key(|edit| edit.range.start);
    }
}

/// The content of a field between the blanks at its ends, counting only blanks that every editor shows as such.
pub(super) fn content(text: &str, field: Range<usize>) -> Range<usize> {
    let source = &text[field.clone()];
    let trimmed = source.trim_matches([' ', '\t']);
    let start = field.start + (source.len() - source.trim_start_matches([' ', '\t']).len());
    if trimmed.is_empty() { field.end..field.end } else { start..start + trimmed.len() }
}

/// The tables of a block: runs of lines, without their line ends, that are not blank.
pub(super) fn tables(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut tables = Vec::new();
    let mut table = Vec::new();
    for (start, line) in lines_of(text) {
        if !line.trim().is_empty() {
            table.push(start..start + line.len());
        } else if !table.is_empty() {
            tables.push(std::mem::take(&mut table));
        }
    }
    tables.push(table);
    tables.retain(|table| !table.is_empty());
    tables
}

/// The bytes from the first of these lines to the last.
pub(super) fn whole(lines: &[Range<usize>]) -> Range<usize> {
    lines.first().map_or(0, |first| first.start)..lines.last().map_or(0, |last| last.end)
}

/// How many columns a text takes on the screen.
pub(super) fn on_screen(text: &str, style: FormatStyle) -> usize {
    if style.wide_quotes { text.width_cjk() } else { text.width() }
}
