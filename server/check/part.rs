//! Parts of a draft, each checked as if it were a file of its own, and their results joined.

use super::checked::Checked;
use super::directives;
use super::masks::Masks;
use crate::config::Settings;
use crate::report::neighbours::{Contribution, Contributions, Key, LastYear, Neighbours};
use crate::report::volume::{Before, PartContent, Passage, Volume};
use crate::report::{self, Prose, Report, Shift};
use crate::rules::{self, Finding, Premises};
use crate::syntax::Syntax;
use std::sync::Arc;

/// A part of a text, checked as if it were a file of its own. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct CheckedPart {
    /// What was parsed, and the findings. Offsets count from the beginning of the part.
    pub checked: Arc<Checked>,
    /// Whether it contains directives for nianbao. They may concern other parts, too.
    pub has_comments: bool,
    /// What its report contributes to others.
    pub contribution: Option<Arc<Contribution>>,
    /// The reports of the year before with which its report was checked.
    last_year: LastYear,
}

/// A summary of a part, available without visiting its content.
#[derive(Debug, Clone, Copy)]
pub struct PartSummary {
    /// Whether it has findings.
    pub has_findings: bool,
    /// Whether it contains directives for nianbao.
    pub has_comments: bool,
}

impl PartContent for CheckedPart {
    type Summary = PartSummary;

    fn summary(&self) -> PartSummary {
        PartSummary { has_findings: !self.checked.findings.is_empty(), has_comments: self.has_comments }
    }
}

impl CheckedPart {
    /// Checks a part of an open draft, unless the settings exclude the draft.
    pub fn new(passage: Option<Passage>, settings: &Settings, neighbours: &Neighbours) -> Self {
        let passage = passage.filter(|_| !settings.excluded);
        CheckedPart::of_report(passage, settings, neighbours)
    }

    /// Checks a part again after a change inside it.
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
            Some((edited, content))
        });
        let Some((report, before)) = edited else {
            return CheckedPart::new(passage, settings, neighbours);
        };
        let (syntax, prose) = passage.map(Passage::into_content).unwrap_or_default();
        let reports = vec![report];
        // The title is unchanged, and so is what the report looks up.
        let last_year = before.last_year.clone();
        let contribution = before.contribution.as_ref().zip(reports.first());
        let contribution = contribution.map(|(before, report)| before.refreshed(report));
        let findings = judge(&syntax, &prose, &reports, settings, |_| last_year.clone());
        let checked = Arc::new(Checked { syntax, prose, reports, findings });
        CheckedPart { checked, has_comments: false, contribution, last_year }
    }

    /// The part checked again with other neighbours; `None` if they make no difference to it.
    pub fn rejudged(&self, settings: &Settings, neighbours: &Neighbours) -> Option<Self> {
        let last_year = self.looks_up(neighbours);
        if last_year == self.last_year {
            return None;
        }
        let Checked { syntax, prose, reports, .. } = &*self.checked;
        let findings = judge(syntax, prose, reports, settings, |_| last_year.clone());
        let checked = Checked { findings, ..Checked::clone(&self.checked) };
        Some(CheckedPart { checked: Arc::new(checked), last_year, ..self.clone() })
    }

    /// What its report looks up among the neighbours.
    fn looks_up(&self, neighbours: &Neighbours) -> LastYear {
        self.contribution.as_ref().map(|it| neighbours.last_year(&it.key)).unwrap_or_default()
    }

    /// Whether its report looks up the same among these neighbours as when it was checked.
    pub fn is_judged_beside(&self, neighbours: &Neighbours) -> bool {
        self.looks_up(neighbours) == self.last_year
    }

    /// False for parts without a report and for excluded files; their blocks are not kept.
    pub fn is_read(&self) -> bool {
        !self.checked.syntax.blocks.is_empty()
    }

    pub(super) fn of_report(passage: Option<Passage>, settings: &Settings, neighbours: &Neighbours) -> Self {
        let Some(passage) = passage else { return CheckedPart::default() };
        let reports: Vec<Report> = report::read_passage(&passage, settings.required_edition()).into_iter().collect();
        let (syntax, prose) = passage.into_content();
        let has_comments = directives::has_comments(&syntax);
        let contribution = reports.first().and_then(Contribution::of).map(Arc::new);
        let last_year = contribution.as_ref().map(|it| neighbours.last_year(&it.key)).unwrap_or_default();
        let findings = judge(&syntax, &prose, &reports, settings, |_| last_year.clone());
        let checked = Arc::new(Checked { syntax, prose, reports, findings });
        CheckedPart { checked, has_comments, contribution, last_year }
    }
}

/// The findings of reports, without suppressed ones, with the severities of the settings, ordered by place, without
/// private numbers in their words.
///
/// `last_year` looks up the reports of the year before.
fn judge(
    syntax: &Syntax,
    prose: &Prose,
    reports: &[Report],
    settings: &Settings,
    last_year: impl Fn(&Report) -> LastYear,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let last_year = last_year(report);
        let found = rules::check(report, Premises { syntax, start: 0, prose, last_year: &last_year });
        findings.extend(found.into_iter().map(|finding| Finding { report: index, ..finding }));
    }
    directives::apply(syntax, reports, &mut findings);
    let mut findings: Vec<Finding> = findings.into_iter().filter_map(|finding| settings.weigh(finding)).collect();
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule.name));
    Masks::new(prose, reports).apply_to(&mut findings);
    findings
}

/// Joins parts of a text, each with the byte at which it begins; `syntax` holds the blocks of all.
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
        // Shared parts are copied, others moved.
        let Checked { prose, reports, findings, .. } = Arc::unwrap_or_clone(part.checked);
        all.prose.extend(start, prose);
        let before = all.reports.len();
        let moved = |finding: Finding| Finding { report: before + finding.report, ..finding.moved(Shift::all(start)) };
        all.findings.extend(findings.into_iter().map(moved));
        all.reports.extend(reports.into_iter().map(|report| report.moved(start)));
    }
    // A directive in one part may concern another.
    if has_comments {
        let last_year = |report: &Report| Key::of(report).map(|key| neighbours.last_year(&key)).unwrap_or_default();
        all.findings = judge(&all.syntax, &all.prose, &all.reports, settings, last_year);
    }
    all
}

/// Checks those parts of a text again whose lookups have changed, in other parts of the text or in the neighbours.
/// `neighbours` are the other reports, and those in the text that lie outside its parts; returns all.
pub fn settled(volume: &mut Volume<CheckedPart>, settings: &Settings, neighbours: &Neighbours) -> Neighbours {
    let parts = volume.parts().filter_map(|part| part.piece.content.contribution.clone());
    let own: Contributions = neighbours.own().all().iter().cloned().chain(parts).collect();
    let neighbours = neighbours.with_own(own);
    volume.remake(|part| part.rejudged(settings, &neighbours));
    neighbours
}

impl Finding {
    /// The finding with its places shifted.
    pub fn moved(mut self, shift: Shift) -> Finding {
        self.range = shift.of(&self.range);
        self.notes.iter_mut().for_each(|note| note.range = shift.of(&note.range));
        self.fixes.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| edit.range = shift.of(&edit.range));
        self
    }
}
