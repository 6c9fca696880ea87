//! What belongs to the pages of a report: page numbers, and the title at the top of each.

use super::{RowItem, Scanner};
use crate::report::token::Token;

/// Whether a token is a page number, or the report's folded title at the top of a page.
pub(super) fn belongs_to_page(token: &Token<'_>, title: Option<&str>) -> bool {
    token.is_page_number() || title == Some(token.folded)
}

impl Scanner<'_, '_> {
    /// Whether a token is a page number or the title at the top of a page.
    pub(super) fn belongs_to_page(&self, token: &Token<'_>) -> bool {
        belongs_to_page(token, self.title)
    }

    /// Whether a figure behind a full row is the number of the page: alone in its line below figures that share theirs, or at
    /// the end of a page.
    pub(super) fn is_page_number(&self, at: usize) -> bool {
        // Cheap test first: behind most figures stands another one.
        if self.tokens.get(at + 1).is_some_and(Token::is_figure) {
            return false;
        }
        let line = |at: usize| self.tokens.get(at).and_then(Token::line);
        let is_alone = line(at).is_some() && line(at) != line(at + 1) && line(at) != at.checked_sub(1).and_then(line);
        let Some(row) = self.scan.rows.last().filter(|row| is_alone && self.open && row.is_full()) else {
            return false;
        };
        let shares_line = |last: &RowItem| last.token.checked_sub(1).is_some_and(|it| line(it) == line(last.token));
        row.items.last().is_some_and(shares_line) || self.tokens[at].ends_page()
    }
}
