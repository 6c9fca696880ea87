//! The rows that a scan finds, before anybody knows whose they are.

use crate::edition;
use crate::report::vocabulary::{ColumnRef, RowRef};
use std::ops::Range;

/// What stands in the value part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowItem {
    /// The token.
    pub token: usize,
    /// What it is.
    pub kind: RowItemKind,
}

/// What a value cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowItemKind {
    /// It holds a number.
    Figure,
    /// It holds something else: `/`, 无.
    Odd,
    /// It is empty.
    Blank,
}

/// A label and what follows it.
#[derive(Debug, Clone)]
pub struct ScannedRow {
    /// The tokens of the label; more than one where it is broken. Empty for the proceedings row.
    pub label: Range<usize>,
    /// The rows it may be; none where nobody knows the label.
    pub rows: &'static [RowRef],
    /// The cells after it, up to the next label.
    pub items: Vec<RowItem>,
    /// The banner above it, by its place among the banners.
    pub banner: Option<usize>,
    /// The column labels between the last row and this one.
    pub columns: Vec<(usize, ColumnRef)>,
}

impl ScannedRow {
    /// How many of its cells are not empty.
    pub fn filled(&self) -> usize {
        self.items.iter().filter(|item| item.kind != RowItemKind::Blank).count()
    }

    /// Whether a row of one of its forms could have more cells that are not empty.
    pub(super) fn takes_more(&self) -> bool {
        let columns = |row: &RowRef| edition::editions()[row.edition].forms[row.form].columns.len();
        self.rows.is_empty() || self.rows.iter().any(|row| self.filled() < columns(row))
    }
}
