//! Figures that are run together: `规章000`, a cell with `72 64`.
//!
//! A row with fewer runs of digits than its form has columns is cut where that leaves only one way: because there are as
//! many digits as columns, because no figure begins with 0, because blanks separate them, or else because the sums of the
//! row, and then those of the columns, hold with one way alone. What stays ambiguous is nobody's figure.

mod column_sums;
mod cuts;

use super::scan::{RowItem, RowItemKind, ScannedRow};
use super::token::Token;
use super::totals;
use super::vocabulary::RowRef;
use crate::edition::{self, Direction, Form};
use cuts::{Cuts, Digits, RowSum, Steps};
use rust_decimal::prelude::ToPrimitive;

/// More digits in a row are nobody's figures.
const MOST_DIGITS: usize = 120;
/// The most ways to cut a row among which the columns choose.
const MOST_WAYS: usize = 64;
/// The most steps that may be taken to cut a row.
const MOST_STEPS_OF_ROW: usize = 20_000;
/// The most steps that may be taken to cut all rows of a form, and to choose among the ways.
const MOST_STEPS_OF_FORM: usize = 100_000;

/// A row whose figures are run together.
#[derive(Debug)]
pub enum Glued {
    /// There is one way to tell them apart.
    Apart {
        /// The figures, one for each column.
        items: Vec<RowItem>,
        /// How many digits stand together.
        digits: usize,
        /// Whether only the equations say so.
        by_sums: bool,
    },
    /// There are several; so many digits stand together.
    Together(usize),
}

/// The digits of a row, and the items in which they stand.
#[derive(Debug)]
struct Run {
    digits: Digits,
    /// The items that are not blank, each with the place of its first digit.
    items: Vec<(usize, RowItem)>,
    /// Whether blank cells stand beside them.
    beside_blanks: bool,
}

impl Run {
    /// The digits of a row with fewer items than columns, if it has nothing but digits and blanks.
    fn of(tokens: &[Token<'_>], row: &ScannedRow, columns: usize) -> Option<Self> {
        let filled = row.filled();
        if filled == 0 || filled >= columns {
            return None;
        }
        // Cheap test first: most rows that are short of a figure have too few digits for one in each column.
        let items = || {
            let items = row.items.iter().filter(|item| item.kind != RowItemKind::Blank);
            items.map(|item| (item, item.of(tokens)))
        };
        let digits: usize = items().map(|(_, token)| token.folded.len()).sum();
        if !(columns..=MOST_DIGITS).contains(&digits) || !items().all(|(_, token)| token.is_digits()) {
            return None;
        }
        let mut run = Run {
            digits: Digits { digits: Vec::with_capacity(digits), ends: Vec::new() },
            items: Vec::with_capacity(filled),
            beside_blanks: filled < row.items.len(),
        };
        let mut line = None;
        for (item, token) in items() {
            if *line.get_or_insert(token.table_row()) != token.table_row() {
                return None;
            }
            let start = run.digits.digits.len();
            run.items.push((start, *item));
            run.digits.digits.extend(token.folded.bytes().map(|byte| byte - b'0'));
            run.digits.ends.extend(token.gaps().into_iter().map(|gap| start + gap));
            run.digits.ends.push(run.digits.digits.len());
        }
        let pieces = run.digits.ends.len();
        let is_run = pieces <= columns && (!run.beside_blanks || (filled == 1 && pieces == 1));
        is_run.then_some(run)
    }

    /// Whether blanks between the figures tell them apart.
    fn is_spaced(&self, columns: usize) -> bool {
        self.digits.ends.len() == columns && !self.beside_blanks
    }

    /// Whether it shows by itself that figures are run together: no figure begins with 0.
    fn is_evident(&self) -> bool {
        self.digits.begin_with_zero()
    }

    /// The row, cut like this.
    fn apart(&self, ends: &[usize], by_sums: bool) -> Glued {
        Glued::Apart { items: self.items(ends), digits: self.digits.digits.len(), by_sums }
    }

    /// The items of a row that is cut like this.
    fn items(&self, ends: &[usize]) -> Vec<RowItem> {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let item = |(start, end): (usize, &usize)| {
            let at = self.items.partition_point(|(first, _)| *first <= start).checked_sub(1)?;
            let (first, item) = self.items.get(at)?;
            Some(item.cut(start - first..end - first))
        };
        starts.zip(ends).filter_map(item).collect()
    }
}

/// Whether figures are run together anywhere in these rows, so that other runs of digits may be several figures, too.
pub fn is_evident(tokens: &[Token<'_>], rows: &[ScannedRow]) -> bool {
    let runs = short(rows).filter_map(|(row, columns)| Some((row, Run::of(tokens, row, columns)?)));
    let runs: Vec<(&ScannedRow, Run)> = runs.collect();
    let mut steps = Steps(MOST_STEPS_OF_FORM);
    runs.iter().any(|(_, run)| run.is_evident()) || runs.iter().any(|(row, run)| adds_up(row, run, &mut steps))
}

/// Whether the digits of these rows, and not only how many there are, may say what their figures are.
pub fn hang_on_digits(tokens: &[Token<'_>], rows: &[ScannedRow]) -> bool {
    let is_run = |row: &ScannedRow| row.items.iter().all(|item| item.of(tokens).is_digits());
    short(rows).any(|(row, _)| {
        let mut filled = row.items.iter().filter(|item| item.kind != RowItemKind::Blank);
        is_run(row) || filled.all(|item| begins_with_zero(item.of(tokens).folded))
    })
}

/// Whether a text is a run of digits that no figure can be.
pub fn begins_with_zero(folded: &str) -> bool {
    folded.len() > 1 && folded.starts_with('0')
}

/// The rows with fewer figures than any form has columns to which they may belong, and how many columns that is.
fn short(rows: &[ScannedRow]) -> impl Iterator<Item = (&ScannedRow, usize)> {
    let columns = |it: &RowRef| edition::editions()[it.edition].forms[it.form].columns.len();
    rows.iter().filter_map(move |row| {
        let filled = row.filled();
        // Most rows are full in the first form already.
        let is_short = filled > 0 && row.rows.iter().all(|it| filled < columns(it));
        Some((row, row.rows.iter().map(columns).min().filter(|_| is_short)?))
    })
}

/// Whether a single run of digits is a whole row, total and all.
fn adds_up(row: &ScannedRow, run: &Run, steps: &mut Steps) -> bool {
    let Some(of) = row.rows.first().filter(|_| run.digits.ends.len() == 1 && !run.beside_blanks) else { return false };
    let form = &edition::editions()[of.edition].forms[of.form];
    let sums = row_sums(form, of.row);
    let ways = |steps: &mut Steps| run.digits.ways(form.columns.len(), &sums, 1, steps);
    !sums.is_empty() && steps.lend(MOST_STEPS_OF_ROW, ways).is_some_and(|ways| !ways.is_empty())
}

/// Whether the digits of a row may fill so many columns. `evident` says whether figures are run together in its report.
pub fn may_fill(tokens: &[Token<'_>], row: &ScannedRow, columns: usize, evident: bool) -> bool {
    Run::of(tokens, row, columns).is_some_and(|run| {
        run.is_spaced(columns) || (evident && (!run.beside_blanks || run.is_evident()) && run.digits.ends.len() == 1)
    })
}

/// The equations of a row.
fn row_sums(form: &Form, row: usize) -> Vec<RowSum> {
    let across = |equation: usize| form.equations[equation].direction == Direction::Across;
    let lines =
        form.lines().all.iter().filter(|line| across(line.equation) && line.line == row && totals::is_total(line));
    let sums = lines.map(|line| {
        let cells = line.left.iter().chain(&line.right);
        let mut terms: Vec<(usize, i64)> =
            cells.map(|cell| (cell.1, if *cell == line.total { -1 } else { 1 })).collect();
        terms.sort_unstable();
        RowSum { terms }
    });
    sums.collect()
}

/// The rows of a form whose figures are run together; `None` for all others. `evident` says whether figures are run
/// together in the report.
pub fn tell_apart(
    tokens: &[Token<'_>],
    form: &Form,
    rows: &[Option<&ScannedRow>],
    evident: bool,
) -> Vec<Option<Glued>> {
    let columns = form.columns.len();
    let mut glued: Vec<Option<Glued>> = rows.iter().map(|_| None).collect();
    let runs: Vec<Option<Run>> = rows.iter().map(|row| Run::of(tokens, (*row)?, columns)).collect();
    if runs.iter().all(Option::is_none) {
        return glued;
    }
    let blanks_mislead = runs.iter().flatten().any(|run| run.beside_blanks && run.is_evident());
    let mut open: Vec<(usize, Vec<Cuts>)> = Vec::new();
    let mut steps = Steps(MOST_STEPS_OF_FORM);
    for (row, run) in runs.iter().enumerate() {
        let Some(run) = run else { continue };
        if run.is_spaced(columns) {
            glued[row] = Some(run.apart(&run.digits.ends, true));
            continue;
        }
        let sums = row_sums(form, row);
        // One figure too few, of several, may as well be lost.
        let is_lost = run.digits.ends.len() > 1 && !run.is_evident() && (sums.is_empty() || run.adds_up_as_it_is());
        if !evident || is_lost || (run.beside_blanks && !blanks_mislead) {
            continue;
        }
        glued[row] = Some(Glued::Together(run.digits.digits.len()));
        let mut ways =
            |sums: &[RowSum], most| steps.lend(MOST_STEPS_OF_ROW, |steps| run.digits.ways(columns, sums, most, steps));
        match ways(&[], 2).as_deref() {
            Some([only]) => glued[row] = Some(run.apart(&only.ends, false)),
            Some([]) => glued[row] = None,
            _ => match ways(&sums, MOST_WAYS + 1) {
                Some(ways) if !sums.is_empty() && ways.len() == 1 => glued[row] = Some(run.apart(&ways[0].ends, true)),
                Some(ways) if !ways.is_empty() && ways.len() <= MOST_WAYS => open.push((row, ways)),
                _ => {}
            },
        }
    }
    let known = |row: usize| match &glued[row] {
        Some(Glued::Apart { items, .. }) => figures(tokens, items),
        Some(Glued::Together(_)) => None,
        None => rows[row].filter(|row| row.filled() == columns).and_then(|row| figures(tokens, &row.items)),
    };
    column_sums::narrow(form, known, &mut open, &mut Steps(MOST_STEPS_OF_FORM));
    for (row, ways) in open {
        if let ([only], Some(run)) = (ways.as_slice(), &runs[row]) {
            glued[row] = Some(run.apart(&only.ends, true));
        }
    }
    glued
}

impl Run {
    /// Whether its pieces, of which one column is missing, add up to the last of them.
    fn adds_up_as_it_is(&self) -> bool {
        let starts = std::iter::once(0).chain(self.digits.ends.iter().copied());
        let pieces = starts.zip(&self.digits.ends).filter_map(|(start, end)| self.digits.digits.get(start..*end));
        // More digits than a number can have are no sum of others.
        let next = |figure: u128, digit: &u8| figure.checked_mul(10)?.checked_add(u128::from(*digit));
        let figures: Option<Vec<u128>> = pieces.map(|digits| digits.iter().try_fold(0, next)).collect();
        let sum = |figures: &[u128]| figures.iter().try_fold(0_u128, |sum, figure| sum.checked_add(*figure));
        figures.is_some_and(|figures| figures.split_last().is_some_and(|(total, others)| sum(others) == Some(*total)))
    }
}

/// The whole numbers in the items of a row, blank ones left out; `None` if an item is none.
fn figures(tokens: &[Token<'_>], items: &[RowItem]) -> Option<Vec<i64>> {
    let filled = items.iter().filter(|item| item.kind != RowItemKind::Blank);
    filled.map(|item| item.of(tokens).number().filter(|number| number.value.is_integer())?.value.to_i64()).collect()
}
