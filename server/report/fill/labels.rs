//! The labels of rows.

use crate::report::filled::{ColumnLabel, Label};
use crate::report::in_place;
use crate::report::scan::{FormAt, ScannedRow};
use crate::report::token::Token;
use crate::report::vocabulary::{ColumnRef, RowRef, Spelling};
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
        spelling: match reference {
            Some(reference) if !row.doubtful => reference.spelling,
            _ => Spelling::Doubtful,
        },
        columns: row.columns.iter().map(|(token, column)| ColumnLabel::new(&tokens[*token].range(), *column)).collect(),
    }
}

/// The columns of a form whose labels are damaged in the header above one of its rows.
pub fn damaged_columns(
    tokens: &[Token<'_>],
    rows: &[ScannedRow],
    at: usize,
    form: FormAt,
) -> impl Iterator<Item = ColumnLabel> {
    let row = &rows[at];
    let end_of = |row: &ScannedRow| row.items.last().map(|item| item.token).or(row.label.clone().last());
    let above = at.checked_sub(1).and_then(|before| end_of(&rows[before])).map_or(0, |last| last + 1);
    let own: Vec<(usize, ColumnRef)> = row.columns_of(form).copied().collect();
    let damaged = in_place::columns(tokens, above..row.begins.max(above), form, &own);
    damaged.into_iter().map(|(token, column)| ColumnLabel::new(&tokens[token].range(), column))
}
