//! The equations of a form while other numbers are tried in its cells.

use super::slip::Correction;
use crate::edition::{CellAt, ColumnKind, Form, Lines, Membership};
use rust_decimal::Decimal;

/// A change of the number in a cell, in units of the trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    /// The cell.
    pub cell: CellAt,
    /// What is added to its number.
    pub by: i128,
}

/// No number is larger than this in units of the trial, so that sums of a form's numbers never overflow.
const LARGEST: i128 = 10i128.pow(32);

/// The equations of a form whose cells all have numbers, and what each of them lacks. Numbers are whole multiples of a
/// unit: 1, or the last decimal place that occurs in the form.
#[derive(Debug)]
pub(super) struct Trial {
    form: &'static Form,
    lines: &'static Lines,
    scale: u32,
    unit: i128,
    /// The numbers that the draft has, row by row.
    numbers: Vec<Option<i128>>,
    /// By line: how much the left side lacks; `None` where a cell has no number, or nothing in the line may be changed.
    lacks: Vec<Option<i128>>,
    /// By equation of the form: how many of its lines fail.
    failing: Vec<usize>,
}

impl Trial {
    /// The equations of a form with the numbers in its cells.
    pub fn new(form: &'static Form, number: impl Fn(CellAt) -> Option<Decimal>) -> Self {
        let lines = form.lines();
        let cells = || (0..form.rows.len()).flat_map(|row| (0..form.columns.len()).map(move |column| (row, column)));
        let numbers: Vec<Option<Decimal>> = cells().map(number).map(|it| it.map(|it| it.normalize())).collect();
        let scale = numbers.iter().flatten().map(Decimal::scale).max().unwrap_or_default();
        let in_units = |number: Decimal| {
            let more = 10i128.checked_pow(scale - number.scale())?;
            number.mantissa().checked_mul(more).filter(|it| it.abs() <= LARGEST)
        };
        let numbers: Vec<Option<i128>> = numbers.into_iter().map(|it| it.and_then(in_units)).collect();
        let lacks = vec![None; lines.all.len()];
        let failing = vec![0; form.equations.len()];
        let mut trial = Trial { form, lines, scale, unit: 10i128.pow(scale), numbers, lacks, failing };
        let side = |trial: &Trial, cells: &[CellAt]| cells.iter().map(|cell| trial.number(*cell)).sum::<Option<i128>>();
        for line in &lines.all {
            let (left, right) = (side(&trial, &line.left), side(&trial, &line.right));
            trial.lacks[line.at] = left.zip(right).map(|(left, right)| right - left);
        }
        for line in &lines.all {
            if trial.fails(line.at) && trial.cells(line.at).any(|cell| trial.is_judged(cell)) {
                trial.failing[line.equation] += 1;
            } else if trial.fails(line.at) {
                trial.lacks[line.at] = None;
            }
        }
        trial
    }

    /// The form.
    pub fn form(&self) -> &'static Form {
        self.form
    }

    /// The lines that contain a cell.
    pub fn of(&self, cell: CellAt) -> &'static [Membership] {
        self.lines.of(cell)
    }

    /// The cells of a line.
    pub fn cells(&self, line: usize) -> impl Iterator<Item = CellAt> + use<> {
        let line = &self.lines.all[line];
        line.left.iter().chain(&line.right).copied()
    }

    /// The index of the equation that a line is of.
    pub fn equation(&self, line: usize) -> usize {
        self.lines.all[line].equation
    }

    /// Whether a line is known to fail.
    pub fn fails(&self, line: usize) -> bool {
        self.lacks[line].is_some_and(|lacks| lacks != 0)
    }

    /// The lines that fail, in order.
    pub fn failing(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lacks.len()).filter(|&line| self.fails(line))
    }

    /// Whether no line fails.
    pub fn holds(&self) -> bool {
        self.failing.iter().all(|failing| *failing == 0)
    }

    /// How many cells must be changed at least: the lines of one equation have no cell in common.
    pub fn at_least(&self) -> usize {
        self.failing.iter().copied().max().unwrap_or_default()
    }

    /// Whether every equation of a cell is known, and there are at least two: one alone would prove nothing about it.
    pub fn is_judged(&self, cell: CellAt) -> bool {
        let lines = self.of(cell);
        lines.len() > 1 && lines.iter().all(|it| self.lacks[it.line].is_some())
    }

    /// The change of a cell with which one of its lines holds; `None` if the cell cannot hold such a number, or nothing
    /// would change.
    pub fn change(&self, cell: CellAt, line: Membership) -> Option<Change> {
        let lacks = self.lacks[line.line]?;
        let change = Change { cell, by: if line.left { lacks } else { -lacks } };
        (change.by != 0 && self.is_possible(change)).then_some(change)
    }

    /// Whether a cell of its column can hold the changed number.
    pub fn is_possible(&self, change: Change) -> bool {
        let Some(right) = self.number(change.cell).map(|number| number + change.by) else { return false };
        let is_whole = right % self.unit == 0;
        match self.form.columns[change.cell.1].kind() {
            ColumnKind::Count => right >= 0 && is_whole,
            ColumnKind::Signed => is_whole,
            ColumnKind::Amount => right >= 0,
        }
    }

    /// The number that the draft has in a cell.
    pub fn number(&self, (row, column): CellAt) -> Option<i128> {
        self.numbers[row * self.form.columns.len() + column]
    }

    /// Makes a change in all lines of its cell.
    pub fn make(&mut self, change: Change) {
        for it in self.lines.of(change.cell) {
            let Some(lacks) = &mut self.lacks[it.line] else { continue };
            let before = *lacks != 0;
            *lacks -= if it.left { change.by } else { -change.by };
            let failing = &mut self.failing[self.lines.all[it.line].equation];
            match (before, *lacks != 0) {
                (true, false) => *failing -= 1,
                (false, true) => *failing += 1,
                _ => {}
            }
        }
    }

    /// Takes a change back.
    pub fn undo(&mut self, change: Change) {
        self.make(Change { by: -change.by, ..change });
    }

    /// Whether all lines hold with these changes.
    pub fn holds_with(&mut self, changes: &[Change]) -> bool {
        changes.iter().for_each(|change| self.make(*change));
        let holds = self.holds();
        changes.iter().for_each(|change| self.undo(*change));
        holds
    }

    /// A change as a correction of the draft; `None` if it is no decimal number.
    pub fn correction(&self, change: Change) -> Option<Correction> {
        let present = self.number(change.cell)?;
        let decimal =
            |number| Decimal::try_from_i128_with_scale(number, self.scale).ok().map(|number| number.normalize());
        Some(Correction { cell: change.cell, present: decimal(present)?, right: decimal(present + change.by)? })
    }
}
