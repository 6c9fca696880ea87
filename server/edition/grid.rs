//! The official merged cells, computed from the label paths of a form.
//!
//! A header is a path and a merged cell is a common prefix: rows or columns whose paths begin alike share the cells of
//! the prefix, and the last part of a path fills the rest of the header area.

use super::{CellAt, Form, Header};
use std::ops::Range;

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
    /// Its text.
    pub text: String,
    /// The column in which it begins.
    pub column: usize,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
}

/// The part that a cell plays in its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellPart {
    /// The article heading above a block.
    Banner,
    /// The corner over the row labels.
    Corner,
    /// The label of several rows or columns.
    Group,
    /// The own label of a column, by its index.
    Column(usize),
    /// The own label of a row, by its index.
    Row(usize),
    /// A value.
    Value(CellAt),
}

/// A cell of an official table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfficialCell<'a> {
    /// Its form.
    pub form: &'a Form,
    /// The part that it plays there.
    pub part: CellPart,
    /// What is printed in it; nothing in a value.
    pub text: &'a str,
    /// The column in which it begins.
    pub column: usize,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
}

/// The cells that begin in each row of the table that `forms` make up, one below the other.
pub fn official<'a>(forms: &[&'a Form]) -> Vec<Vec<OfficialCell<'a>>> {
    let mut rows = Vec::new();
    for form in forms {
        if let Some(banner) = &form.banner {
            let (part, text, columns) = (CellPart::Banner, banner.text.as_str(), width(form));
            rows.push(vec![OfficialCell { form, part, text, column: 0, columns, rows: 1 }]);
        }
        rows.extend(header_rows(form));
        for (row, header) in form.rows.iter().enumerate() {
            let mut cells = label_cells(form, row);
            let mut column = form.label_width;
            for (index, value_column) in form.columns.iter().enumerate() {
                let (part, columns) = (CellPart::Value((row, index)), column_width(value_column));
                cells.push(OfficialCell { form, part, text: "", column, columns, rows: 1 });
                column += columns;
            }
            debug_assert!(header.path.len() <= form.label_width);
            rows.push(cells);
        }
    }
    rows
}

/// The table that `forms` make up; `value` gives the text of a cell by the form's row and column.
pub fn grid(forms: &[&Form], mut value: impl FnMut(&Form, usize, usize) -> String) -> Grid {
    let mut written = |cell: OfficialCell<'_>| {
        let OfficialCell { form, part, text, column, columns, rows } = cell;
        let text = match part {
            CellPart::Value((row, column)) => value(form, row, column),
            _ => text.to_owned(),
        };
        GridCell { text, column, columns, rows }
    };
    let rows = official(forms).into_iter().map(|row| row.into_iter().map(&mut written).collect()).collect();
    Grid { width: grid_width(forms), rows }
}

/// How many columns the table that `forms` make up has.
pub fn grid_width(forms: &[&Form]) -> usize {
    forms.iter().map(|form| width(form)).max().unwrap_or(0)
}

fn width(form: &Form) -> usize {
    form.label_width + form.columns.iter().map(column_width).sum::<usize>()
}

fn column_width(column: &Header) -> usize {
    column.width.unwrap_or(1)
}

/// The rows above the values: the corner and the column labels.
fn header_rows(form: &Form) -> Vec<Vec<OfficialCell<'_>>> {
    let depth = form.columns.iter().map(|column| column.path.len()).max().unwrap_or(0);
    let mut rows: Vec<Vec<OfficialCell<'_>>> = (0..depth).map(|_| Vec::new()).collect();
    if let Some(first) = rows.first_mut()
        && form.label_width > 0
    {
        let (part, text) = (CellPart::Corner, form.corner.as_str());
        first.push(OfficialCell { form, part, text, column: 0, columns: form.label_width, rows: depth });
    }
    for (level, row) in rows.iter_mut().enumerate() {
        let mut column = form.label_width;
        for run in runs(&form.columns, level) {
            let columns = form.columns[run.clone()].iter().map(column_width).sum();
            if let Some(text) = form.columns[run.start].path.get(level) {
                let own = form.columns[run.start].path.len() == level + 1;
                let part = if own { CellPart::Column(run.start) } else { CellPart::Group };
                row.push(OfficialCell { form, part, text, column, columns, rows: if own { depth - level } else { 1 } });
            }
            column += columns;
        }
    }
    rows
}

/// The label cells that begin in a row.
fn label_cells(form: &Form, row: usize) -> Vec<OfficialCell<'_>> {
    let path = &form.rows[row].path;
    let mut cells = Vec::new();
    for (level, text) in path.iter().enumerate() {
        let own = path.len() == level + 1;
        let Some(run) = runs(&form.rows, level).into_iter().find(|run| run.start == row) else { continue };
        let part = if own { CellPart::Row(row) } else { CellPart::Group };
        let columns = if own { form.label_width - level } else { 1 };
        cells.push(OfficialCell { form, part, text, column: level, columns, rows: run.len() });
    }
    cells
}

/// Runs of headers that share a cell at a level: their paths are equal up to and including it, and longer than it.
fn runs(headers: &[Header], level: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (index, header) in headers.iter().enumerate() {
        let joins = runs.last().is_some_and(|run| {
            let first = &headers[run.start].path;
            first.len() > level + 1 && header.path.len() > level + 1 && first[..=level] == header.path[..=level]
        });
        match runs.last_mut() {
            Some(run) if joins => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}
