//! The layouts of a table: each file reads a layout to cells and writes a [`Grid`] in it.

pub mod html;
pub mod lines;
pub mod pipe;
pub mod tabs;

use super::Layout;
use super::block::{Cells, Place, lines_of};
use std::ops::Range;

/// Reads a block whose lines are rows: a blank line ends a table and begins the next. `fields` gives the bytes of a line's
/// cells, or nothing for a line that is no row.
fn read_rows<'t, F>(text: &'t str, cells: &mut Cells, fields: impl Fn(&'t str) -> Option<F>)
where
    F: IntoIterator<Item = Range<usize>>,
{
    let mut table = 0;
    let mut row = 0;
    for (line, (start, line_text)) in lines_of(text).enumerate() {
        if line_text.trim().is_empty() {
            table += u32::from(row > 0);
            row = 0;
            continue;
        }
        let Some(fields) = fields(line_text) else { continue };
        for (column, field) in fields.into_iter().enumerate() {
            let place = Place { table, row, column: column as u32 };
            cells.push(text, start + field.start..start + field.end, line, Some(place));
        }
        row += 1;
    }
}

/// A table with merged cells, to be written in any layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// How many columns the table has.
    pub width: usize,
    /// The cells that begin in each row, left to right.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// What stands in it.
    pub text: String,
    /// The column in which it begins.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
}

impl Grid {
    /// The texts of a row by column: a merged cell stands in its first row and column, the rest of it is empty.
    pub fn spread(&self, row: usize) -> Vec<&str> {
        let mut texts = vec![""; self.width];
        for cell in &self.rows[row] {
            texts[cell.column] = &cell.text;
        }
        texts
    }

    /// The table written in a layout, ending in a line end.
    pub fn write(&self, layout: Layout) -> String {
        match layout {
            Layout::Markdown => pipe::write(self),
            Layout::Html => html::write(self),
            Layout::Tabs => tabs::write(self),
            Layout::Lines => lines::write(self),
        }
    }
}
