//! What can be said of a report in a line: whose it is, how many of its equations hold, what was found.

use crate::check::{Checked, Snapshot};
use crate::rules::Severity;
use crate::rules::equation;
use serde::Serialize;
use std::ops::Range;

/// How a report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The year of its edition.
    pub edition: u16,
    /// The year it is about, where it says so.
    pub year: Option<u16>,
    /// The body whose report it is, as printed in its title.
    pub organ: Option<String>,
    /// How many equations of its tables hold.
    pub equations_held: usize,
    /// How many equations the tables that are there have.
    pub equations: usize,
    /// What was found in it.
    pub findings: Counts,
    /// Its bytes.
    pub range: Range<usize>,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// What is worth knowing.
    pub info: usize,
    /// Harmless deviations.
    pub hint: usize,
}

impl Counts {
    /// Counts one more finding.
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

/// How much there is in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    /// The files that count as drafts.
    files: usize,
    /// The reports in them.
    pub reports: usize,
    /// What was found in those.
    findings: Counts,
}

impl Total {
    /// What there is in a draft.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut total = Total { files: 1, ..Total::default() };
        for (_, piece) in snapshot.pieces() {
            total.reports += piece.reports.len();
            piece.findings.iter().for_each(|finding| total.findings.add(finding.severity));
        }
        total
    }

    /// Adds what there is in other files.
    pub fn add(&mut self, other: Total) {
        self.files += other.files;
        self.reports += other.reports;
        self.findings += other.findings;
    }
}

impl Snapshot {
    /// How every report stands, in their order; nothing for a text that holds none.
    pub fn status(&self) -> Vec<Status> {
        self.pieces().flat_map(|(start, piece)| of_piece(start, piece)).collect()
    }
}

fn of_piece(start: usize, piece: &Checked) -> Vec<Status> {
    let mut found = vec![Counts::default(); piece.reports.len()];
    for finding in &piece.findings {
        if let Some(counts) = found.get_mut(finding.report) {
            counts.add(finding.severity);
        }
    }
    let reports = piece.reports.iter().zip(found);
    reports
        .map(|(report, findings)| {
            let tallies = report.forms.iter().filter_map(equation::tally);
            let (held, all) = tallies.fold((0, 0), |(held, all), it| (held + it.0, all + it.1));
            Status {
                edition: report.edition.year,
                year: report.year,
                organ: report.title.as_ref().and_then(|title| title.organ.clone()),
                equations_held: held,
                equations: all,
                findings,
                range: start + report.range.start..start + report.range.end,
            }
        })
        .collect()
}
