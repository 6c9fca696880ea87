//! A block after an edit inside one of its lines, or inside one table cell of HTML: the old block, with only that line
//! or cell parsed again.
//!
//! A patch exists only where it is proved that nothing else can change. The shapes of lines alone decide where blocks
//! end (and the lines that interrupt it, where unclosed HTML ends), so a line that keeps its shape leaves all blocks as
//! they are. Lines are parsed independently; all that others need of one is whether it is a row. In HTML, text without
//! any character that the scanner or the tag reader interprets stays text, in the same cell.

use super::block::{Block, BlockKind};
use super::cell::{Cells, is_blank};
use super::html::{Printed, interrupts};
use super::layout::Layout;
use super::scan::{Shape, shape};
use super::table::{Line, html, read_line};
use crate::text::fold::fold;
use crate::text::lines::{line_range, lines_of};
use memchr::memchr2;
use std::ops::Range;

/// A block made from the old one.
#[derive(Debug)]
pub struct BlockPatch {
    /// The block as a full parse would give it.
    pub block: Block,
    /// Which cells were replaced.
    pub touched: Touched,
}

/// Cells that were parsed again. All others are the same, in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The cells of the older block.
    pub cells: Range<usize>,
    /// How many cells replace them.
    pub count: usize,
}

/// The block with `removed`, a range of its text, replaced by `inserted`. `None` if more may have changed than the
/// cells of one line, or one cell of HTML.
pub fn patch(old: &Block, removed: Range<usize>, inserted: &str) -> Option<BlockPatch> {
    match old.kind() {
        BlockKind::Blank | BlockKind::Fence => None,
        BlockKind::Prose => patch_line(old, Layout::Lines, removed, inserted),
        BlockKind::Table(Layout::Html) => patch_cell(old, removed, inserted),
        BlockKind::Table(layout) => patch_line(old, layout, removed, inserted),
    }
}

/// Parses one line again.
fn patch_line(old: &Block, layout: Layout, removed: Range<usize>, inserted: &str) -> Option<BlockPatch> {
    let text = old.text();
    text.get(removed.clone())?;
    let Range { start, end } = line_range(text, removed.start);
    if removed.end > end || memchr2(b'\n', b'\r', inserted.as_bytes()).is_some() {
        return None;
    }
    let line = [&text[start..removed.start], inserted, &text[removed.end..end]].concat();
    // A blank line may end a table, and an edit between CR and LF changes the lines.
    let was = &text[start..end];
    if shape(was) == Shape::Blank || shape(was) != shape(&line) || interrupts(was) != interrupts(&line) {
        return None;
    }
    let first = old.cells().partition_point(|cell| cell.range().start < start);
    let number = match first.checked_sub(1).map(|before| &old.cells()[before]) {
        Some(before) => before.line as usize + lines_of(&text[before.range().start..start]).count(),
        None => lines_of(&text[..start]).count(),
    };
    let count = old.cells()[first..].iter().take_while(|cell| cell.line as usize == number).count();
    let place = old.cells()[first..first + count].first().and_then(|cell| cell.place);
    // A line is a row if and only if it has cells.
    let has_rows = layout != Layout::Lines;
    if has_rows && count == 0 {
        return None;
    }
    let (table, row) = place.map_or((0, 0), |place| (place.table, place.row));
    let line = Line { range: start..start + line.len(), number, table, row };
    let read = |text: &str, cells: &mut _| read_line(layout, text, &line, cells);
    let patch = splice(old, removed, inserted, first..first + count, read);
    // Of a line with too many cells for a row, it is not known which row it would be.
    let has_place = || patch.block.cells().get(first).is_some_and(|cell| cell.place.is_some());
    (!has_rows || (patch.touched.count > 0 && (place.is_some() || !has_place()))).then_some(patch)
}

/// Parses one table cell of HTML again. All its printed text must be contiguous.
fn patch_cell(old: &Block, removed: Range<usize>, inserted: &str) -> Option<BlockPatch> {
    let text = old.text();
    let at = old.cells().partition_point(|cell| cell.range().start <= removed.start).checked_sub(1)?;
    let cell = &old.cells()[at];
    let (Range { start, end }, place) = (cell.range(), cell.place?);
    if removed.end > end {
        return None;
    }
    let source = &text[start..end];
    let before = text[..start].chars().next_back()?;
    let behind = text[end..].chars().next();
    let is_whole = match source.is_empty() {
        // Text before a script belongs to another cell.
        true => before == '>' && ends_cell(text[end..].trim_start_matches(is_blank)),
        false => {
            !source.starts_with(is_blank)
                && !source.ends_with(is_blank)
                && (matches!(before, '>' | ';') || is_blank(before))
                && behind.is_none_or(|c| matches!(c, '<' | '&') || is_blank(c))
        }
    };
    // An image is printed too, but has no characters in the source.
    if !is_whole || !is_text(source) || !is_text(inserted) || fold(source) != old.folded(cell) {
        return None;
    }
    let new = [&text[start..removed.start], inserted, &text[removed.end..end]].concat();
    if new.chars().all(is_blank) || !html::may_be_cell(&new) {
        return None;
    }
    let read = |text: &str, cells: &mut _| {
        let mut printed = Printed::default();
        printed.push_str(&text[start..start + new.len()], start);
        html::push_cell(&printed, start, place, cells);
    };
    Some(splice(old, removed, inserted, at..at + 1, read))
}

/// Whether a text begins with the end of a table cell.
fn ends_cell(text: &str) -> bool {
    let starts = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    starts("</td>") || starts("</th>")
}

/// Whether a text is free of characters that the scanner or the tag reader interprets in any state: in text, in an
/// entity, in a tag, in a comment.
fn is_text(source: &str) -> bool {
    source.bytes().all(|b| b >= b' ' && !b"<>&;#=\"'`~-\\".contains(&b))
}

fn splice(
    old: &Block,
    removed: Range<usize>,
    inserted: &str,
    cells: Range<usize>,
    read: impl FnOnce(&str, &mut Cells),
) -> BlockPatch {
    let block = old.spliced(removed, inserted, cells.clone(), read);
    let count = block.cells().len() + cells.len() - old.cells().len();
    BlockPatch { block, touched: Touched { cells, count } }
}
