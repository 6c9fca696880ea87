//! Which edition a report and each of its tables is of: how well what was found fits the forms of each.

use super::glued;
use super::scan::ScannedRow;
use super::token::Token;
use super::vocabulary::{RowRef, Spelling};
use crate::edition;

/// How well the rows that were found fit a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FormFit {
    /// Row and column labels that the form has, official ones twice, less the columns that a header leaves out.
    labels: i32,
    /// Rows with as many figures as the form has columns, twice, less the others.
    lengths: i32,
}

/// The lead that counts, for the editions share most of their labels.
const CLEAR: i32 = 2;

impl FormFit {
    /// Both together.
    pub fn total(self) -> i32 {
        self.labels + self.lengths
    }

    /// Whether it is a clearly better fit than another one. Labels outvote the numbers of figures: cells that were split or
    /// added change those.
    pub fn is_clearly_better(self, other: FormFit) -> bool {
        match self.labels - other.labels {
            lead if lead.abs() >= CLEAR => lead > 0,
            _ => self.total() >= other.total().max(0) + CLEAR,
        }
    }
}

/// How well rows fit each form of each edition. `evident` says whether figures are run together in the report.
pub fn fits(tokens: &[Token<'_>], rows: &[ScannedRow], evident: bool) -> Vec<Vec<FormFit>> {
    let editions = edition::editions();
    let mut fits: Vec<Vec<FormFit>> =
        editions.iter().map(|edition| vec![FormFit::default(); edition.forms.len()]).collect();
    for row in rows.iter().filter(|row| !row.items.is_empty()) {
        let filled = row.filled();
        for (at, reference) in row.rows.iter().enumerate() {
            let RowRef { edition, form, spelling, .. } = *reference;
            if row.rows[..at].iter().any(|before| (before.edition, before.form) == (edition, form)) {
                continue;
            }
            let official = &editions[edition].forms[form];
            let fit = &mut fits[edition][form];
            fit.labels += worth(spelling);
            let columns = official.columns.len();
            let is_full = filled == columns || (filled < columns && glued::may_fill(tokens, row, columns, evident));
            fit.lengths += if is_full { 2 } else { -1 };
        }
        if !row.columns.is_empty() {
            count_header(row, &mut fits);
        }
    }
    fits
}

/// Counts the header above a row for its forms in every edition: the row itself may be one in a single edition only.
fn count_header(row: &ScannedRow, fits: &mut [Vec<FormFit>]) {
    let editions = edition::editions();
    let may_be_of = |id: &str| row.rows.iter().any(|row| editions[row.edition].forms[row.form].id == id);
    for (edition, (data, fits)) in editions.iter().zip(fits).enumerate() {
        for (form, (official, fit)) in data.forms.iter().zip(fits).enumerate() {
            if may_be_of(&official.id) {
                let labelled = || row.columns_of((edition, form));
                fit.labels += labelled().map(|(_, column)| worth(column.spelling)).sum::<i32>();
                fit.labels -= (official.columns.len() as i32 - labelled().count() as i32).max(0);
            }
        }
    }
}

fn worth(spelling: Spelling) -> i32 {
    if spelling == Spelling::Official { 2 } else { 1 }
}

/// The edition of a report: the one of its year, unless a table whose columns differ between the editions is clearly
/// another one's, and none is clearly of the year's. A table with the same columns in both differs in a row or two, which may
/// have been merged or split. Without a year, the one that fits best.
pub fn choose_edition(fits: &[Vec<FormFit>], year: Option<u16>) -> usize {
    let editions = edition::editions();
    let total = |edition: usize| fits[edition].iter().map(|fit| fit.total().max(0)).sum::<i32>();
    let best = (0..editions.len()).max_by_key(|&edition| total(edition)).unwrap_or(0);
    let Some(own) = year.and_then(|year| editions.iter().position(|edition| edition.covers(year))) else { return best };
    let is_better_somewhere = |one: usize, other: usize, counts: fn(&edition::Form, &edition::Form) -> bool| {
        editions[one].forms.iter().zip(&fits[one]).any(|(form, fit)| {
            let there = editions[other].forms.iter().position(|it| it.id == form.id);
            let form_there = there.map(|at| &editions[other].forms[at]);
            let fit_there = there.map_or(FormFit::default(), |at| fits[other][at]);
            form_there.is_none_or(|other| counts(form, other)) && fit.is_clearly_better(fit_there)
        })
    };
    let others = || (0..editions.len()).filter(|&edition| edition != own);
    let is_of_another =
        others().any(|other| is_better_somewhere(other, own, |form, other| !form.has_columns_of(other)));
    let is_of_its_own = others().any(|other| is_better_somewhere(own, other, |_, _| true));
    if is_of_another && !is_of_its_own { best } else { own }
}
