//! One-line summaries of reports: body, equations, findings.

use super::form_view::unfilled;
use crate::check::{Checked, Snapshot};
use crate::config::Settings;
use crate::edition::body::BodyLevel;
use crate::report::body;
use crate::rules::Severity;
use crate::rules::equation;
use serde::Serialize;
use std::ops::Range;

/// The status of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The year of its edition.
    pub edition: u16,
    /// The report year, if known.
    pub year: Option<u16>,
    /// The body that issues the report, as printed in its title.
    pub organ: Option<String>,
    /// The level of that body, by the settings or by its name; `None` where neither tells.
    pub body: Option<BodyLevel>,
    /// How many equations of its tables hold.
    pub equations_held: usize,
    /// How many equations the tables found have.
    pub equations: usize,
    /// The numbers of its findings.
    pub findings: Counts,
    /// How many cells and sentences are still to be filled in.
    pub unfilled: usize,
    /// Its bytes.
    pub range: Range<usize>,
}

/// Numbers of findings by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Information.
    pub info: usize,
    /// Harmless deviations.
    pub hint: usize,
}

impl Counts {
    /// Counts another finding.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
            Severity::Hint => self.hint += 1,
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.error += other.error;
        self.warning += other.warning;
        self.info += other.info;
        self.hint += other.hint;
    }
}

/// Totals over files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    /// The files that count as drafts.
    files: usize,
    /// The reports in them.
    pub reports: usize,
    /// The numbers of their findings.
    findings: Counts,
}

impl Total {
    /// The total of a draft.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut total = Total { files: 1, ..Total::default() };
        for (_, piece) in snapshot.pieces() {
            total.reports += piece.reports.len();
            piece.findings.iter().for_each(|finding| total.findings.add(finding.severity));
        }
        total
    }

    /// Adds the total of other files.
    pub fn add(&mut self, other: Total) {
        self.files += other.files;
        self.reports += other.reports;
        self.findings += other.findings;
    }
}

impl Snapshot {
    /// The status of every report, in order; empty for a text without any.
    pub fn status(&self) -> Vec<Status> {
        self.pieces().flat_map(|(start, piece)| of_piece(start, piece, self.settings())).collect()
    }
}

fn of_piece(start: usize, piece: &Checked, settings: &Settings) -> Vec<Status> {
    let reports = piece.reports.iter().zip(piece.findings_by_report());
    reports
        .map(|(report, found)| {
            let mut findings = Counts::default();
            found.iter().for_each(|finding| findings.add(finding.severity));
            let (held, all) = equation::tally_of(report);
            Status {
                body: settings.body.or_else(|| body::of(report)),
                edition: report.edition.year,
                year: report.year,
                organ: report.title.as_ref().and_then(|title| title.organ.clone()),
                equations_held: held,
                equations: all,
                findings,
                unfilled: unfilled(report, &found).len(),
                range: start + report.range.start..start + report.range.end,
            }
        })
        .collect()
}
