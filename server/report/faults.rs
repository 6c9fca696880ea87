//! Explains the failing equations of a form by the cells whose numbers are wrong.
//!
//! A cell that alone explains all its failing equations comes first ([`alone`]). What is left is explained by the
//! smallest sets of cells ([`smallest`]) and by rows and columns that stand in each other's place ([`misplaced`]).

use super::misplaced::misplaced;
use super::slip::{Correction, Slip, Toward};
use super::smallest::smallest;
use super::sums::{Sum, Sums};
use super::trial::{Change, Trial};
use crate::edition::{CellAt, Form};
use rust_decimal::Decimal;

/// The most revisions that are named.
const MOST_REVISIONS: usize = 5;

/// Failing equations that the same cells explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The equations, by their indices in [`Sums::all`].
    pub explains: Vec<usize>,
    /// The smallest revisions that each make all of them hold, the likeliest first. Never empty.
    pub revisions: Vec<Revision>,
    /// How many such revisions there are; not all of them are named.
    pub ways: usize,
}

/// Cells that are changed together so that failing equations hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The cells, ordered.
    pub corrections: Vec<Correction>,
    /// The slip that this puts right, if it is one.
    pub slip: Option<Slip>,
}

impl Fault {
    /// The revision, if there is only one.
    pub fn only(&self) -> Option<&Revision> {
        self.revisions.first().filter(|_| self.ways == 1)
    }

    /// The likeliest revision, if it is the only one or puts a slip right.
    pub fn likely(&self) -> Option<&Revision> {
        self.revisions.first().filter(|revision| self.ways == 1 || revision.slip.is_some())
    }
}

impl Revision {
    fn new(trial: &Trial, changes: &[Change], number: impl Fn(CellAt) -> Option<Decimal>) -> Option<Self> {
        let corrections: Vec<Correction> =
            changes.iter().map(|change| trial.correction(*change)).collect::<Option<_>>()?;
        let slip = Slip::of(&corrections, number);
        Some(Revision { corrections, slip })
    }

    /// Orders revisions by likelihood: what was moved or exchanged comes first, then what takes the fewest strokes, then
    /// what leaves totals as they are. Of figures that are wrong by as much, those come first that should be zero: most
    /// cells of a form hold none.
    fn rank(&self, form: &Form) -> impl Ord + use<> {
        let is_beside = |one: &CellAt, other: &CellAt| one.0.abs_diff(other.0) + one.1.abs_diff(other.1) == 1;
        let cells: Vec<CellAt> = self.corrections.iter().map(|it| it.cell).collect();
        let slip = match self.slip {
            Some(Slip::RowsExchanged | Slip::ColumnsExchanged) => 0,
            Some(Slip::Moved(Toward::Right | Toward::Up)) => 1,
            Some(Slip::Split) => 2,
            Some(Slip::Exchanged) if cells.windows(2).all(|it| is_beside(&it[0], &it[1])) => 3,
            Some(Slip::Moved(Toward::Left | Toward::Down)) => 4,
            Some(Slip::Exchanged) => 5,
            None => 6,
        };
        let strokes: usize = self.corrections.iter().map(Correction::strokes).sum();
        let totals = cells.iter().filter(|cell| form.lines().all.iter().any(|line| line.total == **cell)).count();
        let figures = self.corrections.iter().filter(|it| !it.right.is_zero()).count();
        (slip, strokes, totals, figures, cells)
    }
}

/// What explains the failing equations of a form; those that nothing explains are left out.
pub fn faults(form: &'static Form, sums: &Sums, number: impl Fn(CellAt) -> Option<Decimal>) -> Vec<Fault> {
    if !sums.all.iter().any(Sum::is_wrong) {
        return Vec::new();
    }
    let mut trial = Trial::new(form, &number);
    let singles = alone(&trial);
    let mut faults = Vec::new();
    let is_slip =
        |trial: &Trial, set: &[Change]| Revision::new(trial, set, &number).is_some_and(|it| it.slip.is_some());
    for set in slips(&singles, |set| is_slip(&trial, set)) {
        let lines = set.iter().flat_map(|change| trial.of(change.cell)).map(|it| it.line);
        faults.extend(fault(&trial, explained(sums, lines), vec![set], &number));
    }
    singles.iter().for_each(|change| trial.make(*change));
    if trial.holds() {
        return faults;
    }
    let mut sets = smallest(&mut trial);
    let others = misplaced(&mut trial).into_iter().filter(|set| !sets.contains(set));
    let others: Vec<Vec<Change>> = others.filter(|set| is_slip(&trial, set)).collect();
    sets.extend(others);
    for part in parts(&trial, sets) {
        let lines = trial.failing().filter(|line| part.iter().flatten().any(|it| contains(&trial, it.cell, *line)));
        let explains = explained(sums, lines);
        // A negative number is reported by itself, unless it is known what it should be.
        let is_negative = |cell| number(cell).is_some_and(|number: Decimal| number < Decimal::ZERO);
        let has_negative = explains.iter().any(|sum| sums.all[*sum].cells().any(is_negative));
        if part.len() == 1 || !has_negative {
            faults.extend(fault(&trial, explains, part, &number));
        }
    }
    faults
}

/// The changes of cells each of which alone explains every equation that contains it: all of them fail, all require the
/// same number, and no other such cell shares any of them.
fn alone(trial: &Trial) -> Vec<Change> {
    let explains = |cell: CellAt| {
        let lines = trial.of(cell);
        let change = lines.first().filter(|_| trial.is_judged(cell)).and_then(|line| trial.change(cell, *line))?;
        lines.iter().all(|line| trial.change(cell, *line) == Some(change)).then_some(change)
    };
    let form = trial.form();
    let cells = (0..form.rows.len()).flat_map(|row| (0..form.columns.len()).map(move |column| (row, column)));
    let candidates: Vec<Change> = cells.filter_map(explains).collect();
    let rivals = |one: &Change, other: &Change| {
        one.cell != other.cell && trial.of(one.cell).iter().any(|line| contains(trial, other.cell, line.line))
    };
    let is_alone = |one: &&Change| !candidates.iter().any(|other| rivals(one, other));
    candidates.iter().filter(is_alone).copied().collect()
}

/// Cells that each explain their equations, those together that are one slip.
fn slips(singles: &[Change], is_slip: impl Fn(&[Change]) -> bool) -> Vec<Vec<Change>> {
    let mut sets: Vec<Vec<Change>> = Vec::with_capacity(singles.len());
    for change in singles {
        let partner = sets.iter_mut().find(|set| matches!(set[..], [one] if is_slip(&[one, *change])));
        match partner {
            Some(set) => set.push(*change),
            None => sets.push(vec![*change]),
        }
    }
    sets
}

fn contains(trial: &Trial, cell: CellAt, line: usize) -> bool {
    trial.of(cell).iter().any(|it| it.line == line)
}

/// The equations of some lines, by their indices in [`Sums::all`].
fn explained(sums: &Sums, lines: impl Iterator<Item = usize>) -> Vec<usize> {
    lines.filter_map(|line| sums.all.binary_search_by_key(&line, |sum| sum.at).ok()).collect()
}

/// Divides sets of changes into what they have in common, one part for all cells that are connected by equations, and
/// the rest, in which they differ.
fn parts(trial: &Trial, sets: Vec<Vec<Change>>) -> Vec<Vec<Vec<Change>>> {
    let Some((first, others)) = sets.split_first() else { return Vec::new() };
    let is_common = |part: &Vec<Change>| part.iter().all(|it| others.iter().all(|other| other.contains(it)));
    let common: Vec<Vec<Change>> = connected(trial, first).into_iter().filter(is_common).collect();
    let is_rest = |change: &Change| !common.iter().flatten().any(|it| it == change);
    let rest = |set: &Vec<Change>| set.iter().copied().filter(is_rest).collect::<Vec<_>>();
    let rest: Vec<Vec<Change>> = sets.iter().map(rest).filter(|set| !set.is_empty()).collect();
    let mut parts: Vec<Vec<Vec<Change>>> = common.into_iter().map(|part| vec![part]).collect();
    parts.extend((!rest.is_empty()).then_some(rest));
    parts
}

/// Changes grouped by the equations that connect their cells.
fn connected(trial: &Trial, changes: &[Change]) -> Vec<Vec<Change>> {
    let mut groups: Vec<Vec<Change>> = Vec::new();
    for change in changes {
        let touches = |group: &Vec<Change>| {
            let mut lines = group.iter().flat_map(|it| trial.of(it.cell));
            lines.any(|it| contains(trial, change.cell, it.line))
        };
        let (mut own, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        own.push(vec![*change]);
        groups = others;
        groups.push(own.concat());
    }
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// The fault that some sets of changes explain; `None` if they are too many and none of them is a slip.
fn fault(
    trial: &Trial,
    explains: Vec<usize>,
    sets: Vec<Vec<Change>>,
    number: impl Fn(CellAt) -> Option<Decimal>,
) -> Option<Fault> {
    let ways = sets.len();
    let mut revisions: Vec<Revision> = sets.iter().filter_map(|set| Revision::new(trial, set, &number)).collect();
    revisions.sort_by_cached_key(|revision| revision.rank(trial.form()));
    let is_named = ways <= MOST_REVISIONS || revisions.first().is_some_and(|it| it.slip.is_some());
    revisions.truncate(MOST_REVISIONS);
    (is_named && !revisions.is_empty() && !explains.is_empty()).then_some(Fault { explains, revisions, ways })
}
