//! Position encodings: converts positions to byte offsets. [`super::positions`] does the reverse.
//!
//! The rope's indices do the counting, so a conversion costs the same anywhere in a long text.

use crate::text::Buffer;
use lsp_types::{Position, PositionEncodingKind};
use ropey::RopeSlice;

/// The unit of `character` in a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PositionEncoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16; a character beyond the basic plane has two.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl PositionEncoding {
    /// The first supported encoding that the client offers, or UTF-16, which every client supports.
    pub fn chosen(offered: &[PositionEncodingKind]) -> Self {
        let known = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];
        offered.iter().find_map(|offer| known.into_iter().find(|it| it.kind() == *offer)).unwrap_or_default()
    }

    /// The protocol's name of the encoding.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// The byte offset of a position. A line past the last counts as the end of the text, a character past the end of its
/// line as that end, before the line break; inside a character counts as its start.
pub fn offset(buffer: &Buffer, position: Position, encoding: PositionEncoding) -> usize {
    let line = buffer.line_range(position.line as usize);
    let text = buffer.slice(line.clone());
    let character = (position.character as usize).min(length(&text, encoding));
    let offset = match encoding {
        PositionEncoding::Utf8 => character,
        PositionEncoding::Utf16 => text.char_to_byte(text.utf16_cu_to_char(character)),
        PositionEncoding::Utf32 => text.char_to_byte(character),
    };
    buffer.floor(line.start + offset)
}

/// The length of a piece of a text in characters.
pub fn length(text: &RopeSlice<'_>, encoding: PositionEncoding) -> usize {
    match encoding {
        PositionEncoding::Utf8 => text.len_bytes(),
        PositionEncoding::Utf16 => text.len_utf16_cu(),
        PositionEncoding::Utf32 => text.len_chars(),
    }
}

/// A number clamped to the protocol's range.
pub fn saturated(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::positions::Positions;
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [PositionEncoding; 3] = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    fn position(buffer: &Buffer, offset: usize, encoding: PositionEncoding) -> Position {
        Positions::new(buffer, encoding).position(offset)
    }

    #[test]
    fn characters_count_as_agreed() {
        let buffer = Buffer::new("题\r\n𠮷a总计\n", 1);
        let total = buffer.to_string().find('总').unwrap();
        for (encoding, character) in ENCODINGS.into_iter().zip([5, 3, 2]) {
            assert_eq!(position(&buffer, total, encoding), Position::new(1, character));
            assert_eq!(offset(&buffer, Position::new(1, character), encoding), total);
        }
    }

    #[test]
    fn wrong_positions_are_moved_to_the_nearest_right_one() {
        let buffer = Buffer::new("一\r\n𠮷二\n三", 1);
        for encoding in ENCODINGS {
            assert_eq!(offset(&buffer, Position::new(0, 99), encoding), 3, "before the line break");
            assert_eq!(offset(&buffer, Position::new(9, 0), encoding), buffer.len());
            assert_eq!(offset(&buffer, Position::new(u32::MAX, u32::MAX), encoding), buffer.len());
            assert_eq!(position(&buffer, 4, encoding), position(&buffer, 3, encoding), "inside the line break");
            assert_eq!(position(&buffer, 6, encoding), Position::new(1, 0), "inside 𠮷");
        }
        assert_eq!(offset(&buffer, Position::new(1, 1), PositionEncoding::Utf16), 5, "between the surrogates");
        assert_eq!(offset(&buffer, Position::new(1, 3), PositionEncoding::Utf8), 5, "inside the bytes");
    }

    #[test]
    fn the_first_known_offer_is_taken() {
        let offer = |names: &[&'static str]| {
            PositionEncoding::chosen(&names.iter().map(|name| PositionEncodingKind::new(name)).collect::<Vec<_>>())
        };
        assert_eq!(offer(&["utf-7", "utf-32", "utf-8"]), PositionEncoding::Utf32);
        assert_eq!(offer(&["utf-7"]), PositionEncoding::Utf16);
        assert_eq!(offer(&[]), PositionEncoding::Utf16);
    }

    proptest! {
        #[test]
        fn every_character_has_its_position(text in "[一a𠮷😀\r\n]{0,40}") {
            let buffer = Buffer::new(&text, 1);
            for encoding in ENCODINGS {
                let (mut line, mut character) = (0, 0);
                let mut chars = text.char_indices().peekable();
                while let Some((at, char)) = chars.next() {
                    let here = Position::new(line, character);
                    prop_assert_eq!(position(&buffer, at, encoding), here);
                    prop_assert_eq!(offset(&buffer, here, encoding), at);
                    let crlf = char == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some();
                    if crlf || char == '\r' || char == '\n' {
                        (line, character) = (line + 1, 0);
                    } else {
                        character += match encoding {
                            PositionEncoding::Utf8 => char.len_utf8() as u32,
                            PositionEncoding::Utf16 => char.len_utf16() as u32,
                            PositionEncoding::Utf32 => 1,
                        };
                    }
                }
                prop_assert_eq!(position(&buffer, text.len(), encoding), Position::new(line, character));
            }
        }
    }
}
