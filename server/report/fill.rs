//! Maps a report's tables to the official forms.
//!
//! The wrong edition always fits worse, so the fit detects the edition; the report year is secondary evidence.

use super::columns::{Assigned, Columns};
use super::faults::{Fault, faults};
use super::filled::{Filled, Label, Row, RowState, Value};
use super::fits::{FormFit, choose_edition, fits};
use super::in_place;
use super::scan::{RowItem, RowItemKind, Scan, ScannedRow};
use super::sums::Sums;
use super::token::Token;
use super::vocabulary::{ColumnRef, RowRef, Spelling};
use crate::edition::{self, CellAt, Edition, Form};
use crate::syntax::Layout;
use crate::text::Number;
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;

/// The result of filling the forms of a report.
#[derive(Debug)]
pub struct Tables {
    /// The edition of the report.
    pub edition: &'static Edition,
    /// Its forms, in the order of the edition; a form may be of the other edition.
    pub forms: Vec<Filled>,
    /// Rows in the middle of a form that do not belong to it.
    pub unknown: Vec<Label>,
}

/// Maps the rows of a report to the forms of the edition they fit.
pub fn fill(tokens: &[Token<'_>], scan: &Scan, year: Option<u16>, required: Option<&'static Edition>) -> Tables {
    let rows = in_place::rows(tokens, spread_labels(&scan.rows));
    let fits = fits(&rows);
    let place = |required: &Edition| edition::editions().iter().position(|edition| edition.year == required.year);
    let own = required.and_then(place).unwrap_or_else(|| choose_edition(&fits, year));
    let mut used = vec![false; rows.len()];
    let mut forms = Vec::new();
    for id in form_ids() {
        let fit_in = |edition: usize| {
            let form = edition::editions()[edition].forms.iter().position(|form| form.id == id)?;
            Some((fits[edition][form], edition, form))
        };
        let here = fit_in(own).unwrap_or((FormFit::default(), own, usize::MAX));
        let elsewhere = (0..fits.len()).filter(|&edition| edition != own).filter_map(fit_in);
        let elsewhere = elsewhere.max_by_key(|(fit, ..)| fit.total()).unwrap_or((FormFit::default(), own, 0));
        let (fit, edition, form) = if elsewhere.0.is_clearly_better(here.0) { elsewhere } else { here };
        if fit.total() > 0 || (form != usize::MAX && rows.iter().any(|row| refers(row, edition, form).is_some())) {
            forms.extend(filled(tokens, &rows, scan, edition, form, &mut used));
        }
    }
    Tables { edition: &edition::editions()[own], unknown: unknown(tokens, &rows, &used, &forms), forms }
}

/// The ids of all forms of all editions, in the order of the report.
fn form_ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = Vec::new();
    for edition in edition::editions() {
        for (index, form) in edition.forms.iter().enumerate() {
            if !ids.contains(&form.id.as_str()) {
                ids.insert(index.min(ids.len()), &form.id);
            }
        }
    }
    ids
}

/// The reference of a scanned row to a row of this form.
fn refers(row: &ScannedRow, edition: usize, form: usize) -> Option<RowRef> {
    row.rows.iter().copied().find(|reference| reference.edition == edition && reference.form == form)
}

/// Copies from PDF put all labels first and their figures after them: assigns each label its figures if their number is
/// right.
fn spread_labels(scanned: &[ScannedRow]) -> Cow<'_, [ScannedRow]> {
    let mut rows = Cow::Borrowed(scanned);
    let mut first = 0;
    for last in 1..rows.len() {
        if !rows[last - 1].items.is_empty() {
            first = last;
        }
        // A label may be a row in one edition and a group, without figures, in the other.
        for reference in scanned[last].rows {
            let count = edition::editions()[reference.edition].forms[reference.form].columns.len();
            let filled = rows[last].filled();
            if filled <= count {
                continue;
            }
            let labels: Vec<usize> =
                (first..=last).filter(|&at| refers(&rows[at], reference.edition, reference.form).is_some()).collect();
            if labels.len() * count == filled {
                let items = rows[last].items.iter().copied().filter(|item| item.kind != RowItemKind::Blank);
                let items: Vec<RowItem> = items.collect();
                for (at, items) in labels.into_iter().zip(items.chunks(count)) {
                    rows.to_mut()[at].items = items.to_vec();
                }
            }
        }
    }
    rows
}

/// Chooses the scanned rows of a form: the index of one for each of its rows, and those that repeat a row.
fn choose_rows(rows: &[ScannedRow], edition: usize, form: usize) -> Vec<Option<usize>> {
    let count = edition::editions()[edition].forms[form].rows.len();
    let columns = edition::editions()[edition].forms[form].columns.len();
    let better = |one: usize, other: usize| {
        let score = |at: usize| {
            let reference = refers(&rows[at], edition, form);
            (rows[at].filled() == columns, rows[at].filled() > 0, reference.map(|r| r.spelling == Spelling::Official))
        };
        score(one) > score(other)
    };
    // A repeated table gives two runs; the run with more rows is the table.
    let mut runs: Vec<Vec<Option<usize>>> = vec![vec![None; count]];
    let mut previous: Option<usize> = None;
    for (at, row) in rows.iter().enumerate() {
        let Some(reference) = refers(row, edition, form) else { continue };
        let run = runs.len() - 1;
        match runs[run][reference.row] {
            Some(other) if row.filled() > 0 && rows[other].filled() > 0 => {
                let starts_again = reference.row == 0 || previous.is_some_and(|previous| previous == count - 1);
                if starts_again && count > 1 {
                    runs.push(vec![None; count]);
                    runs[run + 1][reference.row] = Some(at);
                } else if better(at, other) {
                    runs[run][reference.row] = Some(at);
                }
            }
            Some(other) if !better(at, other) => {}
            _ => runs[run][reference.row] = Some(at),
        }
        previous = Some(reference.row);
    }
    runs.into_iter().rev().max_by_key(|run| run.iter().flatten().count()).unwrap_or_default()
}

fn filled(
    tokens: &[Token<'_>],
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
    // Labels without any values, in a text without figures for the form, are words rather than a table.
    if scanned.is_empty() || (scanned.iter().all(|row| row.items.is_empty() && !row.label.is_empty())) {
        return None;
    }
    let header = |row: &ScannedRow| {
        let labels = row.columns.iter().filter(|(_, column)| column.edition == edition && column.form == form_index);
        let mut labels: Vec<(usize, usize)> = labels.map(|(token, column)| (column.column, *token)).collect();
        labels.sort_unstable();
        labels.dedup_by_key(|(column, _)| *column);
        labels.into_iter().map(|(_, token)| token).collect()
    };
    let columns = Columns::learn(tokens, form.columns.len(), &scanned, header);
    let mut values = Vec::with_capacity(form.rows.len() * form.columns.len());
    let mut filled_rows = Vec::with_capacity(form.rows.len());
    for (row, at) in chosen.iter().enumerate() {
        let Some(scanned) = at.map(|at| &rows[at]) else {
            filled_rows.push(Row { label: None, state: RowState::Missing, banner: None });
            continue;
        };
        used[at.unwrap_or(0)] = true;
        let mut label = label(tokens, scanned, refers(scanned, edition, form_index));
        if row == 0 || !scanned.columns.is_empty() {
            let damaged = damaged_columns(tokens, rows, at.unwrap_or(0), (edition, form_index));
            label.columns.extend(damaged);
        }
        let state = match columns.assign(scanned) {
            Assigned::Unclear(found) => RowState::Unclear(found),
            Assigned::Cells(cells) => {
                push_values(tokens, row, scanned, &cells, &mut values);
                RowState::Read
            }
        };
        // Tables three and four follow the last block of table two, but are not under its heading.
        let banner = scanned.banner.filter(|_| form.banner.is_some());
        filled_rows.push(Row { label: Some(label), state, banner });
    }
    let banner = filled_rows.iter().find_map(|row| row.banner);
    let places = scanned.iter().flat_map(|row| {
        let labels = row.label.clone().chain(row.columns.iter().map(|(token, _)| *token));
        labels.chain(row.items.iter().map(|item| item.token))
    });
    let ranges =
        places.map(|token| tokens[token].range()).chain(banner.map(|banner| scan.banners[banner].range.clone()));
    let range = ranges.reduce(|whole, part| whole.start.min(part.start)..whole.end.max(part.end))?;
    let layout =
        scanned.iter().flat_map(|row| &row.items).next().map_or(Layout::Lines, |item| tokens[item.token].layout());
    let (sums, faults) = judged(form, &values);
    Some(Filled { form, edition: edition_data, layout, range, rows: filled_rows, values, sums, faults })
}

/// The columns of a form whose labels are damaged in the header above one of its rows.
fn damaged_columns(
    tokens: &[Token<'_>],
    rows: &[ScannedRow],
    at: usize,
    form: (usize, usize),
) -> impl Iterator<Item = (Range<usize>, ColumnRef)> {
    let row = &rows[at];
    let end_of = |row: &ScannedRow| row.items.last().map(|item| item.token).or(row.label.clone().last());
    let above = at.checked_sub(1).and_then(|before| end_of(&rows[before])).map_or(0, |last| last + 1);
    let own = row.columns.iter().filter(|(_, column)| (column.edition, column.form) == form);
    let own: Vec<(usize, ColumnRef)> = own.copied().collect();
    let damaged = in_place::columns(tokens, above..row.begins.max(above), form, &own);
    damaged.into_iter().map(|(token, column)| (tokens[token].range(), column))
}

fn label(tokens: &[Token<'_>], row: &ScannedRow, reference: Option<RowRef>) -> Label {
    let range = match (row.label.clone().next(), row.label.clone().last()) {
        (Some(first), Some(last)) => tokens[first].range().start..tokens[last].range().end,
        _ => row.items.first().map_or(0..0, |item| tokens[item.token].range()),
    };
    Label {
        range,
        text: match &tokens[row.label.clone()] {
            [only] => SmolStr::new(only.printed()),
            several => several.iter().map(Token::printed).collect::<String>().into(),
        },
        spelling: match reference {
            Some(reference) if !row.doubtful => reference.spelling,
            _ => Spelling::Doubtful,
        },
        columns: row.columns.iter().map(|(token, column)| (tokens[*token].range(), *column)).collect(),
    }
}

fn push_values(
    tokens: &[Token<'_>],
    row: usize,
    scanned: &ScannedRow,
    cells: &[Option<RowItem>],
    values: &mut Vec<Value>,
) {
    let mut end = scanned.label.clone().last().map_or(0, |last| tokens[last].range().end);
    for (column, item) in cells.iter().enumerate() {
        let value = match item {
            None => Value {
                row,
                column,
                text: SmolStr::default(),
                number: None,
                figure: end..end,
                bare: true,
                unit: false,
                range: end..end,
            },
            Some(item) => {
                let token = &tokens[item.token];
                let number = if item.kind == RowItemKind::Figure { token.number() } else { None };
                let value = value((row, column), token, number);
                end = value.range.end;
                value
            }
        };
        values.push(value);
    }
}

/// A value cell.
fn value((row, column): CellAt, token: &Token<'_>, number: Option<Number>) -> Value {
    let range = token.range();
    let figure = number.as_ref().map_or(range.clone(), |number| token.source(number.figure.clone()));
    Value {
        row,
        column,
        text: if token.is_blank() { SmolStr::default() } else { SmolStr::new(token.printed()) },
        bare: number.as_ref().is_none_or(|number| !number.remark && number.unit.is_none()),
        unit: number.as_ref().is_some_and(|number| !number.remark && number.unit.is_some()),
        number: number.map(|number| number.value),
        figure,
        range,
    }
}

/// The equations of a form with these values, and what explains those that fail.
fn judged(form: &'static Form, values: &[Value]) -> (Sums, Vec<Fault>) {
    let number = numbers(form, values);
    let sums = Sums::of(form, &number);
    let faults = faults(form, &sums, &number);
    (sums, faults)
}

/// The number in each cell of a form.
fn numbers(form: &Form, values: &[Value]) -> impl Fn(CellAt) -> Option<Decimal> {
    let columns = form.columns.len();
    let mut numbers: Vec<Option<Decimal>> = vec![None; form.rows.len() * columns];
    for value in values {
        numbers[value.row * columns + value.column] = value.number;
    }
    move |(row, column)| numbers[row * columns + column]
}

/// Replaces the figure in `range` in every value that is read from that cell; returns whether there is any.
pub fn refill(forms: &mut [Filled], range: &Range<usize>, figure: &Token<'_>) -> bool {
    let mut is_read = false;
    for filled in forms {
        let mut is_touched = false;
        for old in filled.values.iter_mut().filter(|value| value.range == *range) {
            *old = value((old.row, old.column), figure, figure.number());
            is_touched = true;
        }
        if is_touched {
            (filled.sums, filled.faults) = judged(filled.form, &filled.values);
        }
        is_read |= is_touched;
    }
    is_read
}

/// Rows inside a form, or right below it, that do not belong to it.
fn unknown(tokens: &[Token<'_>], rows: &[ScannedRow], used: &[bool], forms: &[Filled]) -> Vec<Label> {
    let mut unknown = Vec::new();
    let mut below = false;
    for (at, row) in rows.iter().enumerate() {
        let first = tokens.get(row.label.start);
        let follows = at > 0
            && rows[at - 1].filled() == row.filled()
            && rows[at - 1].items.last().is_some_and(|last| {
                let table = tokens[last.token].table();
                last.token + 1 == row.label.start || (table.is_some() && table == first.and_then(Token::table))
            });
        below = used[at] || (below && follows);
        let Some(first) = first.filter(|_| !used[at] && !row.label.is_empty() && row.filled() > 0) else { continue };
        let place = first.range();
        let inside = || forms.iter().any(|filled| filled.range.start <= place.start && place.end <= filled.range.end);
        if below || inside() {
            unknown.push(label(tokens, row, row.rows.first().copied()));
        }
    }
    unknown
}
