//! What has become of a text: one piece of it replaced, however many edits it took.

use std::ops::Range;

/// The bytes of an older text that are not the same any more, and those of the newer text in their place. What stands
/// before and behind is the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first byte that may differ.
    pub start: usize,
    /// Where the older text goes on unchanged.
    pub old_end: usize,
    /// Where the newer text goes on unchanged.
    pub new_end: usize,
}

impl Change {
    /// This and, after it, another, which is counted in the text this one left.
    pub fn then(self, next: Change) -> Self {
        let start = self.start.min(next.start);
        let old_end = self.old_end + next.old_end.saturating_sub(self.new_end);
        let new_end = self.new_end.max(next.old_end) - next.old_end + next.new_end;
        Change { start, old_end, new_end }
    }

    /// The same change counted from where a piece of the older text begins; `None` where it is not all in that piece.
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

    /// Where a byte of the older text behind the change stands in the newer.
    pub fn moved(&self, old: usize) -> usize {
        old - self.old_end + self.new_end
    }
}
