//! Tab-separated tables: the cells of a row on one line, as a spreadsheet or a word processor copies them.

use super::Grid;
use super::rows::read_rows;
use crate::syntax::cell::Cells;
use std::ops::Range;

/// Reads the rows of a block.
pub fn read(text: &str, cells: &mut Cells) {
    read_rows(text, cells, row);
}

/// The byte ranges of the cells of a line: every line is a row.
pub(super) fn row(line: &str) -> Option<impl Iterator<Item = Range<usize>>> {
    Some(split(line))
}

/// The fields of a line between its tabs.
pub fn split(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    line.split('\t').map(move |field| {
        let start = at;
        at += field.len() + 1;
        start..start + field.len()
    })
}

/// Writes a table; a merged cell is followed by empty fields.
pub fn write(grid: &Grid) -> String {
    let mut text = String::new();
    for row in 0..grid.rows.len() {
        text.push_str(&grid.spread(row).join("\t"));
        text.push('\n');
    }
    text
}
