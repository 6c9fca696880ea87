//! The positions of many places of one text, most of them on a few lines: the rows of a table.

use super::{Agreed, Encoding, offset, saturated};
use crate::ide::{Snapshot, State};
use crate::text::Buffer;
use lsp_types::{Position, Range};
use std::collections::BTreeMap;

/// The stretch of a draft that a client's range is about, and the bytes of the range in it. The ends of the range may come
/// in either order.
pub fn around(snapshot: &Snapshot, range: Range, agreed: Agreed) -> (State, std::ops::Range<usize>) {
    let bytes = bytes(snapshot, range, agreed);
    let state = snapshot.around(&bytes);
    let bytes = bytes.start - state.start..bytes.end - state.start;
    (state, bytes)
}

/// The stretch that a position is about, and its byte in it.
pub fn at(snapshot: &Snapshot, position: Position, agreed: Agreed) -> (State, usize) {
    let (state, bytes) = around(snapshot, Range::new(position, position), agreed);
    (state, bytes.start)
}

/// The bytes of a client's range in the whole draft.
pub fn bytes(snapshot: &Snapshot, range: Range, agreed: Agreed) -> std::ops::Range<usize> {
    let at = |position| offset(snapshot.buffer(), position, agreed.encoding);
    let (one, other) = (at(range.start), at(range.end));
    one.min(other)..one.max(other)
}

/// Finds positions in a text. Each line is looked up once.
#[derive(Debug)]
pub struct Places<'a> {
    buffer: &'a Buffer,
    encoding: Encoding,
    /// The byte from which places are counted.
    start: usize,
    /// By the byte at which it begins.
    lines: BTreeMap<usize, Line>,
}

#[derive(Debug)]
struct Line {
    number: u32,
    /// Without its line end.
    text: String,
    /// The bytes to the next line.
    length: usize,
}

impl<'a> Places<'a> {
    /// For a text, as a client counts.
    pub fn new(buffer: &'a Buffer, encoding: Encoding) -> Self {
        Places { buffer, encoding, start: 0, lines: BTreeMap::new() }
    }

    /// For places that are counted from the beginning of a stretch.
    pub fn of(snapshot: &'a Snapshot, state: &State, agreed: Agreed) -> Self {
        Places::new(snapshot.buffer(), agreed.encoding).from(state.start)
    }

    /// The same for places that are counted from this byte.
    pub fn from(self, start: usize) -> Self {
        Places { start, ..self }
    }

    /// The positions of some bytes.
    pub fn range(&mut self, range: &std::ops::Range<usize>) -> Range {
        Range::new(self.position(range.start), self.position(range.end))
    }

    /// The position of a byte. An offset past the end of the text is that end, one inside a character the character's start,
    /// one inside a line break the end of its line.
    pub fn position(&mut self, offset: usize) -> Position {
        let offset = self.start + offset;
        if let Some((start, line)) = self.lines.range(..=offset).next_back()
            && offset - start < line.length
        {
            return line.position(offset - start, self.encoding);
        }
        let number = self.buffer.line_at(offset);
        let bytes = self.buffer.line_range(number);
        let text = self.buffer.slice(bytes.clone()).to_string();
        let line = Line { number: saturated(number), text, length: self.buffer.line_start(number + 1) - bytes.start };
        let position = line.position(offset.saturating_sub(bytes.start), self.encoding);
        self.lines.insert(bytes.start, line);
        position
    }
}

impl Line {
    fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let character = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => before.chars().count(),
        };
        Position::new(self.number, saturated(character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_looked_up_before_changes_nothing(
            text in "[一a𠮷😀\r\n]{0,40}",
            offsets in proptest::collection::vec(0usize..150, 0..20),
        ) {
            let buffer = Buffer::new(&text, 1);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let mut places = Places::new(&buffer, encoding);
                for &offset in &offsets {
                    let single = Places::new(&buffer, encoding).position(offset);
                    prop_assert_eq!(places.position(offset), single, "{:?} at {}", text, offset);
                }
            }
        }
    }
}
