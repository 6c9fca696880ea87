//! Headers with nothing below: a table whose rows are lost, or stand in a picture.

use super::row::of_form;
use super::{FormAt, Scanner};
use crate::report::vocabulary::ColumnRef;
use std::mem::take;

/// A header with no row below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoneHeader {
    /// Its first token.
    pub first: usize,
    /// The index of the article heading above it, if that has no row below either.
    pub banner: Option<usize>,
    /// Its column labels.
    pub columns: Vec<(usize, ColumnRef)>,
}

impl LoneHeader {
    /// How many columns of a form it labels.
    pub fn columns_of(&self, form: FormAt) -> usize {
        let mut own: Vec<usize> = of_form(&self.columns, form).map(|(_, column)| column.column).collect();
        own.sort_unstable();
        own.dedup();
        own.len()
    }
}

impl Scanner<'_, '_> {
    /// Keeps the header and the article heading that no row has followed, before something else begins.
    pub(super) fn leave_header(&mut self) {
        let columns = take(&mut self.columns);
        let last = self.scan.banners.len().checked_sub(1).filter(|last| *last >= self.banners);
        let banner = last.filter(|_| self.scan.rows[self.section..].last().is_none_or(|row| row.banner != last));
        let first = banner.map(|_| self.last_banner).or(columns.first().map(|(token, _)| *token));
        self.scan.headers.extend(first.map(|first| LoneHeader { first, banner, columns }));
    }
}
