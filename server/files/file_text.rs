//! What was read from a file.

use super::kind::FileKind;
use super::places::FilePlaces;
use crate::text::encoding::Encoding;

/// A file as a text.
#[derive(Debug, Clone)]
pub struct FileText {
    /// The text: of an office file its paragraphs as lines, with blank lines between them, and its tables as HTML.
    pub text: String,
    /// What it was read from.
    pub kind: FileKind,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// From the bytes of the text to the places in the file; empty for text files.
    pub places: FilePlaces,
    /// How sure it is that the text is what the file shows.
    pub certainty: Certainty,
    /// What was left out or could not be read, each in Chinese.
    pub remarks: Vec<String>,
}

/// How sure it is that a text is what its file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Certainty {
    /// The file says so.
    #[default]
    Certain,
    /// It was guessed, from places on a page.
    Uncertain,
}
