//! A checked text.

use crate::report::{Directives, Passage, Prose, Report};
use crate::rules::Finding;
use crate::syntax::Syntax;

/// A text with the reports in it and their findings.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The blocks and cells of the text.
    pub syntax: Syntax,
    /// The facts that the prose of its reports states.
    pub prose: Prose,
    /// The comments in it that are meant for nianbao.
    pub directives: Directives,
    /// The reports in the text, in order; empty when the text holds none.
    pub reports: Vec<Report>,
    /// The findings, ordered by place. Offsets count in the text.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// A text with its reports, of which nothing has been found.
    pub(super) fn unjudged(passage: Passage, reports: Vec<Report>) -> Self {
        let Passage { syntax, prose, directives, .. } = passage;
        Checked { syntax, prose, directives, reports, findings: Vec::new() }
    }

    /// Lowers every finding by a level, for a text of which it is not certain that it is what the file shows.
    pub fn lower(&mut self) {
        self.findings.iter_mut().for_each(|finding| finding.severity = finding.severity.lower());
    }

    /// The findings of each report, in their order.
    pub fn findings_by_report(&self) -> Vec<Vec<&Finding>> {
        let mut by_report = vec![Vec::new(); self.reports.len()];
        for finding in &self.findings {
            if let Some(findings) = by_report.get_mut(finding.report) {
                findings.push(finding);
            }
        }
        by_report
    }
}
