//! What a rule sees.

use super::Finding;
use crate::report::Report;
use crate::report::carry_over::Neighbours;

/// A report that is being judged, with all that a rule may look at, and what has been found so far.
#[derive(Debug)]
pub struct Check<'a> {
    /// The report.
    pub report: &'a Report,
    /// The other reports that are known.
    pub neighbours: &'a Neighbours,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// A report of which nothing is known to be wrong yet.
    pub fn new(report: &'a Report, neighbours: &'a Neighbours) -> Self {
        Check { report, neighbours, findings: Vec::new() }
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds a finding, if there is one.
    pub fn extend(&mut self, finding: Option<Finding>) {
        self.findings.extend(finding);
    }

    /// What has been found.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
