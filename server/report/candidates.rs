//! Candidates: cells that may be a title or a heading, so may begin a report or keep one from beginning. They are judged cell
//! by cell, wherever the cell stands, so they are kept with the blocks while a text is edited.

use super::directive::{self, BlockDirectives};
use super::facts::{self, BlockProse};
use super::heading::{self, Style};
use super::title;
use super::token::{self, Token};
use super::vocabulary::TitleQuality;
use crate::syntax::html::tags;
use crate::syntax::patch::Touched;
use crate::syntax::{Block, BlockKind, Layout};
use crate::text::lines::line_start;
use crate::text::sequence::Piece;
use std::ops::Range;
use std::sync::Arc;

/// A cell that may be a heading or a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockCandidate {
    /// Which cell of the block it is.
    pub cell: u32,
    /// Where in the block a report would begin whose first cell this is.
    pub start: u32,
    /// What it is.
    pub sort: Candidate,
}

/// What a candidate may be, and what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// How many cells in which something is printed stand between the candidate before it and this one; more than
    /// [`MANY`] count as so many.
    pub(super) gap: u8,
    /// Whether a report would begin at the same byte here as at the candidate before it.
    pub(super) shares_start: bool,
    pub(super) heading: Option<HeadingCandidate>,
    pub(super) title: Option<TitleCandidate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadingCandidate {
    pub section: u8,
    pub quality: TitleQuality,
    pub lower: bool,
    pub glued: bool,
    pub contents: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitleCandidate {
    pub alone: bool,
    pub quoted: bool,
}

/// As many printed cells as are counted.
const MANY: u8 = TOP + 1;
/// A text that has only a title is a report that is being begun, if no more than this stands before the title.
pub(super) const TOP: u8 = 2;
/// So many cells behind a cell take part in whether it is a title: a title may be broken over three lines.
pub const LOOKAHEAD: usize = 2;

/// A block with its candidates, with what its cells state, and with its directives.
#[derive(Debug, Clone)]
pub struct BlockFacts {
    /// The block.
    pub block: Arc<Block>,
    /// Its candidates, in order; most blocks have none.
    candidates: Option<Arc<[BlockCandidate]>>,
    /// How many printed cells stand behind the last candidate, up to [`MANY`].
    rest: u8,
    /// What its cells state.
    pub prose: BlockProse,
    /// The directives in it.
    pub directives: BlockDirectives,
}

impl Piece for BlockFacts {
    fn bytes(&self) -> usize {
        self.block.text().len()
    }
}

impl BlockFacts {
    /// Its candidates, in order.
    pub fn candidates(&self) -> &[BlockCandidate] {
        self.candidates.as_deref().unwrap_or_default()
    }
}

impl AsRef<Block> for BlockFacts {
    fn as_ref(&self) -> &Block {
        &self.block
    }
}

/// What a cell may be.
type Judgement = (Option<HeadingCandidate>, Option<TitleCandidate>);

impl BlockFacts {
    /// A block with its candidates, of which the cells and what they may be are known, in order, and with what it says.
    fn new(
        block: Arc<Block>,
        judged_cells: Vec<(usize, Judgement)>,
        (prose, directives): (BlockProse, BlockDirectives),
    ) -> Self {
        // How many printed cells there are, up to [`MANY`].
        let printed = |cells: Range<usize>| {
            let cells = block.cells()[cells].iter().rev();
            cells.filter(|cell| !cell.is_blank()).take(usize::from(MANY)).count() as u8
        };
        let mut candidates: Vec<BlockCandidate> = Vec::with_capacity(judged_cells.len());
        let mut behind = 0;
        for (cell, (heading, title)) in judged_cells {
            let start = start(&block, cell);
            let shares_start = candidates.last().is_some_and(|candidate| candidate.start == start);
            let sort = Candidate { gap: printed(behind..cell), shares_start, heading, title };
            candidates.push(BlockCandidate { cell: cell as u32, start, sort });
            behind = cell + 1;
        }
        let rest = printed(behind..block.cells().len());
        let candidates = (!candidates.is_empty()).then(|| candidates.into());
        BlockFacts { block, candidates, rest, prose, directives }
    }
}

/// A run of blocks whose candidates are wanted.
#[derive(Debug)]
pub struct Run<'a> {
    /// Entries that stand before; their last [`LOOKAHEAD`] cells are judged again.
    pub before: &'a [BlockFacts],
    /// The blocks.
    pub blocks: &'a [Arc<Block>],
    /// What the first block was, if it is one that was patched, and which of its cells are other ones.
    pub patched: Option<(&'a BlockFacts, &'a Touched)>,
    /// Blocks that stand behind; they are only looked at.
    pub ahead: &'a [Arc<Block>],
}

/// All blocks with their candidates.
pub fn all_facts(blocks: &[Arc<Block>]) -> Vec<BlockFacts> {
    facts_of(&Run { before: &[], blocks, patched: None, ahead: &[] })
}

/// The entries before a run and those of its blocks. Cells that are new are judged, and those in whose candidates they take
/// part.
pub fn facts_of(run: &Run<'_>) -> Vec<BlockFacts> {
    let count = run.before.len();
    let before = run.before.iter().map(|entry| &entry.block);
    let all: Vec<Arc<Block>> = before.chain(run.blocks).chain(run.ahead).cloned().collect();
    let cells = |blocks: &[Arc<Block>]| blocks.iter().map(|block| block.cells().len()).sum::<usize>();
    let start = cells(&all[..count]);
    let new = match run.patched {
        Some((_, touched)) => start + touched.cells.start..start + touched.cells.start + touched.count,
        None => start..start + cells(run.blocks),
    };
    let judged = new.start.saturating_sub(LOOKAHEAD)..new.end;
    let tokens = token::tokens_between(&all, judged.start..judged.end + LOOKAHEAD);
    let mut first = 0;
    let with_marks = all[..count + run.blocks.len()].iter().enumerate().map(|(index, block)| {
        let end = first + block.cells().len();
        let (from, to) = (judged.start.clamp(first, end), judged.end.clamp(first, end));
        // What the block was, and where in it the cells go on that stand behind those that are judged.
        let (was, behind) = match (index.checked_sub(count), run.patched) {
            (None, _) => (run.before[index].candidates(), usize::MAX),
            (Some(0), Some((was, touched))) => (was.candidates(), touched.cells.end),
            _ => (&[][..], usize::MAX),
        };
        let known = |candidate: &BlockCandidate| (candidate.sort.heading, candidate.sort.title);
        let mut judged_cells: Vec<(usize, Judgement)> = Vec::new();
        let before = was.iter().take_while(|candidate| (candidate.cell as usize) < from - first);
        judged_cells.extend(before.map(|candidate| (candidate.cell as usize, known(candidate))));
        judged_cells.extend((from..to).filter_map(|at| Some((at - first, judge(&tokens[at - judged.start..])?))));
        let behind_them = was.iter().filter(|candidate| candidate.cell as usize >= behind);
        judged_cells
            .extend(behind_them.map(|candidate| (to - first + candidate.cell as usize - behind, known(candidate))));
        first = end;
        let said = match index.checked_sub(count) {
            None => (run.before[index].prose.clone(), run.before[index].directives.clone()),
            Some(new) => {
                let patched = run.patched.filter(|_| new == 0).map(|(was, touched)| (&was.prose, touched));
                (facts::of_block(block, patched), directive::of_block(block))
            }
        };
        BlockFacts::new(block.clone(), judged_cells, said)
    });
    with_marks.collect()
}

/// The candidates of tokens that belong to one report, by the tokens' places.
pub fn of_tokens(tokens: &[Token<'_>]) -> Vec<(usize, Candidate)> {
    let mut gap = 0;
    let mut candidates = Vec::new();
    for at in 0..tokens.len() {
        if let Some((heading, title)) = judge(&tokens[at..]) {
            candidates.push((at, Candidate { gap, shares_start: false, heading, title }));
            gap = 0;
        } else if !tokens[at].is_blank() {
            gap = MANY.min(gap + 1);
        }
    }
    candidates
}

/// Whether the candidates of a report stand when one of its cells becomes another: it is none itself and takes part in no title,
/// before and after, and nothing becomes of the cells in front of it, whose titles may go on in it.
pub fn stand(before: &[Arc<Block>], after: &[Arc<Block>], cell: usize) -> bool {
    let first = cell.saturating_sub(LOOKAHEAD);
    let judged = |blocks: &[Arc<Block>]| -> Vec<Option<Judgement>> {
        let tokens = token::tokens_between(blocks, first..cell + 1 + LOOKAHEAD);
        (0..=cell - first).map(|at| judge(&tokens[at..])).collect()
    };
    let (before, after) = (judged(before), judged(after));
    let is_title = |judged: &Option<Judgement>| judged.is_some_and(|(_, title)| title.is_some());
    before == after && !before.iter().any(is_title) && before.last().is_none_or(Option::is_none)
}

/// What the first of these tokens may be, if anything.
fn judge(tokens: &[Token<'_>]) -> Option<Judgement> {
    let folded = tokens[0].folded;
    // Most cells are empty or figures.
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let heading = heading::judge(&tokens[0]).map(|heading| HeadingCandidate {
        section: heading.section as u8,
        quality: heading.quality,
        lower: heading.style == Style::Lower,
        glued: heading.glued,
        contents: heading.contents,
    });
    let title = title::stands_alone(&tokens[..tokens.len().min(1 + LOOKAHEAD)])
        .map(|alone| TitleCandidate { alone, quoted: folded.starts_with('《') });
    (heading.is_some() || title.is_some()).then_some((heading, title))
}

/// Where a report begins whose first cell this is: with the line; in HTML, where the lines mean nothing, with the first
/// tag that is opened behind the printed cell before.
fn start(block: &Block, cell: usize) -> u32 {
    let text = block.text();
    let at = block.cells()[cell].range().start;
    let start = if block.kind() != BlockKind::Table(Layout::Html) {
        line_start(text, at)
    } else {
        let printed_before = block.cells()[..cell].iter().rfind(|before| !before.is_blank());
        printed_before.map_or(0, |before| {
            let end = before.range().end;
            text.len().min(at).min(end + closing_tags(&text[end.min(at)..at]))
        })
    };
    start as u32
}

/// The bytes of the closing tags, and of the blanks around them, that begin a text.
fn closing_tags(text: &str) -> usize {
    let behind_blanks = |from: usize| text.len() - text[from..].trim_start().len();
    let mut end = behind_blanks(0);
    for tag in tags(text).take_while(|tag| tag.closes) {
        if tag.range.start > end {
            break;
        }
        end = behind_blanks(tag.range.end);
    }
    end
}

/// A candidate with its place in a run of entries.
#[derive(Debug, Clone, Copy)]
pub struct PlacedCandidate {
    /// The byte at which a report would begin.
    pub start: usize,
    /// Which cell of the run it is.
    pub cell: usize,
    /// What it is. What stands between it and the candidate before is counted across the borders of blocks.
    pub sort: Candidate,
}

/// The candidates of a run of entries as they follow each other.
pub fn in_order<'a>(entries: impl IntoIterator<Item = &'a BlockFacts>) -> impl Iterator<Item = PlacedCandidate> {
    let (mut bytes, mut cells, mut gap) = (0, 0, 0);
    entries.into_iter().flat_map(move |entry| {
        let (byte, cell, before) = (bytes, cells, gap);
        bytes += entry.bytes();
        cells += entry.block.cells().len();
        gap = if entry.candidates.is_some() { entry.rest } else { MANY.min(gap + entry.rest) };
        entry.candidates().iter().enumerate().map(move |(index, candidate)| {
            let before = if index == 0 { before } else { 0 };
            let sort = Candidate { gap: MANY.min(before + candidate.sort.gap), ..candidate.sort };
            PlacedCandidate { start: byte + candidate.start as usize, cell: cell + candidate.cell as usize, sort }
        })
    })
}

/// Whether two runs of entries, behind which the same entries stand, have the same candidates, and as much before each of them
/// and before the next candidate behind.
pub fn are_same<'a>(
    one: &'a [BlockFacts],
    other: &'a [BlockFacts],
    behind: impl Iterator<Item = &'a BlockFacts>,
) -> bool {
    let rest = |entries: &[BlockFacts]| {
        let behind = entries.iter().rposition(|entry| entry.candidates.is_some()).unwrap_or(0);
        entries[behind..].iter().fold(0, |rest, entry| MANY.min(rest + entry.rest))
    };
    // If there is no next candidate, nothing depends on what stands before it.
    let mut more = MANY;
    let mut printed = 0;
    for entry in behind {
        if let Some(next) = entry.candidates().first() {
            more = MANY.min(printed + next.sort.gap);
            break;
        }
        printed = MANY.min(printed + entry.rest);
        if printed == MANY {
            break;
        }
    }
    let gap = |entries| MANY.min(rest(entries) + more);
    let sorts = |entries: &'a [BlockFacts]| in_order(entries).map(|found| found.sort);
    gap(one) == gap(other) && sorts(one).eq(sorts(other))
}

impl Candidate {
    /// Whether it may be a heading.
    pub fn is_heading(&self) -> bool {
        self.heading.is_some()
    }

    /// Whether it may be a title.
    pub fn is_title(&self) -> bool {
        self.title.is_some()
    }
}
