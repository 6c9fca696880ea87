//! Places in the folded text of a cell.

use std::ops::Range;

/// Some bytes of a cell's folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Stretch {
    /// The bytes from `start` to `end`. A cell has less than 4 GB.
    pub fn new(range: Range<usize>) -> Self {
        Stretch { start: range.start as u32, end: range.end as u32 }
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
