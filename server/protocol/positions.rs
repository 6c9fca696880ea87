//! Converts many offsets of one text to positions; most are on few lines, the rows of a table.

use super::encoding::{PositionEncoding, length, offset, saturated};
use super::negotiated::NegotiatedCapabilities;
use crate::check::{Snapshot, View};
use crate::text::{Buffer, Chunk, floor};
use lsp_types::{Position, Range};
use memchr::{memchr2_iter, memrchr2};

/// The view for a client's range, and the bytes of the range in it. The ends of the range may come in either order.
pub fn around(snapshot: &Snapshot, range: Range, agreed: NegotiatedCapabilities) -> (View, std::ops::Range<usize>) {
    let bytes = bytes(snapshot, range, agreed);
    let state = snapshot.around(&bytes);
    let bytes = bytes.start - state.start..bytes.end - state.start;
    (state, bytes)
}

/// The view for a position, and its offset in it.
pub fn at(snapshot: &Snapshot, position: Position, agreed: NegotiatedCapabilities) -> (View, usize) {
    let (state, bytes) = around(snapshot, Range::new(position, position), agreed);
    (state, bytes.start)
}

/// The bytes of a client's range in the whole draft.
pub fn bytes(snapshot: &Snapshot, range: Range, agreed: NegotiatedCapabilities) -> std::ops::Range<usize> {
    let at = |position| offset(snapshot.buffer(), position, agreed.encoding);
    let (one, other) = (at(range.start), at(range.end));
    one.min(other)..one.max(other)
}

/// The results of `say` for each view that a range touches, or for all views; `say` gets the bytes of the range in the
/// view.
pub fn along<T>(
    snapshot: &Snapshot,
    within: Option<Range>,
    agreed: NegotiatedCapabilities,
    mut say: impl FnMut(&View, std::ops::Range<usize>, &mut Positions<'_>) -> Vec<T>,
) -> Vec<T> {
    let within = within.map_or(0..snapshot.buffer().len(), |within| bytes(snapshot, within, agreed));
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    let mut said = Vec::new();
    for state in snapshot.along(&within) {
        places = places.from(state.start);
        let inside = |byte: usize| byte.saturating_sub(state.start).min(state.text.len());
        said.extend(say(&state, inside(within.start)..inside(within.end), &mut places));
    }
    said
}

/// Converts offsets in a text to positions. The current chunk of the rope and the last position in it are cached.
#[derive(Debug)]
pub struct Positions<'a> {
    buffer: &'a Buffer,
    encoding: PositionEncoding,
    /// The byte from which offsets count.
    start: usize,
    chunk: Chunk<'a>,
    /// The start of the chunk.
    first: Spot,
    /// The last position found in it.
    last: Spot,
}

/// A position in a chunk.
#[derive(Debug, Clone, Copy)]
struct Spot {
    /// The offset in the chunk.
    at: usize,
    /// The line, from 0.
    line: usize,
    /// How many characters precede it on its line, in the client's unit.
    characters: usize,
}

impl<'a> Positions<'a> {
    /// For a text, in the client's unit.
    pub fn new(buffer: &'a Buffer, encoding: PositionEncoding) -> Self {
        let first = Spot { at: 0, line: 0, characters: 0 };
        Positions { buffer, encoding, start: 0, chunk: buffer.chunk_at(0), first, last: first }
    }

    /// For offsets that count from the beginning of a view.
    pub fn of(snapshot: &'a Snapshot, state: &View, agreed: NegotiatedCapabilities) -> Self {
        Positions::new(snapshot.buffer(), agreed.encoding).from(state.start)
    }

    /// The same for offsets that count from this byte.
    pub fn from(self, start: usize) -> Self {
        Positions { start, ..self }
    }

    /// The range of positions for a range of bytes.
    pub fn range(&mut self, range: &std::ops::Range<usize>) -> Range {
        Range::new(self.position(range.start), self.position(range.end))
    }

    /// The position of an offset. Past the end of the text counts as its end, inside a character as its start, inside a
    /// line break as the end of its line.
    pub fn position(&mut self, offset: usize) -> Position {
        let offset = (self.start + offset).min(self.buffer.len());
        if !(self.chunk.start..self.chunk.start + self.chunk.text.len()).contains(&offset) {
            self.chunk = self.buffer.chunk_at(offset);
            self.first = self.first_spot();
            self.last = self.first;
        }
        let text = self.chunk.text;
        let mut at = floor(text, offset - self.chunk.start);
        // The two characters of a line break are always in the same chunk.
        at -= usize::from(text[..at].ends_with('\r') && text[at..].starts_with('\n'));
        let mut spot = if at < self.last.at { self.first } else { self.last };
        let from = spot.at;
        for end in memchr2_iter(b'\n', b'\r', &text.as_bytes()[from..at]).map(|end| from + end) {
            if !text[end..].starts_with("\r\n") {
                spot = Spot { at: end + 1, line: spot.line + 1, characters: 0 };
            }
        }
        spot.characters += characters(&text[spot.at..at], self.encoding);
        self.last = Spot { at, ..spot };
        Position::new(saturated(spot.line), saturated(spot.characters))
    }

    /// The position of the chunk's start. Its line mostly begins in the chunk before; where it does not, the rope's indices
    /// count, however long the line is.
    fn first_spot(&self) -> Spot {
        let (start, line) = (self.chunk.start, self.chunk.line);
        let before = self.buffer.chunk_at(start.saturating_sub(1)).text;
        let characters = match memrchr2(b'\n', b'\r', before.as_bytes()) {
            _ if start == 0 => 0,
            Some(end) => characters(&before[end + 1..], self.encoding),
            None => length(&self.buffer.slice(self.buffer.line_range(line).start..start), self.encoding),
        };
        Spot { at: 0, line, characters }
    }
}

/// The length of a text in characters, in the client's unit.
fn characters(text: &str, encoding: PositionEncoding) -> usize {
    let bytes = || text.bytes();
    let count = || bytes().filter(|b| b & 0xc0 != 0x80).count();
    match encoding {
        PositionEncoding::Utf8 => text.len(),
        // Characters of two units are those of four bytes.
        PositionEncoding::Utf16 => count() + bytes().filter(|b| *b >= 0xf0).count(),
        PositionEncoding::Utf32 => count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edit;
    use proptest::prelude::*;

    /// A text of several chunks, joined from pieces.
    fn buffer(pieces: &[(usize, String)]) -> Buffer {
        let mut buffer = Buffer::new("", 1);
        for (at, piece) in pieces {
            buffer.edit(&Edit::new(*at..*at, piece.repeat(40)));
        }
        buffer
    }

    proptest! {
        #[test]
        fn they_are_those_of_the_rope(
            pieces in proptest::collection::vec((0usize..6000, "[一a𠮷😀\r\n]{0,20}|[一a𠮷😀]{9,30}"), 0..8),
            offsets in proptest::collection::vec(0usize..7000, 0..40),
        ) {
            let buffer = buffer(&pieces);
            for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
                let mut places = Positions::new(&buffer, encoding);
                for &offset in &offsets {
                    let number = buffer.line_at(offset);
                    let line = buffer.line_range(number);
                    let before = buffer.slice(line.start..offset.min(line.end));
                    let character = match encoding {
                        PositionEncoding::Utf8 => before.len_bytes(),
                        PositionEncoding::Utf16 => before.len_utf16_cu(),
                        PositionEncoding::Utf32 => before.len_chars(),
                    };
                    let expected = Position::new(saturated(number), saturated(character));
                    prop_assert_eq!(places.position(offset), expected, "{:?} at {}", buffer.to_string(), offset);
                }
            }
        }
    }
}
