//! Rows whose label is none to the letter.

use super::{Scanner, is_placeholder, proceedings};
use crate::report::resembling::{resembles_row, rows_near};
use crate::report::token::Token;
use crate::report::vocabulary::RowRef;

/// The most pieces that a broken label may have that is damaged, too.
const MOST_PIECES: usize = 4;

impl Scanner<'_, '_> {
    /// Whether a cell is the damaged label of a row whose group, right before it, is a row in another edition.
    pub(super) fn is_label_in_group(&self, token: &Token<'_>) -> bool {
        let Some(last) = self.scan.rows.last().filter(|last| last.items.is_empty()) else { return false };
        let is_group = || self.tokens[last.label.clone()].iter().any(|it| it.meaning().is_some_and(|it| it.frame));
        !is_placeholder(token) && is_group() && resembles_row(token.folded)
    }

    /// Opens a row with a label that is none to the letter; the pieces before it may belong to it.
    pub(super) fn open_near(&mut self, label: usize, rows: &'static [RowRef]) {
        let first = self.pieces.get(self.pieces.len().saturating_sub(MOST_PIECES)).copied();
        self.open_row(label..label + 1, rows);
        if let Some((row, first)) = self.scan.rows.last_mut().zip(first) {
            row.begins = first.min(label);
            row.near = true;
        }
    }

    /// Opens a row with a damaged label and cells that hold no figures, only blanks or placeholders.
    pub(super) fn open_damaged(&mut self, at: usize) {
        let is_without_figures = || self.begins_empty_cells(at) || self.next_printed(at).is_some_and(is_placeholder);
        let folded = self.tokens[at].folded;
        if self.proceedings == 0 && is_without_figures() && resembles_row(folded) {
            self.open_near(at, rows_near(folded));
        }
    }

    /// Accepts a cell as a half of the proceedings table's header if its label is damaged and that header goes on behind it;
    /// returns whether it is one.
    pub(super) fn damaged_half(&mut self, at: usize) -> bool {
        let is_of_table = |token: &Token<'_>| {
            let columns = token.meaning().map_or(&[][..], |meaning| &meaning.columns);
            proceedings::HALVES.contains(&token.folded) || columns.iter().any(proceedings::is_of_table)
        };
        let Some(half) = proceedings::damaged_half(self.tokens[at].folded) else { return false };
        let goes_on = self.tokens[at + 1..].iter().find(|token| !token.is_blank()).is_some_and(is_of_table);
        if goes_on {
            self.scan.unread.push(at);
            self.header(at, &[], half);
        }
        goes_on
    }
}
