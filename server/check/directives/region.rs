//! What a comment applies to, and where a comment has to stand to apply to a place. Knows nothing of rules.
//!
//! The blocks of the scanner are made for reading tables; an author's block is smaller: a paragraph up to the next blank
//! line, a heading, a table, an element of HTML.

use crate::syntax::block::{is_blank, line_length};
use crate::syntax::{Kind, Layout, Syntax};
use memchr::{memchr, memmem};
use std::ops::Range;

/// The text of a draft with the bounds of its blocks.
#[derive(Debug)]
pub struct Region {
    text: String,
    blocks: Vec<(Range<usize>, Kind)>,
}

/// The elements before which a comment may stand, those of a table first.
const ROWS: [&str; 1] = ["tr"];
const PARTS: [&str; 11] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "table"];

impl Region {
    /// The blocks of a text.
    pub fn new(syntax: &Syntax) -> Self {
        let blocks = syntax.placed().map(|(start, block)| (start..start + block.text().len(), block.kind()));
        Region { blocks: blocks.collect(), text: syntax.blocks.iter().map(|block| block.text()).collect() }
    }

    /// The end of the text.
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// What an `ignore` applies to: the line it stands on, behind other text; else the block that follows.
    pub fn of_comment(&self, comment: &Range<usize>) -> Range<usize> {
        let line_start = self.text[..comment.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = &self.text[line_start..comment.start];
        let stands_alone = after_comments(before, 0) == before.len();
        if !stands_alone && !self.is_html(comment.start) {
            return line_start..self.line_end(comment.end);
        }
        let start = after_comments(&self.text, comment.end);
        self.block_from(start)
    }

    /// The author's block that begins at `start`.
    fn block_from(&self, start: usize) -> Range<usize> {
        let Some((bytes, _)) = self.block(start) else { return start..start };
        if self.is_html(start) {
            let opening = openings(&self.text, start..bytes.end, |_| true).next();
            return opening.map_or(start..bytes.end, |at| at..self.element_end(at, bytes.end));
        }
        let mut end = self.line_end(start);
        while !is_heading(&self.text[start..end]) && end < bytes.end {
            let next = end + line_length(&self.text[end..]);
            let next_end = self.line_end(next);
            if next >= bytes.end || self.text[next..next_end].trim_matches(is_blank).is_empty() {
                break;
            }
            end = next_end;
        }
        start..end
    }

    /// Where a comment on a line of its own has to be inserted so that `ignore` covers a place: the start of a line, or of
    /// an element of HTML. `None` where no comment can stand.
    pub fn before(&self, place: usize) -> Option<usize> {
        let (bytes, kind) = self.block(place)?;
        if *kind == Kind::Fence {
            return None;
        }
        if self.is_html(place) {
            let encloses = |at: &usize| self.element_end(*at, bytes.end) >= place;
            let innermost = |names: &'static [&'static str]| {
                let is_one = move |name: &str| names.iter().any(|known| name.eq_ignore_ascii_case(known));
                openings(&self.text, bytes.start..place + 1, is_one).filter(encloses).last()
            };
            return innermost(&ROWS).or_else(|| innermost(&PARTS));
        }
        let mut start = self.line_start(place);
        while start > bytes.start && !is_heading(&self.text[start..]) {
            let above = self.line_start(start - 1);
            let line = self.text[above..start].trim_matches(is_blank);
            if line.is_empty() || is_heading(line) || line.starts_with("<!--") {
                break;
            }
            start = above;
        }
        // A mark of the byte order stays the first thing in a file.
        Some(start + if self.text[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
    }

    fn block(&self, at: usize) -> Option<&(Range<usize>, Kind)> {
        let index = self.blocks.partition_point(|(bytes, _)| bytes.end <= at);
        // The end of the text belongs to the last block.
        self.blocks.get(index).or(self.blocks.last())
    }

    fn is_html(&self, at: usize) -> bool {
        self.block(at).is_some_and(|(_, kind)| *kind == Kind::Table(Layout::Html))
    }

    fn line_start(&self, at: usize) -> usize {
        let before = &self.text[..at];
        // At the second half of a line end, the line is the one before it.
        let before = if self.text[at..].starts_with('\n') { before.trim_end_matches('\r') } else { before };
        before.rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |length| at + length)
    }

    /// The end of the element that begins at `start`; one that is not closed goes to `end`.
    fn element_end(&self, start: usize, end: usize) -> usize {
        let name = tag_name(&self.text[start + 1..end]);
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(found) = memchr(b'<', &self.text.as_bytes()[at..end]).map(|found| at + found) {
            at = found + 1;
            let rest = &self.text[at..end];
            if let Some(comment) = rest.strip_prefix("!--") {
                at = memmem::find(comment.as_bytes(), b"-->").map_or(end, |length| end - comment.len() + length + 3);
            } else if tag_name(rest).eq_ignore_ascii_case(name) {
                depth += 1;
            } else if rest.strip_prefix('/').is_some_and(|rest| tag_name(rest).eq_ignore_ascii_case(name)) {
                depth -= 1;
                if depth == 0 {
                    return memchr(b'>', rest.as_bytes()).map_or(end, |length| at + length + 1);
                }
            }
        }
        end
    }
}

/// The opening tags in a piece of a text whose names are wanted; those in comments are none.
fn openings<'a>(
    text: &'a str,
    piece: Range<usize>,
    is_wanted: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = usize> + 'a {
    let mut at = piece.start;
    std::iter::from_fn(move || {
        while let Some(found) = memchr(b'<', &text.as_bytes()[at..piece.end]).map(|found| at + found) {
            let rest = &text[found + 1..];
            at = found + 1;
            if let Some(comment) = rest.strip_prefix("!--") {
                let length = memmem::find(comment.as_bytes(), b"-->").unwrap_or(comment.len());
                at = (text.len() - comment.len() + length).min(piece.end);
            } else if !tag_name(rest).is_empty() && is_wanted(tag_name(rest)) {
                return Some(found);
            }
        }
        None
    })
}

/// The name of the tag whose text after the `<` this is; empty where it is no opening tag.
fn tag_name(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())]
}

/// The first byte from `at` on that belongs neither to a comment nor to the blanks around it.
fn after_comments(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text[at..].trim_start_matches(is_blank);
        at = text.len() - rest.len();
        let Some(inside) = rest.strip_prefix("<!--") else { return at };
        let Some(length) = memmem::find(inside.as_bytes(), b"-->") else { return at };
        at += "<!--".len() + length + "-->".len();
    }
}

fn is_heading(line: &str) -> bool {
    line.trim_start_matches(is_blank).starts_with('#')
}
