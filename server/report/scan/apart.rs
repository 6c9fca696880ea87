//! A table of table two whose labels stand apart from its figures, as the text of a PDF has it: the labels of all its rows,
//! then the article heading, and below it the labels of its columns, each or a few of them with their figures behind them.
//! Or the labels of all its tables, and behind these the same column by column.

use super::Scanner;
use super::row::{FormAt, RowItem, RowItemKind, all_forms};
use crate::edition::{Form, editions};
use crate::report::vocabulary::ColumnRef;
use std::ops::Range;

/// What stands below an article heading.
struct Below {
    /// The figures, row by row.
    figures: Vec<Vec<usize>>,
    /// The labels of the columns.
    columns: Vec<(usize, ColumnRef)>,
}

/// The label of a column with the figures behind it.
struct Run {
    label: usize,
    figures: Vec<usize>,
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
        labels.extend(self.gather_columns(end));
        // Before a figure they may have been taken for labels of rows.
        self.scan.rows.retain(|row| labels.binary_search(&row.label.start).is_err());
    }

    /// Gives the rows of the section that ends here, if they stand before the labels of all columns, the figures below these.
    /// Returns the labels.
    fn gather_columns(&mut self, end: usize) -> Vec<usize> {
        let Some(first) = (self.begin..end).find(|at| !self.columns_at(*at).is_empty()) else { return Vec::new() };
        let rows = self.scan.rows.get(self.section..).unwrap_or_default();
        let rows = self.section..self.section + rows.partition_point(|row| row.label.start < first);
        let Some(last) = self.scan.rows[rows.clone()].last() else { return Vec::new() };
        if !self.is_nothing(last.label.end..first)
            || self.scan.rows[rows.clone()].iter().any(|row| !row.items.is_empty())
        {
            return Vec::new();
        }
        let Some(runs) = self.runs(first..end) else { return Vec::new() };
        let of_edition = |edition: usize| Some((edition, self.columns_of_runs(edition, &rows, &runs)?));
        let Some((edition, columns)) = (0..editions().len()).find_map(of_edition) else { return Vec::new() };
        for row in &mut self.scan.rows[rows] {
            let Some(reference) = row.rows.iter().find(|row| row.edition == edition) else { continue };
            let own = || columns.iter().zip(&runs).filter(|(column, _)| column.form == reference.form);
            let figure = |run: &Run| run.figures.get(reference.row).copied();
            let mut figures: Vec<(usize, usize)> =
                own().filter_map(|(column, run)| Some((column.column, figure(run)?))).collect();
            figures.sort_unstable();
            row.items = figures.into_iter().map(|(_, token)| RowItem::new(token, RowItemKind::Figure)).collect();
            if reference.row == 0 {
                row.columns = own().map(|(column, run)| (run.label, *column)).collect();
            }
        }
        runs.into_iter().map(|run| run.label).collect()
    }

    /// The columns that a token labels.
    fn columns_at(&self, token: usize) -> &'static [ColumnRef] {
        self.tokens[token].meaning().map_or(&[], |meaning| &meaning.columns)
    }

    /// Some tokens as labels of columns, each with the figures behind it; `None` if there is anything else.
    fn runs(&self, tokens: Range<usize>) -> Option<Vec<Run>> {
        let mut runs: Vec<Run> = Vec::new();
        for at in tokens.filter(|at| !self.is_nothing(*at..*at + 1)) {
            if !self.columns_at(at).is_empty() {
                runs.push(Run { label: at, figures: Vec::new() });
            } else {
                self.tokens[at].number()?;
                runs.last_mut()?.figures.push(at);
            }
        }
        Some(runs)
    }

    /// Which columns of the forms of an edition that have these rows these are, each in the first form that lacks it; `None` unless
    /// they are exactly the columns of these forms, with a figure for each row.
    fn columns_of_runs(&self, edition: usize, rows: &Range<usize>, runs: &[Run]) -> Option<Vec<ColumnRef>> {
        let forms = &editions().get(edition)?.forms;
        let mut present: Vec<(usize, usize)> = Vec::new();
        for row in &self.scan.rows[rows.clone()] {
            let row = row.rows.iter().find(|row| row.edition == edition)?;
            present.push((row.form, row.row));
        }
        let mut columns: Vec<ColumnRef> = Vec::new();
        for run in runs {
            let is_next = |it: &&ColumnRef| {
                let rows = forms[it.form].rows.len();
                let is_taken = |other: &ColumnRef| (other.form, other.column) == (it.form, it.column);
                it.edition == edition
                    && forms[it.form].banner.is_some()
                    && present.iter().filter(|(form, _)| *form == it.form).map(|(_, row)| *row).eq(0..rows)
                    && rows == run.figures.len()
                    && !columns.iter().any(is_taken)
            };
            columns.push(*self.columns_at(run.label).iter().filter(is_next).min_by_key(|column| column.form)?);
        }
        let all: usize = forms
            .iter()
            .enumerate()
            .filter(|(at, _)| present.iter().any(|(form, _)| form == at))
            .map(|(_, form)| form.columns.len())
            .sum();
        (columns.len() == all).then_some(columns)
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
        let column =
            |token: usize| self.columns_at(token).iter().copied().find(|column| (column.edition, column.form) == at);
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
