//! Where in a document its text stands, more exactly than by paragraphs: for whoever writes into the document.

use std::ops::Range;

/// A piece of the text that was read, and where it stands. All places are bytes of the main part.
#[derive(Debug, Clone)]
pub(in crate::files) struct TracedText {
    /// The bytes of the text; none for a paragraph as a whole, which stands at the paragraph's beginning.
    pub text: Range<usize>,
    /// Where a comment on it may be put.
    pub anchor: Anchor,
    /// Where it may be changed; `None` where it stands in something that others write: a field, a tracked change.
    pub written: Option<Written>,
}

/// A place in the body at which comments may be put. What stands in a text box or in a note has the place at which the box or
/// the reference to the note stands: Word takes no comments elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::files) struct Anchor {
    /// The paragraph.
    pub paragraph: Range<usize>,
    /// The child of the paragraph; `None` for the whole paragraph.
    pub child: Option<Range<usize>>,
}

/// The text of a run.
#[derive(Debug, Clone)]
pub(in crate::files) struct Written {
    /// The run.
    pub run: Range<usize>,
    /// The properties of the run.
    pub properties: Option<Range<usize>>,
    /// The element with the text.
    pub element: Range<usize>,
    /// The text in it.
    pub content: Range<usize>,
}

impl TracedText {
    /// The same, where the text stands so many bytes farther on.
    pub fn behind(mut self, bytes: usize) -> Self {
        self.text = self.text.start + bytes..self.text.end + bytes;
        self
    }
}
