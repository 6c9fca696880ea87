//! What a report looks up in others: those of its body for the year before, and what they agree on; those of the bodies
//! below.

use super::carry_over::Carried;
use super::contribution::Contribution;
use super::figures::FormFigures;
use super::key::Key;
use crate::edition::{Form, Relation};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The source of reports: a file, or an open document.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ReportSource {
    /// Its unique address: a URL or a path.
    pub address: String,
    /// Its name for users.
    pub name: String,
}

/// A report of another document, or another report of the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Neighbour {
    /// Its source.
    pub document: Arc<ReportSource>,
    /// What it contributes.
    pub said: Arc<Contribution>,
}

/// The body's known reports for the year before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LastYear(Vec<Neighbour>);

/// What all known reports of a body and year say about something.
#[derive(Debug)]
pub enum Said<'a, T> {
    /// None of them says anything.
    Nothing,
    /// All that say something agree; this is the first of them.
    One(&'a Neighbour, T),
    /// They disagree.
    Several(Vec<(&'a Neighbour, T)>),
}

impl LastYear {
    /// These reports.
    pub fn new(reports: Vec<Neighbour>) -> Self {
        LastYear(reports)
    }

    /// Whether no report is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reports.
    pub fn reports(&self) -> &[Neighbour] {
        &self.0
    }

    /// What they agree on, where `of` gives what one of them says.
    pub fn said<'a, T: PartialEq>(&'a self, of: impl Fn(&'a Contribution) -> Option<T>) -> Said<'a, T> {
        let mut all: Vec<(&Neighbour, T)> = self.0.iter().filter_map(|it| Some((it, of(&it.said)?))).collect();
        if all.windows(2).any(|pair| matches!(pair, [one, other] if one.1 != other.1)) {
            return Said::Several(all);
        }
        all.truncate(1);
        all.pop().map_or(Said::Nothing, |(report, said)| Said::One(report, said))
    }

    /// The total of a relation that crosses years in a row of a form, if nothing has happened this year; `None` if they
    /// lack a figure for it or disagree.
    pub fn goes_on(&self, relation: &Relation, form: &Form, row: usize) -> Option<Decimal> {
        let mut total = Decimal::ZERO;
        for term in relation.left().iter().filter(|term| term.last_year) {
            let column = form.column(&term.id)?;
            let Said::One(_, number) = self.said(|it| it.figures.number(form, (row, column))) else { return None };
            total = total.saturating_add(if term.minus { -number } else { number });
        }
        relation.crosses_years().then_some(total)
    }

    /// What they carried out to the year after; reports without any figure of it do not count.
    pub fn carried_out(&self) -> Said<'_, &Carried> {
        self.said(|it| Some(&it.carried_out).filter(|carried| carried.has_figures()))
    }
}

/// The reports of the bodies below one that reports for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Below {
    /// The key of the report that is to be their sum.
    pub key: Key,
    /// How many they are.
    pub count: usize,
    /// The sums of their figures.
    pub sums: FormFigures,
}

/// What a report looks up among its neighbours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LookedUp {
    /// The body's reports for the year before.
    pub last_year: LastYear,
    /// The reports that it is to be the sum of.
    pub below: Option<Arc<Below>>,
}
