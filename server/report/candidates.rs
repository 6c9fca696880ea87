//! Heading and title candidates per block. They alone decide where reports begin. They depend only on their cell and
//! the few behind it, so they are cached with the blocks while a text is edited.

use super::directive::{self, BlockDirectives};
use super::facts::{self, BlockProse};
use super::heading::{self, Style};
use super::title;
use super::token::{self, Token};
use super::vocabulary::TitleQuality;
use crate::syntax::html::tags;
use crate::syntax::patch::Touched;
use crate::syntax::{Block, BlockKind, Cell, Layout};
use crate::text::lines::line_start;
use crate::text::sequence::Piece;
use std::ops::Range;
use std::sync::Arc;

/// A cell that may be a heading or a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockCandidate {
    /// The index of the cell in its block.
    pub cell: u32,
    /// Where in the block a report would begin if this were its first cell.
    pub start: u32,
    /// What it may be.
    pub kind: Candidate,
}

/// What a candidate may be, and how far behind the last one it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// How many printed cells lie between the previous candidate and this one, capped at [`MANY`].
    pub(super) gap: u8,
    /// Whether a report would begin at the same byte here as at the previous candidate.
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
    /// Whether it is on a line of its own.
    pub alone: bool,
    /// Whether it is only named, in title marks, in a list or behind a label.
    pub named: bool,
}

/// The cap for counts of printed cells.
const MANY: u8 = TOP + 1;
/// A text with only a title is the beginning of a report if at most so many printed cells precede the title.
pub(super) const TOP: u8 = 2;
/// How many cells behind a cell help decide whether it is a title: a title may be broken over three lines.
pub const LOOKAHEAD: usize = 2;

/// A block with its candidates, with what its cells state, and with its directives.
#[derive(Debug, Clone)]
pub struct BlockFacts {
    /// The block.
    pub block: Arc<Block>,
    /// Its candidates, in order; most blocks have none.
    candidates: Option<Arc<[BlockCandidate]>>,
    /// How many printed cells follow the last candidate, capped at [`MANY`].
    rest: u8,
    /// The facts its cells state.
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
            let kind = Candidate { gap: printed(behind..cell), shares_start, heading, title };
            candidates.push(BlockCandidate { cell: cell as u32, start, kind });
            behind = cell + 1;
        }
        let rest = printed(behind..block.cells().len());
        let candidates = (!candidates.is_empty()).then(|| candidates.into());
        BlockFacts { block, candidates, rest, prose, directives }
    }
}

/// A run of blocks whose candidates are to be computed.
#[derive(Debug)]
pub struct Run<'a> {
    /// Entries in front; their last [`LOOKAHEAD`] cells are judged again.
    pub before: &'a [BlockFacts],
    /// The blocks.
    pub blocks: &'a [Arc<Block>],
    /// If the first block was patched: the old block, and which of its cells were replaced.
    pub patched: Option<(&'a BlockFacts, &'a Touched)>,
    /// Blocks behind, for lookahead only.
    pub ahead: &'a [Arc<Block>],
}

/// Computes the candidates of all blocks.
pub fn all_facts(blocks: &[Arc<Block>]) -> Vec<BlockFacts> {
    facts_of(&Run { before: &[], blocks, patched: None, ahead: &[] })
}

/// The entries in front of a run and those of its blocks. Judges new cells, and those whose lookahead includes them.
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
    let mut rest = token::each_between(&all, judged.start..judged.end + LOOKAHEAD);
    // A cell and those behind it that help decide what it is.
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(1 + LOOKAHEAD);
    let mut judge_next = || {
        if !tokens.is_empty() {
            tokens.remove(0);
        }
        tokens.extend(rest.by_ref().take(1 + LOOKAHEAD - tokens.len()));
        judge(&tokens)
    };
    let mut room = facts::Room::default();
    let mut first = 0;
    let with_marks = all[..count + run.blocks.len()].iter().enumerate().map(|(index, block)| {
        let end = first + block.cells().len();
        let (from, to) = (judged.start.clamp(first, end), judged.end.clamp(first, end));
        // The old block, and where in it the cells behind the judged ones continue.
        let (was, behind) = match (index.checked_sub(count), run.patched) {
            (None, _) => (run.before[index].candidates(), usize::MAX),
            (Some(0), Some((was, touched))) => (was.candidates(), touched.cells.end),
            _ => (&[][..], usize::MAX),
        };
        let known = |candidate: &BlockCandidate| (candidate.kind.heading, candidate.kind.title);
        let mut judged_cells: Vec<(usize, Judgement)> = Vec::new();
        let before = was.iter().take_while(|candidate| (candidate.cell as usize) < from - first);
        judged_cells.extend(before.map(|candidate| (candidate.cell as usize, known(candidate))));
        judged_cells.extend((from..to).filter_map(|at| Some((at - first, judge_next()?))));
        let behind_them = was.iter().filter(|candidate| candidate.cell as usize >= behind);
        judged_cells
            .extend(behind_them.map(|candidate| (to - first + candidate.cell as usize - behind, known(candidate))));
        first = end;
        let said = match index.checked_sub(count) {
            None => (run.before[index].prose.clone(), run.before[index].directives.clone()),
            Some(new) => {
                let patched = run.patched.filter(|_| new == 0).map(|(was, touched)| (&was.prose, touched));
                (facts::of_block(block, patched, &mut room), directive::of_block(block))
            }
        };
        BlockFacts::new(block.clone(), judged_cells, said)
    });
    with_marks.collect()
}

/// The candidates among the tokens of one report, each with the index of its token.
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

/// Whether the candidates of a report are unaffected when one of its cells is replaced: the cell is not a candidate and
/// belongs to no title, before or after, and neither are the cells in front affected, whose titles may extend into it.
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

/// What the first of these tokens may be; `None` if neither heading nor title.
fn judge(tokens: &[Token<'_>]) -> Option<Judgement> {
    let folded = tokens.first()?.folded;
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
    let title =
        title::stands(&tokens[..tokens.len().min(1 + LOOKAHEAD)]).map(|(alone, named)| TitleCandidate { alone, named });
    (heading.is_some() || title.is_some()).then_some((heading, title))
}

/// Where a report begins whose first cell this is: at the start of the line, or of the cell if others of a line that is
/// no row stand before it; in HTML, where lines are irrelevant, at
/// the first opening tag behind the previous printed cell.
fn start(block: &Block, cell: usize) -> u32 {
    let text = block.text();
    let own = &block.cells()[cell];
    let at = own.range().start;
    // Cells of a line that is no row follow each other as they would on lines of their own.
    let is_behind = |before: &Cell| before.line == own.line && own.place.is_none();
    let start = if block.kind() != BlockKind::Table(Layout::Html) {
        if cell.checked_sub(1).and_then(|before| block.cells().get(before)).is_some_and(is_behind) {
            at
        } else {
            line_start(text, at)
        }
    } else {
        let printed_before = block.cells()[..cell].iter().rfind(|before| !before.is_blank());
        printed_before.map_or(0, |before| {
            let end = before.range().end;
            text.len().min(at).min(end + closing_tags(&text[end.min(at)..at]))
        })
    };
    start as u32
}

/// The length of the closing tags at the beginning of a text, and of the blanks around them, in bytes.
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
    /// The index of the cell in the run.
    pub cell: usize,
    /// What it may be. Its gap counts across the borders of blocks.
    pub kind: Candidate,
}

/// The candidates of a run of entries in order.
pub fn in_order<'a>(entries: impl IntoIterator<Item = &'a BlockFacts>) -> impl Iterator<Item = PlacedCandidate> {
    let (mut bytes, mut cells, mut gap) = (0, 0, 0);
    entries.into_iter().flat_map(move |entry| {
        let (byte, cell, before) = (bytes, cells, gap);
        bytes += entry.bytes();
        cells += entry.block.cells().len();
        gap = if entry.candidates.is_some() { entry.rest } else { MANY.min(gap + entry.rest) };
        entry.candidates().iter().enumerate().map(move |(index, candidate)| {
            let before = if index == 0 { before } else { 0 };
            let kind = Candidate { gap: MANY.min(before + candidate.kind.gap), ..candidate.kind };
            PlacedCandidate { start: byte + candidate.start as usize, cell: cell + candidate.cell as usize, kind }
        })
    })
}

/// Whether two runs of entries, followed by the same entries, have the same candidates, with the same gaps before each
/// of them and before the next candidate behind.
pub fn are_same<'a>(
    one: &'a [BlockFacts],
    other: &'a [BlockFacts],
    behind: impl Iterator<Item = &'a BlockFacts>,
) -> bool {
    let rest = |entries: &[BlockFacts]| {
        let behind = entries.iter().rposition(|entry| entry.candidates.is_some()).unwrap_or(0);
        entries[behind..].iter().fold(0, |rest, entry| MANY.min(rest + entry.rest))
    };
    // If there is no next candidate, the gap before it is irrelevant.
    let mut more = MANY;
    let mut printed = 0;
    for entry in behind {
        if let Some(next) = entry.candidates().first() {
            more = MANY.min(printed + next.kind.gap);
            break;
        }
        printed = MANY.min(printed + entry.rest);
        if printed == MANY {
            break;
        }
    }
    let gap = |entries| MANY.min(rest(entries) + more);
    let kinds = |entries: &'a [BlockFacts]| in_order(entries).map(|found| found.kind);
    gap(one) == gap(other) && kinds(one).eq(kinds(other))
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
