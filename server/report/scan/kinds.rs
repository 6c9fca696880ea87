//! What tokens are to a table, whatever stands around them.

use crate::report::placeholder::placeholder;
use crate::report::token::Token;
use crate::report::vocabulary::LONGEST_LABEL;

/// Whether two tokens are pure figures: unless merged cells are repeated, replacing one by the other affects no row.
pub fn are_figures(one: &Token<'_>, other: &Token<'_>) -> bool {
    [one, other].iter().all(|token| token.is_figure() && token.meaning().is_none())
}

/// Whether two tokens are running text, whose only effect is to close a table.
pub fn are_running_text(one: &Token<'_>, other: &Token<'_>) -> bool {
    let is_text =
        |token: &&Token<'_>| token.folded.len() > LONGEST_LABEL && !token.is_page_number() && token.number().is_none();
    [one, other].iter().all(is_text)
}

/// Whether a token is a placeholder for a number. A line of dashes alone is a Markdown rule.
pub fn is_placeholder(token: &Token<'_>) -> bool {
    placeholder(token.folded).is_some() && (token.cell.place.is_some() || token.folded != "---")
}
