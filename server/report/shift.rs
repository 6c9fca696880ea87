//! A shift of offsets: from a part of a text to the whole text, or from before a change to after it.

use std::ops::Range;

/// A shift of all offsets in a text from a byte on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The first offset that is shifted.
    pub from: usize,
    /// By how many bytes.
    pub by: isize,
}

impl Shift {
    /// Shifts all offsets by so many bytes.
    pub fn all(by: usize) -> Self {
        Shift { from: 0, by: by as isize }
    }

    /// The shifted range.
    #[inline]
    pub fn of(self, range: &Range<usize>) -> Range<usize> {
        let moved = |at: usize| if at < self.from { at } else { at.wrapping_add_signed(self.by) };
        moved(range.start)..moved(range.end)
    }
}

/// Something that holds offsets into a text.
pub(super) trait Shifted {
    /// Shifts them.
    fn shift(&mut self, shift: Shift);
}

impl<T: Shifted> Shifted for Vec<T> {
    fn shift(&mut self, shift: Shift) {
        self.iter_mut().for_each(|item| item.shift(shift));
    }
}

impl<T: Shifted> Shifted for Box<[T]> {
    fn shift(&mut self, shift: Shift) {
        self.iter_mut().for_each(|item| item.shift(shift));
    }
}

impl<T: Shifted> Shifted for Option<T> {
    fn shift(&mut self, shift: Shift) {
        self.iter_mut().for_each(|item| item.shift(shift));
    }
}

impl Shifted for Range<usize> {
    fn shift(&mut self, shift: Shift) {
        *self = shift.of(self);
    }
}
