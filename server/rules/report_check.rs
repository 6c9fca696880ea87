//! The context in which a rule runs that needs nothing but the report.

use super::finding::Finding;
use crate::report::Report;
use crate::report::neighbours::{Below, LastYear, LookedUp};

/// A report being checked, without the text around it.
#[derive(Debug)]
pub struct ReportCheck<'a> {
    /// The report.
    pub report: &'a Report,
    /// The body's known reports for the year before.
    pub last_year: &'a LastYear,
    /// The reports of the bodies below, if the report is to be the sum of them.
    pub below: Option<&'a Below>,
    findings: Vec<Finding>,
}

impl<'a> ReportCheck<'a> {
    /// A check without findings yet.
    pub(super) fn new(report: &'a Report, looked_up: &'a LookedUp) -> Self {
        let LookedUp { last_year, below } = looked_up;
        ReportCheck { report, last_year, below: below.as_deref(), findings: Vec::new() }
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds a finding, if there is one.
    pub fn extend(&mut self, finding: Option<Finding>) {
        self.findings.extend(finding);
    }

    /// The findings.
    pub(super) fn into_findings(self) -> impl Iterator<Item = Finding> {
        self.findings.into_iter()
    }
}
