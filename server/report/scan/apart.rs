//! A table of table two whose labels stand apart from its figures, as the text of a PDF has it: the labels of all its rows,
//! then the article heading, and below it the labels of its columns, each or a few of them with their figures behind them.

use super::Scanner;
use super::row::{FormAt, RowItem, RowItemKind, all_forms};
use crate::edition::Form;
use crate::report::vocabulary::ColumnRef;
use std::ops::Range;

/// What stands below an article heading.
struct Below {
    /// The figures, row by row.
    figures: Vec<Vec<usize>>,
    /// The labels of the columns.
    columns: Vec<(usize, ColumnRef)>,
}

impl Scanner<'_, '_> {
    /// Gives the rows above the article headings of the section that ends here the figures below these.
    pub(super) fn gather_apart(&mut self, end: usize) {
        let rows = self.scan.rows.get(self.section..).unwrap_or_default();
        if self.banners == self.scan.banners.len() || rows.iter().all(|row| !row.items.is_empty()) {
            return;
        }
        let mut from = self.begin;
        let mut labels: Vec<usize> = Vec::new();
        for banner in self.banners..self.scan.banners.len() {
            let last = self.scan.banners.get(banner).map_or(0, |banner| banner.range.end);
            let Some(at) = (from..end).find(|at| self.tokens[*at].range().end >= last) else { break };
            let rows = self.rows_above(from..at);
            let mut found = all_forms().filter_map(|(form_at, form)| {
                let is_row = |(row, number): (&usize, usize)| {
                    self.scan.rows[*row].reference(form_at).is_some_and(|row| row.row == number)
                };
                let is_whole =
                    form.banner.is_some() && rows.len() == form.rows.len() && rows.iter().zip(0..).all(is_row);
                is_whole.then(|| self.below(at + 1..end, form_at, form)).flatten()
            });
            if let Some(Below { figures, mut columns }) = found.next() {
                labels.extend(columns.iter().map(|(token, _)| *token));
                for (row, figures) in rows.into_iter().zip(figures) {
                    let item = |token| RowItem::new(token, RowItemKind::Figure);
                    let row = &mut self.scan.rows[row];
                    row.items = figures.into_iter().map(item).collect();
                    (row.banner, row.columns) = (Some(banner), std::mem::take(&mut columns));
                }
                self.scan.headers.retain(|header| header.banner != Some(banner));
            }
            from = at + 1;
        }
        // Before a figure they may have been taken for labels of rows.
        self.scan.rows.retain(|row| labels.binary_search(&row.label.start).is_err());
    }

    /// The rows without anything behind their labels that end some tokens, in their order.
    fn rows_above(&self, tokens: Range<usize>) -> Vec<usize> {
        let mut rows: Vec<usize> = Vec::new();
        let mut end = tokens.end;
        for (index, row) in self.scan.rows.iter().enumerate().skip(self.section).rev() {
            if row.label.start >= tokens.end {
                continue;
            }
            let is_next =
                row.label.start >= tokens.start && row.items.is_empty() && self.is_nothing(row.label.end..end);
            if !is_next || row.label.is_empty() {
                break;
            }
            rows.push(index);
            end = row.label.start;
        }
        rows.reverse();
        rows
    }

    fn is_nothing(&self, tokens: Range<usize>) -> bool {
        self.tokens[tokens].iter().all(|token| token.is_blank() || self.belongs_to_page(token))
    }

    /// The figures of a form at the beginning of some tokens. Behind labels of columns that stand beside each other their figures
    /// do too, row by row.
    fn below(&self, tokens: Range<usize>, at: FormAt, form: &Form) -> Option<Below> {
        let printed = |at: &usize| !self.is_nothing(*at..*at + 1);
        let mut tokens = tokens.filter(printed).peekable();
        let column = |token: usize| {
            let columns = self.tokens[token].meaning().map_or(&[][..], |meaning| &meaning.columns);
            columns.iter().copied().find(|column| (column.edition, column.form) == at)
        };
        let mut below = Below { figures: vec![Vec::new(); form.rows.len()], columns: Vec::new() };
        let mut done = 0;
        while done < form.columns.len() {
            let first = done;
            while let Some(token) = tokens.next_if(|token| column(*token).is_some_and(|it| it.column == done)) {
                below.columns.extend(column(token).map(|column| (token, column)));
                done += 1;
            }
            if done == first {
                return None;
            }
            for figures in &mut below.figures {
                for _ in first..done {
                    figures.push(tokens.next_if(|token| self.tokens[*token].number().is_some())?);
                }
            }
        }
        // One more belongs to nobody knows what.
        tokens.peek().is_none_or(|token| self.tokens[*token].number().is_none()).then_some(below)
    }
}
