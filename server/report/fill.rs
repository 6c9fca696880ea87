//! Maps a report's tables to the official forms.
//!
//! The wrong edition always fits worse, so the fit detects the edition; the report year is secondary evidence.

mod choice;
mod form;
mod frame;
mod labels;
mod lone_header;
mod values;

use super::filled::{Filled, Label};
use super::fits::{FormFit, choose_edition, fits};
use super::glued;
use super::in_place;
use super::scan::{RowItem, RowItemKind, Scan, ScannedRow};
use super::token::Token;
use crate::edition::{self, Edition};
use form::filled;
use labels::label;
use lone_header::header_alone;
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
    let rows = in_place::rows(tokens, spread_labels(&scan.rows));
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
        let here = fit_in(own).unwrap_or((FormFit::default(), own, usize::MAX));
        let elsewhere = (0..fits.len()).filter(|&edition| edition != own).filter_map(fit_in);
        let elsewhere = elsewhere.max_by_key(|(fit, ..)| fit.total()).unwrap_or((FormFit::default(), own, 0));
        let (fit, edition, form) = if elsewhere.0.is_clearly_better(here.0) { elsewhere } else { here };
        let has_row = || form != usize::MAX && rows.iter().any(|row| row.reference((edition, form)).is_some());
        let is_found = fit.total() > 0 || has_row();
        let found = is_found.then(|| filled((tokens, evident), &rows, scan, edition, form, &mut used)).flatten();
        forms.extend(found.or_else(|| header_alone(tokens, scan, own, id)));
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
            let labels: Vec<usize> = (first..=last)
                .filter(|&at| rows[at].reference((reference.edition, reference.form)).is_some())
                .collect();
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
