//! Blocks and their cells.
//!
//! A block is a paragraph, a run of lines of one shape, a piece of HTML or a fenced example. It keeps its own text and
//! the cells read from it. Its offsets are relative to its start, so it can move within a draft unchanged.

use super::cell::{Cell, Cells};
use super::html;
use super::layout::Layout;
use super::table;
use crate::text::fold::Folder;
use crate::text::{Folded, Script, floor, stop};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Cells longer than this, in bytes, keep the way back from their folded text: there may be as many places in them to ask for
/// as they have bytes. The others are folded again, which is cheaper than keeping anything.
const LONG: usize = 4096;
/// So many bytes that are folded again are a step.
const FOLDED_A_STEP: usize = 64;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Blank lines at the beginning of a text.
    Blank,
    /// A paragraph: one long line.
    Prose,
    /// Lines that may be (part of) a table in this layout. Short lines are `Lines`, headings among them.
    Table(Layout),
    /// A fenced code block of Markdown: an example, whose content is not checked.
    Fence,
}

/// A piece of a text with the cells in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    kind: BlockKind,
    text: Box<str>,
    cells: Box<[Cell]>,
    /// The folded texts of all cells, one after the other.
    folded: Box<str>,
    has_image: bool,
    has_comment: bool,
    script: Script,
    ways: Ways,
}

/// The folded texts of long cells with their ways back, by the first bytes of the cells; each made when it is first asked
/// for. They follow from the text, so they make no difference between blocks.
#[derive(Debug, Default)]
struct Ways(Mutex<BTreeMap<usize, Arc<Folded>>>);

impl PartialEq for Ways {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Ways {}

impl Block {
    /// Parses a block that [`super::scan::scan`] found.
    pub fn new(kind: BlockKind, text: &str) -> Self {
        Block::with_room(kind, text, &mut Cells::default())
    }

    /// Parses a block with room for its cells that other blocks were parsed in before.
    pub(super) fn with_room(kind: BlockKind, text: &str, cells: &mut Cells) -> Self {
        cells.clear();
        cells.folded.reserve(text.len());
        match kind {
            BlockKind::Blank | BlockKind::Fence => {}
            BlockKind::Prose => table::read(Layout::Lines, text, cells),
            BlockKind::Table(layout) => table::read(layout, text, cells),
        }
        Block {
            kind,
            text: text.into(),
            cells: cells.list.as_slice().into(),
            folded: cells.folded.as_str().into(),
            has_image: holds_image(cells.folded.as_bytes()),
            has_comment: holds_comment(text.as_bytes()),
            script: cells.script,
            ways: Ways::default(),
        }
    }

    /// The same block with some of its bytes replaced, where that changes only some cells: `read` parses their
    /// replacements from the new text of the block.
    pub(super) fn spliced(
        &self,
        removed: Range<usize>,
        inserted: &str,
        replaced: Range<usize>,
        read: impl FnOnce(&str, &mut Cells),
    ) -> Self {
        let mut text = String::with_capacity(self.text.len() - removed.len() + inserted.len());
        text.push_str(&self.text[..removed.start]);
        text.push_str(inserted);
        text.push_str(&self.text[removed.end..]);
        let before = &self.cells[..replaced.start];
        let folded_start = before.last().map_or(0, |cell| cell.folded.1) as usize;
        let folded_end = self.cells[..replaced.end].last().map_or(0, |cell| cell.folded.1) as usize;
        let mut cells = Cells {
            list: Vec::with_capacity(self.cells.len() + 8),
            folded: String::with_capacity(self.folded.len() + inserted.len() + 8),
            script: Script::default(),
        };
        cells.list.extend_from_slice(before);
        cells.folded.push_str(&self.folded[..folded_start]);
        read(&text, &mut cells);
        let folded = folded_start..cells.folded.len();
        // Differences may be negative and wrap around.
        let moved = (inserted.len() as u32).wrapping_sub(removed.len() as u32);
        let folded_moved = (folded.end as u32).wrapping_sub(folded_end as u32);
        cells.list.extend(self.cells[replaced.end..].iter().map(|cell| cell.moved(moved, folded_moved)));
        cells.folded.push_str(&self.folded[folded_end..]);
        // Something new can only appear inside the change or at its borders.
        let around = |range: Range<usize>, length: usize, bytes: usize| {
            range.start.saturating_sub(bytes)..length.min(range.end + bytes)
        };
        let whole = |was: bool, range: Range<usize>, length: usize| if was { 0..length } else { range };
        let image = whole(self.has_image, around(folded, cells.folded.len(), 1), cells.folded.len());
        let inserted = removed.start..removed.start + inserted.len();
        let comment = whole(self.has_comment, around(inserted, text.len(), 3), text.len());
        let script = if self.script.is_plain() { cells.script } else { script_of(&text, &cells.list) };
        Block {
            kind: self.kind,
            has_image: holds_image(&cells.folded.as_bytes()[image]),
            has_comment: holds_comment(&text.as_bytes()[comment]),
            text: text.into(),
            cells: cells.list.into(),
            folded: cells.folded.into(),
            script,
            ways: Ways::default(),
        }
    }

    /// What the block is.
    pub fn kind(&self) -> BlockKind {
        self.kind
    }

    /// The block's text, including line ends.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its cells, in reading order: each begins where the one before it ends, or behind that.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The indices of its cells inside a range of a text or touching it, if it begins at `start` there.
    pub fn touching(&self, start: usize, range: &Range<usize>) -> Range<usize> {
        let first = self.cells.partition_point(|cell| start + cell.range().end < range.start);
        let behind = self.cells.partition_point(|cell| start + cell.range().start <= range.end);
        first..behind.max(first)
    }

    /// Whether one of its cells contains an image.
    pub fn has_image(&self) -> bool {
        self.has_image
    }

    /// Whether a comment of HTML begins in it.
    pub fn has_comment(&self) -> bool {
        self.has_comment
    }

    /// The Traditional characters and glosses in its cells.
    pub fn script(&self) -> Script {
        self.script
    }

    /// A cell's folded text.
    pub fn folded(&self, cell: &Cell) -> &str {
        &self.folded[cell.folded.0 as usize..cell.folded.1 as usize]
    }

    /// The only cell in which another block differs from this one; `None` if there is none or more than one, or if
    /// anything else that is parsed differs. The offsets of what follows the cell may differ.
    pub fn only_changed_cell(&self, other: &Block) -> Option<usize> {
        if self.kind != other.kind || self.cells.len() != other.cells.len() {
            return None;
        }
        let shape = self.cells.iter().zip(&other.cells).position(|(one, another)| one != another);
        let text = self.folded.bytes().zip(other.folded.bytes()).position(|(one, another)| one != another);
        let cell_at = |byte: usize| self.cells.partition_point(|cell| cell.folded.1 as usize <= byte);
        let only = shape.into_iter().chain(text.map(cell_at)).min()?;
        let (one, another) = (self.cells.get(only)?, other.cells.get(only)?);
        let longer = |one: usize, other: usize| other.wrapping_sub(one) as u32;
        let (by, folded_by) =
            (longer(self.text.len(), other.text.len()), longer(self.folded.len(), other.folded.len()));
        let behind = another.moved(by.wrapping_neg(), folded_by.wrapping_neg());
        let same = (one.line, one.place, one.start, one.folded.0)
            == (another.line, another.place, another.start, another.folded.0)
            && (one.end, one.folded.1) == (behind.end, behind.folded.1)
            && self.folded(one) != other.folded(another)
            && self.folded[one.folded.1 as usize..] == other.folded[another.folded.1 as usize..];
        let mut rest = self.cells[only + 1..].iter().zip(&other.cells[only + 1..]);
        (same && rest.all(|(one, another)| one.moved(by, folded_by) == *another)).then_some(only)
    }

    /// What some bytes of the block print: without tags, entities and escapes.
    pub fn printed(&self, range: Range<usize>) -> Cow<'_, str> {
        printed(&self.text[range])
    }

    /// The block's bytes behind a part of a cell's folded text.
    pub fn source(&self, cell: &Cell, part: Range<usize>) -> Range<usize> {
        let range = cell.range();
        if part == (0..self.folded(cell).len()) {
            return range;
        }
        if range.len() > LONG {
            let source = self.way(cell).source(part);
            return range.start + source.start..range.start + source.end;
        }
        stop::steps(1 + (part.end / FOLDED_A_STEP) as u64);
        let text = &self.text[range.clone()];
        if text == self.folded(cell) {
            return range.start + part.start..range.start + part.end;
        }
        let source = match html::is_plain(text) {
            true => Folded::source_of(text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8())), part),
            false => Folded::source_of(html::printed(text).characters(), part),
        };
        range.start + source.start..range.start + source.end
    }

    /// The first offset of a cell's folded text that comes from a byte of the block or one behind it.
    pub fn offset_at(&self, cell: &Cell, at: usize) -> usize {
        let folded = self.folded(cell);
        let at = at.saturating_sub(cell.range().start);
        // Folded once, however many offsets are tried.
        let source = self.way(cell);
        let (mut from, mut to) = (0, folded.len());
        while from < to {
            let middle = floor(folded, (from + to) / 2);
            let next = middle + folded[middle..].chars().next().map_or(1, char::len_utf8);
            match source.source(middle..middle).start < at {
                true => from = next,
                false => to = middle,
            }
        }
        from
    }

    /// The folded text of a cell with its way back.
    fn way(&self, cell: &Cell) -> Arc<Folded> {
        let range = cell.range();
        let fold = || {
            stop::steps(1 + (range.len() / FOLDED_A_STEP) as u64);
            Arc::new(html::folded(&self.text[range.clone()]))
        };
        if range.len() <= LONG {
            return fold();
        }
        // Work that is stopped meanwhile leaves them as they were.
        let mut ways = self.ways.0.lock().unwrap_or_else(PoisonError::into_inner);
        ways.entry(range.start).or_insert_with(fold).clone()
    }
}

/// What a source prints.
pub fn printed(source: &str) -> Cow<'_, str> {
    if html::is_plain(source) { source.into() } else { html::printed(source).into_text().into() }
}

/// The Traditional characters and glosses in the cells of a block's text.
fn script_of(text: &str, cells: &[Cell]) -> Script {
    let mut script = Script::default();
    for cell in cells {
        let mut folder = Folder::default();
        folder.push_str(&printed(&text[cell.range()]));
        script += folder.script();
    }
    script
}

/// Whether a folded text contains an image.
fn holds_image(folded: &[u8]) -> bool {
    static MARKS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| {
        let image = html::IMAGE.to_string();
        [Finder::new("!["), Finder::new(&image).into_owned()]
    });
    MARKS.iter().any(|mark| mark.find(folded).is_some())
}

fn holds_comment(text: &[u8]) -> bool {
    static COMMENT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<!--"));
    COMMENT.find(text).is_some()
}

#[cfg(test)]
mod tests {
    use crate::syntax::Syntax;

    #[test]
    fn an_offset_is_the_first_that_comes_from_a_byte() {
        for text in [
            "２０２４年， 我局\u{3000}主动公开。\n",
            "一(yī)、主動(dòng)公開(kāi)政府信息(xīnxī)情況\n",
            "<p><b>二、</b>收&nbsp;到 <i>申&#160;请</i>１件</p>\n",
        ] {
            for (_, block) in Syntax::parse(text).placed() {
                for cell in block.cells() {
                    let folded = block.folded(cell);
                    for at in 0..=block.text().len() {
                        let comes_from = |offset: &usize| block.source(cell, *offset..folded.len()).start >= at;
                        let expected = folded.char_indices().map(|(offset, _)| offset).find(comes_from);
                        assert_eq!(block.offset_at(cell, at), expected.unwrap_or(folded.len()), "{at} of {text}");
                    }
                }
            }
        }
    }
}
