//! Rows and columns whose numbers stand in the place of others: two neighbours exchanged, one shifted.
//!
//! Such a slip is one mistake however many cells it changes, so it may explain the failing equations better than a
//! smaller set of cells.

use super::trial::{Change, Trial};
use crate::edition::{CellAt, Direction};

/// The fewest cells that a slip changes; fewer are a set that is found anyway.
const FEWEST: usize = 3;

/// Every set of changes that exchanges two neighbouring rows or columns, or changes one row or column alone, such that
/// all equations hold.
pub(super) fn misplaced(trial: &mut Trial) -> Vec<Vec<Change>> {
    let (rows, columns) = (trial.form().rows.len(), trial.form().columns.len());
    let row = |row| (0..columns).map(move |column| (row, column)).collect::<Vec<CellAt>>();
    let column = |column| (0..rows).map(move |row| (row, column)).collect::<Vec<CellAt>>();
    let mut found = Vec::new();
    for (lines, crossing) in [
        ((0..rows).map(row).collect::<Vec<_>>(), Direction::Down),
        ((0..columns).map(column).collect(), Direction::Across),
    ] {
        let exchanged = lines.windows(2).filter_map(|pair| exchanged(trial, &pair[0], &pair[1]));
        let exchanged: Vec<Vec<Change>> = exchanged.collect();
        let alone = lines.iter().filter_map(|line| alone(trial, line, crossing));
        let sets: Vec<Vec<Change>> = exchanged.into_iter().chain(alone).collect();
        found.extend(sets.into_iter().filter(|set| set.len() >= FEWEST && trial.holds_with(set)));
    }
    found.iter_mut().for_each(|set| set.sort_unstable());
    found
}

/// The changes that exchange the numbers of two lines; `None` if a cell cannot be changed.
fn exchanged(trial: &Trial, one: &[CellAt], other: &[CellAt]) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    for (&one, &other) in one.iter().zip(other) {
        let by = trial.number(other)? - trial.number(one)?;
        if by != 0 {
            let both = [Change { cell: one, by }, Change { cell: other, by: -by }];
            let is_possible = |change: &Change| trial.is_judged(change.cell) && trial.is_possible(*change);
            changes.extend(both.iter().all(is_possible).then_some(both)?);
        }
    }
    Some(changes)
}

/// The changes in a line with which the equations that cross it hold; `None` if a cell cannot be changed.
fn alone(trial: &Trial, line: &[CellAt], crossing: Direction) -> Option<Vec<Change>> {
    let equations = &trial.form().equations;
    let mut changes = Vec::new();
    for &cell in line {
        let crosses = |line: usize| equations[trial.equation(line)].direction == crossing;
        if let Some(failing) = trial.of(cell).iter().find(|it| crosses(it.line) && trial.fails(it.line)) {
            changes.push(trial.change(cell, *failing).filter(|_| trial.is_judged(cell))?);
        }
    }
    Some(changes)
}
