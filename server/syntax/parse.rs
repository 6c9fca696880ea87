//! Parses a whole text into blocks.

use super::block::Block;
use super::cell::Cells;
use super::scan;
use crate::text::sequence::Piece;
use std::sync::Arc;

/// A text parsed into blocks. Joined, the blocks are the text again.
#[derive(Debug, Clone, Default)]
pub struct Syntax {
    /// The blocks, in the order of the text.
    pub blocks: Vec<Arc<Block>>,
}

impl Syntax {
    /// Parses a text; any text is valid.
    pub fn parse(text: &str) -> Self {
        let mut blocks = Vec::new();
        let mut cells = Cells::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (kind, length) = scan::scan(rest);
            blocks.push(Arc::new(Block::with_room(kind, &rest[..length], &mut cells)));
            rest = &rest[length..];
        }
        Syntax { blocks }
    }

    /// The blocks, each with the byte at which it begins.
    pub fn placed(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.blocks.iter().scan(0, |at, block| {
            let start = *at;
            *at += block.text().len();
            Some((start, &**block))
        })
    }
}

impl Piece for Arc<Block> {
    fn bytes(&self) -> usize {
        self.text().len()
    }
}
