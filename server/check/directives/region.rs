//! What a comment applies to, and where a comment has to stand to apply to a place.
//!
//! The blocks of the scanner are made for reading tables; an author's block is smaller: a paragraph up to the next blank
//! line, a heading, a table, an element of HTML.

use crate::syntax::cell::is_blank;
use crate::syntax::html::{Tag, comment_length, tags_in};
use crate::syntax::{BlockKind, Layout, Syntax};
use crate::text::lines::{line_above, line_below, line_range, line_start};
use std::cell::RefCell;
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
    /// A run of comments and blanks.
    run: Range<usize>,
    /// A line.
    line: Range<usize>,
    /// A block of the author, by its first byte.
    block: Option<(usize, Range<usize>)>,
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
        let line = self.lines_of(comment);
        // A comment begins behind others and blanks, or in their midst.
        let stands_alone = self.after_comments(line.start) >= comment.start;
        if !stands_alone && !self.is_html(comment.start) {
            return line;
        }
        let start = self.after_comments(comment.end);
        let last = self.last.borrow().block.clone().filter(|(from, _)| *from == start);
        let (_, block) = last.unwrap_or_else(|| (start, self.block_from(start)));
        self.last.borrow_mut().block = Some((start, block.clone()));
        block
    }

    /// The lines on which a comment stands.
    fn lines_of(&self, comment: &Range<usize>) -> Range<usize> {
        let last = self.last.borrow().line.clone();
        let line = if last.contains(&comment.start) { last } else { line_range(&self.text, comment.start) };
        let end = if comment.end <= line.end { line.end } else { line_range(&self.text, comment.end).end };
        self.last.borrow_mut().line = line.clone();
        line.start..end
    }

    /// The first byte from `at` on that belongs neither to a comment nor to the blanks around it. `at` is no place inside a
    /// comment.
    fn after_comments(&self, at: usize) -> usize {
        let last = self.last.borrow().run.clone();
        if !last.is_empty() && last.start <= at && at <= last.end {
            return last.end;
        }
        let end = after_comments(&self.text, at);
        self.last.borrow_mut().run = at..end;
        end
    }

    /// The author's block that begins at `start`.
    fn block_from(&self, start: usize) -> Range<usize> {
        let Some((bytes, _)) = self.block(start) else { return start..start };
        if self.is_html(start) {
            let mut tags = tags_in(&self.text, start..bytes.end);
            let element = tags.find(|tag| !tag.closes).map(|tag| tag.range.start..element_end(&tag, tags, bytes.end));
            return element.unwrap_or(start..bytes.end);
        }
        let mut end = line_range(&self.text, start).end;
        while !is_heading(&self.text[start..end])
            && let Some(next) = line_below(&self.text, end)
            && next.start < bytes.end
            && !self.text[next.clone()].trim_matches(is_blank).is_empty()
        {
            end = next.end;
        }
        start..end
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

/// The end of the element that a tag begins, which the others follow; one that is not closed goes to `end`.
fn element_end<'t>(opening: &Tag<'t>, tags: impl Iterator<Item = Tag<'t>>, end: usize) -> usize {
    let mut depth = 1_usize;
    let closing = tags.filter(|tag| tag.is(opening.name)).find(|tag| {
        depth = if tag.closes { depth - 1 } else { depth + 1 };
        depth == 0
    });
    closing.map_or(end, |closing| closing.range.end)
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
