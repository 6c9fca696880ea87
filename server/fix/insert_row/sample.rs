//! What a new row is written from: rows of its table that can be copied, and the place where it goes.

use crate::check::{PlacedCell, View};
use crate::report::{Filled, RowState};
use crate::text::fold::fold;
use std::ops::Range;

/// A row that is to be written.
#[derive(Debug)]
pub struct NewRow {
    /// The row of the form.
    pub row: usize,
    /// Its figures, one for each column.
    pub figures: Vec<String>,
    /// The rows of the form that are written before it.
    pub after: Vec<usize>,
}

impl NewRow {
    /// Whether a row that is written before it belongs to the same group at this level of its path.
    pub fn continues(&self, filled: &Filled, level: usize) -> bool {
        let path = |row: usize| &filled.form.rows[row].path;
        self.after.iter().any(|&row| path(row).len() > level + 1 && path(row)[..=level] == path(self.row)[..=level])
    }
}

/// A row that stands in the text with its label and all its figures, and can be copied.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The row of the form.
    pub row: usize,
    /// The bytes of its label.
    pub label: Range<usize>,
    /// The bytes of its figures.
    pub figures: Vec<Range<usize>>,
    /// The bytes from label to last figure.
    pub range: Range<usize>,
}

/// The rows of a form that can be copied.
pub fn samples(view: &View, filled: &Filled) -> Vec<Sample> {
    let sample = |row: usize| {
        let label = filled.rows[row].label.as_ref().filter(|_| filled.rows[row].state == RowState::Read)?;
        let values: Vec<_> = (0..filled.form.columns.len()).map_while(|column| filled.value(row, column)).collect();
        let whole = values.len() == filled.form.columns.len() && values.iter().all(|value| !value.is_blank());
        let ordered = values.iter().all(|value| value.range().start >= label.range.end);
        let range = label.range.start..values.last()?.range().end;
        let figures: Vec<_> = values
            .iter()
            .map(|value| {
                if value.has_number() && (value.is_bare() || value.has_unit()) { value.figure() } else { value.range() }
            })
            .collect();
        let mine = |cell: &PlacedCell<'_>| {
            cell.cell.is_blank()
                || (label.range.start <= cell.range.start && cell.range.end <= label.range.end)
                || values.iter().any(|value| value.range() == cell.range)
        };
        let alone = range.start < range.end && view.cells(&range).iter().all(mine);
        (whole && ordered && alone).then(|| Sample { row, label: label.range.clone(), figures, range })
    };
    (0..filled.rows.len()).filter_map(sample).collect()
}

/// Where a new row goes.
#[derive(Debug, Clone)]
pub enum RowPlace {
    /// Behind this row.
    Behind(Sample),
    /// Before this row.
    Before(Sample),
}

impl RowPlace {
    /// The place of a row: behind the one before it, but the first row of a group before the next, so that it comes
    /// behind the group's own label.
    pub fn of(filled: &Filled, samples: &[Sample], row: usize) -> Option<Self> {
        let rows = &filled.form.rows;
        let stands = |row: &usize| filled.rows[*row].label.is_some();
        let before = (0..row).rev().find(stands);
        let after = (row + 1..rows.len()).find(stands);
        let group = |row: usize| rows[row].path.split_last().map(|(_, group)| group);
        let with_next = after.is_some_and(|after| group(after) == group(row))
            && before.is_none_or(|before| group(before) != group(row));
        let sample = |row: usize| samples.iter().find(|sample| sample.row == row).cloned();
        match (before, after) {
            (Some(before), _) if !with_next => sample(before).map(RowPlace::Behind),
            (_, Some(after)) => sample(after).map(RowPlace::Before),
            (Some(before), None) => sample(before).map(RowPlace::Behind),
            (None, None) => None,
        }
    }

    /// The row next to which the new one goes.
    pub fn neighbour(&self) -> &Sample {
        let (RowPlace::Behind(sample) | RowPlace::Before(sample)) = self;
        sample
    }
}

/// The sample that is most like a row: with a label on the same level, and near.
pub fn nearest<'a>(
    filled: &Filled,
    samples: &'a [Sample],
    row: usize,
    fits: impl Fn(&Sample) -> bool,
) -> Option<&'a Sample> {
    let depth = |row: usize| filled.form.rows[row].path.len();
    let fitting = samples.iter().filter(|sample| fits(sample));
    fitting.min_by_key(|sample| (depth(sample.row) != depth(row), sample.row.abs_diff(row)))
}

/// The new row's label as a sample writes its own: with or without the labels of its groups before it.
pub fn label(filled: &Filled, sample: &Sample, row: usize) -> String {
    let shown = filled.rows[sample.row].label.as_ref().map(|label| label.folded()).unwrap_or_default().replace('*', "");
    let path = &filled.form.rows[sample.row].path;
    let levels = (0..path.len()).find(|&level| fold(&path[level..].concat()) == shown);
    let own = &filled.form.rows[row].path;
    let from = levels.filter(|_| own.len() == path.len()).unwrap_or(own.len().saturating_sub(1));
    own[from..].concat()
}
