//! Solves for cells without a number, as far as the equations determine them.

use super::filled::Filled;
use super::sums::{CellAt, State, Sum, Sums};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// The numbers of cells without one, each from an equation whose only unknown is this cell, given those solved before.
/// Omits cells that the equations leave undetermined or contradict.
pub fn derived(filled: &Filled) -> HashMap<CellAt, Decimal> {
    let mut found = HashMap::new();
    loop {
        let number = |cell: CellAt| filled.number(cell).or_else(|| found.get(&cell).copied());
        let sums = Sums::of(filled.form, number);
        let Some((cell, right)) = sums.all.iter().find_map(|sum| sum.solve_missing(number)) else {
            let contradicts =
                |sum: &Sum| sum.state == State::Fails && sum.cells().any(|cell| found.contains_key(&cell));
            return if sums.all.iter().any(contradicts) { HashMap::new() } else { found };
        };
        if right.is_sign_negative() {
            return HashMap::new();
        }
        found.insert(cell, right.normalize());
    }
}

/// The number that a single satisfiable equation determines for a cell without one, and that equation.
pub fn by_one_equation(filled: &Filled, cell: CellAt) -> Option<(Decimal, &Sum)> {
    filled.sums.of_cell(cell).filter(|sum| sum.state != State::Fails).find_map(|sum| {
        let (missing, right) = sum.solve_missing(|cell| filled.number(cell))?;
        (missing == cell).then(|| (right.normalize(), sum))
    })
}

/// How many equations fail once these numbers are in their cells.
pub fn failing(filled: &Filled, numbers: &HashMap<CellAt, Decimal>) -> usize {
    let sums = Sums::of(filled.form, |cell| numbers.get(&cell).copied().or_else(|| filled.number(cell)));
    sums.all.iter().filter(|sum| sum.state == State::Fails).count()
}
