//! Merged cells that a copy repeats, label and value alike, in each of their places.

use super::token::Token;
use super::vocabulary::ColumnRef;

/// The columns of a table that repeat the label of the column before.
#[derive(Debug, Default)]
pub struct Merged {
    /// The table, comparable to that of a token.
    table: Option<(usize, u32)>,
    columns: Vec<u32>,
}

impl Merged {
    /// Learns from the column labels of a header, each with its token.
    pub fn of(tokens: &[Token<'_>], header: &[(usize, ColumnRef)]) -> Self {
        let repeats = |pair: &[usize]| {
            let (before, after) = (&tokens[pair[0]], &tokens[pair[1]]);
            let next = before.column().map(|column| column + 1);
            let same = before.table_row() == after.table_row() && before.folded == after.folded;
            after.column().filter(|_| same && after.column() == next)
        };
        // A column of both editions has its token here twice.
        let mut labels: Vec<usize> = header.iter().map(|(token, _)| *token).collect();
        labels.dedup();
        let table = labels.first().and_then(|first| tokens[*first].table());
        Merged { table, columns: labels.windows(2).filter_map(repeats).collect() }
    }

    /// Whether there are no repeated columns.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Whether a value repeats the one before it in the same merged cell.
    pub fn repeats(&self, value: &Token<'_>, before: &Token<'_>) -> bool {
        self.table.is_some()
            && value.table() == self.table
            && value.column().is_some_and(|column| self.columns.contains(&column))
            && value.folded == before.folded
            && value.table_row() == before.table_row()
    }
}
