//! The positions of many places of one text, most of them on a few lines: the rows of a table.

use super::{Encoding, saturated};
use crate::text::Buffer;
use lsp_types::{Position, Range};
use std::collections::BTreeMap;

/// Finds positions in a text. Each line is looked up once.
#[derive(Debug)]
pub struct Places<'a> {
    buffer: &'a Buffer,
    encoding: Encoding,
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
        Places { buffer, encoding, lines: BTreeMap::new() }
    }

    /// The positions of some bytes.
    pub fn range(&mut self, range: &std::ops::Range<usize>) -> Range {
        Range::new(self.position(range.start), self.position(range.end))
    }

    /// The position of a byte, as [`super::position`] has it.
    pub fn position(&mut self, offset: usize) -> Position {
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
        fn they_are_those_of_single_places(
            text in "[一a𠮷😀\r\n]{0,40}",
            offsets in proptest::collection::vec(0usize..150, 0..20),
        ) {
            let buffer = Buffer::new(&text, 1);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let mut places = Places::new(&buffer, encoding);
                for &offset in &offsets {
                    let single = super::super::position(&buffer, offset, encoding);
                    prop_assert_eq!(places.position(offset), single, "{:?} at {}", text, offset);
                }
            }
        }
    }
}
