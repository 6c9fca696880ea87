//! What a comment applies to, and where a comment has to stand to apply to a place.
//!
//! The blocks of the scanner are made for reading tables; an author's block is smaller: a paragraph up to the next blank
//! line, a heading, a table, an element of HTML.

use crate::syntax::cell::is_blank;
use crate::syntax::html::{Tag, comment_length, tags_in};
use crate::syntax::{BlockKind, Layout, Syntax};
use crate::text::lines::{line_above, line_below, line_range, line_start};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// The text of a draft with the bounds of its blocks.
#[derive(Debug)]
pub struct Region {
    text: String,
    blocks: Vec<(Range<usize>, BlockKind)>,
    /// What was found for the last comments. Many in a row, or in one line, would look at the same text each.
    last: RefCell<Last>,
}

/// What was found for the last comment.
#[derive(Debug, Default)]
struct Last {
    /// A run of comments and blanks at the beginning of a line.
    lead: Range<usize>,
    /// Another one.
    run: Range<usize>,
    /// A line.
    line: Range<usize>,
    /// A paragraph, or what is left of one.
    paragraph: Range<usize>,
    /// A piece of HTML, with the elements in it.
    elements: (Range<usize>, Vec<Range<usize>>),
}

/// The elements before which a comment may stand, those of a table first.
const ROWS: [&str; 1] = ["tr"];
const PARTS: [&str; 11] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "table"];

impl Region {
    /// The blocks of a text.
    pub fn new(syntax: &Syntax) -> Self {
        let blocks = syntax.placed().map(|(start, block)| (start..start + block.text().len(), block.kind()));
        Region {
            blocks: blocks.collect(),
            text: syntax.blocks.iter().map(|block| block.text()).collect(),
            last: RefCell::default(),
        }
    }

    /// The end of the text.
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// What an `ignore` applies to: the line it stands on, behind other text; else the block that follows.
    pub fn of_comment(&self, comment: &Range<usize>) -> Range<usize> {
        let mut last = self.last.borrow_mut();
        let line = self.lines_of(comment, &mut last.line);
        // A comment begins behind others and blanks, or in their midst.
        let stands_alone = self.after_comments(line.start, &mut last.lead) >= comment.start;
        if !stands_alone && !self.is_html(comment.start) {
            return line;
        }
        let start = self.after_comments(comment.end, &mut last.run);
        self.block_from(start, &mut last)
    }

    /// The lines on which a comment stands; `last` is the first line of the one before.
    fn lines_of(&self, comment: &Range<usize>, last: &mut Range<usize>) -> Range<usize> {
        if !last.contains(&comment.start) {
            *last = line_range(&self.text, comment.start);
        }
        let end = if comment.end <= last.end { last.end } else { line_range(&self.text, comment.end).end };
        last.start..end
    }

    /// The first byte from `at` on that belongs neither to a comment nor to the blanks around it. `at` is no place inside a
    /// comment; `last` is the run that was found before.
    fn after_comments(&self, at: usize, last: &mut Range<usize>) -> usize {
        if last.start == last.end || !(last.start..=last.end).contains(&at) {
            *last = at..after_comments(&self.text, at);
        }
        last.end
    }

    /// The author's block that begins at `start`.
    fn block_from(&self, start: usize, last: &mut Last) -> Range<usize> {
        let Some((bytes, _)) = self.block(start) else { return start..start };
        if self.is_html(start) {
            let (piece, elements) = &mut last.elements;
            if *piece != *bytes {
                (*piece, *elements) = (bytes.clone(), elements_in(&self.text, bytes));
            }
            let next = elements.partition_point(|element| element.start < start);
            return elements.get(next).cloned().unwrap_or(start..bytes.end);
        }
        let line = line_range(&self.text, start);
        if is_heading(&self.text[start..line.end]) {
            return start..line.end;
        }
        // A paragraph ends where it ends, however much of it stands before.
        if !last.paragraph.contains(&start) {
            let mut end = line.end;
            while let Some(next) = line_below(&self.text, end)
                && next.start < bytes.end
                && !self.text[next.clone()].trim_matches(is_blank).is_empty()
            {
                end = next.end;
            }
            last.paragraph = start..end;
        }
        start..last.paragraph.end
    }

    /// Where a comment on a line of its own has to be inserted so that `ignore` covers a place: the start of a line, or of
    /// an element of HTML. `None` where no comment can stand.
    pub fn before(&self, place: usize) -> Option<usize> {
        let (bytes, kind) = self.block(place)?;
        if *kind == BlockKind::Fence {
            return None;
        }
        if self.is_html(place) {
            let open = self.open_elements(bytes, place);
            let innermost = |names: &[&str]| open.iter().rfind(|tag| tag.is_any(names)).map(|tag| tag.range.start);
            return innermost(&ROWS).or_else(|| innermost(&PARTS));
        }
        let mut start = line_start(&self.text, place);
        while start > bytes.start
            && !is_heading(&self.text[start..])
            && let Some(above) = line_above(&self.text, start)
        {
            let line = self.text[above.clone()].trim_matches(is_blank);
            if line.is_empty() || is_heading(line) || line.starts_with("<!--") {
                break;
            }
            start = above.start;
        }
        // A mark of the byte order stays the first thing in a file.
        Some(start + if self.text[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
    }

    fn block(&self, at: usize) -> Option<&(Range<usize>, BlockKind)> {
        let index = self.blocks.partition_point(|(bytes, _)| bytes.end <= at);
        // The end of the text belongs to the last block.
        self.blocks.get(index).or(self.blocks.last())
    }

    fn is_html(&self, at: usize) -> bool {
        self.block(at).is_some_and(|(_, kind)| *kind == BlockKind::Table(Layout::Html))
    }

    /// The tags that begin the elements around a place; one that is not closed goes to the end of the piece.
    fn open_elements(&self, piece: &Range<usize>, place: usize) -> Vec<Tag<'_>> {
        let mut open: Vec<Tag<'_>> = Vec::new();
        for tag in tags_in(&self.text, piece.clone()).take_while(|tag| tag.range.start <= place) {
            if !tag.closes {
                open.push(tag);
            } else if tag.range.end < place
                && let Some(own) = open.iter().rposition(|other| other.is(tag.name))
            {
                open.remove(own);
            }
        }
        open
    }
}

/// The elements in a piece of HTML, by their first bytes; one that is not closed goes to the end of the piece.
fn elements_in(text: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
    let mut elements: Vec<Range<usize>> = Vec::new();
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    for tag in tags_in(text, piece.clone()) {
        let open = open.entry(tag.name.to_ascii_lowercase()).or_default();
        if !tag.closes {
            open.push(elements.len());
            elements.push(tag.range.start..piece.end);
        } else if let Some(own) = open.pop() {
            elements[own].end = tag.range.end;
        }
    }
    elements
}

/// The first byte from `at` on that belongs neither to a comment nor to the blanks around it.
fn after_comments(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text[at..].trim_start_matches(is_blank);
        at = text.len() - rest.len();
        let Some(length) = comment_length(rest.as_bytes()) else { return at };
        at += length;
    }
}

fn is_heading(line: &str) -> bool {
    line.trim_start_matches(is_blank).starts_with('#')
}
