//! A part of a text, and what is made of it.

use super::content::Report;
use crate::text::sequence::Piece;
use std::sync::Arc;

/// What is made of a part.
pub trait PartContent {
    /// What of it is looked at in all parts. It lies beside them, so that thousands of parts are gone through quickly.
    type Summary: std::fmt::Debug + Copy;

    /// What is looked at in all parts.
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
    /// What is looked at in all parts.
    pub summary: P::Summary,
    /// What was made of it.
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
