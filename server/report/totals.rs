//! Totals computed from their addends, as far as the equations of a form say which cells these are.
//!
//! The balance of a form defines no total: none of its terms is the sum of the others.

use super::filled::Filled;
use super::placeholder::{Placeholder, placeholder};
use super::sums::CellAt;
use crate::edition::{EquationLine, Form};
use crate::text::{fold::fold, number};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What a cell adds to a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addend {
    /// A number.
    Number(Decimal),
    /// Nothing: the cell is blank or holds a placeholder, or there is none.
    Nothing,
    /// What it holds is no number.
    Unknown,
}

impl Addend {
    /// What a text in a cell adds.
    pub fn of_text(text: &str) -> Self {
        let folded = fold(text);
        match (number::read(&folded), placeholder(&folded)) {
            (Some(number), _) => Addend::Number(number.value),
            (None, Some(Placeholder::Zero)) => Addend::Number(Decimal::ZERO),
            (None, Some(Placeholder::Nothing)) => Addend::Nothing,
            (None, None) if folded.is_empty() => Addend::Nothing,
            (None, None) => Addend::Unknown,
        }
    }

    /// What a cell of a draft adds.
    pub fn of_cell(filled: &Filled, (row, column): CellAt) -> Self {
        match filled.value(row, column) {
            Some(value) => value.number().map_or_else(|| Addend::of_text(&value.text()), Addend::Number),
            None => match filled.rows.get(row).map(|row| row.state) {
                Some(state) if state.is_ambiguous() => Addend::Unknown,
                _ => Addend::Nothing,
            },
        }
    }
}

/// Whether an equation says which cells a total is the sum of.
pub fn is_total(line: &EquationLine) -> bool {
    line.right == [line.total]
}

/// The sum of the addends of a total, those that are nothing as 0; `None` if one is unknown.
pub fn sum(line: &EquationLine, addend: impl Fn(CellAt) -> Addend) -> Option<Decimal> {
    line.left.iter().try_fold(Decimal::ZERO, |sum, cell| match addend(*cell) {
        Addend::Number(number) => Some(sum.saturating_add(number)),
        Addend::Nothing => Some(sum),
        Addend::Unknown => None,
    })
}

/// Whether the total of an equation goes with its addends: it is their sum, or nothing yet. Any other was typed by hand.
pub fn follows(line: &EquationLine, addend: impl Fn(CellAt) -> Addend) -> bool {
    is_total(line)
        && match addend(line.total) {
            Addend::Number(total) => sum(line, &addend) == Some(total),
            Addend::Nothing => true,
            Addend::Unknown => false,
        }
}

/// The totals of a form that change, with their new numbers, once those `lines` hold that `wanted` selects, and then
/// those that contain a total that has changed. A total is set by one equation only: by the first that wants it changed.
pub fn settled(
    form: &Form,
    lines: impl IntoIterator<Item = usize>,
    addend: impl Fn(CellAt) -> Addend,
    wanted: impl Fn(&EquationLine) -> bool,
) -> BTreeMap<CellAt, Decimal> {
    let all = form.lines();
    let mut open: BTreeSet<usize> = lines.into_iter().collect();
    let mut settled: BTreeMap<CellAt, (usize, Decimal)> = BTreeMap::new();
    while let Some(at) = open.pop_first() {
        let Some(line) = all.all.get(at).filter(|line| is_total(line) && wanted(line)) else { continue };
        let addend = |cell: CellAt| settled.get(&cell).map_or_else(|| addend(cell), |it| Addend::Number(it.1));
        let Some(sum) = sum(line, addend) else { continue };
        let is_nothing = |cell: &CellAt| addend(*cell) == Addend::Nothing;
        let stands = addend(line.total) == Addend::Number(sum)
            || (is_nothing(&line.total) && line.left.iter().all(is_nothing))
            || settled.get(&line.total).is_some_and(|(by, _)| *by != at);
        if stands {
            continue;
        }
        settled.insert(line.total, (at, sum));
        let adds = |line: &usize| all.all.get(*line).is_some_and(|other| other.left.contains(&all.all[at].total));
        open.extend(all.of(line.total).iter().map(|membership| membership.line).filter(adds));
    }
    settled.into_iter().map(|(cell, (_, number))| (cell, number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::editions;

    /// Every cell a different number, every total wanted: what comes out holds, so no equation waits for itself.
    #[test]
    fn all_totals_of_every_form_settle() {
        for form in editions().iter().flat_map(|edition| &edition.forms) {
            let cell = |(row, column): CellAt| Addend::Number(Decimal::from(row * 31 + column * 7 + 1));
            let all = form.lines().all.len();
            let new = settled(form, 0..all, cell, |_| true);
            let now = |cell_at: CellAt| new.get(&cell_at).map_or_else(|| cell(cell_at), |it| Addend::Number(*it));
            for line in form.lines().all.iter().filter(|line| is_total(line)) {
                assert_eq!(Addend::Number(sum(line, now).unwrap()), now(line.total), "{} {line:?}", form.id);
            }
        }
    }

    #[test]
    fn what_stands_in_a_cell_adds_to_its_total() {
        let of = |text: &str| Addend::of_text(text);
        assert_eq!(of(" 12件 "), Addend::Number(Decimal::from(12)));
        assert_eq!(of("〇"), Addend::Number(Decimal::ZERO));
        assert_eq!([of(""), of("/"), of("无")], [Addend::Nothing; 3]);
        assert_eq!(of("若干"), Addend::Unknown);
    }
}
