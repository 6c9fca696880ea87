//! The cells of a whole text in reading order, in any layout.

use super::vocabulary::{Meaning, vocabulary};
use crate::syntax::html::IMAGE;
use crate::syntax::{Block, BlockKind, Cell, Layout};
use crate::text::{Number, number};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A cell with its place in the text, or a part of one.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// Its block, with that block's place.
    block: &'a Block,
    block_index: usize,
    block_start: usize,
    /// The cell.
    pub cell: &'a Cell,
    /// Where the token begins in the cell's folded text.
    begins: usize,
    /// Its folded text.
    pub folded: &'a str,
}

/// All cells of some blocks, in order. Offsets count from the first block.
pub fn tokens(blocks: &[Arc<Block>]) -> Vec<Token<'_>> {
    tokens_between(blocks, 0..usize::MAX)
}

/// Some of the cells of some blocks, in order. Offsets count from the first block.
pub fn tokens_between(blocks: &[Arc<Block>], wanted: Range<usize>) -> Vec<Token<'_>> {
    let count: usize = blocks.iter().map(|block| block.cells().len()).sum();
    let mut tokens = Vec::with_capacity(count.min(wanted.end).saturating_sub(wanted.start));
    tokens.extend(each_between(blocks, wanted));
    tokens
}

/// The same, one by one: where there are very many cells their tokens are several times as long as the text.
pub fn each_between(blocks: &[Arc<Block>], wanted: Range<usize>) -> impl Iterator<Item = Token<'_>> {
    let (mut first, mut block_start) = (0, 0);
    blocks.iter().enumerate().flat_map(move |(block_index, block)| {
        let (cells, before) = (block.cells(), (first, block_start));
        first += cells.len();
        block_start += block.text().len();
        let own = |at: usize| at.saturating_sub(before.0).min(cells.len());
        cells[own(wanted.start)..own(wanted.end)].iter().map(move |cell| Token {
            block,
            block_index,
            block_start: before.1,
            cell,
            begins: 0,
            folded: block.folded(cell),
        })
    })
}

/// Cuts parts out of tokens: the text before, in and behind each part becomes a token of its own. The parts are ranges
/// of a token's folded text, in the order of the text.
pub fn cut<'a>(tokens: &[Token<'a>], parts: &[(usize, Range<usize>)]) -> Vec<Token<'a>> {
    let mut result = Vec::with_capacity(tokens.len() + 2 * parts.len());
    let mut parts = parts.iter().peekable();
    for (at, token) in tokens.iter().enumerate() {
        let mut done = 0;
        while let Some((_, part)) = parts.next_if(|(of, _)| *of == at) {
            result.extend(token.part(done..part.start));
            result.extend(token.part(part.clone()));
            done = part.end;
        }
        match done {
            0 => result.push(*token),
            _ => result.extend(token.part(done..token.folded.len())),
        }
    }
    result
}

impl<'a> Token<'a> {
    /// A cell of one of some blocks, as [`tokens`] gives it.
    pub fn of(blocks: &'a [Arc<Block>], index: usize, cell: usize) -> Self {
        let (block_start, block) = (blocks[..index].iter().map(|block| block.text().len()).sum(), &*blocks[index]);
        let cell = &block.cells()[cell];
        Token { block, block_index: index, block_start, cell, begins: 0, folded: block.folded(cell) }
    }

    /// A part of it; `None` if that is empty.
    pub fn part(&self, part: Range<usize>) -> Option<Token<'a>> {
        let folded = self.folded.get(part.clone()).filter(|folded| !folded.is_empty())?;
        Some(Token { begins: self.begins + part.start, folded, ..*self })
    }

    /// Whether it is only a part of its cell.
    pub fn is_part(&self) -> bool {
        self.folded.len() < self.block.folded(self.cell).len()
    }

    /// The bytes of its printed text.
    pub fn range(&self) -> Range<usize> {
        if self.is_part() {
            return self.source(0..self.folded.len());
        }
        let range = self.cell.range();
        self.block_start + range.start..self.block_start + range.end
    }

    /// The bytes of the text behind a part of its folded text.
    pub fn source(&self, part: Range<usize>) -> Range<usize> {
        let range = self.block.source(self.cell, self.begins + part.start..self.begins + part.end);
        self.block_start + range.start..self.block_start + range.end
    }

    /// Its text as printed.
    pub fn printed(&self) -> Cow<'a, str> {
        self.printed_at(self.range())
    }

    /// The printed text of some of its bytes.
    pub fn printed_at(&self, range: Range<usize>) -> Cow<'a, str> {
        self.block.printed(range.start - self.block_start..range.end - self.block_start)
    }

    /// Whether it contains an image.
    pub fn has_image(&self) -> bool {
        self.block.has_image() && (self.folded.contains(IMAGE) || self.folded.contains("!["))
    }

    /// The layout of its table; running text counts as one cell a line.
    pub fn layout(&self) -> Layout {
        match self.block.kind() {
            // A line of cells without a place is no row.
            BlockKind::Table(Layout::Markdown | Layout::Tabs) if self.cell.place.is_none() => Layout::Lines,
            BlockKind::Table(layout) => layout,
            BlockKind::Blank | BlockKind::Prose | BlockKind::Fence => Layout::Lines,
        }
    }

    /// Its table, where the layout shows it: comparable between tokens.
    pub fn table(&self) -> Option<(usize, u32)> {
        self.cell.place.map(|place| (self.block_index, place.table))
    }

    /// Its row of a table, where the layout shows it: comparable between tokens.
    pub fn table_row(&self) -> Option<(usize, u32, u32)> {
        self.cell.place.map(|place| (self.block_index, place.table, place.row))
    }

    /// Its column, where the layout shows it.
    pub fn column(&self) -> Option<u32> {
        self.cell.place.map(|place| place.column)
    }

    /// Its line, where the layout has lines without columns: comparable between tokens.
    pub fn line(&self) -> Option<(usize, u32)> {
        let has_lines = self.cell.place.is_none() && self.block.kind() != BlockKind::Table(Layout::Html);
        has_lines.then_some((self.block_index, self.cell.line))
    }

    /// Whether the page ends behind it: nothing but a form feed follows in its block.
    pub fn ends_page(&self) -> bool {
        let behind = &self.block.text()[self.cell.range().end..];
        behind.trim_start_matches([' ', '\r', '\n']).starts_with('\u{c}')
    }

    /// Its distance below another token in lines; `None` if the layout has rows or they are in different blocks.
    pub fn lines_below(&self, other: &Token<'_>) -> Option<u32> {
        let comparable = self.block_index == other.block_index && self.cell.place.is_none();
        comparable.then(|| self.cell.line.saturating_sub(other.cell.line))
    }

    /// Whether it is blank.
    pub fn is_blank(&self) -> bool {
        self.folded.is_empty()
    }

    /// Its meaning as part of a form.
    pub fn meaning(&self) -> Option<&'static Meaning> {
        vocabulary().meaning(self.folded)
    }

    /// The number in it. Digits with a blank between them may be two numbers, and a ① behind them is the mark of a
    /// note, so such cells have none.
    pub fn number(&self) -> Option<Number> {
        let number = number::read(self.folded)?;
        if self.range().len() != self.folded.len() && has_doubtful_digits(&self.printed()) {
            return None;
        }
        Some(number)
    }

    /// Whether it is a pure number of digits.
    pub fn is_figure(&self) -> bool {
        // If it is as long as its printed text, it is printed as it is, without blanks inside.
        let is_plain = || self.folded.len() <= 18 && self.range().len() == self.folded.len();
        self.is_digits() && (is_plain() || self.number().is_some())
    }

    /// Whether it is nothing but digits: one figure, or several.
    pub fn is_digits(&self) -> bool {
        !self.is_blank() && self.folded.bytes().all(|b| b.is_ascii_digit())
    }

    /// Where blanks are printed in its folded text, which has none.
    pub fn gaps(&self) -> Vec<usize> {
        let range = self.range();
        if range.len() == self.folded.len() {
            return Vec::new();
        }
        let ends = self.folded.char_indices().skip(1).map(|(at, _)| at);
        let is_gap = |at: &usize| {
            let between = self.source(0..*at).end..self.source(*at..self.folded.len()).start;
            between.start < between.end && self.printed_at(between).contains(char::is_whitespace)
        };
        ends.filter(is_gap).collect()
    }

    /// Whether it is a page number that was copied along.
    pub fn is_page_number(&self) -> bool {
        number::is_page_number(self.folded)
    }
}

fn has_doubtful_digits(printed: &str) -> bool {
    let mut last_digit = false;
    let mut blank_after_digit = false;
    for c in printed.chars() {
        if c.is_whitespace() {
            blank_after_digit |= last_digit;
            last_digit = false;
        } else if c.is_numeric() {
            if blank_after_digit || !matches!(c, '0'..='9' | '０'..='９') {
                return true;
            }
            last_digit = true;
        } else {
            (last_digit, blank_after_digit) = (false, false);
        }
    }
    false
}
