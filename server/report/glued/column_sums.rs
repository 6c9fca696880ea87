//! Chooses among the ways to cut several rows by the sums of the columns.
//!
//! One row after the other takes each of its ways; what the equations then still lack is all that the next row depends
//! on. So what is lacked between two rows forms the layers of a graph, and a way is possible if it lies on a path from
//! what the known rows lack to nothing. First each equation is weighed in each column by itself, which has few states
//! and leaves few ways, then all of them together.

use super::cuts::{Cuts, Steps};
use crate::edition::{Direction, Form};
use rustc_hash::FxHashSet;
use std::hash::Hash;

/// Rows with the ways to cut them.
type OpenRows = Vec<(usize, Vec<Cuts>)>;

/// The equations that go down the columns of a form, as far as all their rows are known or have ways.
struct Equations {
    /// For each equation: whether each row of the form is on its left side (1), on its right (-1), or in neither (0).
    signs: Vec<Vec<i64>>,
    /// For each equation and column: what the known rows lack.
    lacks: Vec<i64>,
    columns: usize,
}

/// Leaves those ways to cut some rows with which the equations can hold. `known` gives the figures of the other rows.
/// A row about which the equations say nothing keeps all its ways, as all rows do if no ways would be left or it takes
/// too many steps to find out.
pub(super) fn narrow(form: &Form, known: impl Fn(usize) -> Option<Vec<i64>>, open: &mut OpenRows, steps: &mut Steps) {
    let rows: Vec<Option<Vec<i64>>> = (0..form.rows.len()).map(known).collect();
    let is_open = |row: usize| open.iter().any(|(other, _)| *other == row);
    let equations = Equations::of(form, &rows, is_open);
    if !equations.signs.is_empty()
        && let Some(narrowed) = equations.narrowed(open.clone(), steps)
    {
        *open = narrowed;
    }
}

impl Equations {
    fn of(form: &Form, rows: &[Option<Vec<i64>>], is_open: impl Fn(usize) -> bool) -> Self {
        let columns = form.columns.len();
        let is_usable = |row: &usize| is_open(*row) || rows.get(*row).is_some_and(Option::is_some);
        let down = form.equations.iter().filter(|equation| equation.direction == Direction::Down);
        let signs = down.filter_map(|equation| {
            let mut signs = vec![0; form.rows.len()];
            for term in equation.terms() {
                let row = form.row(&term.id).filter(is_usable)?;
                *signs.get_mut(row)? = if term.left { 1 } else { -1 };
            }
            Some(signs)
        });
        let signs: Vec<Vec<i64>> = signs.collect();
        let mut equations = Equations { lacks: vec![0; signs.len() * columns], signs, columns };
        let known = rows.iter().enumerate().filter(|(row, _)| !is_open(*row));
        for (row, figures) in known.filter_map(|(row, figures)| Some((row, figures.as_ref()?))) {
            equations.lacks = equations.with(&equations.lacks, row, figures);
        }
        equations
    }

    /// What is lacked with the figures of one more row.
    fn with(&self, lacks: &[i64], row: usize, figures: &[i64]) -> Vec<i64> {
        let signs = self.signs.iter().flat_map(|signs| figures.iter().map(move |figure| signs[row] * figure));
        lacks.iter().zip(signs).map(|(lacks, more)| lacks + more).collect()
    }

    /// The ways that are possible; `None` if there are none for some row, or too many steps are needed.
    fn narrowed(&self, mut open: OpenRows, steps: &mut Steps) -> Option<OpenRows> {
        let count = |open: &OpenRows| open.iter().map(|(_, ways)| ways.len()).sum::<usize>();
        loop {
            let before = count(&open);
            for (equation, signs) in self.signs.iter().enumerate() {
                for column in 0..self.columns {
                    let add = |lacks: &i64, row: usize, way: &Cuts| lacks + signs[row] * way.figures[column];
                    let lacks = self.lacks[equation * self.columns + column];
                    open = possible(open, lacks, add, |lacks| *lacks == 0, steps)?;
                }
            }
            if count(&open) == before {
                break;
            }
        }
        let add = |lacks: &Vec<i64>, row: usize, way: &Cuts| self.with(lacks, row, &way.figures);
        possible(open, self.lacks.clone(), add, |lacks| lacks.iter().all(|lacks| *lacks == 0), steps)
    }
}

/// The ways on a path from the first state to a last one that `is_settled`; `add` gives the state behind a row.
fn possible<S: Clone + Eq + Hash>(
    mut open: OpenRows,
    first: S,
    add: impl Fn(&S, usize, &Cuts) -> S,
    is_settled: impl Fn(&S) -> bool,
    steps: &mut Steps,
) -> Option<OpenRows> {
    let mut layers: Vec<FxHashSet<S>> = vec![FxHashSet::from_iter([first])];
    for (row, ways) in &open {
        let mut next = FxHashSet::default();
        for state in layers.last()? {
            for way in ways {
                steps.take()?;
                next.insert(add(state, *row, way));
            }
        }
        layers.push(next);
    }
    // Back from the end: from which states it is reached, and by which ways.
    let mut live: FxHashSet<S> = layers.pop()?.into_iter().filter(is_settled).collect();
    for (row, ways) in open.iter_mut().rev() {
        let layer = layers.pop()?;
        ways.retain(|way| layer.iter().any(|state| live.contains(&add(state, *row, way))));
        if ways.is_empty() {
            return None;
        }
        live = layer.into_iter().filter(|state| ways.iter().any(|way| live.contains(&add(state, *row, way)))).collect();
    }
    Some(open)
}
