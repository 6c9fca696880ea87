//! Maps a report's tables to the official forms.
//!
//! The wrong edition always fits worse, so the fit detects the edition; the report year is secondary evidence.

mod choice;
mod form;
mod labels;
mod values;

use super::filled::{Filled, Label};
use super::glued;
use super::scan::{RowItem, RowItemKind, Scan, ScannedRow};
use super::token::Token;
use super::vocabulary::{RowRef, Spelling};
use crate::edition::{self, Edition};
use choice::refers;
use form::filled;
use labels::label;
use std::borrow::Cow;
pub use values::refill;

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
    let rows = spread_labels(&scan.rows);
    let evident = glued::is_evident(tokens, &rows);
    let fits = fits(tokens, &rows, evident);
    let place = |required: &Edition| edition::editions().iter().position(|edition| edition.year == required.year);
    let own = required.and_then(place).unwrap_or_else(|| choose_edition(&fits, year));
    let mut used = vec![false; rows.len()];
    let mut forms = Vec::new();
    for id in form_ids() {
        let fit_in = |edition: usize| {
            let form = edition::editions()[edition].forms.iter().position(|form| form.id == id)?;
            Some((fits[edition][form], edition, form))
        };
        let here = fit_in(own).unwrap_or((0, own, usize::MAX));
        let elsewhere =
            (0..fits.len()).filter(|&edition| edition != own).filter_map(fit_in).max().unwrap_or((0, own, 0));
        // The other edition must fit clearly better: the two share most of their rows.
        let (score, edition, form) = if elsewhere.0 >= here.0.max(0) + 2 { elsewhere } else { here };
        if score > 0 || (form != usize::MAX && rows.iter().any(|row| refers(row, edition, form).is_some())) {
            forms.extend(filled((tokens, evident), &rows, scan, edition, form, &mut used));
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

/// How well the rows fit each form of each edition: rows found, with the right number of figures, under the form's
/// column labels.
fn fits(tokens: &[Token<'_>], rows: &[ScannedRow], evident: bool) -> Vec<Vec<i32>> {
    let mut fits: Vec<Vec<i32>> = edition::editions().iter().map(|edition| vec![0; edition.forms.len()]).collect();
    for row in rows.iter().filter(|row| !row.items.is_empty()) {
        let filled = row.filled();
        for (at, reference) in row.rows.iter().enumerate() {
            let RowRef { edition, form, spelling, .. } = *reference;
            if row.rows[..at].iter().any(|before| (before.edition, before.form) == (edition, form)) {
                continue;
            }
            let fit = &mut fits[edition][form];
            *fit += if spelling == Spelling::Official { 2 } else { 1 };
            let columns = edition::editions()[edition].forms[form].columns.len();
            let is_full = filled == columns || (filled < columns && glued::may_fill(tokens, row, columns, evident));
            *fit += if is_full { 2 } else { -1 };
            for (_, column) in &row.columns {
                if (column.edition, column.form) == (edition, form) {
                    *fit += if column.spelling == Spelling::Official { 2 } else { 1 };
                }
            }
        }
    }
    fits
}

/// The edition whose forms fit best. If the tables are of different editions, or fit both, the report year decides.
fn choose_edition(fits: &[Vec<i32>], year: Option<u16>) -> usize {
    let editions = edition::editions();
    let by_year = year.and_then(|year| editions.iter().position(|edition| edition.covers(year)));
    let total = |edition: usize| fits[edition].iter().map(|fit| (*fit).max(0)).sum::<i32>();
    let better_somewhere = |edition: usize| {
        (0..editions.len()).filter(|&other| other != edition).any(|other| {
            editions[edition].forms.iter().enumerate().any(|(index, form)| {
                let there = editions[other].forms.iter().position(|f| f.id == form.id).map_or(0, |i| fits[other][i]);
                fits[edition][index] >= there.max(0) + 2
            })
        })
    };
    let best = (0..editions.len()).rev().max_by_key(|&edition| total(edition)).unwrap_or(0);
    match by_year {
        Some(year) if better_somewhere(year) || total(year) == total(best) => year,
        None if total(best) == total(editions.len() - 1) => editions.len() - 1,
        _ => best,
    }
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
