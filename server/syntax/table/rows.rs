//! Tables in which every line is a row.

use crate::syntax::cell::{Cells, Place, is_blank};
use crate::syntax::run_on;
use crate::text::lines::lines_of;
use std::ops::Range;

/// The most cells of a row: the widest form has fifteen columns, and drafts leave empty cells beside it.
pub const MOST_CELLS: usize = 24;

/// A line of a block, with the indices of its table and row.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its bytes in the block, without the line end.
    pub range: Range<usize>,
    /// Which line of the block it is, from 0.
    pub number: usize,
    /// The index of its table in the block, if it is a row.
    pub table: u32,
    /// The index of its row in that table.
    pub row: u32,
}

/// Parses a block whose lines are rows: a blank line ends a table and begins the next. `fields` gives the byte ranges
/// of a line's cells, `None` if the line is not a row.
pub(super) fn read_rows<'t, F>(text: &'t str, cells: &mut Cells, fields: impl Fn(&'t str) -> Option<F>)
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

/// Parses a line that is not blank; returns whether it is a row. A row has at least one cell.
pub(super) fn read_row<'t, F>(
    text: &'t str,
    line: &Line,
    cells: &mut Cells,
    fields: impl Fn(&'t str) -> Option<F>,
) -> bool
where
    F: IntoIterator<Item = Range<usize>>,
{
    let &Line { range: Range { start, end }, number, table, row } = line;
    let Some(fields) = fields(&text[start..end]) else { return false };
    let before = cells.read_so_far();
    let mut fields: Vec<Range<usize>> = fields.into_iter().collect();
    // A line of more cells than any row has holds many rows, and its cells no place in one. Of a run of empty ones no more
    // are kept than a row may have.
    let is_row = fields.len() <= MOST_CELLS;
    if !is_row {
        let mut empty = 0;
        fields.retain(|field| {
            let is_empty = text[start + field.start..start + field.end].trim_matches(is_blank).is_empty();
            empty = if is_empty { empty + 1 } else { 0 };
            empty <= MOST_CELLS
        });
    }
    for (column, field) in fields.into_iter().enumerate() {
        let place = Place { table, row, column: column as u32 };
        cells.push(text, start + field.start..start + field.end, number, is_row.then_some(place));
    }
    if !is_row {
        run_on::cut(text, cells, before);
    }
    true
}
