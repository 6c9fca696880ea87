//! Blocks after a change: only the blocks it touches are scanned again and, of a block whose extent stays the same,
//! only the line or cell it touches.

use super::block::Block;
use super::patch::{Touched, patch};
use super::scan;
use crate::text::lines::line_length;
use crate::text::sequence::{Piece, Sequence};
use crate::text::{Buffer, Change};
use std::ops::Range;
use std::sync::Arc;

/// How many bytes behind a change are copied at first; enough for a keystroke.
const AHEAD: usize = 1 << 11;

/// Which blocks of the old text are replaced, and by which.
#[derive(Debug)]
pub struct Rescan {
    /// The indices of the replaced blocks of the old text.
    pub replaced: Range<usize>,
    /// The byte at which the first of them begins, in both texts.
    pub start: usize,
    /// The new blocks.
    pub blocks: Vec<Arc<Block>>,
    /// Which cells changed, if one block was replaced and keeps all its other cells.
    pub touched: Option<Touched>,
}

/// Scans what a change has touched: from the block before it, whose end may have moved, until a block ends behind the
/// change exactly where an old one ended. From there on a scan would give the old blocks.
///
/// `old` are the pieces of the old text, one for each block; `text` is the new text.
pub fn rescan<T: Piece + AsRef<Block>>(old: &Sequence<T>, change: &Change, text: &Buffer) -> Rescan {
    if let Some(patched) = patched(old, change, text) {
        return patched;
    }
    let (first, start) = first(old, change, text);
    let mut old_starts = old.from_index(first).map(|placed| (placed.index, placed.start)).peekable();
    let mut window = Window { text, start, read: String::new() };
    let mut blocks = Vec::new();
    let mut at = start;
    while at < text.len() {
        if at >= change.new_end {
            let was = at - change.new_end + change.old_end;
            while old_starts.next_if(|(_, start)| *start < was).is_some() {}
            if let Some((index, _)) = old_starts.next_if(|(_, start)| *start == was) {
                return Rescan { replaced: first..index, start, blocks, touched: None };
            }
        }
        let block = window.block(at, change.new_end);
        at += block.text().len();
        blocks.push(Arc::new(block));
    }
    Rescan { replaced: first..old.len(), start, blocks, touched: None }
}

/// The touched block, patched; `None` if more has changed.
fn patched<T: Piece + AsRef<Block>>(old: &Sequence<T>, change: &Change, text: &Buffer) -> Option<Rescan> {
    if change.new_end - change.start > AHEAD {
        return None;
    }
    // Text added at the end belongs to the last block.
    let block = old.from_byte(change.start.min(old.bytes().checked_sub(1)?)).next()?;
    let (index, start) = (block.index, block.start);
    let removed = change.start - start..change.old_end - start;
    let inserted = text.slice(change.start..change.new_end).to_string();
    let patch = patch(block.piece.as_ref(), removed, &inserted)?;
    let (blocks, touched) = (vec![Arc::new(patch.block)], Some(patch.touched));
    Some(Rescan { replaced: index..index + 1, start, blocks, touched })
}

/// The index and start of the first block that a change may affect. The end of a block depends on the line behind it,
/// so a change in the first line of a block may move the end of the block before.
fn first<T: Piece>(old: &Sequence<T>, change: &Change, text: &Buffer) -> (usize, usize) {
    // Text added at the end belongs to the last block.
    let touched = old.from_byte(change.start.min(old.bytes().saturating_sub(1))).next();
    let Some(touched) = touched else { return (0, 0) };
    let line = text.line_start(text.line_at(change.start));
    if line > touched.start || touched.index == 0 {
        return (touched.index, touched.start);
    }
    let before = old.from_index(touched.index - 1).next();
    before.map_or((0, 0), |before| (before.index, before.start))
}

/// The part of a text that is being scanned, copied as far as needed.
struct Window<'a> {
    text: &'a Buffer,
    start: usize,
    read: String,
}

impl Window<'_> {
    /// The block that begins at `at`.
    fn block(&mut self, at: usize, change_end: usize) -> Block {
        if self.read.is_empty() {
            self.read_to(change_end.max(at) + AHEAD);
        }
        loop {
            let rest = &self.read[at - self.start..];
            let is_whole = self.start + self.read.len() == self.text.len();
            if !rest.is_empty() {
                let (kind, length) = scan::scan(rest);
                // The line behind the block must be complete, or the block might continue.
                let behind = &rest[length..];
                if is_whole || line_length(behind) < behind.len() {
                    return Block::new(kind, &rest[..length]);
                }
            }
            self.read_to(self.start + 2 * self.read.len());
        }
    }

    fn read_to(&mut self, end: usize) {
        let from = self.start + self.read.len();
        let slice = self.text.slice(from..end.max(from + AHEAD));
        slice.chunks().for_each(|chunk| self.read.push_str(chunk));
    }
}
