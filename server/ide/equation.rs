//! Equations with their numbers, for people. Knows nothing of where they are shown.

use crate::report::Filled;
use crate::report::sums::{CellAt, State, Sum};
use rust_decimal::Decimal;

/// The equations in which a cell stands.
pub(super) fn of_cell(filled: &Filled, cell: CellAt) -> impl Iterator<Item = &Sum> {
    filled.sums.all.iter().filter(move |sum| sum.cells().any(|other| other == cell))
}

/// An equation in words and with its numbers, on two lines: whether it holds, and what it comes to.
pub(super) fn lines(filled: &Filled, sum: &Sum) -> String {
    let mark = match sum.state {
        State::Holds => '✓',
        State::Open => '?',
        State::Fails => '✗',
    };
    let words = &filled.form.equations[sum.equation].words;
    format!("{mark} {words}\n{}", numbers(filled, sum))
}

/// An equation with its numbers: 41＋3＝42＋2, or both sides worked out where it does not hold.
pub(super) fn numbers(filled: &Filled, sum: &Sum) -> String {
    let (left, right) = (side(filled, &sum.left), side(filled, &sum.right));
    let worked_out = |terms: &str, sum: Decimal| {
        let sum = sum.normalize().to_string();
        if terms == sum { sum } else { format!("{terms}＝{sum}") }
    };
    match sum.state {
        State::Holds => format!("{left}＝{right}"),
        State::Open => format!("{left}＝{right}（？处没有数）"),
        State::Fails => format!(
            "左边{}，右边{}，相差{}{}",
            worked_out(&left, sum.sides.0),
            worked_out(&right, sum.sides.1),
            (sum.sides.0 - sum.sides.1).abs().normalize(),
            if sum.complete { "" } else { "（？处按0计）" }
        ),
    }
}

/// The numbers of one side; what is zero adds nothing and is left out.
fn side(filled: &Filled, cells: &[CellAt]) -> String {
    let number = |&(row, column): &CellAt| filled.value(row, column).and_then(|value| value.number);
    let terms = cells.iter().map(number).filter(|number| number.is_none_or(|number| !number.is_zero()));
    let terms: Vec<String> =
        terms.map(|number| number.map_or("？".to_owned(), |number| number.normalize().to_string())).collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join("＋") }
}

/// How many of a form's equations hold, and how many it has: none where the form has no equations.
pub(super) fn tally(filled: &Filled) -> Option<(usize, usize)> {
    let lines = |equation: &crate::edition::Equation| match equation.direction {
        crate::edition::Direction::Across => filled.form.rows.len(),
        crate::edition::Direction::Down => filled.form.columns.len(),
    };
    let all: usize = filled.form.equations.iter().map(lines).sum();
    let hold = filled.sums.all.iter().filter(|sum| sum.state == State::Holds).count();
    (all > 0).then_some((hold, all))
}
