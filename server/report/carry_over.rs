//! Applications carried over between years: a report carries in what the body's report for the year before carried out,
//! for every kind of applicant.

use super::content::Report;
use super::filled::Filled;
use super::sums;
use rust_decimal::Decimal;

/// The form that contains the rows. Its columns are the same in every edition.
pub const FORM: &str = "applications";
/// The row of applications carried in from the year before.
pub const CARRIED_IN: &str = "carried-in";
/// The row of applications carried out to the year after.
pub const CARRIED_OUT: &str = "carried-out";

/// The figures of a carry-over row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Carried {
    /// The numbers in its cells, by column; `None` where a cell is missing or holds no number.
    pub numbers: Vec<Option<Decimal>>,
    /// Whether the numbers add up to the row's total.
    pub adds_up: bool,
}

impl Carried {
    /// What a report carries out to the year after; empty if it has no such row.
    pub fn out_of(report: &Report) -> Self {
        report.form(FORM).map(|filled| Carried::of(filled, CARRIED_OUT)).unwrap_or_default()
    }

    fn of(filled: &Filled, id: &str) -> Self {
        let Some(row) = filled.form.row(id) else { return Carried::default() };
        let number = |column| filled.number((row, column));
        let mut across = filled.sums.all.iter().filter(|sum| sum.cells().all(|cell| cell.0 == row));
        Carried {
            numbers: (0..filled.form.columns.len()).map(number).collect(),
            adds_up: across.all(|sum| sum.state == sums::State::Holds),
        }
    }

    /// Whether it has any number.
    pub fn has_figures(&self) -> bool {
        self.numbers.iter().any(Option::is_some)
    }

    /// The number in a column.
    pub fn number(&self, column: usize) -> Option<Decimal> {
        self.numbers.get(column).copied().flatten()
    }

    /// The numbers, if next year's report can start from them: complete, whole, not negative, and adding up.
    pub fn counts(&self) -> Option<Vec<Decimal>> {
        let is_count = |number: &Decimal| number.is_integer() && !number.is_sign_negative();
        let counts: Vec<Decimal> = self.numbers.iter().map(|number| number.filter(is_count)).collect::<Option<_>>()?;
        (self.adds_up && !counts.is_empty()).then_some(counts)
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
