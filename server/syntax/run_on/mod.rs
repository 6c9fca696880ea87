//! Lines in which a report or a table runs on. What people copy may lose its line ends, its pipes and its blanks; such a
//! line is cut into the cells that it would have if each stood on a line of its own: titles, headings, labels, figures,
//! and the text between them.
//!
//! Headings count where their sequence leaves no doubt, labels where they and figures make up a stretch of text. Any
//! other line costs a look at its digits and numerals.

mod headings;
mod labels;
mod title;

use super::cell::{Cell, Cells, is_blank};
use super::html;
use crate::text::Folded;
use std::ops::Range;

/// How far the cells of a block were read before those of a line.
#[derive(Debug, Clone, Copy)]
pub struct ReadSoFar {
    cells: usize,
    folded: usize,
}

impl Cells {
    /// How far the cells have been read.
    pub fn read_so_far(&self) -> ReadSoFar {
        ReadSoFar { cells: self.list.len(), folded: self.folded.len() }
    }
}

/// Cuts the cells of a line, none of which has a place in a table, where the line runs on. `text` is that of the block.
pub fn cut(text: &str, cells: &mut Cells, before: ReadSoFar) {
    let line = cells.folded.get(before.folded..).unwrap_or_default();
    let headings = headings::headings(line);
    let may_hold_rows = || labels::may_be_rows(line) || labels::may_be_labels(line) || labels::may_be_header(line);
    if headings.is_empty() && !may_hold_rows() {
        return;
    }
    let added = cells.list.get(before.cells..).unwrap_or_default();
    let own = |cell: &Cell| cell.folded.0 as usize - before.folded..cell.folded.1 as usize - before.folded;
    let folded_of = |cell: &Cell| line.get(own(cell)).unwrap_or_default();
    let is_figure = |at: usize| {
        let folded = added.get(at).map_or("", folded_of);
        !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit())
    };
    // Few cells are cut, and a line may have very many.
    let cut: Vec<Borders> = added
        .iter()
        .enumerate()
        // A figure alone is no title, no heading and no row.
        .filter(|(at, _)| !is_figure(*at))
        .filter_map(|(at, cell)| {
            let is_beside_figure = at.checked_sub(1).is_some_and(is_figure) || is_figure(at + 1);
            let parts = parts(text, cell, folded_of(cell), own(cell).start, &headings, is_beside_figure);
            (!parts.is_empty()).then_some(Borders { cell: at, parts })
        })
        .collect();
    if cut.is_empty() {
        return;
    }
    // Wherever a text is cut, the same characters of it are Traditional.
    let script = cells.script;
    let (old, folded) = (cells.list.split_off(before.cells), cells.folded.split_off(before.folded));
    let mut cut = cut.into_iter().peekable();
    for (at, cell) in old.into_iter().enumerate() {
        match cut.next_if(|borders| borders.cell == at) {
            Some(Borders { parts, .. }) => {
                parts.into_iter().for_each(|part| cells.push(text, part, cell.line as usize, None));
            }
            None => {
                let begin = cells.folded.len();
                cells.folded.push_str(folded.get(own(&cell)).unwrap_or_default());
                cells.finish(begin, cell.range(), cell.line as usize, cell.place);
            }
        }
    }
    cells.script = script;
}

/// A cell that is cut.
struct Borders {
    /// Its index among those of the line.
    cell: usize,
    /// The bytes of its parts in the block's text.
    parts: Vec<Range<usize>>,
}

/// The parts into which a cell is cut whose folded text begins at `start` of its line's; none if it stays whole.
/// `is_beside_figure` says whether the cell before or behind it is nothing but a figure.
fn parts(
    text: &str,
    cell: &Cell,
    folded: &str,
    start: usize,
    headings: &[headings::LineHeading],
    is_beside_figure: bool,
) -> Vec<Range<usize>> {
    let mut source = Source { text, cell, map: None };
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    // In front of the first heading of a report its title may stand, in this cell or in one before.
    let before_report = |stretch: &Range<usize>| {
        let next = headings.partition_point(|heading| heading.range.start < stretch.end + start);
        headings.get(next).is_some_and(|heading| heading.begins)
    };
    let first = headings.partition_point(|heading| heading.range.start < start);
    let own = headings.iter().skip(first).take_while(|heading| heading.range.end <= start + folded.len());
    for heading in own {
        let range = heading.range.start - start..heading.range.end - start;
        let stretch = at..range.start;
        source.cut_text(folded, stretch.clone(), before_report(&stretch), is_beside_figure, &mut starts);
        starts.extend([range.start, range.end]);
        at = range.end;
    }
    let rest = at..folded.len();
    source.cut_text(folded, rest.clone(), before_report(&rest), is_beside_figure, &mut starts);
    starts.retain(|start| (1..folded.len()).contains(start));
    // Once for all headings: sorting what is sorted already takes its time, too.
    starts.sort_unstable();
    starts.dedup();
    if starts.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::with_capacity(starts.len() + 1);
    let mut from = cell.range().start;
    for start in starts {
        let at = source.start(start);
        parts.push(from..at);
        from = at;
    }
    parts.push(from..cell.range().end);
    parts
}

/// The source of a cell's folded text, folded again when it is first asked for.
struct Source<'a> {
    text: &'a str,
    cell: &'a Cell,
    map: Option<Folded>,
}

impl Source<'_> {
    /// Finds where a stretch of folded text without headings is cut. `before_report` says whether the next heading is
    /// the first of a report.
    fn cut_text(
        &mut self,
        folded: &str,
        stretch: Range<usize>,
        before_report: bool,
        is_beside_figure: bool,
        starts: &mut Vec<usize>,
    ) {
        let (from, text) = (stretch.start, folded.get(stretch.clone()).unwrap_or_default());
        let title = if before_report { title::title(text, |at| self.is_blank_before(from + at)) } else { None };
        for part in title.map_or([0..text.len(), 0..0], |title| [0..title.start, title.end..text.len()]) {
            if part.start > 0 || part.end < text.len() {
                starts.extend([from + part.start, from + part.end].into_iter().filter(|_| !part.is_empty()));
            }
            if !part.is_empty() {
                let from = from + part.start;
                let rows = text.get(part).unwrap_or_default();
                let found = labels::starts(rows, is_beside_figure, |at| self.is_blank_before(from + at));
                starts.extend(found.iter().map(|at| from + at));
            }
        }
    }

    fn map(&mut self) -> &Folded {
        let source = self.text.get(self.cell.range()).unwrap_or_default();
        self.map.get_or_insert_with(|| html::folded(source))
    }

    /// The byte of the block's text at which a part of the folded text begins, with the opening quotation marks before
    /// it, which folding drops.
    fn start(&mut self, folded: usize) -> usize {
        let start = self.cell.range().start;
        let at = start + self.map().source(folded..folded).start;
        let before = self.text.get(start..at).unwrap_or_default();
        start + before.trim_end_matches(['“', '‘', '「', '『']).len()
    }

    /// Whether a blank stands in the source right before a character of the folded text.
    fn is_blank_before(&mut self, folded: usize) -> bool {
        let Some(last) = folded.checked_sub(1) else { return false };
        let map = self.map();
        let between = map.source(last..folded).end..map.source(folded..folded).start;
        let start = self.cell.range().start;
        let between = self.text.get(start + between.start..start + between.end).unwrap_or_default();
        between.contains(|c| is_blank(c) || matches!(c, '<' | '&' | '|'))
    }
}
