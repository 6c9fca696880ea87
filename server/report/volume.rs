//! A text as a sequence of parts with one report each: a file may be the volume of a whole county.
//!
//! A part is read as if it were a file of its own, so its content stays valid while the text around it changes and
//! moves. Only the division into parts depends on more, and the candidates of the blocks alone decide it.

use super::boundaries;
use super::candidates::{self, BlockFacts, LOOKAHEAD, PlacedCandidate, Run, all_facts};
pub use super::part::{Part, PartContent};
pub use super::passage::Passage;
use super::passage::entries_of;
use crate::syntax::{Syntax, reparse};
use crate::text::sequence::{Piece, Placed, Sequence};
use crate::text::{Buffer, Change};
use std::ops::Range;
use std::sync::Arc;

/// A text with the content `P` of each of its parts. Cloning is cheap.
#[derive(Debug)]
pub struct Volume<P: PartContent> {
    entries: Sequence<BlockFacts>,
    parts: Sequence<Part<P>>,
    /// Whether the text holds a report; if not, it is a single part without content to search.
    holds_reports: bool,
    work: Work,
}

impl<P: PartContent> Clone for Volume<P> {
    fn clone(&self) -> Self {
        let Volume { entries, parts, holds_reports, work } = self;
        Volume { entries: entries.clone(), parts: parts.clone(), holds_reports: *holds_reports, work: *work }
    }
}

/// A part before a change inside it.
#[derive(Debug)]
pub struct Before<'a, P> {
    /// Its old content.
    pub content: &'a P,
    /// The change, relative to the beginning of the part.
    pub change: Change,
}

/// How much the last change parsed and rebuilt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Blocks that were scanned and parsed.
    pub blocks: usize,
    /// Parts whose content was rebuilt.
    pub parts: usize,
}

impl<P: PartContent> Volume<P> {
    /// Divides a parsed text and makes the content of each part; `make` gets `None` for a text without a report.
    pub fn new(syntax: &Syntax, mut make: impl FnMut(Option<Passage>) -> P) -> Self {
        let entries = all_facts(&syntax.blocks);
        let work = Work { blocks: entries.len(), parts: 0 };
        let mut volume =
            Volume { entries: entries.into_iter().collect(), parts: Sequence::default(), holds_reports: false, work };
        let extents = volume.divide();
        volume.put(0..0, extents, |_| None, |_, passage| make(passage));
        volume
    }

    /// The volume after a change that led to `text`: parts it does not touch are kept. A part with the same candidates
    /// as before may be rebuilt from its old content.
    pub fn changed(
        &self,
        change: &Change,
        text: &Buffer,
        mut make: impl FnMut(Option<Passage>, Option<Before<'_, P>>) -> P,
    ) -> Self {
        let mut volume = self.clone();
        if change.is_none() {
            volume.work = Work::default();
            return volume;
        }
        let rescan = reparse::rescan(&self.entries, change, text);
        volume.work = Work { blocks: rescan.blocks.len(), parts: 0 };
        let region = self.with_facts(rescan);
        volume.entries.replace(region.replaced.clone(), region.new.clone());
        let behind = self.entries.from_index(region.replaced.end).map(|it| it.piece);
        // The text begins a part, and so may its first candidate: at the same byte they begin one part, at two bytes
        // two.
        let at_start = |volume: &Self| volume.candidates().next().is_some_and(|candidate| candidate.start == 0);
        let is_same = !text.is_empty()
            && candidates::are_same(&region.old, &region.new, behind)
            && (region.bytes.start > 0 || at_start(self) == at_start(&volume));
        let same = is_same.then(|| self.same_division(&region, change)).flatten();
        let is_same = same.is_some();
        let (parts, extents) = match same {
            Some(same) => same,
            None => {
                let extents = volume.divide();
                self.new_division(extents, change, volume.holds_reports)
            }
        };
        // A part is unchanged if the change is before or behind it.
        let old: Vec<(Range<usize>, &Part<P>)> = self.placed_parts(parts.clone()).collect();
        let is_known = self.holds_reports == volume.holds_reports;
        let reuse = |new: &Range<usize>| {
            let unchanged = old
                .iter()
                .filter(|_| is_known)
                .find(|(old, _)| (old.end <= change.start && old == new) || moved(old, change).as_ref() == Some(new));
            unchanged.map(|(_, part)| (*part).clone())
        };
        let before = |index: usize| {
            let (bytes, part) = old.get(index).filter(|_| is_same)?;
            let change = change.within(bytes)?;
            Some(Before { content: &*part.content, change })
        };
        volume.put(parts, extents, reuse, |index, passage| make(passage, before(index)));
        volume
    }

    /// A part of which a border lies in a block, with the parts beside it as a text of their own, without their contents, and
    /// the bytes of that text: a block may hold thousands of reports, and only these are read again then. `None` where the
    /// part has blocks of its own, where nothing else is in the text, and where these parts by themselves are others.
    pub fn beside(&self, byte: usize, text: &Buffer) -> Option<(Range<usize>, Self)>
    where
        P: Default,
    {
        let part = self.part_at(byte)?;
        let is_border = |byte: usize| {
            byte == self.entries.bytes() || self.entries.from_byte(byte).next().is_some_and(|entry| entry.start == byte)
        };
        if is_border(part.start) && is_border(part.start + part.piece.bytes()) {
            return None;
        }
        let indices = part.index.saturating_sub(1)..self.len().min(part.index + 2);
        let extents: Vec<Range<usize>> = self.placed_parts(indices).map(|(bytes, _)| bytes).collect();
        let bytes = extents.first()?.start..extents.last()?.end;
        if bytes.len() == self.entries.bytes() {
            return None;
        }
        let alone = Volume::new(&Syntax::parse(&text.slice(bytes.clone()).to_string()), |_| P::default());
        let own = |(own, _): (Range<usize>, _)| bytes.start + own.start..bytes.start + own.end;
        let is_same = alone.holds_reports && extents.into_iter().eq(alone.placed_parts(0..alone.len()).map(own));
        is_same.then_some((bytes, alone))
    }

    /// Replaces the content of the parts for which `remake` returns one.
    pub fn remake(&mut self, mut remake: impl FnMut(&P) -> Option<P>) {
        let remade: Vec<(usize, Part<P>)> = (self.parts())
            .filter_map(|part| {
                let content = remake(&part.piece.content)?;
                let (bytes, summary) = (part.piece.bytes, content.summary());
                Some((part.index, Part { bytes, summary, content: Arc::new(content) }))
            })
            .collect();
        for (index, part) in remade {
            self.parts.replace(index..index + 1, vec![part]);
        }
    }

    /// The parts in order. They cover the text.
    pub fn parts(&self) -> impl Iterator<Item = Placed<'_, Part<P>>> {
        self.parts.from_index(0)
    }

    /// The contents of the parts, each with the byte at which its part begins. The volume must not be shared.
    pub fn into_parts(self) -> impl Iterator<Item = (usize, P)> {
        let mut start = 0;
        let parts: Vec<Part<P>> = self.parts.iter().cloned().collect();
        drop(self);
        parts.into_iter().filter_map(move |part| {
            let at = start;
            start += part.bytes;
            Some((at, Arc::into_inner(part.content)?))
        })
    }

    /// The part that contains a byte; at the end of the text, the last.
    pub fn part_at(&self, byte: usize) -> Option<Placed<'_, Part<P>>> {
        self.parts.from_byte(byte.min(self.parts.bytes().saturating_sub(1))).next()
    }

    /// The parts in order, from the one that contains a byte.
    pub fn parts_from(&self, byte: usize) -> impl Iterator<Item = Placed<'_, Part<P>>> {
        self.parts.from_byte(byte)
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are no parts: the text is empty.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The blocks of the whole text.
    pub fn syntax(&self) -> Syntax {
        Syntax { blocks: self.entries.iter().map(|entry| entry.block.clone()).collect() }
    }

    /// The blocks of a range of the text, scanned as if it were a text of its own.
    pub fn syntax_of(&self, bytes: &Range<usize>) -> Syntax {
        Syntax { blocks: entries_of(&self.entries, bytes).into_iter().map(|entry| entry.block).collect() }
    }

    /// The heading and title candidates of the text.
    pub fn candidates(&self) -> impl Iterator<Item = PlacedCandidate> {
        candidates::in_order(self.entries.iter())
    }

    /// How much the last change parsed and rebuilt.
    pub fn work(&self) -> Work {
        self.work
    }

    /// The entries that replace those of a change, with their facts. Blocks in front are judged again if their
    /// lookahead reaches into the change.
    fn with_facts(&self, rescan: reparse::Rescan) -> Region {
        let Range { start: first, end } = rescan.replaced;
        let touched = rescan.touched.as_ref();
        let (mut back, mut start) = (first, rescan.start);
        let mut cells = touched.map_or(0, |touched| touched.cells.start);
        while back > 0
            && cells < LOOKAHEAD
            && let Some(entry) = self.entries.get(back - 1)
        {
            back -= 1;
            start -= entry.bytes();
            cells += entry.block.cells().len();
        }
        let cells_of_last = rescan.blocks.last().map_or(0, |block| block.cells().len());
        let mut cells = touched.map_or(0, |touched| cells_of_last - touched.cells.start - touched.count);
        let mut ahead = Vec::new();
        for entry in self.entries.from_index(end) {
            if cells >= LOOKAHEAD {
                break;
            }
            cells += entry.piece.block.cells().len();
            ahead.push(entry.piece.block.clone());
        }
        let old: Vec<BlockFacts> = self.entries.from_index(back).take(end - back).map(|it| it.piece.clone()).collect();
        let (before, replaced) = old.split_at(first - back);
        let patched = replaced.first().zip(touched);
        let new = candidates::facts_of(&Run { before, blocks: &rescan.blocks, patched, ahead: &ahead });
        let old_end = start + old.iter().map(Piece::bytes).sum::<usize>();
        Region { replaced: back..end, bytes: start..old_end, old, new }
    }

    /// Divides the text anew; returns the bytes of its parts.
    fn divide(&mut self) -> Vec<Range<usize>> {
        let mut starts = boundaries::starts(&self.candidates().collect::<Vec<_>>());
        self.holds_reports = !starts.is_empty();
        if starts.is_empty() && !self.entries.is_empty() {
            starts.push(0);
        }
        let ends = starts.iter().skip(1).copied().chain([self.entries.bytes()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The parts that a change touches and their new bytes, if the candidates are unchanged. `None` if there was no
    /// part.
    fn same_division(&self, region: &Region, change: &Change) -> Option<(Range<usize>, Vec<Range<usize>>)> {
        let first = self.parts.from_byte(region.bytes.start).next()?.index;
        let last = self.parts.from_byte(region.bytes.end.saturating_sub(1).max(region.bytes.start)).next()?.index;
        let old = candidates::in_order(&region.old).map(|candidate| region.bytes.start + candidate.start);
        let new = candidates::in_order(&region.new).map(|candidate| region.bytes.start + candidate.start);
        let pairs: Vec<(usize, usize)> = old.zip(new).collect();
        let moved = |at: usize| match at {
            0 => Some(0),
            at if at < region.bytes.start => Some(at),
            at if at >= region.bytes.end => Some(change.moved(at)),
            at => pairs.iter().find(|(old, _)| *old == at).map(|(_, new)| *new),
        };
        let parts = self.placed_parts(first..last + 1);
        let extents = parts.map(|(old, _)| Some(moved(old.start)?..moved(old.end)?)).collect::<Option<_>>()?;
        Some((first..last + 1, extents))
    }

    /// Which parts have changed, and the bytes of their replacements.
    fn new_division(
        &self,
        mut extents: Vec<Range<usize>>,
        change: &Change,
        holds_reports: bool,
    ) -> (Range<usize>, Vec<Range<usize>>) {
        if self.holds_reports != holds_reports {
            return (0..self.len(), extents);
        }
        let old: Vec<Range<usize>> = self.placed_parts(0..self.len()).map(|(bytes, _)| bytes).collect();
        let before = old.iter().zip(&extents).take_while(|(old, new)| old == new && old.end <= change.start).count();
        let pairs = old[before..].iter().rev().zip(extents[before..].iter().rev());
        let behind = pairs.take_while(|(old, new)| moved(old, change).as_ref() == Some(*new)).count();
        extents.truncate(extents.len() - behind);
        extents.drain(..before);
        (before..old.len() - behind, extents)
    }

    fn placed_parts(&self, parts: Range<usize>) -> impl Iterator<Item = (Range<usize>, &Part<P>)> {
        let placed = self.parts.from_index(parts.start).take(parts.len());
        placed.map(|it| (it.start..it.start + it.piece.bytes, it.piece))
    }

    /// Replaces parts by others.
    fn put(
        &mut self,
        replaced: Range<usize>,
        extents: Vec<Range<usize>>,
        reuse: impl Fn(&Range<usize>) -> Option<Part<P>>,
        mut make: impl FnMut(usize, Option<Passage>) -> P,
    ) {
        let mut parts = Vec::with_capacity(extents.len());
        for (index, extent) in extents.into_iter().enumerate() {
            parts.push(reuse(&extent).unwrap_or_else(|| {
                self.work.parts += 1;
                let passage = self.holds_reports.then(|| Passage::new(&entries_of(&self.entries, &extent)));
                let content = make(index, passage);
                Part { bytes: extent.len(), summary: content.summary(), content: Arc::new(content) }
            }));
        }
        self.parts.replace(replaced, parts);
    }
}

/// The range in the newer text of a range of the older, if it lies outside the change.
fn moved(old: &Range<usize>, change: &Change) -> Option<Range<usize>> {
    (old.start >= change.old_end).then(|| change.moved(old.start)..change.moved(old.end))
}

/// The effect of a change on the entries.
struct Region {
    /// The indices of the replaced entries.
    replaced: Range<usize>,
    /// Their bytes.
    bytes: Range<usize>,
    old: Vec<BlockFacts>,
    new: Vec<BlockFacts>,
}
