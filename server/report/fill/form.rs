//! One form, filled in by its rows.

use super::choice::choose_rows;
use super::frame;
use super::labels::{damaged_columns, label};
use super::values::{judged, push_values};
use crate::edition;
use crate::report::columns::{Assigned, Columns};
use crate::report::faults::Fault;
use crate::report::filled::{Filled, Row, RowState};
use crate::report::glued::{self, Glued};
use crate::report::scan::{RowItem, Scan, ScannedRow};
use crate::report::sums::{State, Sums};
use crate::report::token::Token;
use crate::syntax::Layout;
use crate::text::covering;

/// A form as the rows fill it in that are chosen for it; `None` if they are no table. `evident` says whether figures are run
/// together in the report.
pub fn filled(
    (tokens, evident): (&[Token<'_>], bool),
    rows: &[ScannedRow],
    scan: &Scan,
    edition: usize,
    form_index: usize,
    used: &mut [bool],
) -> Option<Filled> {
    let edition_data = &edition::editions()[edition];
    let form = &edition_data.forms[form_index];
    let chosen = choose_rows(rows, edition, form_index);
    let scanned: Vec<&ScannedRow> = chosen.iter().flatten().map(|&at| &rows[at]).collect();
    let form_at = (edition, form_index);
    let has_column = |row: &ScannedRow| row.columns_of(form_at).next().is_some();
    // Labels without any values, in a text without figures for the form, are words rather than a table; unless they
    // stand under its header.
    let are_words = || {
        scanned.iter().all(|row| row.items.is_empty() && !row.label.is_empty())
            && !scanned.first().is_some_and(|row| has_column(row))
    };
    if scanned.is_empty() || are_words() {
        return None;
    }
    let header = |row: &ScannedRow| {
        let mut labels: Vec<(usize, usize)> =
            row.columns_of(form_at).map(|(token, column)| (column.column, *token)).collect();
        labels.sort_unstable();
        labels.dedup_by_key(|(column, _)| *column);
        labels.into_iter().map(|(_, token)| token).collect()
    };
    let columns = Columns::learn(tokens, form.columns.len(), &scanned, header);
    let by_row: Vec<Option<&ScannedRow>> = chosen.iter().map(|at| at.map(|at| &rows[at])).collect();
    let mut apart = glued::tell_apart(tokens, form, &by_row, evident);
    let assigned = |(row, glued): (&Option<&ScannedRow>, &Option<Glued>)| match (row, glued) {
        (None, _) => (RowState::Missing, Vec::new()),
        (Some(row), _) if row.scattered => (RowState::Scattered(row.items.len()), Vec::new()),
        (Some(_), Some(Glued::Together(digits))) => (RowState::Glued(*digits), Vec::new()),
        (Some(_), Some(Glued::Apart { items, .. })) => (RowState::Read, items.iter().copied().map(Some).collect()),
        (Some(row), None) => match columns.assign(row) {
            Assigned::Cells(cells) => (RowState::Read, cells),
            Assigned::Unclear(found) => (RowState::Unclear(found), Vec::new()),
        },
    };
    let mut cells: Vec<(RowState, Vec<Option<RowItem>>)> = by_row.iter().zip(&apart).map(assigned).collect();
    // A label with nothing behind it is a row that was left blank, unless figures of other rows are lost, too.
    if !cells.iter().any(|(state, _)| state.is_ambiguous()) {
        for ((state, cells), row) in cells.iter_mut().zip(&by_row) {
            if *state == RowState::Unclear(0) && row.is_some_and(|row| !row.label.is_empty()) {
                (*state, *cells) = (RowState::Read, vec![None; form.columns.len()]);
            }
        }
    }
    chosen.iter().flatten().for_each(|&at| used[at] = true);
    let values_of = |cells: &[(RowState, Vec<Option<RowItem>>)]| {
        let mut values = Vec::with_capacity(by_row.iter().flatten().count() * form.columns.len());
        for (row, (scanned, (_, cells))) in by_row.iter().zip(cells).enumerate() {
            if let Some(scanned) = scanned {
                push_values(tokens, row, scanned, cells, &mut values);
            }
        }
        values
    };
    let mut values = values_of(&cells);
    let (mut sums, mut faults) = judged(form, &values);
    // What the equations alone have told apart proves nothing where they fail.
    let is_guessed = |row: usize| matches!(apart.get(row), Some(Some(Glued::Apart { by_sums: true, .. })));
    if is_doubted(&sums, &faults, is_guessed) {
        for (row, glued) in apart.iter_mut().enumerate() {
            if let Some(Glued::Apart { by_sums: true, digits, .. }) = *glued {
                (*glued, cells[row]) = (Some(Glued::Together(digits)), (RowState::Glued(digits), Vec::new()));
            }
        }
        values = values_of(&cells);
        (sums, faults) = judged(form, &values);
    }
    let labelled = |row: usize, at: usize| {
        let scanned = &rows[at];
        let mut label = label(tokens, scanned, scanned.reference(form_at));
        if row == 0 || !scanned.columns.is_empty() {
            label.columns.extend(damaged_columns(tokens, rows, at, form_at));
        }
        label
    };
    let filled_row = |(row, at): (usize, &Option<usize>)| {
        let scanned = by_row.get(row).copied().flatten();
        Row {
            label: at.map(|at| labelled(row, at)),
            state: cells.get(row).map_or(RowState::Missing, |(state, _)| *state),
            apart: matches!(apart.get(row), Some(Some(Glued::Apart { .. }))),
            // Tables three and four follow the last block of table two, but are not under its heading.
            banner: scanned.and_then(|scanned| scanned.banner).filter(|_| form.banner.is_some()),
        }
    };
    let filled_rows: Vec<Row> = chosen.iter().enumerate().map(filled_row).collect();
    let banner = filled_rows.iter().find_map(|row| row.banner);
    let places = scanned.iter().flat_map(|row| {
        let labels = row.label.clone().chain(row.columns.iter().map(|(token, _)| *token));
        labels.chain(row.items.iter().map(|item| item.token))
    });
    let ranges =
        places.map(|token| tokens[token].range()).chain(banner.map(|banner| scan.banners[banner].range.clone()));
    let range = covering(ranges)?;
    let layout =
        scanned.iter().flat_map(|row| &row.items).next().map_or(Layout::Lines, |item| tokens[item.token].layout());
    Some(Filled {
        form,
        edition: edition_data,
        layout,
        frame: frame::damaged(tokens, scan, rows, form_at, &range),
        range,
        header_alone: None,
        rows: filled_rows,
        values: values.into(),
        sums,
        faults,
    })
}

/// Whether equations that fail, or what explains them, are about rows that were guessed.
fn is_doubted(sums: &Sums, faults: &[Fault], is_guessed: impl Fn(usize) -> bool) -> bool {
    let explained = faults.iter().flat_map(|fault| &fault.revisions).flat_map(|it| &it.corrections);
    let mut blamed = explained.map(|correction| correction.cell.0);
    let mut failing = sums.all.iter().enumerate().filter(|(_, sum)| sum.state == State::Fails);
    let is_explained = |at: usize| faults.iter().any(|fault| fault.explains.contains(&at));
    blamed.any(&is_guessed) || failing.any(|(at, sum)| !is_explained(at) && sum.cells().any(|cell| is_guessed(cell.0)))
}
