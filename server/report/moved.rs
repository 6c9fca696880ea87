//! Shifts the offsets of a report: which fields of what a report consists of hold any.

use super::article::Banner;
use super::content::{Report, Section};
use super::filled::{Filled, FrameLabel, Label, Row};
use super::heading::Heading;
use super::shift::{Shift, Shifted};
use super::title::Title;

impl Report {
    /// The same report in a text where it begins so many bytes later.
    pub fn moved(mut self, by: usize) -> Self {
        if by > 0 {
            self.shift(Shift::all(by));
        }
        self
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
