//! Meaning: a draft read as reports. Knows nothing of rules.
//!
//! [`read`] finds where each report begins, its title and its sections ([`outline`]), and lays its tables over the
//! official forms ([`fill`]).

use crate::edition::{Edition, Form, Header};
use crate::syntax::{Layout, Syntax};
use rust_decimal::Decimal;
use std::ops::Range;

/// One report of a draft.
#[derive(Debug)]
pub struct Report {
    /// The bytes of the text that belong to it.
    pub range: Range<usize>,
    /// Its title line, where it has one.
    pub title: Option<Title>,
    /// The report year, from the title or else from the reporting period.
    pub year: Option<u16>,
    /// The edition whose tables it uses.
    pub edition: &'static Edition,
    /// The headings of the six sections as found, in the order of the text.
    pub sections: Vec<Section>,
    /// The forms found, in the order of the edition.
    pub forms: Vec<Filled>,
}

/// The title of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The title as printed, without glosses and line breaks.
    pub text: String,
    /// The body whose report it is, as printed.
    pub organ: Option<String>,
}

/// A section heading in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which of the edition's sections it is.
    pub index: usize,
    /// The heading, ordinal and title, as printed.
    pub heading: String,
    /// The bytes of the heading.
    pub range: Range<usize>,
}

/// A form as a draft fills it.
#[derive(Debug)]
pub struct Filled {
    /// The official form.
    pub form: &'static Form,
    /// The edition of that form.
    pub edition: &'static Edition,
    /// How the table is written.
    pub layout: Layout,
    /// The bytes from the table's first to its last cell.
    pub range: Range<usize>,
    /// The value cells that were found, row by row.
    pub values: Vec<Value>,
}

/// A value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The row of the form.
    pub row: usize,
    /// The column of the form.
    pub column: usize,
    /// The text of the cell.
    pub text: String,
    /// The number in the cell, if it has one.
    pub number: Option<Decimal>,
    /// The bytes of the cell's text.
    pub range: Range<usize>,
}

impl Value {
    /// The row's header.
    pub fn row_of<'a>(&self, form: &'a Form) -> &'a Header {
        &form.rows[self.row]
    }
}

/// The reports in a text.
pub fn read(_syntax: &Syntax) -> Vec<Report> {
    Vec::new()
}
