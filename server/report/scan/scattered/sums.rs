//! Whether figures that are taken for the rows of a form add up.

use crate::edition::{Direction, Form};
use crate::report::sums::{CellAt, State, Sums};
use crate::report::token::Token;
use rustc_hash::FxHashSet;

/// The figures of a form, row by row: their tokens.
pub type FigureRows = Vec<Vec<usize>>;

/// Whether the rows of a form add up, or the first ones do. The columns of a whole form have to, too, but for one: two
/// figures that changed their places in a row are wrong in two.
pub fn adds_up(tokens: &[Token<'_>], form: &'static Form, rows: &[Vec<usize>]) -> bool {
    let number = |(row, column): CellAt| {
        let at = *rows.get(row)?.get(column)?;
        tokens.get(at)?.number().map(|number| number.value)
    };
    let sums = Sums::of(form, number);
    let failing = |direction: Direction| {
        let fails = sums.all.iter().filter(|sum| sum.state == State::Fails);
        let has_direction = |equation: usize| form.equations.get(equation).is_some_and(|it| it.direction == direction);
        fails.filter(|sum| has_direction(sum.equation)).map(|sum| sum.line).collect::<FxHashSet<usize>>().len()
    };
    failing(Direction::Across) == 0 && (rows.len() < form.rows.len() || failing(Direction::Down) <= 1)
}
