//! The labels of rows.

use crate::report::filled::Label;
use crate::report::scan::ScannedRow;
use crate::report::token::Token;
use crate::report::vocabulary::{RowRef, Spelling};
use smol_str::SmolStr;

/// The end of a row's label; 0 if it has none.
pub fn label_end(tokens: &[Token<'_>], row: &ScannedRow) -> usize {
    let Some(last) = row.label.clone().last().map(|last| &tokens[last]) else { return 0 };
    let Some(end) = row.label_end else { return last.range().end };
    // What folding removes in front of the figures is the label's, unless it is blank: quotation marks.
    let (own, figures) = (last.source(0..end).end, last.source(end..last.folded.len()).start);
    if own < figures && !last.printed_at(own..figures).trim().is_empty() { figures } else { own }
}

/// The label of a row.
pub fn label(tokens: &[Token<'_>], row: &ScannedRow, reference: Option<RowRef>) -> Label {
    let range = match (row.label.clone().next(), row.label.clone().last()) {
        (Some(first), Some(_)) => tokens[first].range().start..label_end(tokens, row),
        _ => row.items.first().map_or(0..0, |item| tokens[item.token].range()),
    };
    let text = match &tokens[row.label.clone()] {
        [only] => SmolStr::new(only.printed_at(range.clone())),
        several => several.iter().map(Token::printed).collect::<String>().into(),
    };
    Label {
        range,
        text,
        spelling: reference.map_or(Spelling::Deviating, |reference| reference.spelling),
        columns: row.columns.iter().map(|(token, column)| (tokens[*token].range(), *column)).collect(),
    }
}
