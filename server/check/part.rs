//! A part of a draft, judged as if it were a file of its own, and parts put together.

use super::checked::Checked;
use super::directives;
use crate::config::Settings;
use crate::report::carry_over::Neighbours;
use crate::report::volume::{Before, Content, Passage};
use crate::report::{self, Kept, Prose, Report, Shift};
use crate::rules::{self, Finding};
use crate::syntax::Syntax;
use std::sync::Arc;

/// A part of a text, judged as if it were a file of its own. A clone is cheap.
#[derive(Debug, Clone)]
pub struct CheckedPart {
    /// What was read, and the findings. Places are counted from the beginning of the part.
    pub checked: Arc<Checked>,
    /// Whether it has comments that are meant for nianbao. They may be about other parts, too.
    pub has_comments: bool,
}

/// What is known of a part without looking into it.
#[derive(Debug, Clone, Copy)]
pub struct PartSummary {
    /// Whether anything was found in it.
    pub has_findings: bool,
    /// Whether it has comments that are meant for nianbao.
    pub has_comments: bool,
}

impl Content for CheckedPart {
    type Summary = PartSummary;

    fn summary(&self) -> PartSummary {
        PartSummary { has_findings: !self.checked.findings.is_empty(), has_comments: self.has_comments }
    }
}

impl CheckedPart {
    /// Judges a part of a draft that is open. What is left out of the project is not judged: nobody has named it.
    pub fn new(passage: Option<Passage>, settings: &Settings, neighbours: &Neighbours) -> Self {
        let passage = passage.filter(|_| !settings.excluded);
        CheckedPart::of_report(passage, settings, neighbours)
    }

    /// Judges a part that was judged before a change inside it.
    pub fn changed(
        passage: Option<Passage>,
        before: Option<Before<'_, CheckedPart>>,
        settings: &Settings,
        neighbours: &Neighbours,
    ) -> Self {
        let edited = passage.as_ref().zip(before).and_then(|(passage, Before { content, change })| {
            let is_simple = !content.has_comments && !directives::has_comments(&passage.syntax);
            let [report] = &content.checked.reports[..] else { return None };
            let edited = report::kept(report, &content.checked.syntax, passage, &change).filter(|_| is_simple)?;
            let stands = passage.prose.stands(&content.checked.prose, &change);
            Some((edited, stands, &content.checked.findings))
        });
        let Some((Kept { report, only_moved }, stands, findings)) = edited else {
            return CheckedPart::new(passage, settings, neighbours);
        };
        let (syntax, prose) = passage.map(Passage::into_content).unwrap_or_default();
        let reports = vec![report];
        let findings = match only_moved.filter(|_| stands) {
            Some(shift) => findings.iter().map(|finding| finding.clone().moved(shift)).collect(),
            None => judge(&syntax, &prose, &reports, settings, neighbours),
        };
        CheckedPart { checked: Arc::new(Checked { syntax, prose, reports, findings }), has_comments: false }
    }

    /// Whether its text was read. A text without a report is not, nor one that is left out.
    pub fn is_read(&self) -> bool {
        !self.checked.syntax.blocks.is_empty()
    }

    pub(super) fn of_report(passage: Option<Passage>, settings: &Settings, neighbours: &Neighbours) -> Self {
        let Some(passage) = passage else { return CheckedPart { checked: Arc::default(), has_comments: false } };
        let reports: Vec<Report> = report::read_passage(&passage, settings.required_edition()).into_iter().collect();
        let (syntax, prose) = passage.into_content();
        let has_comments = directives::has_comments(&syntax);
        let findings = judge(&syntax, &prose, &reports, settings, neighbours);
        CheckedPart { checked: Arc::new(Checked { syntax, prose, reports, findings }), has_comments }
    }
}

/// The findings about reports, without those that the text excepts, weighed, in the order of their places.
fn judge(
    syntax: &Syntax,
    prose: &Prose,
    reports: &[Report],
    settings: &Settings,
    neighbours: &Neighbours,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let found = rules::check(report, prose, neighbours).into_iter();
        findings.extend(found.map(|finding| Finding { report: index, ..finding }));
    }
    directives::apply(syntax, reports, &mut findings);
    let mut findings: Vec<Finding> = findings.into_iter().filter_map(|finding| settings.weigh(finding)).collect();
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule.name));
    findings
}

/// Parts of a text put together, each with the byte at which it begins; `syntax` are the blocks of all.
pub fn joined(
    syntax: Syntax,
    parts: impl Iterator<Item = (usize, CheckedPart)>,
    settings: &Settings,
    neighbours: &Neighbours,
) -> Checked {
    let mut all = Checked { syntax, ..Checked::default() };
    let mut has_comments = false;
    for (start, part) in parts {
        has_comments |= part.has_comments;
        // What nobody else holds moves.
        let Checked { prose, reports, findings, .. } = Arc::unwrap_or_clone(part.checked);
        all.prose.extend(start, prose);
        let before = all.reports.len();
        let moved = |finding: Finding| Finding { report: before + finding.report, ..finding.moved(Shift::all(start)) };
        all.findings.extend(findings.into_iter().map(moved));
        all.reports.extend(reports.into_iter().map(|report| report.moved(start)));
    }
    // A comment in one part may be about another.
    if has_comments {
        all.findings = judge(&all.syntax, &all.prose, &all.reports, settings, neighbours);
    }
    all
}

impl Finding {
    /// The same finding in a text in which places have moved.
    pub fn moved(mut self, shift: Shift) -> Finding {
        self.range = shift.of(&self.range);
        self.notes.iter_mut().for_each(|note| note.range = shift.of(&note.range));
        self.fixes.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| edit.range = shift.of(&edit.range));
        self
    }
}
