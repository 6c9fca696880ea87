//! Which equations of a form hold, and which cell explains those that do not.

use super::Value;
use crate::edition::{self, Form};
use rust_decimal::Decimal;

/// The cell of a form: row and column.
pub type CellAt = (usize, usize);

/// One equation in one row or column.
#[derive(Debug, Clone)]
pub struct Sum {
    /// Which of the form's equations it is.
    pub equation: usize,
    /// The row in which an equation across holds, or the column of one that goes down.
    pub line: usize,
    /// The cells left and right of the equals sign.
    pub left: Vec<CellAt>,
    /// The cells right of the equals sign.
    pub right: Vec<CellAt>,
    /// The cell that is the total.
    pub total: CellAt,
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
    /// Judges the equations of a form over the values that were read.
    pub fn of(form: &Form, values: &[Value]) -> Self {
        let mut numbers: Vec<Option<Decimal>> = vec![None; form.rows.len() * form.columns.len()];
        for value in values {
            numbers[value.row * form.columns.len() + value.column] = value.number;
        }
        let number = |(row, column): CellAt| numbers[row * form.columns.len() + column];
        let mut all = Vec::new();
        for (index, equation) in form.equations.iter().enumerate() {
            let across = equation.direction == edition::Direction::Across;
            let lines = if across { form.rows.len() } else { form.columns.len() };
            let header = |id: &str| if across { form.column(id) } else { form.row(id) };
            let side = |left| -> Vec<usize> {
                equation.terms().iter().filter(|term| term.left == left).filter_map(|term| header(&term.id)).collect()
            };
            let (left, right) = (side(true), side(false));
            let Some(total) = header(&equation.total) else { continue };
            for line in 0..lines {
                let cell = |&header: &usize| if across { (line, header) } else { (header, line) };
                let left: Vec<CellAt> = left.iter().map(cell).collect();
                let right: Vec<CellAt> = right.iter().map(cell).collect();
                let total = cell(&total);
                if left.iter().chain(&right).all(|at| number(*at).is_none()) {
                    continue;
                }
                let sum = |cells: &[CellAt]| cells.iter().filter_map(|at| number(*at)).sum::<Decimal>();
                let known = |cells: &[CellAt]| cells.iter().all(|at| number(*at).is_some());
                let sides = (sum(&left), sum(&right));
                // What is missing is not negative, so it can only add to its side.
                let state = match sides.0.cmp(&sides.1) {
                    std::cmp::Ordering::Equal => State::Holds,
                    std::cmp::Ordering::Less if !known(&left) => State::Open,
                    std::cmp::Ordering::Greater if !known(&right) => State::Open,
                    _ => State::Fails,
                };
                let complete = known(&left) && known(&right);
                all.push(Sum { equation: index, line, left, right, total, sides, complete, state });
            }
        }
        let culprits = culprits(&all, number);
        Sums { all, culprits }
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

impl Sum {
    /// The number that would make the equation hold in place of a cell's present one.
    pub fn solve(&self, cell: CellAt, present: Decimal) -> Decimal {
        let difference = self.sides.1 - self.sides.0;
        if self.left.contains(&cell) { present + difference } else { present - difference }
    }

    /// The cells on both sides.
    pub fn cells(&self) -> impl Iterator<Item = CellAt> {
        self.left.iter().chain(&self.right).copied()
    }
}

/// The cells of which each alone explains every failing equation in which it stands: all of them fail, all ask for the
/// same number, and no other cell explains any of them as well. At least two equations must agree, or it is a guess.
fn culprits(all: &[Sum], number: impl Fn(CellAt) -> Option<Decimal>) -> Vec<Culprit> {
    let failing: Vec<usize> =
        (0..all.len()).filter(|&sum| all[sum].state == State::Fails && all[sum].complete).collect();
    let mut cells: Vec<CellAt> = failing.iter().flat_map(|&sum| all[sum].cells()).collect();
    cells.sort_unstable();
    cells.dedup();
    let mut candidates: Vec<Culprit> = Vec::new();
    for cell in cells {
        let Some(present) = number(cell) else { continue };
        let involved: Vec<usize> = (0..all.len()).filter(|&sum| all[sum].cells().any(|other| other == cell)).collect();
        let mut solutions = involved.iter().map(|&sum| all[sum].solve(cell, present));
        let Some(right) = solutions.next() else { continue };
        let agree = involved.len() >= 2
            && involved.iter().all(|&sum| all[sum].state == State::Fails && all[sum].complete)
            && solutions.all(|other| other == right);
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
