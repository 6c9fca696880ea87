//! Blocks and the line scanner.
//!
//! A block is a paragraph, a run of lines of one shape, a piece of HTML or a fenced example. It keeps its own text and
//! the cells read from it, and knows nothing about where it stands.

use super::Layout;
use super::markup::{self, Printed};
use super::table::{html, lines, pipe, tabs};
use crate::text::Folded;
use crate::text::fold::Folder;
use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;
use std::ops::Range;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Blank lines at the beginning of a text.
    Blank,
    /// A paragraph: one long line.
    Prose,
    /// Lines that may be (part of) a table in this layout. Short lines are `Lines`, headings among them.
    Table(Layout),
    /// A fenced code block of Markdown. What stands in it is an example and is not read.
    Fence,
}

/// A piece of a text with the cells in it.
#[derive(Debug)]
pub struct Block {
    kind: Kind,
    text: Box<str>,
    cells: Vec<Cell>,
    /// The folded texts of all cells, one after the other.
    folded: Box<str>,
    has_image: bool,
    has_comment: bool,
}

/// The smallest piece of text with a meaning of its own: a table cell, a heading, a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its bytes in the block, from the first to the last character that is printed. Empty in an empty cell.
    start: u32,
    end: u32,
    /// Its bytes in the block's folded text.
    folded: (u32, u32),
    /// The line of the block in which it begins.
    pub line: u32,
    /// Its place in a table, where the layout shows one.
    pub place: Option<Place>,
}

/// Where a cell stands in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which table of the block it is.
    pub table: u32,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0; merged cells before it are counted.
    pub column: u32,
}

impl Cell {
    /// Its bytes in the block.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether nothing is printed in it.
    pub fn is_blank(&self) -> bool {
        self.folded.0 == self.folded.1
    }
}

impl Block {
    /// Reads a block that [`scan`] found.
    pub fn new(kind: Kind, text: &str) -> Self {
        let mut cells = Cells { list: Vec::new(), folded: String::with_capacity(text.len()) };
        match kind {
            Kind::Blank | Kind::Fence => {}
            Kind::Prose | Kind::Table(Layout::Lines) => lines::read(text, &mut cells),
            Kind::Table(Layout::Markdown) => pipe::read(text, &mut cells),
            Kind::Table(Layout::Tabs) => tabs::read(text, &mut cells),
            Kind::Table(Layout::Html) => html::read(text, &mut cells),
        }
        let has_image = memmem::find(cells.folded.as_bytes(), b"![").is_some() || cells.folded.contains(markup::IMAGE);
        let has_comment = memmem::find(text.as_bytes(), b"<!--").is_some();
        Block { kind, text: text.into(), cells: cells.list, folded: cells.folded.into(), has_image, has_comment }
    }

    /// What the block is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The block's text, line ends and all.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its cells, in reading order.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Whether an image stands in one of its cells.
    pub fn has_image(&self) -> bool {
        self.has_image
    }

    /// Whether a comment of HTML begins in it.
    pub fn has_comment(&self) -> bool {
        self.has_comment
    }

    /// A cell's text in its one spelling.
    pub fn folded(&self, cell: &Cell) -> &str {
        &self.folded[cell.folded.0 as usize..cell.folded.1 as usize]
    }

    /// The only cell in which another block differs from this one; `None` where there is none or more than one, or where
    /// they differ in anything else that is read. What follows the cell may have moved.
    pub fn only_changed_cell(&self, other: &Block) -> Option<usize> {
        if self.kind != other.kind || self.cells.len() != other.cells.len() {
            return None;
        }
        let pairs = || self.cells.iter().zip(&other.cells);
        let only = pairs().position(|(one, another)| self.folded(one) != other.folded(another))?;
        let longer = other.text.len() as i64 - self.text.len() as i64;
        let moved = |at: u32, by: i64| i64::from(at) + by;
        let same = |(at, (one, another)): (usize, (&Cell, &Cell))| {
            let (before, behind) = (if at > only { longer } else { 0 }, if at >= only { longer } else { 0 });
            (one.line, one.place) == (another.line, another.place)
                && moved(one.start, before) == i64::from(another.start)
                && moved(one.end, behind) == i64::from(another.end)
                && (at <= only || self.folded(one) == other.folded(another))
        };
        pairs().enumerate().all(same).then_some(only)
    }

    /// What some bytes of the block print: without tags, entities and escapes.
    pub fn printed(&self, range: Range<usize>) -> Cow<'_, str> {
        let text = &self.text[range];
        if markup::is_plain(text) { text.into() } else { markup::printed(text).into_text().into() }
    }

    /// The bytes in the block of a part of a cell's folded text.
    pub fn source(&self, cell: &Cell, part: Range<usize>) -> Range<usize> {
        let range = cell.range();
        if part == (0..self.folded(cell).len()) {
            return range;
        }
        let text = &self.text[range.clone()];
        if text == self.folded(cell) {
            return range.start + part.start..range.start + part.end;
        }
        let source = match markup::is_plain(text) {
            true => Folded::source_of(text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8())), part),
            false => Folded::source_of(markup::printed(text).characters(), part),
        };
        range.start + source.start..range.start + source.end
    }
}

/// The cells of a block while they are read.
#[derive(Debug, Default)]
pub struct Cells {
    list: Vec<Cell>,
    folded: String,
}

impl Cells {
    /// Adds a cell that stands in `range` of the block's text; blanks at its ends and marks of bold type are left out.
    pub fn push(&mut self, text: &str, range: Range<usize>, line: usize, place: Option<Place>) {
        let source = &text[range.clone()];
        let mut trimmed = source.trim_matches(is_blank);
        let mut start = if trimmed.is_empty() {
            range.start
        } else {
            range.start + (source.len() - source.trim_start_matches(is_blank).len())
        };
        if let Some(inner) = trimmed.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
            start += "**".len() + inner.len() - inner.trim_start_matches(is_blank).len();
            trimmed = inner.trim_matches(is_blank);
        }
        let begin = self.folded.len();
        if trimmed.bytes().all(|b| b.is_ascii_digit()) {
            self.folded.push_str(trimmed);
        } else {
            let mut folder = Folder::append_to(std::mem::take(&mut self.folded));
            if memchr2(b'<', b'&', trimmed.as_bytes()).is_some() {
                folder.push_str(markup::printed(trimmed).text());
            } else {
                folder.push_str(trimmed);
            }
            self.folded = folder.finish();
        }
        self.finish(begin, start..start + trimmed.len(), line, place);
    }

    /// Adds a cell of which a part of what was printed is all that stands in it, or an empty one at `at`.
    pub fn push_printed(
        &mut self,
        printed: &Printed,
        part: Range<usize>,
        at: usize,
        line: usize,
        place: Option<Place>,
    ) {
        let begin = self.folded.len();
        let text = &printed.text()[part.clone()];
        let mut folder = Folder::append_to(std::mem::take(&mut self.folded));
        folder.push_str(text);
        self.folded = folder.finish();
        let blank = text.len() - text.trim_start_matches(is_blank).len();
        let range = match text.trim_end_matches(is_blank).len() {
            0 => at..at,
            end => printed.source(part.start + blank..part.start + end),
        };
        self.finish(begin, range, line, place);
    }

    fn finish(&mut self, folded_start: usize, range: Range<usize>, line: usize, place: Option<Place>) {
        self.list.push(Cell {
            start: range.start as u32,
            end: range.end as u32,
            folded: (folded_start as u32, self.folded.len() as u32),
            line: line as u32,
            place,
        });
    }
}

/// Whether a character prints nothing at the border of a cell.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
}

/// The length of the first line of a text with its line end: LF, CRLF or CR.
pub fn line_length(text: &str) -> usize {
    match memchr2(b'\n', b'\r', text.as_bytes()) {
        None => text.len(),
        Some(at) if text[at..].starts_with("\r\n") => at + 2,
        Some(at) => at + 1,
    }
}

/// The lines of a text with the byte at which each begins, without their line ends.
pub fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let length = line_length(&text[start..]);
        at += length;
        Some((start, text[start..at].trim_end_matches(['\r', '\n'])))
    })
}

/// The shape of a single line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Blank,
    Fence,
    Html,
    Tabs,
    /// A line that begins with a tab and has no other: a row that lost its tabs, or an indented paragraph.
    Indented,
    Pipes,
    /// Nothing but pipes and blanks.
    Filler,
    Short,
    Long,
}

/// Lines longer than this many bytes are paragraphs; the longest official label is half as long.
const SHORT: usize = 300;

fn shape(line: &str) -> Shape {
    let trimmed = line.trim_matches(is_blank);
    if trimmed.is_empty() {
        return Shape::Blank;
    }
    if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
        return Shape::Fence;
    }
    if markup::opens(trimmed) {
        return Shape::Html;
    }
    if pipe::is_border(trimmed) {
        return Shape::Pipes;
    }
    if memchr(b'|', trimmed.as_bytes()).is_some() {
        match pipe::fields(trimmed) {
            0 => return Shape::Filler,
            1 => {}
            _ => return Shape::Pipes,
        }
    }
    if memchr(b'\t', trimmed.as_bytes()).is_some() || line.ends_with('\t') {
        return Shape::Tabs;
    }
    if trimmed.len() > SHORT || trimmed.ends_with(['。', '；', ';']) {
        Shape::Long
    } else if line.starts_with('\t') {
        Shape::Indented
    } else {
        Shape::Short
    }
}

/// Finds the first block of a text that is not empty: its kind and its length in bytes, at least one.
///
/// Started at the beginning of any block it gives that block and, called on, the blocks that follow, whatever stands
/// before: a block's end depends on nothing but the text from its beginning to the end of the line behind it.
pub fn scan(text: &str) -> (Kind, usize) {
    let first = line_length(text);
    let start = shape(text[..first].trim_end_matches(['\r', '\n']));
    let mut end = first;
    let kind = match start {
        Shape::Blank => Kind::Blank,
        Shape::Long => Kind::Prose,
        Shape::Fence => {
            end += fence_rest(&text[..first], &text[first..]);
            Kind::Fence
        }
        Shape::Html => {
            end = markup::length(text);
            Kind::Table(Layout::Html)
        }
        Shape::Tabs => Kind::Table(Layout::Tabs),
        Shape::Pipes => Kind::Table(Layout::Markdown),
        Shape::Indented | Shape::Short | Shape::Filler => Kind::Table(Layout::Lines),
    };
    while end < text.len() {
        let length = line_length(&text[end..]);
        let goes_on = match shape(text[end..end + length].trim_end_matches(['\r', '\n'])) {
            Shape::Blank => true,
            Shape::Tabs => kind == Kind::Table(Layout::Tabs),
            Shape::Indented => matches!(kind, Kind::Table(Layout::Tabs | Layout::Lines)),
            Shape::Pipes => kind == Kind::Table(Layout::Markdown),
            Shape::Filler => matches!(kind, Kind::Table(Layout::Markdown | Layout::Lines)),
            Shape::Short => kind == Kind::Table(Layout::Lines),
            Shape::Fence | Shape::Html | Shape::Long => false,
        };
        if !goes_on {
            break;
        }
        end += length;
    }
    (kind, end)
}

/// The bytes of a fenced block after its first line, its closing line included. Without one it goes to the end.
fn fence_rest(opening: &str, rest: &str) -> usize {
    let opening = opening.trim();
    let mark = opening.chars().next().unwrap_or('`');
    let width = opening.chars().take_while(|c| *c == mark).count();
    let mut end = 0;
    while end < rest.len() {
        let line = &rest[end..end + line_length(&rest[end..])];
        end += line.len();
        let line = line.trim();
        if line.len() >= width && line.chars().all(|c| c == mark) {
            break;
        }
    }
    end
}
