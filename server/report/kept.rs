//! Updates a report after a change inside one of its cells. Most keystrokes change a figure or running text and leave
//! the rest of the report as it is.

use super::content::Report;
use super::shift::{Shift, Shifted};
use super::token::{self, Token};
use super::volume::Passage;
use super::{fill, glued, outline, scan};
use crate::syntax::{Block, Syntax};
use crate::text::fold::fold;
use crate::text::{Change, year};
use std::ops::Range;
use std::sync::Arc;

/// A report that was kept over a change.
#[derive(Debug)]
pub struct Kept {
    /// The report after the change.
    pub report: Report,
    /// What has changed in it.
    pub changed: Changed,
    /// How its places have shifted.
    pub shift: Shift,
}

/// What has changed in a report that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// The text of a figure in a form, and what is computed from the figures. All other text is the same.
    Figure,
    /// A text outside the forms: the report is the same but for its places.
    Text,
}

/// Returns the report that [`super::read_passage`] would read, without reading it; `None` if the change may affect more
/// than one figure or paragraph. `before` is the text it was read from, `change` counts from the beginning of the
/// report.
pub fn kept(report: &Report, before: &Syntax, passage: &Passage, change: &Change) -> Option<Kept> {
    let blocks = &passage.syntax.blocks;
    if before.blocks.len() != blocks.len() {
        return None;
    }
    let is_same = |(one, other): &(&Arc<Block>, &Arc<Block>)| {
        Arc::ptr_eq(one, other) || (one.kind(), one.text()) == (other.kind(), other.text())
    };
    let mut changed = before.blocks.iter().zip(blocks).enumerate().filter(|(_, pair)| !is_same(pair));
    let (Some((block, _)), None) = (changed.next(), changed.next()) else { return None };
    let cell = before.blocks[block].only_changed_cell(&blocks[block])?;
    let (old, new) = (Token::of(&before.blocks, block, cell), Token::of(blocks, block, cell));
    let (old_range, new_range) = (old.range(), new.range());
    let is_inside = old_range.start <= change.start && change.old_end <= old_range.end;
    let first: usize = blocks[..block].iter().map(|block| block.cells().len()).sum();
    if !is_inside || !outline::stands(report, before, passage, first + cell, [&old, &new]) {
        return None;
    }
    let shift = Shift { from: old_range.end, by: new_range.end as isize - old_range.end as isize };
    let moved = || {
        let mut report = report.clone();
        report.shift(shift);
        report
    };
    let begins_with_zero = || [&old, &new].iter().any(|token| glued::begins_with_zero(token.folded));
    let are_told_by_digits = || report.hangs_on_digits || (begins_with_zero() && is_alone_in_row(report, &old_range));
    if !report.repeats_merged && scan::are_figures(&old, &new) && !are_told_by_digits() {
        let mut report = moved();
        let is_in_form = fill::refill(&mut report.forms, &shift.of(&old_range), &new);
        let changed = if is_in_form { Changed::Figure } else { Changed::Text };
        // A figure outside the rows of its form would be a paragraph, too.
        return (!is_in_form || report.is_in_table(new_range.start)).then_some(Kept { report, changed, shift });
    }
    let stretch = report.sections.iter().filter(|section| section.heading.token <= first + cell).count();
    let has_no_table =
        || !report.table_stretches.contains(&stretch) && section_says_nothing(report, blocks, first + cell);
    let is_no_row = || scan::are_running_text(&old, &new) || has_no_table();
    let is_printed = !old.is_blank() && !new.is_blank() && old.has_image() == new.has_image();
    let names_year = || [&old, &new].iter().any(|token| year(token.folded).is_some());
    let is_text = is_printed && !(report.title.is_none() && names_year()) && is_no_row();
    is_text.then(|| Kept { report: moved(), changed: Changed::Text, shift })
}

/// Whether the cell in `range` is the only one of its row that is not blank.
fn is_alone_in_row(report: &Report, range: &Range<usize>) -> bool {
    report.forms.iter().any(|filled| {
        let of_row = |row: usize| filled.values.iter().filter(move |value| value.row() == row && !value.is_blank());
        let mut rows = filled.values.iter().filter(|value| value.range() == *range).map(|value| value.row());
        filled.form.columns.len() > 1 && rows.any(|row| of_row(row).count() == 1)
    })
}

/// Whether the section around a cell contains no part of a table.
fn section_says_nothing(report: &Report, blocks: &[Arc<Block>], cell: usize) -> bool {
    let headings = || report.sections.iter().map(|section| section.heading.token);
    let from = headings().filter(|&heading| heading <= cell).max().map_or(0, |heading| heading + 1);
    let to = headings().filter(|&heading| heading > cell).min();
    // The token behind the last cell decides what that cell is.
    let tokens = token::tokens_between(blocks, from..to.map_or(usize::MAX, |heading| heading + 1));
    let title = report.title.as_ref().map(|title| fold(&title.text));
    let scan = scan::scan(&tokens, 0..tokens.len() - usize::from(to.is_some()), &[], title.as_deref());
    scan.rows.is_empty() && scan.banners.is_empty() && scan.headers.is_empty()
}
