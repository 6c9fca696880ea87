//! The official merged cells, computed from the label paths of a form.
//!
//! A header is a path and a merged cell is a common prefix: rows or columns whose paths begin alike share the cells of
//! the prefix, and the last part of a path fills the rest of the header area.

use super::{Form, Header};
use crate::syntax::table::{Grid, GridCell};
use std::ops::Range;

/// The table that `forms` make up, one below the other; `value` gives the text of a cell by the form's row and column.
pub fn grid(forms: &[&Form], mut value: impl FnMut(&Form, usize, usize) -> String) -> Grid {
    let mut rows = Vec::new();
    let mut width = 0;
    for form in forms {
        let form_width = form.label_width + form.columns.iter().map(column_width).sum::<usize>();
        width = width.max(form_width);
        if let Some(banner) = &form.banner {
            rows.push(vec![GridCell { text: banner.text.clone(), column: 0, columns: form_width, rows: 1 }]);
        }
        rows.extend(header_rows(form));
        for (row, header) in form.rows.iter().enumerate() {
            let mut cells = label_cells(form, row);
            let mut column = form.label_width;
            for (index, value_column) in form.columns.iter().enumerate() {
                let columns = column_width(value_column);
                cells.push(GridCell { text: value(form, row, index), column, columns, rows: 1 });
                column += columns;
            }
            debug_assert!(header.path.len() <= form.label_width);
            rows.push(cells);
        }
    }
    Grid { width, rows }
}

fn column_width(column: &Header) -> usize {
    column.width.unwrap_or(1)
}

/// The rows above the values: the corner and the column labels.
fn header_rows(form: &Form) -> Vec<Vec<GridCell>> {
    let depth = form.columns.iter().map(|column| column.path.len()).max().unwrap_or(0);
    let mut rows: Vec<Vec<GridCell>> = (0..depth).map(|_| Vec::new()).collect();
    if let Some(first) = rows.first_mut()
        && form.label_width > 0
    {
        first.push(GridCell { text: form.corner.clone(), column: 0, columns: form.label_width, rows: depth });
    }
    for (level, row) in rows.iter_mut().enumerate() {
        let mut column = form.label_width;
        for run in runs(&form.columns, level) {
            let columns = form.columns[run.clone()].iter().map(column_width).sum();
            if let Some(label) = form.columns[run.start].path.get(level) {
                let own = form.columns[run.start].path.len() == level + 1;
                row.push(GridCell { text: label.clone(), column, columns, rows: if own { depth - level } else { 1 } });
            }
            column += columns;
        }
    }
    rows
}

/// The label cells that begin in a row.
fn label_cells(form: &Form, row: usize) -> Vec<GridCell> {
    let path = &form.rows[row].path;
    let mut cells = Vec::new();
    for (level, label) in path.iter().enumerate() {
        let own = path.len() == level + 1;
        let Some(run) = runs(&form.rows, level).into_iter().find(|run| run.start == row) else { continue };
        let columns = if own { form.label_width - level } else { 1 };
        cells.push(GridCell { text: label.clone(), column: level, columns, rows: run.len() });
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
