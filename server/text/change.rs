//! The difference between two states of a text as one replaced range, however many edits it took.

use std::ops::Range;

/// The range of an older text that changed, and the range of the newer text that replaces it. The text before and
/// behind is the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first byte that may differ.
    pub start: usize,
    /// Where the older text continues unchanged.
    pub old_end: usize,
    /// Where the newer text continues unchanged.
    pub new_end: usize,
}

impl Change {
    /// This change followed by another, whose offsets count in the text after this one.
    pub fn then(self, next: Change) -> Self {
        let start = self.start.min(next.start);
        let old_end = self.old_end + next.old_end.saturating_sub(self.new_end);
        let new_end = self.new_end.max(next.old_end) - next.old_end + next.new_end;
        Change { start, old_end, new_end }
    }

    /// The same change relative to the start of a piece of the older text; `None` if it extends beyond that piece.
    pub fn within(&self, piece: &Range<usize>) -> Option<Self> {
        let Change { start, old_end, new_end } = *self;
        let is_inside = piece.start <= start && old_end <= piece.end;
        let from = piece.start;
        is_inside.then(|| Change { start: start - from, old_end: old_end - from, new_end: new_end - from })
    }

    /// Whether nothing has changed.
    pub fn is_none(&self) -> bool {
        self.old_end == self.start && self.new_end == self.start
    }

    /// The offset in the newer text of an offset of the older text behind the change.
    pub fn moved(&self, old: usize) -> usize {
        old - self.old_end + self.new_end
    }
}
