//! Places in a text that are kept for as long as a draft is open.

use std::ops::Range;

/// A range of bytes in half the room of a [`Range`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Bytes {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Bytes {
    /// The bytes of a range. No text that is read has 4 GB, and what lies behind that is taken for the end.
    pub fn of(range: &Range<usize>) -> Self {
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Bytes { start: place(range.start), end: place(range.end) }
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
