//! What a rule sees.

use super::finding::Finding;
use crate::report::neighbours::LastYear;
use crate::report::{Prose, Report, Stated};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

/// A report that is being judged, with all that a rule may look at, and what has been found so far.
#[derive(Debug)]
pub struct Check<'a> {
    /// The report.
    pub report: &'a Report,
    /// What the prose of the text states.
    prose: &'a Prose,
    /// The cells of it that belong to the report, once somebody has asked for them.
    stated: OnceCell<Rc<[Stated<'a>]>>,
    /// Whether somebody has.
    reads_prose: Cell<bool>,
    /// What is known of the body's report for the year before.
    pub last_year: &'a LastYear,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// A report of which nothing is known to be wrong yet.
    pub fn new(report: &'a Report, prose: &'a Prose, last_year: &'a LastYear) -> Self {
        Check { report, prose, stated: OnceCell::new(), reads_prose: Cell::new(false), last_year, findings: Vec::new() }
    }

    /// The cells of the report's prose that state something, in order; what stands among the rows of a table is none.
    pub fn prose(&self) -> impl Iterator<Item = Stated<'a>> + use<'a> {
        self.reads_prose.set(true);
        let cells = self.stated.get_or_init(|| {
            let in_table = |at: usize| self.report.forms.iter().any(|filled| filled.range.contains(&at));
            self.prose.within(self.report.range.clone()).filter(|stated| !in_table(stated.range().start)).collect()
        });
        let cells = cells.clone();
        (0..cells.len()).filter_map(move |at| cells.get(at).copied())
    }

    /// Whether the prose was asked for since this was asked last.
    pub(super) fn has_read_prose(&self) -> bool {
        self.reads_prose.take()
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
