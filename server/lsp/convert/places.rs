//! The positions of many places of one text, most of them on a few lines: the rows of a table.

use super::{Agreed, Encoding, offset, saturated};
use crate::ide::{Snapshot, State};
use crate::text::Buffer;
use lsp_types::{Position, Range};
use std::borrow::Cow;
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
    lines: BTreeMap<usize, Line<'a>>,
}

#[derive(Debug)]
struct Line<'a> {
    number: u32,
    /// Without its line end.
    text: Cow<'a, str>,
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
        let (start, line) = Line::in_chunk(self.buffer, offset).unwrap_or_else(|| Line::at(self.buffer, offset));
        let position = line.position(offset.saturating_sub(start), self.encoding);
        self.lines.insert(start, line);
        position
    }
}

impl<'a> Line<'a> {
    /// The line in which a byte stands, and where it begins.
    fn at(buffer: &'a Buffer, offset: usize) -> (usize, Self) {
        let number = buffer.line_at(offset);
        let bytes = buffer.line_range(number);
        let text = Cow::from(buffer.slice(bytes.clone()));
        (bytes.start, Line { number: saturated(number), text, length: buffer.line_start(number + 1) - bytes.start })
    }

    /// The same where the rope has the whole line in one piece, with a line before it: nearly always.
    fn in_chunk(buffer: &'a Buffer, offset: usize) -> Option<(usize, Self)> {
        let chunk = buffer.chunk(offset)?;
        let bytes = chunk.text.as_bytes();
        let before = memchr::memrchr2(b'\n', b'\r', &bytes[..offset - chunk.start])?;
        let start = before + 1;
        if bytes[before] == b'\r' && bytes.get(start) == Some(&b'\n') {
            return None;
        }
        let end = start + memchr::memchr2(b'\n', b'\r', &bytes[start..])?;
        let is_crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        let is_end = |&at: &usize| !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n'));
        let number = chunk.line + memchr::memchr2_iter(b'\n', b'\r', &bytes[..start]).filter(is_end).count();
        let text = Cow::Borrowed(&chunk.text[start..end]);
        let length = end + 1 + usize::from(is_crlf) - start;
        Some((chunk.start + start, Line { number: saturated(number), text, length }))
    }

    fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text.as_bytes()[..end];
        // Every character has one byte that begins it; in UTF-16, one of four bytes counts twice.
        let characters = || before.iter().filter(|byte| (**byte as i8) >= -0x40).count();
        let character = match encoding {
            Encoding::Utf8 => end,
            Encoding::Utf16 => characters() + before.iter().filter(|byte| **byte >= 0xf0).count(),
            Encoding::Utf32 => characters(),
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

    #[test]
    fn in_a_long_text_they_are_those_that_the_rope_counts() {
        for line_end in ["\n", "\r\n", "\r"] {
            let lines = (0..400).map(|line| format!("{}𠮷一{line}{line_end}", "总计a".repeat(line % 7)));
            let text = lines.collect::<String>();
            let buffer = Buffer::new(&text, 1);
            let mut places = Places::new(&buffer, Encoding::Utf16);
            for (offset, _) in text.char_indices() {
                let number = buffer.line_at(offset);
                let line = buffer.line_range(number);
                let before = buffer.slice(line.start..offset.min(line.end));
                let position = Position::new(number as u32, before.len_utf16_cu() as u32);
                assert_eq!(places.position(offset), position, "{line_end:?} {offset}");
            }
        }
    }
}
