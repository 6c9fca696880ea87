//! A view of a draft: a stretch of it, checked, with its text, lines and cells.

use super::checked::Checked;
use super::part::CheckedPart;
use super::style_hints::StyleHints;
use crate::config::Settings;
use crate::report::neighbours::{Contributions, LastYear, LookedUp, Neighbours};
use crate::report::volume::{Before, Volume};
use crate::report::{Prose, Report};
use crate::syntax::html::{Tag, tags_in};
use crate::syntax::{Block, BlockKind, Cell, Layout, Syntax};
use crate::text::sequence::Piece;
use crate::text::{Buffer, Change, Edit, lines};
use std::ops::Range;
use std::sync::Arc;

/// A stretch of a draft, checked: the whole text, or the parts that a request concerns. All offsets count from its
/// beginning. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct View {
    /// The byte of the draft at which it begins.
    pub start: usize,
    /// The text as a rope, with its version and its lines.
    pub buffer: Buffer,
    /// The text.
    pub text: Arc<str>,
    /// The settings with which it was checked.
    pub settings: Arc<Settings>,
    /// The neighbouring reports, those of the draft itself included.
    pub(super) neighbours: Neighbours,
    /// Its reports and their findings.
    pub checked: Arc<Checked>,
    /// Hints about how the draft is written, from outside the view.
    pub hints: StyleHints,
    /// What surrounds it.
    pub beside: Beside,
    /// The whole draft.
    pub(super) draft: Buffer,
    /// The whole draft, parsed.
    pub(super) volume: Volume<CheckedPart>,
}

/// What surrounds a stretch of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// Whether there is text on the line above.
    pub above: bool,
    /// Whether there is text on the line below.
    pub below: bool,
}

/// A report that was parsed again, and the blocks around it. Offsets count from the first of these.
#[derive(Debug)]
pub struct Reread {
    /// The blocks.
    pub syntax: Syntax,
    /// The facts that their prose states.
    pub prose: Prose,
    /// The report.
    pub report: Report,
}

/// A cell with its place in the text.
#[derive(Debug, Clone)]
pub struct PlacedCell<'a> {
    /// The bytes of its printed text.
    pub range: Range<usize>,
    /// The cell.
    pub cell: &'a Cell,
    /// Its folded text.
    pub folded: &'a str,
    /// The layout of its table.
    pub layout: Layout,
    /// The bytes of the block in which it stands.
    pub block: Range<usize>,
}

impl PlacedCell<'_> {
    /// Its table, where the layout shows one.
    pub fn table(&self) -> Option<(usize, u32)> {
        self.cell.place.map(|place| (self.block.start, place.table))
    }

    /// Its row in a table, where the layout shows one.
    pub fn row(&self) -> Option<(usize, u32, u32)> {
        self.cell.place.map(|place| (self.block.start, place.table, place.row))
    }

    /// Its column, where the layout shows one.
    pub fn column(&self) -> Option<usize> {
        self.cell.place.map(|place| place.column as usize)
    }
}

impl View {
    /// The bytes of the line around an offset, without its line end.
    pub fn line(&self, at: usize) -> Range<usize> {
        lines::line_range(&self.text, at)
    }

    /// The line above the one that begins at `start`.
    pub fn line_above(&self, start: usize) -> Option<Range<usize>> {
        lines::line_above(&self.text, start)
    }

    /// The line below the one that ends at `end`.
    pub fn line_below(&self, end: usize) -> Option<Range<usize>> {
        lines::line_below(&self.text, end)
    }

    /// Whether there is text on the line above the one that begins at `start`.
    pub fn has_text_above(&self, start: usize) -> bool {
        self.line_above(start).map_or(self.beside.above, |line| !self.text[line].trim().is_empty())
    }

    /// Whether there is text on the line below the one that ends at `end`.
    pub fn has_text_below(&self, end: usize) -> bool {
        let below = self.line_below(end).filter(|line| line.start < self.text.len());
        below.map_or(self.beside.below, |line| !self.text[line].trim().is_empty())
    }

    /// The line end that the text uses: that of its first line.
    pub fn line_break(&self) -> &'static str {
        lines::line_break(&self.text)
    }

    /// The tags of a piece of HTML.
    pub fn tags(&self, within: &Range<usize>) -> Vec<Tag<'_>> {
        tags_in(&self.text, within.clone()).collect()
    }

    /// The cells inside `within` or touching it, in reading order.
    pub fn cells(&self, within: &Range<usize>) -> Vec<PlacedCell<'_>> {
        let mut cells = Vec::new();
        for (start, block) in self.checked.syntax.placed() {
            let range = start..start + block.text().len();
            if range.start > within.end {
                break;
            }
            if range.end >= within.start {
                cells.extend(placed(start, block, within));
            }
        }
        cells
    }

    /// A report after `edits`, which must all lie in it, with the blocks around it; `None` if it is no longer exactly
    /// one report with the same extent, or if two edits overlap.
    ///
    /// Of a draft with several reports only this one is parsed again, and of its blocks only those that an edit
    /// touches.
    pub fn reread(&self, report: &Report, edits: &[Edit]) -> Option<Reread> {
        let own = self.own(report);
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let inside = |edit: &&Edit| own.start <= edit.range.start && edit.range.end <= own.end;
        if !edits.iter().all(inside) || edits.windows(2).any(|pair| pair[1].range.start < pair[0].range.end) {
            return None;
        }
        // Of a line that holds many reports, this one and those beside it are enough.
        let beside = if edits.is_empty() { None } else { self.volume.beside(self.start + own.start, &self.draft) };
        let (base, mut text, before) = match beside {
            Some((bytes, parts)) => (bytes.start, self.draft.part(&bytes), parts),
            None => (0, self.draft.clone(), self.volume.clone()),
        };
        let here = |at: usize| self.start + at - base;
        // From the last to the first, so that earlier offsets stay valid.
        let changes = edits.iter().rev().map(|edit| {
            let range = here(edit.range.start)..here(edit.range.end);
            text.edit(&Edit { range, text: edit.text.clone() })
        });
        let change = changes.reduce(Change::then).unwrap_or(Change { start: 0, old_end: 0, new_end: 0 });
        let (start, end) = (here(own.start), here(own.end));
        let make =
            |passage, _: Option<Before<'_, CheckedPart>>| CheckedPart::new(passage, &self.settings, &self.neighbours);
        let volume = before.changed(&change, &text, make);
        let part = volume.part_at(start).filter(|part| volume.len() == before.len() && part.start == start)?;
        let grown = (end + change.new_end).checked_sub(change.old_end)?;
        let Checked { syntax, prose, reports, .. } = &*part.piece.content.checked;
        let [report] = reports.as_slice() else { return None };
        (start + part.piece.bytes() == grown).then(|| Reread {
            syntax: syntax.clone(),
            prose: prose.clone(),
            report: report.clone(),
        })
    }

    /// The blocks that are parsed again with a report, and the byte at which they begin.
    pub fn blocks_of(&self, report: &Report) -> (usize, Syntax) {
        let own = self.own(report);
        (own.start, self.volume.syntax_of(&(self.start + own.start..self.start + own.end)))
    }

    /// The bytes of the part of the draft that contains a report.
    fn own(&self, report: &Report) -> Range<usize> {
        let part = self.volume.part_at(self.start + report.range.start);
        let bytes = part.map(|part| part.start..part.start + part.piece.bytes());
        // A view begins and ends with a part.
        bytes.map_or(0..self.text.len(), |bytes| bytes.start - self.start..bytes.end - self.start)
    }

    /// What the reports of the draft outside the view contribute.
    pub(super) fn around(&self) -> Contributions {
        let own = self.start..self.start + self.buffer.len();
        let outside = self.volume.parts().filter(|part| !own.contains(&part.start));
        outside.filter_map(|part| part.piece.content.contribution.clone()).collect()
    }

    /// The reports of the year before a report.
    pub fn last_year(&self, report: &Report) -> LastYear {
        self.looked_up(report).last_year
    }

    /// All that a report looks up in others.
    pub fn looked_up(&self, report: &Report) -> LookedUp {
        self.neighbours.looked_up_of(report, &self.settings.succession)
    }

    /// The report that contains an offset; `None` if the text holds no report.
    pub fn report_at(&self, offset: usize) -> Option<&Report> {
        let reports = &self.checked.reports;
        let after = reports.partition_point(|report| report.range.start <= offset);
        reports[..after].last().filter(|report| report.range.start <= offset && offset <= report.range.end)
    }
}

/// The cells of a block inside some bytes or touching them.
fn placed<'a>(start: usize, block: &'a Block, within: &Range<usize>) -> impl Iterator<Item = PlacedCell<'a>> {
    let layout = match block.kind() {
        BlockKind::Table(layout) => layout,
        BlockKind::Blank | BlockKind::Prose | BlockKind::Fence => Layout::Lines,
    };
    block.cells()[block.touching(start, within)].iter().map(move |cell| PlacedCell {
        range: start + cell.range().start..start + cell.range().end,
        cell,
        folded: block.folded(cell),
        layout,
        block: start..start + block.text().len(),
    })
}
