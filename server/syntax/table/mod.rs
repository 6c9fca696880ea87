//! The layouts of a table: each file reads a layout to cells and writes a [`Grid`] in it.

pub mod html;
pub mod lines;
pub mod pipe;
pub mod tabs;

use super::Layout;
use super::block::{Cells, Place, lines_of};
use std::ops::Range;

/// A line of a block, and where its cells stand.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its bytes in the block, without the line end.
    pub range: Range<usize>,
    /// Which line of the block it is, from 0.
    pub number: usize,
    /// Which table of the block it belongs to, if it is a row.
    pub table: u32,
    /// Which row of that table it is.
    pub row: u32,
}

/// Reads one line of a block of paragraphs or of a table that is read line by line; which is every layout but HTML.
pub fn read_line(layout: Layout, text: &str, line: &Line, cells: &mut Cells) {
    match layout {
        Layout::Lines => lines::read_line(text, line.range.clone(), line.number, cells),
        Layout::Markdown => {
            read_row(text, line, cells, pipe::row);
        }
        Layout::Tabs => {
            read_row(text, line, cells, tabs::row);
        }
        Layout::Html => {}
    }
}

/// Reads a block whose lines are rows: a blank line ends a table and begins the next. `fields` gives the bytes of a line's
/// cells, or nothing for a line that is no row.
fn read_rows<'t, F>(text: &'t str, cells: &mut Cells, fields: impl Fn(&'t str) -> Option<F>)
where
    F: IntoIterator<Item = Range<usize>>,
{
    let mut line = Line { range: 0..0, number: 0, table: 0, row: 0 };
    for (number, (start, line_text)) in lines_of(text).enumerate() {
        if line_text.trim().is_empty() {
            line.table += u32::from(line.row > 0);
            line.row = 0;
            continue;
        }
        line.range = start..start + line_text.len();
        line.number = number;
        line.row += u32::from(read_row(text, &line, cells, &fields));
    }
}

/// Reads a line that is not blank; gives whether it is a row. If it is, it has a cell.
fn read_row<'t, F>(text: &'t str, line: &Line, cells: &mut Cells, fields: impl Fn(&'t str) -> Option<F>) -> bool
where
    F: IntoIterator<Item = Range<usize>>,
{
    let &Line { range: Range { start, end }, number, table, row } = line;
    let Some(fields) = fields(&text[start..end]) else { return false };
    for (column, field) in fields.into_iter().enumerate() {
        let place = Place { table, row, column: column as u32 };
        cells.push(text, start + field.start..start + field.end, number, Some(place));
    }
    true
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
