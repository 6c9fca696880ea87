//! A block after a keystroke inside one of its lines, or inside one table cell of HTML: made of the block before, of
//! which only that line or cell is read again.
//!
//! A patch is given only where it is proved that nothing else can change. Where blocks end is told by the shapes of
//! lines (and where HTML that is not closed ends, by those that interrupt it), so a line that keeps its shape leaves all
//! blocks as they are. Every line is read by itself; what it gives to the others is no more than whether it is a row. In
//! HTML a text without any character that means something to the scanner or to the reader of tags stays a text, and
//! stands in the same cell.

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

/// A block made of the one before.
#[derive(Debug)]
pub struct BlockPatch {
    /// What a fresh reading would give.
    pub block: Block,
    /// Which cells are other ones.
    pub touched: Touched,
}

/// Cells that were read again. The others are the same, in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The cells of the older block.
    pub cells: Range<usize>,
    /// How many stand in their place.
    pub count: usize,
}

/// The block in which `inserted` stands in the place of `removed`, which are bytes of its text. `None` where more may
/// have changed than the cells of one line, or one cell of HTML.
pub fn patch(old: &Block, removed: Range<usize>, inserted: &str) -> Option<BlockPatch> {
    match old.kind() {
        BlockKind::Blank | BlockKind::Fence => None,
        BlockKind::Prose => patch_line(old, Layout::Lines, removed, inserted),
        BlockKind::Table(Layout::Html) => patch_cell(old, removed, inserted),
        BlockKind::Table(layout) => patch_line(old, layout, removed, inserted),
    }
}

/// Reads one line again.
fn patch_line(old: &Block, layout: Layout, removed: Range<usize>, inserted: &str) -> Option<BlockPatch> {
    let text = old.text();
    text.get(removed.clone())?;
    let Range { start, end } = line_range(text, removed.start);
    if removed.end > end || memchr2(b'\n', b'\r', inserted.as_bytes()).is_some() {
        return None;
    }
    let line = [&text[start..removed.start], inserted, &text[removed.end..end]].concat();
    // A blank line may end a table, and between a CR and an LF there is none at all.
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
    // A line is a row as long as it has cells.
    let has_rows = layout != Layout::Lines;
    if has_rows && place.is_none() {
        return None;
    }
    let (table, row) = place.map_or((0, 0), |place| (place.table, place.row));
    let line = Line { range: start..start + line.len(), number, table, row };
    let read = |text: &str, cells: &mut _| read_line(layout, text, &line, cells);
    let patch = splice(old, removed, inserted, first..first + count, read);
    (!has_rows || patch.touched.count > 0).then_some(patch)
}

/// Reads one table cell of HTML again. All that is printed in it must stand in one piece.
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
        // What stands in front of a script is another cell.
        true => before == '>' && ends_cell(text[end..].trim_start_matches(is_blank)),
        false => {
            !source.starts_with(is_blank)
                && !source.ends_with(is_blank)
                && (matches!(before, '>' | ';') || is_blank(before))
                && behind.is_none_or(|c| matches!(c, '<' | '&') || is_blank(c))
        }
    };
    // An image is printed, too, and has no characters in the source.
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

/// Whether a table cell is closed at the beginning of a text.
fn ends_cell(text: &str) -> bool {
    let starts = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    starts("</td>") || starts("</th>")
}

/// Whether no character means anything to the scanner or to a reader of tags, wherever it thinks it is: in a text, in an
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
