//! Scanned rows, not yet assigned to forms.

use crate::edition::{self, Edition, Form};
use crate::report::token::Token;
use crate::report::vocabulary::{ColumnRef, RowRef};
use std::ops::Range;

/// A form by the indices of its edition and of the form in it.
pub type FormAt = (usize, usize);

/// The forms of all editions.
pub fn all_forms() -> impl Iterator<Item = (FormAt, &'static Form)> {
    let forms = |(edition, data): (usize, &'static Edition)| {
        data.forms.iter().enumerate().map(move |(index, form)| ((edition, index), form))
    };
    edition::editions().iter().enumerate().flat_map(forms)
}

/// A cell in the value part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowItem {
    /// The index of its token.
    pub token: usize,
    /// What it is.
    pub kind: RowItemKind,
    /// The part of its token's folded text, if it is not all of it.
    part: Option<(u32, u32)>,
}

impl RowItem {
    /// A whole token.
    pub fn new(token: usize, kind: RowItemKind) -> Self {
        RowItem { token, kind, part: None }
    }

    /// Its token, or the part of it that it is.
    pub fn of<'t>(&self, tokens: &[Token<'t>]) -> Token<'t> {
        let token = tokens[self.token];
        self.part.and_then(|(start, end)| token.part(start as usize..end as usize)).unwrap_or(token)
    }

    /// The figure that a part of it is.
    pub fn cut(&self, part: Range<usize>) -> Self {
        let start = self.part.map_or(0, |(start, _)| start);
        RowItem { part: Some((start + part.start as u32, start + part.end as u32)), kind: RowItemKind::Figure, ..*self }
    }
}

/// The kind of a value cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowItemKind {
    /// It holds a number.
    Figure,
    /// It holds something else: `/`, 无.
    Odd,
    /// It is empty.
    Blank,
}

/// A label and the cells behind it.
#[derive(Debug, Clone)]
pub struct ScannedRow {
    /// The tokens of the label; several if it is broken. Empty for the proceedings row.
    pub label: Range<usize>,
    /// Where the label ends in the folded text of its token, if figures follow it there.
    pub label_end: Option<usize>,
    /// The first of the tokens right before the label that are not recognised, and may belong to it; the label's first where
    /// there are none.
    pub begins: usize,
    /// The rows it may be; empty for an unknown label.
    pub rows: &'static [RowRef],
    /// Whether its label only resembles that of its rows.
    pub near: bool,
    /// Whether only its place shows which row it is.
    pub doubtful: bool,
    /// Whether its cells are those of all rows of its form, and nothing shows which are its own.
    pub scattered: bool,
    /// The cells after it, up to the next label.
    pub items: Vec<RowItem>,
    /// The index of the banner above it.
    pub banner: Option<usize>,
    /// The column labels between the last row and this one.
    pub columns: Vec<(usize, ColumnRef)>,
}

/// Those of some column labels, each with its token, that are of a form.
pub fn of_form(columns: &[(usize, ColumnRef)], form: FormAt) -> impl Iterator<Item = &(usize, ColumnRef)> {
    columns.iter().filter(move |(_, column)| (column.edition, column.form) == form)
}

impl ScannedRow {
    /// A row with a label, before its cells are found.
    pub fn new(label: Range<usize>, rows: &'static [RowRef]) -> Self {
        ScannedRow {
            label_end: None,
            begins: label.start,
            label,
            rows,
            near: false,
            doubtful: false,
            scattered: false,
            items: Vec::with_capacity(rows.first().map_or(0, columns)),
            banner: None,
            columns: Vec::new(),
        }
    }

    /// Which row of a form it is, given by the edition and the form.
    pub fn reference(&self, form: FormAt) -> Option<RowRef> {
        self.rows.iter().copied().find(|row| (row.edition, row.form) == form)
    }

    /// The column labels above it that are of a form.
    pub fn columns_of(&self, form: FormAt) -> impl Iterator<Item = &(usize, ColumnRef)> {
        of_form(&self.columns, form)
    }

    /// How many of its cells are not empty.
    pub fn filled(&self) -> usize {
        self.items.iter().filter(|item| item.kind != RowItemKind::Blank).count()
    }

    /// Whether it has all the cells of a row of one of its forms, and one more would be too many for any; of those of the
    /// header above it, if there is one.
    pub(super) fn is_full(&self) -> bool {
        let is_headed = |row: &RowRef, column: &ColumnRef| (row.edition, row.form) == (column.edition, column.form);
        let of_header =
            |row: &&RowRef| self.columns.is_empty() || self.columns.iter().any(|(_, column)| is_headed(row, column));
        let has = |count: usize| self.rows.iter().filter(of_header).any(|row| columns(row) == count);
        has(self.filled()) && !has(self.filled() + 1)
    }

    /// Whether a row of one of its forms could have more cells that are not empty.
    pub(super) fn takes_more(&self) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|row| self.filled() < columns(row))
    }
}

/// How many columns a row has.
fn columns(row: &RowRef) -> usize {
    edition::editions()[row.edition].forms[row.form].columns.len()
}
