//! The state of a report: its sections in the order of the form, with what stands in them and what was found.

use super::blocks::{FormBlock, blocks, other_blocks};
use super::finding::FormFinding;
use super::table::{FormTable, TableSpan};
use super::unfilled::unfilled;
use crate::check::View;
use crate::compose::table::span;
use crate::edition::{Edition, OfficialSection};
use crate::report::{Report, Section};
use crate::rules::{Finding, equation};
use std::ops::Range;

/// A report in the form view.
#[derive(Debug, Clone, PartialEq)]
pub struct FormReport<'a> {
    /// The report.
    pub report: &'a Report,
    /// How many equations hold, and how many there are.
    pub equations: (usize, usize),
    /// How many cells and sentences are still to be filled in.
    pub unfilled: usize,
    /// What stands before the first section.
    pub blocks: Vec<FormBlock<'a>>,
    /// All sections of the edition, in its order.
    pub sections: Vec<FormSection<'a>>,
    /// The findings, in the order of the text.
    pub findings: Vec<FormFinding<'a>>,
}

/// A section of the edition, in the draft or missing.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSection<'a> {
    /// The id of the section.
    pub id: &'a str,
    /// Its heading as printed, or the official one.
    pub heading: String,
    /// The bytes from its heading to its end; `None` if it is missing.
    pub range: Option<Range<usize>>,
    /// What stands in it, and its official table.
    pub blocks: Vec<FormBlock<'a>>,
}

impl View {
    /// Its reports as the form view shows them.
    pub fn form_view(&self) -> impl Iterator<Item = FormReport<'_>> {
        let findings = self.checked.findings_by_report();
        self.checked.reports.iter().zip(findings).map(|(report, findings)| self.form_report(report, &findings))
    }

    fn form_report<'a>(&'a self, report: &'a Report, found: &[&'a Finding]) -> FormReport<'a> {
        let edition: &'static Edition = report.edition;
        let findings: Vec<FormFinding<'a>> = found.iter().map(|finding| FormFinding::of(report, finding)).collect();
        let spans: Vec<TableSpan<'_>> = edition
            .sections
            .iter()
            .filter_map(|section| Some((section.id.as_str(), span(self, report, &section.id)?)))
            .collect();
        let last_year = self.last_year(report);
        let section = |official: &'static OfficialSection| {
            let found = report.section(&official.id);
            let table = FormTable::of(self, report, official, (&spans, &findings, &last_year));
            FormSection {
                id: &official.id,
                heading: heading(official, found),
                range: found.map(|found| self.section_range(found)),
                blocks: match found {
                    Some(found) => blocks(self, &found.body, (&official.id, table), &spans),
                    None => table.map(|table| FormBlock::Table(Box::new(table))).into_iter().collect(),
                },
            }
        };
        FormReport {
            report,
            equations: equation::tally_of(report),
            unfilled: unfilled(report, found).len(),
            blocks: other_blocks(self, &opening(report), &spans),
            sections: edition.sections.iter().map(section).collect(),
            findings,
        }
    }
}

/// The bytes from the title, or the beginning of a report without one, to its first section.
fn opening(report: &Report) -> Range<usize> {
    let start = report.title.as_ref().map_or(report.range.start, |title| title.range.end);
    let first = report.sections.iter().map(|section| section.heading.range.start).min();
    start..first.unwrap_or(report.range.end).max(start)
}

/// A heading as printed, or the official one.
fn heading(official: &OfficialSection, found: Option<&Section>) -> String {
    let printed = found.map(|found| found.heading.text.trim()).filter(|printed| !printed.is_empty());
    printed.map_or_else(|| format!("{}、{}", official.ordinal, official.title), str::to_owned)
}
