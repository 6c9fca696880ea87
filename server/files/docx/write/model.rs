//! What a document of Word is written from.

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficeBlock {
    /// The title of a report.
    Title(String),
    /// A heading and its level, from 1. Its number stands in its text.
    Heading(usize, String),
    /// A paragraph.
    Paragraph(Vec<OfficeRun>),
    /// A table.
    Table(OfficeTable),
}

/// Text of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRun {
    /// Whether it is bold.
    pub is_bold: bool,
    /// The text. Line feeds are breaks.
    pub text: String,
}

/// A table with merged cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeTable {
    /// How many columns its grid has.
    pub width: usize,
    /// How many rows at its top stand on each page again.
    pub header_rows: usize,
    /// The cells that begin in each row, left to right.
    pub rows: Vec<Vec<OfficeCell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeCell {
    /// Its text. Line feeds divide its paragraphs.
    pub text: String,
    /// The column in which it begins.
    pub column: usize,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
}
