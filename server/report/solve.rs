//! What must stand in cells that have no number, as far as the equations leave no choice. Knows nothing of texts.

use super::sums::{CellAt, State, Sums};
use super::{Filled, Value};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// The numbers of cells without one. Where the equations leave a choice, or no way at all, nothing is said.
pub fn derived(filled: &Filled) -> HashMap<CellAt, Decimal> {
    let mut values = with_every_cell(filled);
    let mut found = HashMap::new();
    loop {
        let sums = Sums::of(filled.form, &values);
        let columns = filled.form.columns.len();
        let unknown = |(row, column): &CellAt| values[row * columns + column].number.is_none();
        let next = sums.all.iter().find_map(|sum| {
            let mut missing = sum.cells().filter(|cell| unknown(cell));
            let cell = missing.next()?;
            (missing.next().is_none()).then(|| (cell, sum.solve(cell, Decimal::ZERO).normalize()))
        });
        let Some(((row, column), number)) = next else { break };
        if number.is_sign_negative() {
            return HashMap::new();
        }
        values[row * columns + column].number = Some(number);
        found.insert((row, column), number);
    }
    let sums = Sums::of(filled.form, &values);
    let contradicts = |found: &HashMap<_, _>| {
        sums.all.iter().any(|sum| sum.state == State::Fails && sum.cells().any(|cell| found.contains_key(&cell)))
    };
    if contradicts(&found) { HashMap::new() } else { found }
}

/// How many equations fail once these numbers stand in their cells.
pub fn failing(filled: &Filled, numbers: &HashMap<CellAt, Decimal>) -> usize {
    let mut values = with_every_cell(filled);
    for ((row, column), number) in numbers {
        values[row * filled.form.columns.len() + column].number = Some(*number);
    }
    Sums::of(filled.form, &values).all.iter().filter(|sum| sum.state == State::Fails).count()
}

/// The values of a form with a cell for every row and column.
fn with_every_cell(filled: &Filled) -> Vec<Value> {
    let (rows, columns) = (filled.form.rows.len(), filled.form.columns.len());
    let empty = |row, column| Value {
        row,
        column,
        text: Default::default(),
        number: None,
        figure: 0..0,
        bare: true,
        unit: false,
        range: 0..0,
    };
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    cells.map(|(row, column)| filled.value(row, column).cloned().unwrap_or_else(|| empty(row, column))).collect()
}
