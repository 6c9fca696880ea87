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

/// The edit that replaces `range` of a text by `wanted`, if it differs.
pub(super) fn replace(text: &str, range: Range<usize>, wanted: &str, edits: &mut Vec<Edit>) {
    if text[range.clone()] != *wanted {
        edits.push(Edit::new(range, wanted));
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
