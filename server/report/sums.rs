//! Evaluates the equations of a form.

pub use crate::edition::CellAt;
use crate::edition::{EquationLine, Form};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Deref;

/// One equation in one row or column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sum {
    spelled: &'static EquationLine,
    /// The known sums of the left and the right side; cells without a number count as 0.
    pub sides: (Decimal, Decimal),
    /// Whether every cell has a number.
    pub complete: bool,
    /// Whether it holds, or could with some number in the cells without one.
    pub state: State,
}

/// Whether an equation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Holds,
    /// Cells lack a number, and suitable numbers there would make it hold.
    Open,
    /// It fails, whatever the cells without a number hold.
    Fails,
}

/// All equations of a form, evaluated.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums {
    /// Every equation in every row or column, if the form was found.
    pub all: Vec<Sum>,
}

impl Sums {
    /// Evaluates the equations of a form with the numbers in its cells.
    pub fn of(form: &'static Form, number: impl Fn(CellAt) -> Option<Decimal>) -> Self {
        let lines = &form.lines().all;
        let mut all = Vec::with_capacity(lines.len());
        for line in lines {
            let (left, right) = (side(&line.left, &number), side(&line.right, &number));
            if left.known + right.known == 0 {
                continue;
            }
            let is_missing = |side: &Side, cells: &[CellAt]| side.known < cells.len();
            let (left_missing, right_missing) = (is_missing(&left, &line.left), is_missing(&right, &line.right));
            // Missing numbers are not negative, so they can only add to their side.
            let state = match left.sum.cmp(&right.sum) {
                Ordering::Equal => State::Holds,
                Ordering::Less if left_missing => State::Open,
                Ordering::Greater if right_missing => State::Open,
                _ => State::Fails,
            };
            let complete = !left_missing && !right_missing;
            all.push(Sum { spelled: line, sides: (left.sum, right.sum), complete, state });
        }
        // Of a form that is nearly blank few say anything.
        all.shrink_to_fit();
        Sums { all }
    }

    /// The equations that contain a cell.
    pub fn of_cell(&self, cell: CellAt) -> impl Iterator<Item = &Sum> {
        self.all.iter().filter(move |sum| sum.cells().any(|other| other == cell))
    }

    /// An equation, by its place in the form, in one row or column.
    pub fn of_line(&self, equation: usize, line: usize) -> Option<&Sum> {
        self.all.iter().find(|sum| (sum.equation, sum.line) == (equation, line))
    }
}

/// The known part of one side of an equation.
struct Side {
    /// The sum of its cells; those without a number count as 0.
    sum: Decimal,
    /// How many of its cells have a number.
    known: usize,
}

fn side(cells: &[CellAt], number: impl Fn(CellAt) -> Option<Decimal>) -> Side {
    let known = cells.iter().filter_map(|at| number(*at));
    known.fold(Side { sum: Decimal::ZERO, known: 0 }, |side, number| Side {
        sum: side.sum + number,
        known: side.known + 1,
    })
}

/// The equation line.
impl Deref for Sum {
    type Target = EquationLine;

    fn deref(&self) -> &EquationLine {
        self.spelled
    }
}

impl Sum {
    /// The number that would make the equation hold in place of a cell's present one.
    pub fn solve(&self, cell: CellAt, present: Decimal) -> Decimal {
        let difference = self.sides.1 - self.sides.0;
        if self.left.contains(&cell) { present + difference } else { present - difference }
    }

    /// The only cell without a number, and the number that would make the equation hold there; `None` if there is no
    /// such cell, or more than one.
    pub fn solve_missing(&self, number: impl Fn(CellAt) -> Option<Decimal>) -> Option<(CellAt, Decimal)> {
        let mut missing = self.cells().filter(|cell| number(*cell).is_none());
        let cell = missing.next()?;
        missing.next().is_none().then(|| (cell, self.solve(cell, Decimal::ZERO)))
    }

    /// Whether it fails although every cell has a number.
    pub fn is_wrong(&self) -> bool {
        self.state == State::Fails && self.complete
    }

    /// The cells on both sides.
    pub fn cells(&self) -> impl Iterator<Item = CellAt> {
        self.left.iter().chain(&self.right).copied()
    }
}
