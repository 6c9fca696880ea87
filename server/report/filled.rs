//! The forms of a report as filled in by a draft.

use super::faults::Fault;
use super::shift::{Shift, Shifted};
use super::sums::Sums;
use super::value::Value;
use super::vocabulary::{ColumnRef, Spelling};
use crate::edition::{CellAt, Edition, Form};
use crate::syntax::Layout;
use crate::text::Bytes;
use crate::text::fold::fold;
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::ops::Range;

/// A form as filled in by a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The official form.
    pub form: &'static Form,
    /// The edition of that form.
    pub edition: &'static Edition,
    /// The layout of the table.
    pub layout: Layout,
    /// The bytes from the table's first to its last cell.
    pub range: Range<usize>,
    /// Its article heading, or else its first column label, if nothing but its header is printed.
    pub header_alone: Option<Range<usize>>,
    /// The damaged labels of its groups and, if its rows have no labels, of its columns.
    pub frame: Vec<FrameLabel>,
    /// Its rows, one for each row of the form.
    pub rows: Vec<Row>,
    /// The value cells that were found, row by row and column by column.
    pub values: Box<[Value]>,
    /// Its evaluated equations.
    pub sums: Sums,
    /// What explains those that fail.
    pub faults: Vec<Fault>,
}

/// A row of a form in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its label; `None` if the row was not found.
    pub label: Option<Label>,
    /// Whether its values were assigned to columns.
    pub state: RowState,
    /// Whether figures were printed without anything between them, and were told apart.
    pub apart: bool,
    /// The index of the article heading above it, among those of the report.
    pub banner: Option<usize>,
}

/// Whether the values of a row were assigned to columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// The row was not found.
    Missing,
    /// The row has this many figures, more or fewer than the form has columns, and their columns are ambiguous.
    Unclear(usize),
    /// Its figures are printed as so many digits without anything between them, and there are several ways to tell them
    /// apart.
    Glued(usize),
    /// The figures of all rows, so many of them, stand together, and nothing shows which are this one's.
    Scattered(usize),
    /// Every column has its value.
    Read,
}

impl RowState {
    /// Whether there are figures of which nobody can tell to which columns they belong.
    pub fn is_ambiguous(self) -> bool {
        matches!(self, RowState::Unclear(1..) | RowState::Glued(_) | RowState::Scattered(_))
    }
}

/// The label of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its bytes; those of the first value if the form has no label.
    pub range: Range<usize>,
    /// The label as printed.
    pub text: SmolStr,
    /// How well it matches the form's label.
    pub spelling: Spelling,
    /// The column labels above it, if it is the first row under a header.
    pub(super) columns: Vec<ColumnLabel>,
}

/// The label of a column above a row. There are many, for a label may stand in several forms of several editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnLabel {
    at: Bytes,
    edition: u8,
    form: u8,
    column: u8,
    spelling: Spelling,
}

impl ColumnLabel {
    /// A label at `range`, and what it may label.
    pub(super) fn new(range: &Range<usize>, column: ColumnRef) -> Self {
        let ColumnRef { edition, form, column, spelling } = column;
        let [edition, form, column] = [edition, form, column].map(|index| index as u8);
        ColumnLabel { at: Bytes::of(range), edition, form, column, spelling }
    }

    fn column(&self) -> ColumnRef {
        let [edition, form, column] = [self.edition, self.form, self.column].map(usize::from);
        ColumnRef { edition, form, column, spelling: self.spelling }
    }
}

impl Shifted for ColumnLabel {
    fn shift(&mut self, shift: Shift) {
        self.at = Bytes::of(&shift.of(&self.at.range()));
    }
}

/// The damaged label of a group of rows or columns, in a form without row labels also of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameLabel {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it labels.
    pub part: FramePart,
    /// The official label.
    pub right: &'static str,
    /// Whether it is certainly that label, damaged.
    pub spelling: Spelling,
}

/// What a label of the frame stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FramePart {
    /// A group of rows.
    Rows(Vec<usize>),
    /// A column, or a group of them.
    Columns(Vec<usize>),
}

impl Label {
    /// The folded label.
    pub fn folded(&self) -> String {
        fold(&self.text)
    }

    /// The column labels above it, if it is the first row under a header: their bytes, and what each may label.
    pub fn columns(&self) -> impl Iterator<Item = (Range<usize>, ColumnRef)> {
        self.columns.iter().map(|label| (label.at.range(), label.column()))
    }
}

impl Filled {
    /// A value by its row and column.
    pub fn value(&self, row: usize, column: usize) -> Option<&Value> {
        let at = self.values.binary_search_by_key(&(row, column), Value::cell).ok()?;
        self.values.get(at)
    }

    /// Whether its header or its labels stand there with nothing behind any of them.
    pub(super) fn is_bare(&self) -> bool {
        let label_end = |row: usize| self.rows.get(row).and_then(|row| row.label.as_ref()).map(|label| label.range.end);
        let is_untraced = |value: &Value| value.is_blank() && Some(value.range().start) == label_end(value.row());
        self.header_alone.is_some() || (!self.values.is_empty() && self.values.iter().all(is_untraced))
    }

    /// What its layout has between two cells of a line; `None` where that is more than a mark.
    pub fn separator(&self) -> Option<&'static str> {
        self.layout.separator()
    }

    /// The bytes that show a row: its label, or else its first column label, or the table.
    pub fn place_of_row(&self, row: usize) -> Range<usize> {
        let label = self.rows.get(row).and_then(|row| row.label.as_ref());
        let own = label.map(|label| label.range.clone()).filter(|range| !range.is_empty());
        let column = || label.and_then(|label| label.columns().next()).map(|(range, _)| range);
        own.or_else(column).unwrap_or_else(|| self.range.clone())
    }

    /// A cell in words: “（七）总计·自然人”.
    pub fn words(&self, row: usize, column: usize) -> &'static str {
        self.form.words((row, column))
    }

    /// The number that a cell should hold, where the failing equations leave no other choice.
    pub fn right(&self, cell: CellAt) -> Option<Decimal> {
        let mut corrections = self.faults.iter().filter_map(Fault::only).flat_map(|repair| &repair.corrections);
        corrections.find(|correction| correction.cell == cell).map(|correction| correction.right)
    }

    /// Whether a fault explains a failing equation, given by its index in [`Sums::all`].
    pub fn is_explained(&self, sum: usize) -> bool {
        self.faults.iter().any(|fault| fault.explains.contains(&sum))
    }

    /// The number in a cell, if it has one.
    pub fn number(&self, (row, column): CellAt) -> Option<Decimal> {
        self.value(row, column)?.number()
    }
}
