//! The context in which a rule runs that needs nothing but the report.

use super::finding::{Finding, Finds, Found};
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
    found: Found,
}

impl<'a> ReportCheck<'a> {
    /// A check without findings yet.
    pub(super) fn new(report: &'a Report, looked_up: &'a LookedUp) -> Self {
        let LookedUp { last_year, below } = looked_up;
        ReportCheck { report, last_year, below: below.as_deref(), found: Found::default() }
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Adds a finding, if there is one.
    pub fn extend(&mut self, finding: Option<Finding>) {
        finding.into_iter().for_each(|finding| self.found.push(finding));
    }

    /// The findings.
    pub(super) fn into_findings(self) -> impl Iterator<Item = Finding> {
        self.found.into_list().into_iter()
    }
}

impl Finds for ReportCheck<'_> {
    fn found(&mut self) -> &mut Found {
        &mut self.found
    }
}
