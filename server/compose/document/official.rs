//! The tables of reports as their official forms, with the figures and the words of the text.

use super::model::DocumentTable;
use crate::check::View;
use crate::compose::fields::field;
use crate::compose::table::{Table, present, table};
use crate::edition::grid::{CellPart, OfficialCell, grid_width, official};
use crate::edition::{Form, editions};
use crate::report::{Filled, RowState, Spelling};
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

/// Whether a table has every row of its forms.
fn is_whole(table: &Table<'_>) -> bool {
    table.forms.iter().all(|filled| filled.rows.iter().all(|row| row.state == RowState::Read))
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

/// A cell with the text's own words where they are others than those of the form; `None` for an article heading that the
/// text does not have.
fn cell_of(view: &View, table: &Table<'_>, filled: &Filled, cell: OfficialCell<'_>) -> Option<GridCell> {
    let OfficialCell { form, part, text, column, columns, rows } = cell;
    let text = match part {
        CellPart::Value((row, column)) => field(&present(table, form, row, column).unwrap_or_default()),
        CellPart::Banner => {
            let index = filled.rows.iter().find_map(|row| row.banner)?;
            words_at(view, &table.report.banners.get(index)?.range)?
        }
        CellPart::Row(row) => {
            let label = filled.rows.get(row).and_then(|row| row.label.as_ref());
            let deviating = label.filter(|label| label.spelling == Spelling::Deviating);
            deviating.map_or_else(|| text.to_owned(), |label| label.text.replace("**", ""))
        }
        CellPart::Column(column) => column_words(view, filled, column).unwrap_or_else(|| text.to_owned()),
        CellPart::Corner | CellPart::Group => text.to_owned(),
    };
    Some(GridCell { text, column, columns, rows })
}

/// The text's own label of a column, where it is another than that of the form.
fn column_words(view: &View, filled: &Filled, column: usize) -> Option<String> {
    let mut labels = filled.rows.iter().filter_map(|row| row.label.as_ref()).flat_map(|label| &label.columns);
    let (range, _) = labels.find(|(_, found)| {
        let edition = editions().get(found.edition);
        let form = edition.and_then(|edition| edition.forms.get(found.form));
        let is_own = form.is_some_and(|form| form.id == filled.form.id) && found.column == column;
        is_own && found.spelling == Spelling::Deviating
    })?;
    words_at(view, range)
}

/// What the cell at some bytes prints.
fn words_at(view: &View, range: &Range<usize>) -> Option<String> {
    let cells = view.cells(range);
    let cell = cells.iter().find(|cell| cell.range.start <= range.start && range.end <= cell.range.end)?;
    let words = printed(view.text.get(cell.range.clone())?).replace("**", "");
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
