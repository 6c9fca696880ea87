//! The forms of a report as a draft fills them.

use super::sums::Sums;
use super::vocabulary::{ColumnRef, Spelling};
use crate::edition::{CellAt, Edition, Form};
use crate::syntax::Layout;
use crate::text::fold::fold;
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::ops::Range;

/// A form as a draft fills it.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The official form.
    pub form: &'static Form,
    /// The edition of that form.
    pub edition: &'static Edition,
    /// How the table is written.
    pub layout: Layout,
    /// The bytes from the table's first to its last cell.
    pub range: Range<usize>,
    /// Its rows, as many as the form has.
    pub rows: Vec<Row>,
    /// The value cells that were found, row by row and column by column.
    pub values: Vec<Value>,
    /// Its equations, judged.
    pub sums: Sums,
}

/// A row of a form as a draft has it.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its label; `None` where the row was not found.
    pub label: Option<Label>,
    /// Whether its values could be read.
    pub state: RowState,
    /// The article heading above it, by its place in the report.
    pub banner: Option<usize>,
}

/// Whether the values of a row could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// The row is not there.
    Missing,
    /// The row has this many figures, more or fewer than the form has columns, and there is no telling which is which.
    Unclear(usize),
    /// Every column has its cell.
    Read,
}

/// The label of a row.
#[derive(Debug, Clone)]
pub struct Label {
    /// Its bytes; those of the first value where the form has no label.
    pub range: Range<usize>,
    /// The label as printed.
    pub text: SmolStr,
    /// How well it agrees with the form.
    pub spelling: Spelling,
    /// The column labels over it, where this is the first row under a header.
    pub columns: Vec<(Range<usize>, ColumnRef)>,
}

/// A value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The row of the form.
    pub row: usize,
    /// The column of the form.
    pub column: usize,
    /// The text of the cell.
    pub text: SmolStr,
    /// The number in the cell, if it has one.
    pub number: Option<Decimal>,
    /// The bytes of the figure; of the cell where it has none.
    pub figure: Range<usize>,
    /// Whether nothing but the figure stands in the cell.
    pub bare: bool,
    /// Whether nothing but the figure and a unit stands in the cell.
    pub unit: bool,
    /// The bytes of the cell's text.
    pub range: Range<usize>,
}

impl Label {
    /// The label in its one spelling.
    pub fn folded(&self) -> String {
        fold(&self.text)
    }
}

impl Value {
    /// Whether nothing is printed in the cell.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

impl Filled {
    /// A value by its row and column.
    pub fn value(&self, row: usize, column: usize) -> Option<&Value> {
        let at = self.values.binary_search_by_key(&(row, column), |value| (value.row, value.column)).ok()?;
        self.values.get(at)
    }

    /// A cell in words: “（七）总计·自然人”.
    pub fn words(&self, row: usize, column: usize) -> &'static str {
        self.form.words((row, column))
    }

    /// The number in a cell, if it has one.
    pub fn number(&self, (row, column): CellAt) -> Option<Decimal> {
        self.value(row, column)?.number
    }
}
