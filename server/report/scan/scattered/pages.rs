//! Page numbers among the figures of a table.

use super::sums::{FigureRows, adds_up};
use crate::edition::Form;
use crate::report::token::Token;
use rustc_hash::FxHashSet;

/// The most steps of a search.
const MOST_STEPS: usize = 4000;

/// A search for the page numbers among the figures of a form: each is the one before and 1, and without them all adds up.
pub struct Pages<'a, 't> {
    /// The tokens of the report.
    pub tokens: &'a [Token<'t>],
    /// The form.
    pub form: &'static Form,
    /// How many steps were made.
    pub steps: usize,
}

impl Pages<'_, '_> {
    /// The rows without the page numbers. One number by itself is a page number at the end of a page only.
    pub fn without(&mut self, figures: &[usize]) -> Option<FigureRows> {
        let mut rows = Vec::new();
        if !self.search(figures, None, &mut rows) {
            return None;
        }
        let of_rows: FxHashSet<usize> = rows.iter().flatten().copied().collect();
        let pages: Vec<usize> = figures.iter().copied().filter(|at| !of_rows.contains(at)).collect();
        let ends_page = |at: &usize| self.tokens[*at].ends_page();
        (pages.len() > 1 || pages.iter().all(ends_page)).then_some(rows)
    }

    /// Lays out the figures that are left behind the rows so far; `page` is the last page number.
    fn search(&mut self, figures: &[usize], page: Option<u64>, rows: &mut Vec<Vec<usize>>) -> bool {
        let columns = self.form.columns.len();
        let missing = (self.form.rows.len() - rows.len()) * columns;
        self.steps += 1;
        if missing == 0 {
            let mut page = page;
            let rest = figures.iter().all(|&at| self.follows(at, &mut page));
            return rest && adds_up(self.tokens, self.form, rows);
        }
        if figures.len() < missing || self.steps > MOST_STEPS {
            return false;
        }
        let (row, rest) = figures.split_at(columns);
        if self.is_row(row) {
            rows.push(row.to_vec());
            if self.search(rest, page, rows) {
                return true;
            }
            rows.pop();
        }
        if figures.len() == missing {
            return false;
        }
        (0..columns).any(|left_out| {
            let mut next = page;
            let mut row = figures[..columns + 1].to_vec();
            if !self.follows(row.remove(left_out), &mut next) || !self.is_row(&row) {
                return false;
            }
            rows.push(row);
            let found = self.search(&figures[columns + 1..], next, rows);
            if !found {
                rows.pop();
            }
            found
        })
    }

    fn is_row(&self, row: &[usize]) -> bool {
        adds_up(self.tokens, self.form, &[row.to_vec()])
    }

    /// Whether a figure is the next page number.
    fn follows(&self, at: usize, page: &mut Option<u64>) -> bool {
        let token = &self.tokens[at];
        let number =
            token.folded.parse().ok().filter(|number| *number > 0 && token.is_figure() && token.folded.len() <= 3);
        let follows = number.is_some_and(|number: u64| page.is_none_or(|page| page + 1 == number));
        *page = number;
        follows
    }
}
