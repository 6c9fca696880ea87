//! Recognises damaged labels by their place: a row between two others can only be one of those that stand between them in
//! the form, a column only one that its header lacks.

use super::damage::{EDIT, most};
use super::resembling::{columns_resembling, rows_resembling};
use super::scan::ScannedRow;
use super::token::Token;
use super::vocabulary::{ColumnRef, LONGEST_LABEL, Resemblance, RowRef, Spelling};
use crate::edition;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::ops::Range;

/// So many cells may stand between two rows of a table: labels of groups, an article heading and a header.
const MOST_BETWEEN: usize = 12;

/// A form and a row of it, by their places in their edition.
type Place = (usize, usize);

/// Finds out which rows those with a damaged label are, as far as the label and its place leave one choice.
pub fn rows<'a>(tokens: &[Token<'_>], rows: Cow<'a, [ScannedRow]>) -> Cow<'a, [ScannedRow]> {
    if !rows.iter().any(is_damaged) {
        return rows;
    }
    let editions = edition::editions().len();
    let certain = rows.iter().filter(|row| !is_damaged(row)).flat_map(|row| row.rows);
    let known: FxHashSet<(usize, Place)> = certain.map(|row| (row.edition, (row.form, row.row))).collect();
    // The row behind each one, in every edition.
    let mut behind: Vec<Vec<Option<Place>>> = Vec::with_capacity(rows.len());
    let mut next = vec![None; editions];
    for row in rows.iter().rev() {
        behind.push(next.clone());
        if !is_damaged(row) {
            pass(row.rows, &mut next);
        }
    }
    behind.reverse();
    let mut rows = rows;
    let mut before: Vec<Option<Place>> = vec![None; editions];
    for (at, behind) in behind.iter().enumerate() {
        if is_damaged(&rows[at])
            && (at > 0 && is_beside(tokens, &rows[at - 1], &rows[at])
                || rows.get(at + 1).is_some_and(|next| is_beside(tokens, &rows[at], next)))
        {
            let gap = Gap { before: &before, behind, known: &known };
            if let Some((label, found)) = recognised(tokens, &rows[at], &gap) {
                let row = &mut rows.to_mut()[at];
                // More of a label that is broken over lines may stand behind the figures.
                row.doubtful = !found.is_plain || label.len() > 1;
                (row.label, row.rows) = (label, found.means);
            } else if rows[at].rows.iter().any(|row| known.contains(&(row.edition, (row.form, row.row)))) {
                // What stands elsewhere to the letter is no other row's damaged label.
                rows.to_mut()[at].rows = &[];
            }
        }
        pass(rows[at].rows, &mut before);
    }
    rows
}

fn is_damaged(row: &ScannedRow) -> bool {
    (row.rows.is_empty() || row.near) && !row.label.is_empty()
}

/// Notes that a row was passed, in the editions that have it.
fn pass(rows: &[RowRef], last: &mut [Option<Place>]) {
    for row in rows.iter().rev() {
        last[row.edition] = Some((row.form, row.row));
    }
}

/// Whether two rows stand in one table, as far as the layout shows it.
fn is_beside(tokens: &[Token<'_>], one: &ScannedRow, next: &ScannedRow) -> bool {
    let end = one.items.last().map(|item| item.token).or(one.label.clone().last()).unwrap_or(0);
    let start = next.label.clone().next().or(next.items.first().map(|item| item.token)).unwrap_or(end);
    let table = |at: usize| tokens.get(at).and_then(Token::table);
    start.saturating_sub(end) <= MOST_BETWEEN || (table(end).is_some() && table(end) == table(start))
}

/// The rows that may stand at a place.
struct Gap<'a> {
    /// The last row before it and the first behind it, in every edition.
    before: &'a [Option<Place>],
    behind: &'a [Option<Place>],
    /// The rows that were found, by their edition.
    known: &'a FxHashSet<(usize, Place)>,
}

impl Gap<'_> {
    fn holds(&self, row: &RowRef) -> bool {
        let place = (row.form, row.row);
        let (before, behind) = (self.before[row.edition], self.behind[row.edition]);
        let section = |(form, _): Place| &edition::editions()[row.edition].forms[form].section;
        before.is_none_or(|before| before < place)
            && behind.is_none_or(|behind| place < behind)
            && [before, behind].into_iter().flatten().any(|it| section(it) == section(place))
            && !self.known.contains(&(row.edition, place))
    }
}

/// The tokens that are the label of a row, and the row, where the label is only damaged.
fn recognised(
    tokens: &[Token<'_>],
    row: &ScannedRow,
    gap: &Gap<'_>,
) -> Option<(Range<usize>, Resemblance<'static, [RowRef]>)> {
    let labels = (row.begins..row.label.end).rev().map(|first| first..row.label.end);
    let found = labels.filter_map(|label| {
        let text: String = tokens[label.clone()].iter().map(|token| token.folded).collect();
        Some((label, (text.len() <= LONGEST_LABEL).then(|| row_of(&text, gap)).flatten()?))
    });
    found.min_by_key(|(_, row)| row.rank())
}

/// The one row in a gap that a damaged label may mean, with the cost.
fn row_of(text: &str, gap: &Gap<'_>) -> Option<Resemblance<'static, [RowRef]>> {
    // A remark in brackets may follow.
    let label = text.split_once('(').map_or("", |(label, _)| label);
    let mut near = rows_resembling(text);
    if !label.is_empty() {
        near.extend(rows_resembling(label));
    }
    let in_gap = |row: &&RowRef| gap.holds(row);
    let is_possible =
        |near: &Resemblance<'_, [RowRef]>| near.cost <= most(near.length) && near.means.iter().any(|row| in_gap(&row));
    let possible = near.iter().enumerate().filter(|(_, near)| is_possible(near));
    let (best, found) = possible.min_by_key(|(_, near)| near.rank())?;
    let meant = found.means.iter().find(in_gap)?;
    // What may as well be another row of the forms is none for sure.
    let is_another = |row: &RowRef| !is_same(row, meant);
    let is_sure = near.iter().all(|other| other.cost >= found.cost + EDIT || !other.means.iter().any(is_another));
    is_sure.then(|| near.swap_remove(best))
}

/// Whether two rows are the same one, if in several editions.
fn is_same(one: &RowRef, other: &RowRef) -> bool {
    let ids = |row: &RowRef| {
        let form = &edition::editions()[row.edition].forms[row.form];
        (&form.id, &form.rows[row.row].id)
    };
    ids(one) == ids(other)
}

/// The damaged column labels in a header that lies between two tokens, where it lacks `known`'s others. `form` is the edition
/// and the form by their indices.
pub fn columns(
    tokens: &[Token<'_>],
    header: Range<usize>,
    (edition, form): (usize, usize),
    known: &[(usize, ColumnRef)],
) -> Vec<(usize, ColumnRef)> {
    let official = &edition::editions()[edition].forms[form];
    let mut missing: Vec<usize> =
        (0..official.columns.len()).filter(|column| known.iter().all(|(_, it)| it.column != *column)).collect();
    let mut found = Vec::new();
    // A table without row labels is read by position. Behind a header begins the first row.
    if missing.is_empty() || official.label_width == 0 || header.len() > MOST_BETWEEN * official.columns.len().max(2) {
        return found;
    }
    let begins = header.clone().find(|at| tokens[*at].meaning().is_some()).map_or(header.end, |first| first + 1);
    for (at, token) in tokens.iter().enumerate().take(header.end).skip(begins) {
        if token.is_blank() || token.number().is_some() || token.meaning().is_some() {
            continue;
        }
        let near = columns_resembling(token.folded);
        let is_own = |it: &&ColumnRef| (it.edition, it.form) == (edition, form);
        let own = |near: &Resemblance<'_, [ColumnRef]>| near.means.iter().copied().find(|it| is_own(&it));
        let is_missing = |column: &ColumnRef| missing.contains(&column.column);
        let possible = near.iter().filter(|near| near.cost <= most(near.length));
        let best =
            possible.filter_map(|near| Some((near, own(near).filter(is_missing)?))).min_by_key(|(near, _)| near.rank());
        let Some((best, column)) = best else { continue };
        // Another column may not be as near, and one that is not there to the letter not nearly so.
        let is_far = |other: &Resemblance<'_, [ColumnRef]>, it: ColumnRef| {
            it.column == column.column || other.cost >= best.cost + if is_missing(&it) { EDIT } else { 0 }
        };
        if near.iter().all(|other| own(other).is_none_or(|it| is_far(other, it))) {
            let spelling = if best.is_plain { Spelling::Deviating } else { Spelling::Doubtful };
            found.push((at, ColumnRef { spelling, ..column }));
            missing.retain(|it| *it != column.column);
        }
    }
    found
}
