//! A value cell of a form: most of them hold nothing but a small whole number, and a report has hundreds.

use super::shift::{Shift, Shifted};
use crate::edition::CellAt;
use crate::text::Bytes;
use rust_decimal::Decimal;
use smol_str::{SmolStr, ToSmolStr};
use std::ops::Range;

/// A value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    row: u16,
    column: u16,
    /// The first byte of the cell's text.
    start: u32,
    content: Content,
}

/// What is printed in a value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    /// Nothing.
    Nothing,
    /// Only this number, in digits without anything else.
    Digits(u32),
    /// Anything else.
    Other(Box<Other>),
}

/// Any content of a value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Other {
    text: SmolStr,
    number: Option<Decimal>,
    remark: Remark,
    figure: Bytes,
    range: Bytes,
}

/// What a value cell holds besides its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remark {
    /// Nothing, or the cell has no figure.
    Nothing,
    /// A unit.
    Unit,
    /// Anything else.
    Other,
}

impl Value {
    /// A cell in which nothing is printed, at a byte of the text.
    pub(super) fn blank((row, column): CellAt, at: usize) -> Self {
        let start = Bytes::of(&(at..at)).start;
        Value { row: row as u16, column: column as u16, start, content: Content::Nothing }
    }

    /// A cell with this text at `range`, which holds a number at `figure`; that is the whole range if it has none.
    pub(super) fn new(
        (row, column): CellAt,
        text: SmolStr,
        number: Option<(Decimal, Remark)>,
        figure: &Range<usize>,
        range: &Range<usize>,
    ) -> Self {
        let is_alone = figure == range && range.len() == text.len();
        let content = match number {
            None if text.is_empty() && is_alone => Content::Nothing,
            Some((_, Remark::Nothing)) if is_alone && let Some(digits) = digits(&text) => Content::Digits(digits),
            _ => {
                let (number, remark) =
                    number.map_or((None, Remark::Nothing), |(number, remark)| (Some(number), remark));
                let (figure, range) = (Bytes::of(figure), Bytes::of(range));
                Content::Other(Box::new(Other { text, number, remark, figure, range }))
            }
        };
        Value { row: row as u16, column: column as u16, start: Bytes::of(range).start, content }
    }

    /// The index of the row in the form.
    pub fn row(&self) -> usize {
        usize::from(self.row)
    }

    /// The index of the column in the form.
    pub fn column(&self) -> usize {
        usize::from(self.column)
    }

    /// Its row and its column.
    pub fn cell(&self) -> CellAt {
        (self.row(), self.column())
    }

    /// The text of the cell.
    pub fn text(&self) -> SmolStr {
        match &self.content {
            Content::Nothing => SmolStr::default(),
            Content::Digits(number) => number.to_smolstr(),
            Content::Other(other) => other.text.clone(),
        }
    }

    /// The number in the cell, if it has one.
    pub fn number(&self) -> Option<Decimal> {
        match &self.content {
            Content::Nothing => None,
            Content::Digits(number) => Some(Decimal::from(*number)),
            Content::Other(other) => other.number,
        }
    }

    /// Whether the cell has a number.
    pub fn has_number(&self) -> bool {
        match &self.content {
            Content::Nothing => false,
            Content::Digits(_) => true,
            Content::Other(other) => other.number.is_some(),
        }
    }

    /// The bytes of the figure, or of the cell if it has none.
    pub fn figure(&self) -> Range<usize> {
        match &self.content {
            Content::Nothing | Content::Digits(_) => self.range(),
            Content::Other(other) => other.figure.range(),
        }
    }

    /// The bytes of the cell's text.
    pub fn range(&self) -> Range<usize> {
        let start = self.start as usize;
        match &self.content {
            Content::Nothing => start..start,
            Content::Digits(number) => start..start + 1 + number.checked_ilog10().unwrap_or(0) as usize,
            Content::Other(other) => other.range.range(),
        }
    }

    /// Whether the cell holds only digits, without anything that the number does not need.
    pub fn is_digits(&self) -> bool {
        matches!(self.content, Content::Digits(_))
    }

    /// Whether the cell holds only the figure, or no figure.
    pub fn is_bare(&self) -> bool {
        self.remark() == Remark::Nothing
    }

    /// Whether the cell holds only the figure and a unit.
    pub fn has_unit(&self) -> bool {
        self.remark() == Remark::Unit
    }

    fn remark(&self) -> Remark {
        match &self.content {
            Content::Nothing | Content::Digits(_) => Remark::Nothing,
            Content::Other(other) => other.remark,
        }
    }

    /// Whether the cell is blank.
    pub fn is_blank(&self) -> bool {
        match &self.content {
            Content::Nothing => true,
            Content::Digits(_) => false,
            Content::Other(other) => other.text.is_empty(),
        }
    }
}

/// The number that a text of digits is, where the number is written in exactly these digits.
fn digits(text: &str) -> Option<u32> {
    let is_written_so = text.bytes().all(|b| b.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    if is_written_so { text.parse().ok() } else { None }
}

impl Shifted for Value {
    fn shift(&mut self, shift: Shift) {
        let old = self.range();
        let range = shift.of(&old);
        if let Content::Other(other) = &mut self.content {
            (other.figure, other.range) = (Bytes::of(&shift.of(&other.figure.range())), Bytes::of(&range));
            self.start = other.range.start;
        } else if range.len() == old.len() {
            self.start = Bytes::of(&range).start;
        } else {
            // Another text will stand there; until that is read the cell has its old one.
            let number = self.number().map(|number| (number, Remark::Nothing));
            *self = Value::new(self.cell(), self.text(), number, &range, &range);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, number: Option<i64>, length: usize) -> Value {
        let number = number.map(|number| (Decimal::from(number), Remark::Nothing));
        Value::new((3, 1), text.into(), number, &(7..7 + length), &(7..7 + length))
    }

    #[test]
    fn a_small_number_takes_no_more_than_three_words() {
        assert!(size_of::<Value>() <= 24);
    }

    #[test]
    fn what_is_put_in_comes_out_again() {
        for text in ["0", "7", "10", "4294967295", "4294967296", "007", "００", "-3", "1,024", ""] {
            for length in [text.len(), text.len() + 9] {
                for number in [None, Some(12)].into_iter().filter(|it| it.is_none() || digits(text).is_none()) {
                    let value = value(text, number, length);
                    assert_eq!(
                        (value.text().as_str(), value.range(), value.figure()),
                        (text, 7..7 + length, 7..7 + length)
                    );
                    assert_eq!((value.number(), value.has_number()), (number.map(Decimal::from), number.is_some()));
                    assert_eq!((value.cell(), value.is_blank(), value.is_bare()), ((3, 1), text.is_empty(), true));
                }
            }
            if let Some(number) = digits(text) {
                let value = value(text, Some(number.into()), text.len());
                assert_eq!((value.text().as_str(), value.range()), (text, 7..7 + text.len()));
                assert_eq!((value.number(), value.is_blank()), (Some(number.into()), false));
            }
        }
    }

    #[test]
    fn a_shift_inside_the_cell_changes_its_length() {
        for (text, number) in [("12", Some(12)), ("", None)] {
            let mut shifted = value(text, number, text.len());
            shifted.shift(Shift { from: 7 + text.len(), by: 3 });
            let range = if text.is_empty() { 10..10 } else { 7..12 };
            assert_eq!((shifted.range(), shifted.figure(), shifted.text().as_str()), (range.clone(), range, text));
            shifted.shift(Shift::all(5));
            assert_eq!(shifted.range().start, if text.is_empty() { 15 } else { 12 });
        }
    }
}
