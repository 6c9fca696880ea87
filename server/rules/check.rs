//! The context in which a rule runs.

use super::finding::Finding;
use crate::edition::keywords::KeywordKind;
use crate::report::keywords::KeywordUse;
use crate::report::neighbours::{Below, LastYear, LookedUp};
use crate::report::published::{Published, published};
use crate::report::wording::Wording;
use crate::report::{Paragraph, Prose, Report};
use crate::syntax::{Block, Syntax};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// The inputs of a check besides the report.
#[derive(Debug, Clone, Copy)]
pub struct Premises<'a> {
    /// The blocks around the report.
    pub syntax: &'a Syntax,
    /// The byte at which the first of them begins.
    pub start: usize,
    /// The facts that the prose of the text states.
    pub prose: &'a Prose,
    /// The other reports that the report depends on.
    pub looked_up: &'a LookedUp,
}

/// A report being checked, with everything that a rule may look at, and the findings so far.
#[derive(Debug)]
pub struct Check<'a> {
    /// The report.
    pub report: &'a Report,
    /// The body's known reports for the year before.
    pub last_year: &'a LastYear,
    /// The reports of the bodies below, if the report is to be the sum of them.
    pub below: Option<&'a Below>,
    premises: Premises<'a>,
    /// The cells of its prose that state facts, once a rule has asked for them.
    stating: OnceCell<Rc<[Paragraph<'a>]>>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// A check without findings yet.
    pub fn new(report: &'a Report, premises: Premises<'a>) -> Self {
        let LookedUp { last_year, below } = premises.looked_up;
        let (below, stating) = (below.as_deref(), OnceCell::new());
        Check { report, last_year, below, premises, stating, findings: Vec::new() }
    }

    /// The cells of the report's prose that state facts, in order, without those between the rows of a table.
    pub fn prose(&self) -> impl Iterator<Item = Paragraph<'a>> + use<'a> {
        let cells = self.stating.get_or_init(|| {
            let cells = self.premises.prose.within(self.report.range.clone());
            cells.filter(|it| !self.report.is_in_table(it.range().start)).collect()
        });
        let cells = cells.clone();
        (0..cells.len()).filter_map(move |at| cells.get(at).copied())
    }

    /// All cells of running text that touch a range, in order, without those between the rows of a table.
    pub fn paragraphs(&self, range: Range<usize>) -> impl Iterator<Item = Paragraph<'a>> + use<'a> {
        let Premises { syntax, start, prose, .. } = self.premises;
        let report = self.report;
        prose.paragraphs((syntax, start), range).filter(move |it| !report.is_in_table(it.range().start))
    }

    /// The keywords of a kind in the report's prose, in order.
    pub fn keywords(&self, kind: KeywordKind) -> impl Iterator<Item = (Paragraph<'a>, KeywordUse)> + use<'a> {
        let of_kind = move |paragraph: Paragraph<'a>| {
            let uses = paragraph.facts.keywords.iter().filter(move |it| it.kind() == kind);
            uses.map(move |it| (paragraph, *it))
        };
        self.prose().flat_map(of_kind)
    }

    /// How the report words what is written anew every year.
    pub fn wording(&self) -> Wording {
        Wording::of(self.report, &self.blocks())
    }

    /// When the report was published, if the page around it tells.
    pub fn published(&self) -> Option<Published> {
        published(self.report, &self.blocks())
    }

    /// The blocks around the report, each with the byte at which it begins.
    fn blocks(&self) -> Vec<(usize, &'a Block)> {
        let Premises { syntax, start, .. } = self.premises;
        syntax.placed().map(|(at, block)| (start + at, block)).collect()
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
