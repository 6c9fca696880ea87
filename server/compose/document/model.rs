//! What a document is made of.

use crate::syntax::table::Grid;

/// A document: its headings, paragraphs and tables, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<DocumentBlock>,
}

/// A block of a document. Texts are as printed; what stood between `**` still does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentBlock {
    /// The title of a report.
    Title(String),
    /// A heading and its level, from 1.
    Heading(usize, String),
    /// A paragraph: one line.
    Paragraph(String),
    /// A table.
    Table(DocumentTable),
    /// A comment of HTML, which is not printed.
    Comment(String),
    /// A fenced example of Markdown, with its fences.
    Example(String),
}

/// A table of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentTable {
    /// Its cells. The figures of official forms are marked as fields.
    pub grid: Grid,
    /// How many rows at its top are its header.
    pub header_rows: usize,
}

/// A text without the marks of bold type.
pub fn unmarked(text: &str) -> String {
    spans(text).into_iter().map(|(_, span)| span).collect()
}

/// The spans of a text, each with whether it is bold.
pub fn spans(text: &str) -> Vec<(bool, &str)> {
    let spans: Vec<&str> = text.split("**").collect();
    match spans.len() % 2 {
        1 => spans.into_iter().enumerate().map(|(index, span)| (index % 2 == 1, span)).collect(),
        // A mark without its pair is a text.
        _ => vec![(false, text)],
    }
}
