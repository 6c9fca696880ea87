//! The text of one part, read as if it were a file of its own: nothing that stands around it counts.

use super::candidates::{self, BlockFacts, LOOKAHEAD, PlacedCandidate, Run};
use super::directive::Directives;
use super::stated::Prose;
use crate::syntax::{Block, Syntax, scan};
use crate::text::sequence::{Piece, Placed, Sequence};
use std::ops::Range;
use std::sync::Arc;

/// Blocks of one part, scanned as if it were a file of its own.
#[derive(Debug)]
pub struct Passage {
    /// Its blocks.
    pub syntax: Syntax,
    /// The candidates in it.
    pub(super) candidates: Vec<PlacedCandidate>,
    /// The facts that its prose states.
    pub prose: Prose,
    /// The directives in it.
    pub directives: Directives,
}

impl Passage {
    pub(super) fn new(entries: &[BlockFacts]) -> Self {
        let candidates = candidates::in_order(entries).collect();
        let prose = Prose::new(entries.iter().map(|entry| (&entry.block, &entry.prose)));
        let directives = Directives::new(entries.iter().map(|entry| (&entry.block, &entry.directives)));
        let syntax = Syntax { blocks: entries.iter().map(|entry| entry.block.clone()).collect() };
        Passage { syntax, candidates, prose, directives }
    }
}

/// The entries of a part, as they are where nothing stands around it. A block that straddles its border is parsed anew, as
/// far as it belongs to the part.
pub(super) fn entries_of(entries: &Sequence<BlockFacts>, part: &Range<usize>) -> Vec<BlockFacts> {
    let shared: Vec<Placed<'_, BlockFacts>> =
        entries.from_byte(part.start).take_while(|it| it.start < part.end).collect();
    let mut own: Vec<BlockFacts> = Vec::with_capacity(shared.len());
    let mut at = part.start;
    // Where the part ends inside a line, the block before that line may go on in what of the line is the part's.
    let is_cut = shared.last().is_some_and(|last| last.start + last.piece.bytes() > part.end);
    let whole = if is_cut { shared.len().saturating_sub(2) } else { shared.len() };
    for (index, entry) in shared.iter().enumerate() {
        let end = entry.start + entry.piece.bytes();
        if at == entry.start && index < whole {
            own.push(entry.piece.clone());
            at = end;
        } else if (entry.start..end).contains(&at) {
            // From inside a block the scanner finds other blocks, until one of them ends where an old one ended.
            let text: String = shared[index..].iter().map(|it| own_text(it, &(at..part.end))).collect();
            let mut blocks = Vec::new();
            let mut length = 0;
            let is_border = |byte: usize| shared.binary_search_by_key(&byte, |it| it.start).is_ok();
            while length < text.len() && (length == 0 || !is_border(at + length)) {
                let (kind, next) = scan::scan(&text[length..]);
                blocks.push(Arc::new(Block::new(kind, &text[length..length + next])));
                length += next;
            }
            at += length;
            let behind = shared[index..].iter().filter(|it| it.start >= at).map(|it| &it.piece.block);
            append(&mut own, &blocks, &behind.take_while(within_lookahead()).cloned().collect::<Vec<_>>());
        }
    }
    if part.end < entries.bytes() {
        append(&mut own, &[], &[]);
    }
    own
}

/// Takes the blocks that hold the nearest [`LOOKAHEAD`] cells.
fn within_lookahead() -> impl FnMut(&&Arc<Block>) -> bool {
    let mut cells = 0;
    move |block| {
        let is_near = cells < LOOKAHEAD;
        cells += block.cells().len();
        is_near
    }
}

/// Appends blocks to entries, of which the last are judged again: what may be a title may go on in the cells behind.
fn append(entries: &mut Vec<BlockFacts>, blocks: &[Arc<Block>], ahead: &[Arc<Block>]) {
    let last = entries.iter().rev().map(|entry| &entry.block).take_while(within_lookahead()).count();
    let before = entries.split_off(entries.len() - last);
    entries.extend(candidates::facts_of(&Run { before: &before, blocks, patched: None, ahead }));
}

/// What of a block lies in a range of the text.
fn own_text<'a>(entry: &Placed<'a, BlockFacts>, range: &Range<usize>) -> &'a str {
    let text = entry.piece.block.text();
    let inside = |byte: usize| byte.saturating_sub(entry.start).min(text.len());
    &text[inside(range.start)..inside(range.end)]
}
