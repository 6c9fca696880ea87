//! Facts stated by the prose of a text, with their places.

use super::facts::{BlockProse, CellFacts};
use super::prose::Stretch;
use crate::syntax::{Block, Cell};
use crate::text::Change;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The cells of a text that state facts, in order. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    blocks: Vec<StatingBlock>,
}

/// A block with cells that state facts.
#[derive(Debug, Clone)]
struct StatingBlock {
    /// The byte at which it begins.
    start: usize,
    block: Arc<Block>,
    cells: Arc<[(u32, CellFacts)]>,
}

/// A cell that states facts.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// The facts.
    pub facts: &'a CellFacts,
    start: usize,
    block: &'a Block,
    cell: &'a Cell,
}

impl<'a> Stated<'a> {
    /// The bytes of the cell in the text.
    pub fn range(&self) -> Range<usize> {
        let range = self.cell.range();
        self.start + range.start..self.start + range.end
    }

    /// The bytes in the text of a stretch of its folded text.
    pub fn source(&self, at: Stretch) -> Range<usize> {
        let range = self.block.source(self.cell, at.range());
        self.start + range.start..self.start + range.end
    }

    /// A stretch of its folded text.
    pub fn folded(&self, at: Stretch) -> &'a str {
        &self.block.folded(self.cell)[at.range()]
    }

    /// A stretch of its folded text as printed.
    pub fn printed(&self, at: Stretch) -> Cow<'a, str> {
        self.block.printed(self.block.source(self.cell, at.range()))
    }
}

impl Prose {
    /// The facts of consecutive blocks from the beginning of a text.
    pub fn new<'a>(blocks: impl IntoIterator<Item = (&'a Arc<Block>, &'a BlockProse)>) -> Self {
        let mut start = 0;
        let mut stating = Vec::new();
        for (block, cells) in blocks {
            if let Some(cells) = cells {
                stating.push(StatingBlock { start, block: block.clone(), cells: cells.clone() });
            }
            start += block.text().len();
        }
        Prose { blocks: stating }
    }

    /// Adds the facts of a part of the text that begins at a byte.
    pub fn extend(&mut self, start: usize, other: Prose) {
        self.blocks.extend(other.blocks.into_iter().map(|block| StatingBlock { start: start + block.start, ..block }));
    }

    /// The cells that touch a range of the text.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Stated<'_>> {
        let first = self.blocks.partition_point(|block| block.start + block.block.text().len() < range.start);
        let blocks = self.blocks[first..].iter().take_while(move |block| block.start <= range.end);
        let cells = blocks.flat_map(|block| {
            block.cells.iter().filter_map(|(at, facts)| {
                let cell = block.block.cells().get(*at as usize)?;
                Some(Stated { facts, start: block.start, block: &block.block, cell })
            })
        });
        cells.filter(move |stated| stated.range().start <= range.end && range.start <= stated.range().end)
    }

    /// Whether all facts from before a change are unchanged, except that those behind it may have moved. The change
    /// lies in one cell.
    pub fn stands(&self, before: &Prose, change: &Change) -> bool {
        let pairs = || before.blocks.iter().zip(&self.blocks);
        let same =
            |(old, new): (&StatingBlock, &StatingBlock)| Arc::ptr_eq(&old.cells, &new.cells) || old.cells == new.cells;
        before.blocks.len() == self.blocks.len()
            && pairs().all(same)
            // Text printed differently may fold alike; that is irrelevant only behind the last fact of its cell.
            && before.within(change.start..change.old_end).all(|stated| {
                let end = stated.facts.end();
                stated.source(Stretch::new(0..end)).end <= change.start
            })
    }
}
