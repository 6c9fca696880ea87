//! The tables of reports as their official forms, with the figures of the text.

use super::model::DocumentTable;
use crate::check::View;
use crate::compose::fields::field;
use crate::compose::table::{Table, present, table};
use crate::edition::Form;
use crate::edition::grid::{CellPart, OfficialCell, grid_width, official};
use crate::report::{Filled, Label, RowState, Spelling};
use crate::syntax::block::printed;
use crate::syntax::table::{Grid, GridCell};
use std::ops::Range;

/// The tables of a text that can be written as their forms without anything lost or added, each with the bytes that it
/// takes, in order.
pub(super) fn tables(view: &View) -> Vec<(Range<usize>, DocumentTable)> {
    let mut tables = Vec::new();
    for report in &view.checked.reports {
        let found = report.edition.sections.iter().filter_map(|section| table(view, report, &section.id));
        tables.extend(found.filter(is_whole).map(|table| (table.range.clone(), written(view, &table))));
    }
    tables.sort_by_key(|(range, _)| range.start);
    tables
}

/// Whether a table has every row of its forms, in their order and under their own labels and article headings.
fn is_whole(table: &Table<'_>) -> bool {
    let rows = || table.forms.iter().flat_map(|filled| &filled.rows);
    let labels = || rows().filter_map(|row| row.label.as_ref());
    let is_official = |label: &Label| {
        // The words of a column may also be a usual form of another's.
        let says = |range: &Range<usize>| {
            label.columns().any(|(other, it)| other == *range && it.spelling == Spelling::Official)
        };
        label.spelling == Spelling::Official && label.columns().all(|(range, _)| says(&range))
    };
    rows().all(|row| row.state == RowState::Read)
        && labels().all(is_official)
        && labels().is_sorted_by_key(|label| label.range.start)
        && has_own_banners(table)
}

/// Whether each form that has an article heading stands under one of its own.
fn has_own_banners(table: &Table<'_>) -> bool {
    let mut seen = Vec::new();
    table.forms.iter().filter(|filled| filled.form.banner.is_some()).all(|filled| {
        let mut banners: Vec<Option<usize>> = filled.rows.iter().map(|row| row.banner).collect();
        banners.dedup();
        match banners.as_slice() {
            [Some(banner)] if !seen.contains(banner) => {
                seen.push(*banner);
                true
            }
            _ => false,
        }
    })
}

fn written(view: &View, table: &Table<'_>) -> DocumentTable {
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    let mut rows = Vec::new();
    let mut header_rows = 0;
    for filled in &table.forms {
        for cells in official(&[filled.form]) {
            let is_header = !cells.iter().any(|cell| matches!(cell.part, CellPart::Value(_)));
            header_rows += usize::from(is_header);
            let cells: Vec<GridCell> =
                cells.into_iter().filter_map(|cell| cell_of(view, table, filled, cell)).collect();
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
    }
    // What stands above each of several forms is repeated on no page.
    let header_rows = if forms.len() == 1 { header_rows } else { 0 };
    DocumentTable { grid: Grid { width: grid_width(&forms), rows }, header_rows }
}

/// A cell with its figure or its words. Those of an article heading are the text's own; `None` if it has none.
fn cell_of(view: &View, table: &Table<'_>, filled: &Filled, cell: OfficialCell<'_>) -> Option<GridCell> {
    let OfficialCell { form, part, text, column, columns, rows } = cell;
    let text = match part {
        CellPart::Value((row, column)) => field(&present(table, form, row, column).unwrap_or_default()),
        CellPart::Banner => {
            let index = filled.rows.iter().find_map(|row| row.banner)?;
            words_at(view, &table.report.banners.get(index)?.range)?
        }
        CellPart::Corner | CellPart::Group | CellPart::Column(_) | CellPart::Row(_) => text.to_owned(),
    };
    Some(GridCell { text, column, columns, rows })
}

/// What the cells at some bytes print.
fn words_at(view: &View, range: &Range<usize>) -> Option<String> {
    let cells = view.cells(range);
    let touched = cells.iter().filter(|cell| cell.range.start < range.end && range.start < cell.range.end);
    // Words that are broken over cells are one label.
    let words: String = touched.filter_map(|cell| Some(printed(view.text.get(cell.range.clone())?))).collect();
    let words = words.replace("**", "");
    Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
}
