//! Places as users and other programs count them: lines and columns from 1.

use serde::Serialize;
use std::ops::Range;
use std::sync::OnceLock;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, from 1. Lines end at LF, CRLF or CR.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
    /// The bytes before it in the UTF-8 text, not counting a byte order mark.
    pub offset: usize,
}

/// From one place up to another, exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// Converts offsets to lines and columns.
///
/// The starts of lines are found once, and where a line is long the number of characters before each of many places in
/// the text, so a lookup costs a binary search and a scan of few bytes, even in one enormous line.
#[derive(Debug)]
pub struct Places<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// How many characters begin before byte `n * STEP`; made when it is first asked for.
    characters: OnceLock<Vec<usize>>,
}

const STEP: usize = 256;
/// Nearer to the beginning of a line, in bytes, its characters are counted from there.
const NEAR: usize = 4 * STEP;

impl<'a> Places<'a> {
    /// Indexes the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
            let is_first_half = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            (!is_first_half).then_some(at + 1)
        }));
        Places { text, line_starts, characters: OnceLock::new() }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line, from 0, that contains an offset.
    pub fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset) - 1
    }

    /// The bytes of a line, counted from 0, without its line end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(line + 1).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\r', '\n']).len()
    }

    /// The place of an offset. Past the end counts as the end, inside a character as its start.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        let start = self.line_starts[line];
        let column = match offset - start {
            0..=NEAR => count(&self.text.as_bytes()[start..offset]),
            _ => self.characters_before(offset) - self.characters_before(start),
        };
        Position { line: line + 1, column: column + 1, offset }
    }

    /// The places of a range.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span { start: self.position(range.start), end: self.position(range.end.max(range.start)) }
    }

    /// The offset, or the start of the character that contains it.
    pub fn floor(&self, offset: usize) -> usize {
        floor(self.text, offset)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let characters = self.characters.get_or_init(|| {
            let mut so_far = 0;
            let before = |chunk: &[u8]| {
                let before = so_far;
                so_far += count(chunk);
                before
            };
            self.text.as_bytes().chunks(STEP).map(before).collect()
        });
        let step = (offset / STEP).min(characters.len().saturating_sub(1));
        let Some(before) = characters.get(step) else { return 0 };
        before + count(&self.text.as_bytes()[step * STEP..offset])
    }
}

/// How many characters begin in these bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

/// The range from the first to the last byte of several, in whatever order they come; `None` of none.
pub fn covering(ranges: impl IntoIterator<Item = Range<usize>>) -> Option<Range<usize>> {
    ranges.into_iter().reduce(|whole, part| whole.start.min(part.start)..whole.end.max(part.end))
}

/// An offset in a text, or the start of the character that contains it; the end of the text for what lies behind it.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let position = Places::new(text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_characters_and_lines_end_as_in_the_protocol() {
        let text = "一\u{2028}𠮷x\r\n二\r三\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, text.find('x').unwrap()), (1, 4));
        assert_eq!(at(text, text.find('二').unwrap()), (2, 1));
        assert_eq!(at(text, text.find('三').unwrap()), (3, 1));
        assert_eq!(at(text, text.len()), (4, 1));
        assert_eq!(at("", 0), (1, 1));
    }

    #[test]
    fn offsets_that_fit_nowhere_are_moved_to_the_nearest_place_before() {
        assert_eq!(at("一二", 4), (1, 2));
        assert_eq!(at("一二", 99), (1, 3));
    }

    #[test]
    fn lines_are_without_their_ends() {
        let places = Places::new("一\r\n\n三");
        let lines: Vec<&str> = (0..3).map(|line| &places.text()[places.line(line)]).collect();
        assert_eq!(lines, ["一", "", "三"]);
        assert_eq!(places.line(9), 9..9);
    }

    proptest::proptest! {
        #[test]
        fn a_place_is_what_counting_from_the_start_gives(text in "[一a𠮷\r\n]{0,400}", offset in 0usize..1600) {
            let places = Places::new(&text);
            let position = places.position(offset);
            let before = text[..position.offset].replace("\r\n", "\n").replace('\r', "\n");
            // Between CR and LF the line has not ended yet.
            let between = text[..position.offset].ends_with('\r') && text[position.offset..].starts_with('\n');
            if !between {
                let line = before.rsplit('\n').next().unwrap_or_default();
                proptest::prop_assert_eq!(position.column, line.chars().count() + 1);
                proptest::prop_assert_eq!(position.line, before.matches('\n').count() + 1);
            }
        }
    }
}
