//! Facts stated by the prose of a text, with their places.

use super::content::Report;
use super::facts::{BlockProse, CellFacts};
use super::private_numbers::PrivateNumber;
use super::prose::Stretch;
use crate::syntax::html::IMAGE;
use crate::syntax::{Block, BlockKind, Cell, Syntax};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

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
    /// Whether any of them has a number that may be private.
    has_private: bool,
}

/// A cell of running text and its facts.
#[derive(Debug, Clone, Copy)]
pub struct Paragraph<'a> {
    /// The facts.
    pub facts: &'a CellFacts,
    start: usize,
    block: &'a Block,
    cell: &'a Cell,
}

/// How many cells before a cell its labels are looked for. The largest table of a report has about two hundred.
const NEAR: usize = 4_096;

static NOTHING: LazyLock<CellFacts> = LazyLock::new(CellFacts::default);

impl<'a> Paragraph<'a> {
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

    /// Whether it is running text: without a place in a table.
    pub fn is_running(&self) -> bool {
        self.cell.place.is_none()
    }

    /// Its folded text.
    pub fn text(&self) -> &'a str {
        self.block.folded(self.cell)
    }

    /// Its folded text from an offset of the whole text on.
    pub fn text_from(&self, at: usize) -> &'a str {
        self.folded(self.stretch_in(&(at..self.range().end)))
    }

    /// The stretch of its folded text that lies in a range of the whole text.
    pub fn stretch_in(&self, range: &Range<usize>) -> Stretch {
        let own = self.range();
        let start = if range.start <= own.start { 0 } else { self.offset_at(range.start) };
        let end = if own.end <= range.end { self.text().len() } else { self.offset_at(range.end) };
        Stretch::new(start..end.max(start))
    }

    /// The first offset of its folded text that comes from a byte of the whole text or one behind it.
    fn offset_at(&self, at: usize) -> usize {
        self.block.offset_at(self.cell, at.saturating_sub(self.start))
    }

    /// A stretch of its folded text.
    pub fn folded(&self, at: Stretch) -> &'a str {
        self.text().get(at.range()).unwrap_or_default()
    }

    /// A stretch of its folded text as printed.
    pub fn printed(&self, at: Stretch) -> Cow<'a, str> {
        self.block.printed(self.block.source(self.cell, at.range()))
    }

    /// Whether it is only a picture.
    pub fn is_picture(&self) -> bool {
        let text = self.text();
        (text.starts_with("![") && text.ends_with(')')) || (!text.is_empty() && text.chars().all(|c| c == IMAGE))
    }

    /// The texts that say what it is, folded: in a table the cell on its left and the one at the top of its column, else
    /// the cell before it.
    pub fn labels(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (block, own) = (self.block, self.cell);
        let index = block.cells().partition_point(|cell| cell.range().start < own.range().start);
        let before = block.cells()[..index].iter().skip(index.saturating_sub(NEAR));
        let (mut beside, mut above) = (None, None);
        for cell in before.filter(|cell| !cell.is_blank()) {
            match (cell.place, own.place) {
                (None, None) => beside = Some(cell),
                (Some(other), Some(place)) if other.table == place.table => {
                    if other.row == place.row {
                        beside = Some(cell);
                    } else if other.column == place.column {
                        above = above.or(Some(cell));
                    }
                }
                _ => {}
            }
        }
        beside.into_iter().chain(above).map(|cell| block.folded(cell))
    }

    /// Its source, including markup.
    pub fn written(&self) -> &'a str {
        &self.block.text()[self.cell.range()]
    }

    /// The part of its source that lies in a range of the whole text.
    pub fn written_in(&self, range: &Range<usize>) -> &'a str {
        let own = self.range();
        let (start, end) = (range.start.max(own.start), range.end.min(own.end));
        self.block.text().get(start - self.start..end.max(start) - self.start).unwrap_or_default()
    }
}

impl Prose {
    /// The facts of consecutive blocks from the beginning of a text.
    pub fn new<'a>(blocks: impl IntoIterator<Item = (&'a Arc<Block>, &'a BlockProse)>) -> Self {
        let mut start = 0;
        let mut stating = Vec::new();
        for (block, cells) in blocks {
            if let Some(cells) = cells {
                let has_private = cells.iter().any(|(_, facts)| !facts.private.is_empty());
                stating.push(StatingBlock { start, block: block.clone(), cells: cells.clone(), has_private });
            }
            start += block.text().len();
        }
        Prose { blocks: stating }
    }

    /// Adds the facts of a part of the text that begins at a byte.
    pub fn extend(&mut self, start: usize, other: Prose) {
        self.blocks.extend(other.blocks.into_iter().map(|block| StatingBlock { start: start + block.start, ..block }));
    }

    /// The cells that state facts and touch a range of the text.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Paragraph<'_>> {
        self.of_blocks(range, |_| true)
    }

    /// Those of some of the blocks.
    fn of_blocks(&self, range: Range<usize>, wanted: fn(&StatingBlock) -> bool) -> impl Iterator<Item = Paragraph<'_>> {
        let Range { start: from, end: to } = range;
        let first = self.blocks.partition_point(|block| block.start + block.block.text().len() < from);
        let blocks = self.blocks[first..].iter().take_while(move |block| block.start <= to);
        let blocks = blocks.filter(move |block| wanted(block));
        let cells = blocks.flat_map(move |block| {
            let end = |(at, _): &(u32, CellFacts)| block.block.cells().get(*at as usize).map_or(0, |it| it.range().end);
            let first = block.cells.partition_point(|cell| block.start + end(cell) < from);
            block.cells[first..].iter().filter_map(|(at, facts)| {
                let cell = block.block.cells().get(*at as usize)?;
                Some(Paragraph { facts, start: block.start, block: &block.block, cell })
            })
        });
        cells.take_while(move |it| it.range().start <= to).filter(move |it| from <= it.range().end)
    }

    /// The numbers in a report that may be private. A cell of a form that holds nothing else is a figure.
    pub fn private_numbers<'a>(
        &'a self,
        report: &'a Report,
    ) -> impl Iterator<Item = (Paragraph<'a>, PrivateNumber)> + use<'a> {
        let is_figure = |it: &(Paragraph<'_>, PrivateNumber)| {
            let (range, at) = (it.0.range(), it.1.at.range());
            at == (0..it.0.text().len()) && report.forms.iter().any(|filled| filled.range.contains(&range.start))
        };
        let numbers = |paragraph: Paragraph<'a>| paragraph.facts.private.iter().map(move |it| (paragraph, *it));
        let paragraphs = self.of_blocks(report.range.clone(), |block| block.has_private);
        paragraphs.flat_map(numbers).filter(move |it| !is_figure(it))
    }

    /// All cells of running text that touch a range, with or without facts, in order. The first block begins at `start`.
    pub fn paragraphs<'a>(&'a self, (syntax, start): (&'a Syntax, usize), range: &Range<usize>) -> Vec<Paragraph<'a>> {
        let mut paragraphs = Vec::new();
        let mut stating = self.blocks.iter().peekable();
        for (at, block) in syntax.placed() {
            let start = start + at;
            if range.end < start {
                break;
            }
            if start + block.text().len() < range.start {
                continue;
            }
            while stating.next_if(|it| it.start < start).is_some() {}
            // The blocks of a volume may be others than those of its parts, of which the facts are.
            let is_same =
                |own: &Block| std::ptr::eq(own, block) || (own.kind(), own.text()) == (block.kind(), block.text());
            let stated = stating.peek().filter(|it| it.start == start && is_same(&it.block));
            let mut stated = stated.map_or(&[][..], |it| &it.cells).iter().peekable();
            for (place, cell) in running(start, block, range) {
                let facts = loop {
                    match stated.peek() {
                        Some((at, _)) if (*at as usize) < place => _ = stated.next(),
                        Some((at, facts)) if *at as usize == place => break facts,
                        _ => break &*NOTHING,
                    }
                };
                let paragraph = Paragraph { facts, start, block, cell };
                let own = paragraph.range();
                if own.start < range.end && range.start < own.end {
                    paragraphs.push(paragraph);
                }
            }
        }
        paragraphs
    }
}

/// The cells of running text in a block that begins at `start`, as far as they touch a range, with their indices.
fn running<'a>(
    start: usize,
    block: &'a Block,
    range: &Range<usize>,
) -> impl Iterator<Item = (usize, &'a Cell)> + use<'a> {
    let touching = if block.kind() == BlockKind::Fence { 0..0 } else { block.touching(start, range) };
    let cells = touching.map(|at| (at, &block.cells()[at]));
    cells.filter(|(_, cell)| cell.place.is_none() && !cell.is_blank())
}

/// All cells of running text that touch a range, without their facts, from blocks with the bytes at which they begin.
pub fn running_text<'a>(
    blocks: &'a [(usize, &'a Block)],
    range: Range<usize>,
) -> impl Iterator<Item = Paragraph<'a>> + use<'a> {
    let first = blocks.partition_point(|(start, block)| start + block.text().len() <= range.start);
    let touched = blocks.get(first..).unwrap_or_default().iter();
    let (end, touching) = (range.end, range.clone());
    let cells = touched.take_while(move |(start, _)| *start < end).flat_map(move |(start, block)| {
        running(*start, block, &touching).map(|(_, cell)| Paragraph { facts: &NOTHING, start: *start, block, cell })
    });
    cells.filter(move |it| it.range().start < range.end && range.start < it.range().end)
}
