//! What a text is made of, as it stands there.

use crate::syntax::table::Grid;
use std::ops::Range;

/// A piece of a text.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub content: PieceContent,
}

/// What a piece of a text is.
#[derive(Debug)]
pub(super) enum PieceContent {
    /// A line as printed, and the level of the heading that its marks make of it.
    Line(Option<usize>, String),
    /// A table.
    Table(Grid),
    /// A comment of HTML.
    Comment(String),
    /// A fenced example.
    Example(String),
}
