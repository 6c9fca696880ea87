//! Evaluates the equations of a form, and finds the cell that explains those that fail.

pub use crate::edition::CellAt;
use crate::edition::{EquationLine, Form, Lines};
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

/// A cell that explains every failing equation that contains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Culprit {
    /// The cell.
    pub cell: CellAt,
    /// The number that it should hold.
    pub right: Decimal,
    /// The equations it explains, by their indices in [`Sums::all`].
    pub explains: Vec<usize>,
}

/// All equations of a form, evaluated.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums {
    /// Every equation in every row or column, if the form was found.
    pub all: Vec<Sum>,
    /// The cells that each explain some failing equations.
    pub culprits: Vec<Culprit>,
}

impl Sums {
    /// Evaluates the equations of a form with the numbers in its cells.
    pub fn of(form: &'static Form, number: impl Fn(CellAt) -> Option<Decimal>) -> Self {
        let lines = form.lines();
        let mut all = Vec::with_capacity(lines.all.len());
        for line in &lines.all {
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
        let culprits = culprits(lines, &all, number);
        Sums { all, culprits }
    }

    /// The equations that contain a cell.
    pub fn of_cell(&self, cell: CellAt) -> impl Iterator<Item = &Sum> {
        self.all.iter().filter(move |sum| sum.cells().any(|other| other == cell))
    }

    /// An equation, by its place in the form, in one row or column.
    pub fn of_line(&self, equation: usize, line: usize) -> Option<&Sum> {
        self.all.iter().find(|sum| (sum.equation, sum.line) == (equation, line))
    }

    /// Whether a cell is one that explains failing equations.
    pub fn is_culprit(&self, cell: CellAt) -> bool {
        self.culprits.iter().any(|culprit| culprit.cell == cell)
    }

    /// Whether a failing equation is explained by a cell.
    pub fn is_explained(&self, sum: usize) -> bool {
        self.culprits.iter().any(|culprit| culprit.explains.contains(&sum))
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

    /// The cells on both sides.
    pub fn cells(&self) -> impl Iterator<Item = CellAt> {
        self.left.iter().chain(&self.right).copied()
    }
}

/// The cells each of which alone explains every failing equation that contains it: all its equations fail, all require
/// the same number, and no other cell explains any of them as well. At least two equations must agree; one would be a
/// guess.
fn culprits(lines: &Lines, all: &[Sum], number: impl Fn(CellAt) -> Option<Decimal>) -> Vec<Culprit> {
    let fails = |sum: &Sum| sum.state == State::Fails && sum.complete;
    let mut cells: Vec<CellAt> = all.iter().filter(|sum| fails(sum)).flat_map(Sum::cells).collect();
    cells.sort_unstable();
    // A cell with only one failing equation does not qualify.
    let cells = cells.chunk_by(|one, other| one == other).filter(|same| same.len() >= 2).map(|same| same[0]);
    let mut candidates: Vec<Culprit> = Vec::new();
    for cell in cells {
        let Some(present) = number(cell) else { continue };
        let place = |at: &usize| all.binary_search_by_key(at, |sum| sum.at).ok();
        let involved: Vec<usize> = lines.of(cell).iter().filter_map(place).collect();
        let mut solutions = involved.iter().map(|&sum| all[sum].solve(cell, present));
        let Some(right) = solutions.next() else { continue };
        let agree = involved.iter().all(|&sum| fails(&all[sum])) && solutions.all(|other| other == right);
        if agree && !right.is_sign_negative() {
            candidates.push(Culprit { cell, right, explains: involved });
        }
    }
    let rivals = |one: &Culprit, other: &Culprit| {
        one.cell != other.cell && one.explains.iter().any(|sum| other.explains.contains(sum))
    };
    let alone: Vec<Culprit> =
        candidates.iter().filter(|one| !candidates.iter().any(|other| rivals(one, other))).cloned().collect();
    alone
}
