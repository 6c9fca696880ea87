//! Chooses among the ways to cut several rows by the sums of the columns.
//!
//! One row after the other takes each of its ways; what the equations then still lack is all that the next row depends
//! on. So the states between two rows form the layers of a graph, and a way is possible if it lies on a path from what
//! the known rows lack to nothing.

use super::cuts::{Cuts, Steps};
use crate::edition::{Direction, Form};
use rustc_hash::FxHashSet;

/// What each equation lacks in each column.
type Lacks = Vec<i64>;

/// The equations that go down the columns of a form, as far as all their rows are known or have ways.
struct Equations {
    /// For each equation and column: whether each row of the form is on its left side (1), on its right (-1), or in
    /// neither (0).
    signs: Vec<Vec<i64>>,
    columns: usize,
}

/// For each of some rows, given with the ways to cut it, the only way with which the equations hold; `None` where
/// several do, or where the equations say nothing about it. `known` gives the figures of the other rows.
pub(super) fn choose(
    form: &Form,
    known: impl Fn(usize) -> Option<Vec<i64>>,
    open: &[(usize, Vec<Cuts>)],
    steps: &mut Steps,
) -> Vec<Option<usize>> {
    let nothing = || vec![None; open.len()];
    let rows: Vec<Option<Vec<i64>>> = (0..form.rows.len()).map(known).collect();
    let is_open = |row: usize| open.iter().any(|(other, _)| *other == row);
    let equations = Equations::of(form, |row| rows[row].is_some() || is_open(row));
    if equations.signs.is_empty() || open.is_empty() {
        return nothing();
    }
    let mut first = vec![0; equations.signs.len() * equations.columns];
    for (row, figures) in rows.iter().enumerate().filter(|(row, _)| !is_open(*row)) {
        figures.iter().for_each(|figures| equations.add(&mut first, row, figures));
    }
    equations.layers(first, open, steps).unwrap_or_else(nothing)
}

impl Equations {
    fn of(form: &Form, is_usable: impl Fn(usize) -> bool) -> Self {
        let down = form.equations.iter().filter(|equation| equation.direction == Direction::Down);
        let signs = down.filter_map(|equation| {
            let mut signs = vec![0; form.rows.len()];
            for term in equation.terms() {
                let row = form.row(&term.id).filter(|row| is_usable(*row))?;
                *signs.get_mut(row)? = if term.left { 1 } else { -1 };
            }
            Some(signs)
        });
        Equations { signs: signs.collect(), columns: form.columns.len() }
    }

    /// Adds the figures of a row to what the equations lack.
    fn add(&self, lacks: &mut [i64], row: usize, figures: &[i64]) {
        for (signs, lacks) in self.signs.iter().zip(lacks.chunks_mut(self.columns)) {
            lacks.iter_mut().zip(figures).for_each(|(lacks, figure)| *lacks += signs[row] * figure);
        }
    }

    fn layers(&self, first: Lacks, open: &[(usize, Vec<Cuts>)], steps: &mut Steps) -> Option<Vec<Option<usize>>> {
        let with = |lacks: &Lacks, row: usize, way: &Cuts| {
            let mut lacks = lacks.clone();
            self.add(&mut lacks, row, &way.figures);
            lacks
        };
        let mut layers: Vec<FxHashSet<Lacks>> = vec![FxHashSet::from_iter([first])];
        for (row, ways) in open {
            let mut next = FxHashSet::default();
            for lacks in layers.last()? {
                for way in ways {
                    steps.take()?;
                    next.insert(with(lacks, *row, way));
                }
            }
            layers.push(next);
        }
        // Back from nothing: which states lead there, and by which ways.
        let mut live: FxHashSet<Lacks> = layers.pop()?.into_iter().filter(|it| it.iter().all(|it| *it == 0)).collect();
        let mut chosen = Vec::with_capacity(open.len());
        for (row, ways) in open.iter().rev() {
            let layer = layers.pop()?;
            let mut possible: Vec<usize> = Vec::new();
            let mut before = FxHashSet::default();
            for lacks in layer {
                let leads = |(_, way): &(usize, &Cuts)| live.contains(&with(&lacks, *row, way));
                let leading: Vec<usize> = ways.iter().enumerate().filter(leads).map(|(at, _)| at).collect();
                if !leading.is_empty() {
                    possible.extend(leading);
                    before.insert(lacks);
                }
            }
            possible.sort_unstable();
            possible.dedup();
            let is_judged = self.signs.iter().any(|signs| signs[*row] != 0);
            chosen.push(match possible.as_slice() {
                [only] if is_judged => Some(*only),
                _ => None,
            });
            live = before;
        }
        chosen.reverse();
        Some(chosen)
    }
}
