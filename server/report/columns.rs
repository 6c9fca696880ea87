//! Assigns the values of a row to its columns.
//!
//! A full row needs no help. A row with empty cells is aligned with the full rows of its table, or with its header; in
//! layouts without columns, lone pipes and the distance between lines show where a cell is empty.

use super::scan::{RowItem, RowItemKind, ScannedRow};
use super::token::Token;

/// A row's values by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assigned {
    /// One entry per column; `None` where the cell left no trace.
    Cells(Vec<Option<RowItem>>),
    /// So many figures were found, and their columns are ambiguous.
    Unclear(usize),
}

/// A table, the column of a row's label in it, and the columns of its values.
type Pattern = ((usize, u32), u32, Vec<u32>);

/// What the rows of a form reveal about its columns.
pub struct Columns<'a, 't> {
    tokens: &'a [Token<'t>],
    count: usize,
    /// The patterns of full rows and of headers.
    patterns: Vec<Pattern>,
    /// The distance in lines from one cell to the next, in tables with one cell a line.
    step: u32,
}

impl<'a, 't> Columns<'a, 't> {
    /// Learns from the full rows among `rows`, whose form has `count` columns, and from their headers. `header` finds
    /// the columns that a row's header labels, in the form's order.
    pub fn learn(
        tokens: &'a [Token<'t>],
        count: usize,
        rows: &[&ScannedRow],
        header: impl Fn(&ScannedRow) -> Vec<usize>,
    ) -> Self {
        let mut patterns: Vec<Pattern> = Vec::new();
        // Each distance between two lines, with its frequency.
        let mut steps: Vec<(u32, usize)> = Vec::new();
        let mut filled: Vec<&Token<'_>> = Vec::new();
        let mut columns: Vec<u32> = Vec::new();
        for row in rows {
            filled.clear();
            filled.extend(row.items.iter().filter(|it| it.kind != RowItemKind::Blank).map(|it| &tokens[it.token]));
            if filled.len() != count {
                continue;
            }
            for pair in filled.windows(2) {
                if let Some(step) = pair[1].lines_below(pair[0]) {
                    match steps.iter_mut().find(|(known, _)| *known == step) {
                        Some((_, times)) => *times += 1,
                        None => steps.push((step, 1)),
                    }
                }
            }
            columns.clear();
            columns.extend(filled.iter().filter_map(|token| token.column()));
            if let Some(table) = filled[0].table()
                && columns.len() == count
                // Several figures of one cell show no columns.
                && columns.is_sorted_by(|one, other| one < other)
                && filled.iter().all(|token| token.table_row() == filled[0].table_row())
            {
                let label = label_column(tokens, row);
                let is_same = |it: &Pattern| it.0 == table && it.1 == label && it.2 == columns;
                if !patterns.iter().any(is_same) {
                    patterns.push((table, label, columns.clone()));
                }
            }
        }
        for row in rows {
            let labels = header(row);
            let columns: Option<Vec<u32>> = labels.iter().map(|&token| tokens[token].column()).collect();
            if labels.len() == count
                && let (Some(columns), Some(table)) = (columns, tokens[labels[0]].table())
                // A truncated header may label one column twice.
                && columns.is_sorted_by(|one, other| one < other)
            {
                patterns.push((table, label_column(tokens, row), columns));
            }
        }
        let step = steps.into_iter().max_by_key(|(step, times)| (*times, u32::MAX - step)).map_or(1, |(step, _)| step);
        Columns { tokens, count, patterns, step: step.max(1) }
    }

    /// The values of a row by column.
    pub fn assign(&self, row: &ScannedRow) -> Assigned {
        let filled = || row.items.iter().copied().filter(|item| item.kind != RowItemKind::Blank);
        if row.filled() == self.count {
            let mut cells = Vec::with_capacity(self.count);
            cells.extend(filled().map(Some));
            return Assigned::Cells(cells);
        }
        let filled: Vec<RowItem> = filled().collect();
        let own_row = row
            .label
            .clone()
            .last()
            .or(filled.first().map(|item| item.token))
            .and_then(|at| self.tokens[at].table_row());
        if own_row.is_some() {
            let own: Vec<RowItem> =
                row.items.iter().copied().filter(|item| self.tokens[item.token].table_row() == own_row).collect();
            return self.assign_placed(row, &own).unwrap_or(Assigned::Unclear(filled.len()));
        }
        if row.items.len() == self.count {
            return Assigned::Cells(row.items.iter().copied().map(Some).collect());
        }
        if filled.is_empty() && self.count == 1 {
            return Assigned::Cells(vec![None]);
        }
        self.assign_by_lines(row, &filled).unwrap_or(Assigned::Unclear(filled.len()))
    }

    /// Aligns the cells of a table row with the columns of a full row.
    fn assign_placed(&self, row: &ScannedRow, own: &[RowItem]) -> Option<Assigned> {
        let filled: Vec<RowItem> = own.iter().copied().filter(|item| item.kind != RowItemKind::Blank).collect();
        if filled.len() == self.count {
            return Some(Assigned::Cells(filled.into_iter().map(Some).collect()));
        }
        if filled.len() > self.count {
            return None;
        }
        let at = |column: u32| own.iter().find(|item| self.tokens[item.token].column() == Some(column)).copied();
        // A row shorter than the others lacks a cell, not necessarily its last.
        let last = own.last().and_then(|item| self.tokens[item.token].column());
        let label = label_column(self.tokens, row);
        let fits = |columns: &[u32]| {
            columns.last().copied() <= last
                && (row.label.is_empty() || columns[0] > label)
                && filled.iter().all(|item| self.tokens[item.token].column().is_some_and(|c| columns.contains(&c)))
        };
        let table = own.first().and_then(|item| self.tokens[item.token].table());
        let patterns = self.patterns.iter().filter(|(of, _, columns)| Some(*of) == table && fits(columns));
        let pattern = patterns.clone().find(|(_, of, _)| *of == label).or_else(|| patterns.clone().next());
        if let Some((_, _, columns)) = pattern {
            return Some(Assigned::Cells(columns.iter().map(|&column| at(column)).collect()));
        }
        // Without a full row for comparison: a row with exactly as many cells as columns, or, in a table with separate
        // label columns, the last ones.
        let cells = &own[own.len().checked_sub(self.count)?..];
        let lost = own[..own.len() - self.count].iter().any(|item| item.kind != RowItemKind::Blank);
        (!lost).then(|| Assigned::Cells(cells.iter().copied().map(Some).collect()))
    }

    /// Infers empty cells from the lines they left: each distance between two figures of twice the step hides one.
    fn assign_by_lines(&self, row: &ScannedRow, filled: &[RowItem]) -> Option<Assigned> {
        if filled.len() > self.count {
            return None;
        }
        let mut cells = Vec::new();
        let mut last = row.label.clone().last()?;
        let mut before = &self.tokens[last];
        for item in filled {
            let token = &self.tokens[item.token];
            let lines = token.lines_below(before)?;
            if lines % self.step != 0 || lines == 0 {
                return None;
            }
            cells.extend(std::iter::repeat_n(None, (lines / self.step - 1) as usize));
            cells.push(Some(*item));
            (last, before) = (item.token, token);
        }
        // Empty cells at the end leave lines before the next label, too.
        let next = self.tokens.get(last + 1)?;
        let lines = next.lines_below(before)?;
        cells.extend(std::iter::repeat_n(None, (lines / self.step).saturating_sub(1) as usize));
        (cells.len() == self.count).then_some(Assigned::Cells(cells))
    }
}

fn label_column(tokens: &[Token<'_>], row: &ScannedRow) -> u32 {
    row.label.clone().last().and_then(|at| tokens[at].column()).unwrap_or(0)
}
