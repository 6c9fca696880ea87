//! Tab-separated tables: the cells of a row on one line, as a spreadsheet or a word processor copies them.

use super::Grid;
use crate::syntax::block::{Cells, Place, lines_of};

/// Reads the rows of a block. A blank line ends a table and begins the next.
pub fn read(text: &str, cells: &mut Cells) {
    let mut table = 0;
    let mut row = 0;
    for (line, (start, line_text)) in lines_of(text).enumerate() {
        if line_text.trim().is_empty() {
            table += u32::from(row > 0);
            row = 0;
            continue;
        }
        let mut at = start;
        for (column, field) in line_text.split('\t').enumerate() {
            let place = Place { table, row, column: column as u32 };
            cells.push(text, at..at + field.len(), line, Some(place));
            at += field.len() + 1;
        }
        row += 1;
    }
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
