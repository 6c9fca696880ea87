//! What `check` says about a file: kept until all files are read, and then printed or put onto the reviewer's page.

use super::collected::row;
use super::files::Source;
use super::output::summary::SummaryRow;
use super::output::{File, page};
use super::run::Printout;
use crate::check::{Checked, Masks};
use crate::text::Places;

/// What is said about a file.
#[derive(Debug, Clone, Default)]
pub struct FileOutput {
    /// What is printed at once.
    pub text: String,
    /// Its reports for what comes at the end: a row each, and its part of the page.
    pub reports: Vec<(SummaryRow, String)>,
}

impl Printout for FileOutput {
    fn bytes(&self) -> usize {
        let rows = self.reports.iter().map(|(_, html)| size_of::<SummaryRow>() + html.len());
        self.text.len() + rows.sum::<usize>()
    }
}

/// A row for each report of a file.
pub fn rows(source: &Source, checked: &Checked, masks: &Masks) -> Vec<(SummaryRow, String)> {
    (0..checked.reports.len()).map(|index| (row(source, checked, masks, index), String::new())).collect()
}

/// A row for each report of a file, with its part of the page.
pub fn on_page(source: &Source, file: &File<'_>, checked: &Checked, masks: &Masks) -> Vec<(SummaryRow, String)> {
    let places = Places::new(file.text);
    let reports = rows(source, checked, masks).into_iter().enumerate();
    let drawn = reports.map(|(index, (row, _))| {
        let html = page::report(&row, file, checked, index, &places);
        (row, html)
    });
    drawn.collect()
}
