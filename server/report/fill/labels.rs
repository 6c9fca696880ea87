//! The labels of rows.

use crate::report::filled::Label;
use crate::report::scan::ScannedRow;
use crate::report::token::Token;
use crate::report::vocabulary::{RowRef, Spelling};
use smol_str::SmolStr;

/// The end of a row's label; 0 if it has none.
pub fn label_end(tokens: &[Token<'_>], row: &ScannedRow) -> usize {
    let last = row.label.clone().last().map(|last| &tokens[last]);
    last.map_or(0, |last| row.label_end.map_or_else(|| last.range().end, |end| last.source(0..end).end))
}

/// The label of a row.
pub fn label(tokens: &[Token<'_>], row: &ScannedRow, reference: Option<RowRef>) -> Label {
    let range = match (row.label.clone().next(), row.label.clone().last()) {
        (Some(first), Some(_)) => tokens[first].range().start..label_end(tokens, row),
        _ => row.items.first().map_or(0..0, |item| tokens[item.token].range()),
    };
    Label {
        range,
        text: match &tokens[row.label.clone()] {
            [only] => SmolStr::new(row.label_end.and_then(|end| only.part(0..end)).unwrap_or(*only).printed()),
            several => several.iter().map(Token::printed).collect::<String>().into(),
        },
        spelling: reference.map_or(Spelling::Deviating, |reference| reference.spelling),
        columns: row.columns.iter().map(|(token, column)| (tokens[*token].range(), *column)).collect(),
    }
}
