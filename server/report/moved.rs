//! A report with all its places moved: what was read of a part of a text, as places of the whole text.

use super::{Banner, ColumnRef, Filled, Heading, Label, Report, Row, Section, Title, Value};
use std::ops::Range;

/// Something that knows places in a text.
trait Places {
    /// Moves them by so many bytes.
    fn shift(&mut self, by: usize);
}

impl Report {
    /// The same report in a text in which it begins so many bytes later.
    pub fn moved(mut self, by: usize) -> Self {
        if by > 0 {
            self.shift(by);
        }
        self
    }
}

impl<T: Places> Places for Vec<T> {
    fn shift(&mut self, by: usize) {
        self.iter_mut().for_each(|item| item.shift(by));
    }
}

impl<T: Places> Places for Option<T> {
    fn shift(&mut self, by: usize) {
        self.iter_mut().for_each(|item| item.shift(by));
    }
}

impl Places for Range<usize> {
    fn shift(&mut self, by: usize) {
        *self = self.start + by..self.end + by;
    }
}

impl Places for (Range<usize>, ColumnRef) {
    fn shift(&mut self, by: usize) {
        self.0.shift(by);
    }
}

/// Declares which fields of a type are places. The types are taken apart whole: a new field has to be looked at.
macro_rules! places {
    ($($name:ident { $($place:ident)* ; $($other:ident)* })+) => {
        $(impl Places for $name {
            fn shift(&mut self, by: usize) {
                let $name { $($place,)* $($other: _,)* } = self;
                $($place.shift(by);)*
            }
        })+
    };
}

places! {
    Report {
        range first_line title sections duplicate_headings forms banners unknown_rows; year edition required
    }
    Title { range name_range; text organ year name alone }
    Section { heading body; index has_text has_image }
    Heading { range title_range; section quality ordinal style glued text token part contents }
    Filled { range rows values; form edition layout sums }
    Row { label; state banner }
    Label { range columns; text folded spelling }
    Value { figure range; row column text number bare unit }
    Banner { range; article item unit official }
}
