//! The context in which a rule runs.

use super::finding::Finding;
use crate::edition::keywords::KeywordKind;
use crate::report::keywords::KeywordUse;
use crate::report::neighbours::LastYear;
use crate::report::private_numbers::PrivateNumber;
use crate::report::{Paragraph, Prose, Report};
use crate::syntax::{Block, Syntax};
use std::ops::Range;

/// The inputs of a check besides the report.
#[derive(Debug, Clone, Copy)]
pub struct Premises<'a> {
    /// The blocks around the report.
    pub syntax: &'a Syntax,
    /// The byte at which the first of them begins.
    pub start: usize,
    /// The facts that the prose of the text states.
    pub prose: &'a Prose,
    /// The body's known reports for the year before.
    pub last_year: &'a LastYear,
}

/// A report being checked, with everything that a rule may look at, and the findings so far.
#[derive(Debug)]
pub struct Check<'a> {
    /// The report.
    pub report: &'a Report,
    /// The body's known reports for the year before.
    pub last_year: &'a LastYear,
    premises: Premises<'a>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// A check without findings yet.
    pub fn new(report: &'a Report, premises: Premises<'a>) -> Self {
        Check { report, last_year: premises.last_year, premises, findings: Vec::new() }
    }

    /// The cells of the report's prose that state facts, in order, without those between the rows of a table.
    pub fn prose(&self) -> impl Iterator<Item = Paragraph<'a>> + use<'a> {
        let report = self.report;
        let prose = self.premises.prose.within(report.range.clone()).filter(Paragraph::is_running);
        prose.filter(move |it| !is_in_table(report, it))
    }

    /// All cells of running text that touch a range, in order, without those between the rows of a table.
    pub fn paragraphs(&self, range: Range<usize>) -> impl Iterator<Item = Paragraph<'a>> + use<'a> {
        let Premises { syntax, start, prose, .. } = self.premises;
        let report = self.report;
        prose.paragraphs((syntax, start), range).filter(move |it| !is_in_table(report, it))
    }

    /// The keywords of a kind in the report's prose, in order.
    pub fn keywords(&self, kind: KeywordKind) -> impl Iterator<Item = (Paragraph<'a>, KeywordUse)> + use<'a> {
        let of_kind = move |paragraph: Paragraph<'a>| {
            let uses = paragraph.facts.keywords.iter().filter(move |it| it.kind() == kind);
            uses.map(move |it| (paragraph, *it))
        };
        self.prose().flat_map(of_kind)
    }

    /// The numbers in the report that may be private.
    pub fn private_numbers(&self) -> impl Iterator<Item = (Paragraph<'a>, PrivateNumber)> + use<'a> {
        self.premises.prose.private_numbers(self.report)
    }

    /// The blocks of the report, each with the byte at which it begins.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        let Premises { syntax, start, .. } = self.premises;
        let range = self.report.range.clone();
        let placed = syntax.placed().map(move |(at, block)| (start + at, block));
        placed.filter(move |(at, block)| *at < range.end && range.start < at + block.text().len())
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

/// Whether a cell stands among the rows of a table.
fn is_in_table(report: &Report, paragraph: &Paragraph<'_>) -> bool {
    let start = paragraph.range().start;
    report.forms.iter().any(|filled| filled.range.contains(&start))
}
