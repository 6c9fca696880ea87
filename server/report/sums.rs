//! Which equations of a form hold, and which cell explains those that do not.

pub use crate::edition::CellAt;
use crate::edition::{EquationLine, Form, Lines};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Deref;

/// One equation in one row or column.
#[derive(Debug, Clone, Copy)]
pub struct Sum {
    spelled: &'static EquationLine,
    /// Left and right side with what is known; cells without a number count as nothing.
    pub sides: (Decimal, Decimal),
    /// Whether every cell has a number.
    pub complete: bool,
    /// Whether it holds, or could with some number in the cells that have none.
    pub state: State,
}

/// How an equation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Holds,
    /// Cells are missing, and the right numbers there would make it hold.
    Open,
    /// It does not hold, whatever stands in the cells that have no number.
    Fails,
}

/// A cell that explains every failing equation in which it stands.
#[derive(Debug, Clone)]
pub struct Culprit {
    /// The cell.
    pub cell: CellAt,
    /// What should stand there.
    pub right: Decimal,
    /// The equations it explains, by their places in [`Sums::all`].
    pub explains: Vec<usize>,
}

/// All equations of a form, judged.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// Every equation in every row or column, as far as the form was found.
    pub all: Vec<Sum>,
    /// The cells that explain failing equations, each alone.
    pub culprits: Vec<Culprit>,
}

impl Sums {
    /// Judges the equations of a form over the numbers that stand in its cells.
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
            // What is missing is not negative, so it can only add to its side.
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

    /// The equations in which a cell stands.
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

/// What is known of one side of an equation.
struct Side {
    /// What stands in its cells together; those without a number count as nothing.
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

/// The equation, spelled out.
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

    /// The one cell that has no number, and the number that would make the equation hold there; `None` where every cell
    /// has one, or where more have none.
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

/// The cells of which each alone explains every failing equation in which it stands: all of them fail, all ask for the
/// same number, and no other cell explains any of them as well. At least two equations must agree, or it is a guess.
fn culprits(lines: &Lines, all: &[Sum], number: impl Fn(CellAt) -> Option<Decimal>) -> Vec<Culprit> {
    let fails = |sum: &Sum| sum.state == State::Fails && sum.complete;
    let mut cells: Vec<CellAt> = all.iter().filter(|sum| fails(sum)).flat_map(Sum::cells).collect();
    cells.sort_unstable();
    // A cell that stands in one failing equation only is no candidate.
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
