//! A table in pieces that was left blank.

use super::labels::{Labels, labelled};
use super::{Found, Scattered, forms, rows_of};
use crate::edition::Form;
use crate::report::scan::{FormAt, ScannedRow};
use crate::report::vocabulary::Spelling;

impl Scattered<'_, '_> {
    /// The rows of a table that was left blank: its labels in pieces, and no figures but those of pages.
    pub fn read_blank(&self) -> Found {
        let is_page = |at: usize| self.token(at).ends_page();
        if self.section.clone().any(|at| self.is_value(at) && !is_page(at)) {
            return Found::default();
        }
        let forms = forms().filter(|(_, form)| labelled(form));
        Found { rows: forms.filter_map(|(at, form)| self.blank_rows(at, form)).next(), by_sums: false }
    }

    fn blank_rows(&self, at: FormAt, form: &'static Form) -> Option<Vec<ScannedRow>> {
        let official = |row: &&ScannedRow| row.reference(at).is_some_and(|row| row.spelling == Spelling::Official);
        let own = || self.rows.iter().filter(|row| row.reference(at).is_some());
        if own().filter(official).count() >= form.rows.len() {
            return None;
        }
        let labels = Labels::of(at);
        let pages: Vec<usize> = self.section.clone().filter(|&at| self.is_value(at)).collect();
        let inside = own().next()?.label.start..own().next_back()?.label.end;
        if !self.labels_fit(labels, &vec![None; form.rows.len()], &pages, inside) {
            return None;
        }
        let mut columns = self.rows.iter().find(|row| !row.columns.is_empty()).map(|row| row.columns.clone());
        let row = |label: &String| {
            let label_at = self.label(label, 0);
            let columns = columns.take().unwrap_or_default();
            let row = ScannedRow { begins: 0, columns, ..ScannedRow::new(label_at.clone(), rows_of(form, label)) };
            (!label_at.is_empty()).then_some(row)
        };
        labels.rows.iter().map(row).collect()
    }
}
