//! A part of a text, and what is derived from it.

use super::content::Report;
use crate::text::sequence::Piece;
use std::sync::Arc;

/// What is derived from a part.
pub trait PartContent {
    /// A small summary, stored beside the content, so that thousands of parts can be searched quickly.
    type Summary: std::fmt::Debug + Copy;

    /// The summary of this content.
    fn summary(&self) -> Self::Summary;
}

impl PartContent for Option<Report> {
    type Summary = ();

    fn summary(&self) {}
}

/// A part of a text.
#[derive(Debug)]
pub struct Part<P: PartContent> {
    pub(super) bytes: usize,
    /// The summary of its content.
    pub summary: P::Summary,
    /// What is derived from it.
    pub content: Arc<P>,
}

impl<P: PartContent> Clone for Part<P> {
    fn clone(&self) -> Self {
        Part { bytes: self.bytes, summary: self.summary, content: self.content.clone() }
    }
}

impl<P: PartContent> Piece for Part<P> {
    fn bytes(&self) -> usize {
        self.bytes
    }
}
