//! Shifts the offsets of a report: from a part of a text to the whole text, or from before a change to after it.

use super::article::Banner;
use super::content::{Report, Section};
use super::filled::{Filled, FrameLabel, Label, Row};
use super::heading::Heading;
use super::title::Title;
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

impl Report {
    /// The same report in a text where it begins so many bytes later.
    pub fn moved(mut self, by: usize) -> Self {
        if by > 0 {
            self.shift(Shift::all(by));
        }
        self
    }
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

/// Declares which fields of a type hold offsets. The types are destructured completely, so that a new field cannot be
/// forgotten.
macro_rules! places {
    ($($name:ident { $($place:ident)* ; $($other:ident)* })+) => {
        $(impl Shifted for $name {
            fn shift(&mut self, shift: Shift) {
                let $name { $($place,)* $($other: _,)* } = self;
                $($place.shift(shift);)*
            }
        })+
    };
}

places! {
    Report {
        range first_line title sections duplicate_headings forms banners unknown_rows;
        year edition required repeats_merged hangs_on_digits table_stretches
    }
    Title { range name_range; text organ year name alone }
    Section { heading body; index has_text has_image }
    Heading { range title_range; section quality ordinal style glued text token part contents }
    Filled { range header_alone frame rows values; form edition layout sums faults }
    Row { label; state apart banner }
    Label { range columns; text spelling }
    FrameLabel { range; part right spelling }
    Banner { range; article item unit official }
}
