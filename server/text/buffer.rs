//! The text of a draft while it is edited: a rope and the version the client gave it.

use super::change::Change;
use super::edit::Edit;
use ropey::{Rope, RopeSlice};
use std::ops::Range;

/// A draft's text and its version. Cloning is cheap and gives a snapshot.
///
/// Lines end at LF, CRLF or CR only, as in the Language Server Protocol.
#[derive(Debug, Clone)]
pub struct Buffer {
    rope: Rope,
    version: i32,
}

/// A contiguous piece of a text in memory. A line break of two characters is always within one chunk.
#[derive(Debug, Clone, Copy)]
pub struct Chunk<'a> {
    /// The piece.
    pub text: &'a str,
    /// The byte at which it begins.
    pub start: usize,
    /// The line, from 0, in which it begins.
    pub line: usize,
}

impl Buffer {
    /// A buffer that holds `text`.
    pub fn new(text: &str, version: i32) -> Self {
        Buffer { rope: Rope::from_str(text), version }
    }

    /// The version the client gave this state of the text.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// Sets the version of the document that the text now is.
    pub fn set_version(&mut self, version: i32) {
        self.version = version;
    }

    /// Bytes in the text.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lines in the text, including an empty last line.
    pub fn lines(&self) -> usize {
        self.rope.len_lines()
    }

    /// The chunk that contains an offset; at the end of the text, the last.
    pub fn chunk_at(&self, offset: usize) -> Chunk<'_> {
        let (text, start, _, line) = self.rope.chunk_at_byte(offset.min(self.len()));
        Chunk { text, start, line }
    }

    /// The line, from 0, that contains an offset. An offset past the end counts as the end.
    pub fn line_at(&self, offset: usize) -> usize {
        self.rope.byte_to_line(offset.min(self.len()))
    }

    /// The first byte of a line. A line past the last counts as the end of the text.
    pub fn line_start(&self, line: usize) -> usize {
        if line >= self.lines() { self.len() } else { self.rope.line_to_byte(line) }
    }

    /// The bytes of a line without its line end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.line_start(line);
        let mut end = self.line_start(line + 1);
        for line_end in [b'\n', b'\r'] {
            if end > start && self.rope.byte(end - 1) == line_end {
                end -= 1;
            }
        }
        start..end
    }

    /// A piece of the text. The range is clamped to the text and to whole characters.
    pub fn slice(&self, range: Range<usize>) -> RopeSlice<'_> {
        let start = self.floor(range.start);
        let end = self.floor(range.end).max(start);
        self.rope.byte_slice(start..end)
    }

    /// A piece of the text as a buffer of its own, with the same version; clamped as by [`Self::slice`].
    pub fn part(&self, range: &Range<usize>) -> Buffer {
        Buffer { rope: self.slice(range.clone()).into(), version: self.version }
    }

    /// The offset, or the start of the character that contains it.
    pub fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        self.rope.char_to_byte(self.rope.byte_to_char(offset))
    }

    /// Replaces a range of the text; returns the change. The range is clamped to the text and to whole characters, so
    /// this never fails.
    pub fn edit(&mut self, edit: &Edit) -> Change {
        let start = self.rope.byte_to_char(edit.range.start.min(self.len()));
        let end = self.rope.byte_to_char(edit.range.end.min(self.len())).max(start);
        let (first, last) = (self.rope.char_to_byte(start), self.rope.char_to_byte(end));
        self.rope.remove(start..end);
        self.rope.insert(start, &edit.text);
        Change { start: first, old_end: last, new_end: first + edit.text.len() }
    }
}

impl std::fmt::Display for Buffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_protocols_line_ends_end_a_line() {
        let buffer = Buffer::new("一\u{b}二\u{2028}三\r\n四\r五\n", 1);
        assert_eq!(buffer.lines(), 4);
        assert_eq!(buffer.slice(buffer.line_range(0)), "一\u{b}二\u{2028}三");
        assert_eq!(buffer.slice(buffer.line_range(1)), "四");
        assert_eq!(buffer.slice(buffer.line_range(3)), "");
        assert_eq!(buffer.line_range(9), buffer.len()..buffer.len());
    }

    #[test]
    fn edits_outside_the_text_are_cut_to_it() {
        let mut buffer = Buffer::new("总计", 1);
        buffer.edit(&Edit::new(3..99, "数"));
        assert_eq!(buffer.to_string(), "总数");
        buffer.edit(&Edit::new(50..60, "。"));
        assert_eq!(buffer.to_string(), "总数。");
    }

    proptest::proptest! {
        #[test]
        fn an_edited_buffer_equals_the_edited_text(text in "[一a𠮷\r\n]{0,20}", from in 0usize..24, len in 0usize..24, new in "[二b\n]{0,5}") {
            let mut buffer = Buffer::new(&text, 1);
            let at = |offset: usize| {
                let mut offset = offset.min(text.len());
                while !text.is_char_boundary(offset) { offset -= 1 }
                offset
            };
            let range = at(from)..at(from + len);
            buffer.edit(&Edit::new(range.clone(), new.clone()));
            let mut expected = text.clone();
            expected.replace_range(range, &new);
            proptest::prop_assert_eq!(buffer.to_string(), expected);
        }
    }
}
