//! The context in which a rule runs.

use super::finding::Finding;
use crate::report::neighbours::LastYear;
use crate::report::{Prose, Report, Stated};

/// A report being checked, with everything that a rule may look at, and the findings so far.
#[derive(Debug)]
pub struct Check<'a> {
    /// The report.
    pub report: &'a Report,
    /// The facts that the prose of the text states.
    prose: &'a Prose,
    /// The body's known reports for the year before.
    pub last_year: &'a LastYear,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// A check without findings yet.
    pub fn new(report: &'a Report, prose: &'a Prose, last_year: &'a LastYear) -> Self {
        Check { report, prose, last_year, findings: Vec::new() }
    }

    /// The cells of the report's prose that state facts, in order, without those between the rows of a table.
    pub fn prose(&self) -> impl Iterator<Item = Stated<'a>> + use<'a> {
        let report = self.report;
        let in_table = |at: usize| report.forms.iter().any(|filled| filled.range.contains(&at));
        self.prose.within(report.range.clone()).filter(move |stated| !in_table(stated.range().start))
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
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
