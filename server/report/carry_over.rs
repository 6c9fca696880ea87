//! What crosses from one year to the next: the applications that a report carries in are those that the body's report
//! for the year before carried out, for every kind of applicant.
//!
//! What other reports contribute is a small value, a [`Neighbour`]; whoever keeps the reports hands in [`Neighbours`].
//! Where several reports of the body for one year disagree, none of them counts.

use super::content::Report;
use super::filled::Filled;
use super::sums;
use crate::text::fold::fold;
use rust_decimal::Decimal;
use std::ops::Range;
use std::sync::Arc;

/// The form in which the rows stand. Its columns are the same in every edition.
pub const FORM: &str = "applications";
/// The row of what the year before has left.
pub const CARRIED_IN: &str = "carried-in";
/// The row of what is left to the year after.
pub const CARRIED_OUT: &str = "carried-out";

/// Whose report it is, and for which year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The body's name in its one spelling.
    pub organ: String,
    /// The report year.
    pub year: u16,
}

impl Key {
    /// The key of the report of a body for a year.
    pub fn new(organ: &str, year: u16) -> Self {
        Key { organ: fold(organ), year }
    }

    /// That of a report that says both.
    pub fn of(report: &Report) -> Option<Self> {
        Some(Key::new(report.title.as_ref()?.organ.as_deref()?, report.year?))
    }

    /// That of the same body's report for the year before.
    #[must_use]
    pub fn before(self) -> Self {
        Key { year: self.year.saturating_sub(1), ..self }
    }

    /// That of the same body's report for the year after.
    #[must_use]
    pub fn after(self) -> Self {
        Key { year: self.year.saturating_add(1), ..self }
    }
}

/// What a report takes over and what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryOver {
    /// Whose report it is, and for which year.
    pub key: Key,
    /// What the year before has left.
    pub carried_in: Carried,
    /// What is left to the year after.
    pub carried_out: Carried,
}

/// A row of a report that crosses years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// The bytes of its label.
    pub label: Option<Range<usize>>,
    /// The bytes of its cells, by column; `None` where one was not found.
    pub cells: Vec<Option<Range<usize>>>,
    /// The numbers in them.
    pub numbers: Vec<Option<Decimal>>,
    /// Whether its numbers add up to its total.
    pub adds_up: bool,
}

impl CarryOver {
    /// Of every report that says whose it is and for which year.
    pub fn all(reports: &[Report]) -> Vec<Self> {
        let of = |report: &Report| {
            let (key, filled) = (Key::of(report)?, report.form(FORM));
            let row = |id| filled.map(|filled| Carried::of(filled, id)).unwrap_or_default();
            Some(CarryOver { key, carried_in: row(CARRIED_IN), carried_out: row(CARRIED_OUT) })
        };
        reports.iter().filter_map(of).collect()
    }
}

impl Carried {
    fn of(filled: &Filled, id: &str) -> Self {
        let Some(row) = filled.form.row(id) else { return Carried::default() };
        let values: Vec<_> = (0..filled.form.columns.len()).map(|column| filled.value(row, column)).collect();
        let mut across = filled.sums.all.iter().filter(|sum| sum.cells().all(|cell| cell.0 == row));
        Carried {
            label: filled.rows[row].label.as_ref().map(|label| label.range.clone()),
            cells: values.iter().map(|value| value.map(|value| value.range.clone())).collect(),
            numbers: values.iter().map(|value| value.and_then(|value| value.number)).collect(),
            adds_up: across.all(|sum| sum.state == sums::State::Holds),
        }
    }

    /// The numbers, if next year can begin with them: all are there, are counts, and add up.
    pub fn counts(&self) -> Option<Vec<Decimal>> {
        let is_count = |number: &Decimal| number.is_integer() && !number.is_sign_negative();
        let counts: Vec<Decimal> = self.numbers.iter().map(|number| number.filter(is_count)).collect::<Option<_>>()?;
        (self.adds_up && !counts.is_empty()).then_some(counts)
    }
}

/// A report of another file, or of this one.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// The file, as people call it.
    pub file: String,
    /// What it carries over.
    pub carry_over: Arc<CarryOver>,
}

/// The reports that are known beside a draft.
#[derive(Debug, Clone, Default)]
pub struct Neighbours(pub Vec<Neighbour>);

/// Where no other reports are known.
pub static NOBODY: Neighbours = Neighbours(Vec::new());

/// What the known reports say together about what was carried out.
#[derive(Debug)]
pub enum Said<'a> {
    /// There is none, or none with figures.
    Nothing,
    /// All say the same: the first of them.
    One(&'a Neighbour),
    /// They do not agree.
    Several(Vec<&'a Neighbour>),
}

impl Neighbours {
    /// What the reports of the year before the one with this key say.
    pub fn last_year(&self, key: Key) -> Said<'_> {
        let key = key.before();
        let has_figures = |it: &&Neighbour| it.carry_over.carried_out.numbers.iter().any(Option::is_some);
        let mine: Vec<&Neighbour> = self.0.iter().filter(|it| it.carry_over.key == key).filter(has_figures).collect();
        let numbers = |it: &Neighbour| it.carry_over.carried_out.numbers.clone();
        match mine.split_first() {
            None => Said::Nothing,
            Some((first, others)) if others.iter().all(|other| numbers(other) == numbers(first)) => Said::One(first),
            Some(_) => Said::Several(mine),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;

    #[test]
    fn the_columns_are_the_same_in_every_edition() {
        let ids = |edition: &edition::Edition| {
            let form = edition.form(FORM).unwrap();
            assert!(form.row(CARRIED_IN).is_some() && form.row(CARRIED_OUT).is_some());
            form.columns.iter().map(|column| column.id.clone()).collect::<Vec<_>>()
        };
        let all: Vec<Vec<String>> = edition::editions().iter().map(ids).collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    }
}
