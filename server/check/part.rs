//! A part of a draft, judged as if it were a file of its own, and parts put together.

use super::checked::Checked;
use super::directives;
use crate::config::Settings;
use crate::report::neighbours::{Contribution, Contributions, Key, LastYear, Neighbours};
use crate::report::volume::{Before, PartContent, Passage, Volume};
use crate::report::{self, Kept, Prose, Report, Shift};
use crate::rules::{self, Finding, ProseRules};
use crate::syntax::Syntax;
use std::sync::Arc;

/// A part of a text, judged as if it were a file of its own. A clone is cheap.
#[derive(Debug, Clone, Default)]
pub struct CheckedPart {
    /// What was read, and the findings. Places are counted from the beginning of the part.
    pub checked: Arc<Checked>,
    /// Whether it has comments that are meant for nianbao. They may be about other parts, too.
    pub has_comments: bool,
    /// What its report says to others.
    pub contribution: Option<Arc<Contribution>>,
    /// What its report was judged beside.
    last_year: LastYear,
    /// The rules that have looked at its prose.
    prose_rules: ProseRules,
}

/// What is known of a part without looking into it.
#[derive(Debug, Clone, Copy)]
pub struct PartSummary {
    /// Whether anything was found in it.
    pub has_findings: bool,
    /// Whether it has comments that are meant for nianbao.
    pub has_comments: bool,
}

impl PartContent for CheckedPart {
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
            Some((edited, stands, content))
        });
        let Some((Kept { report, only_moved }, stands, before)) = edited else {
            return CheckedPart::new(passage, settings, neighbours);
        };
        let (syntax, prose) = passage.map(Passage::into_content).unwrap_or_default();
        let reports = vec![report];
        // The title is what it was, and so is what the report looks up.
        let last_year = before.last_year.clone();
        let Some(shift) = only_moved else {
            let contribution = before.contribution.as_ref().zip(reports.first());
            let contribution = contribution.map(|(before, report)| before.refreshed(report));
            let (findings, prose_rules) = judge(&syntax, &prose, &reports, settings, |_| last_year.clone());
            let checked = Arc::new(Checked { syntax, prose, reports, findings });
            return CheckedPart { checked, has_comments: false, contribution, last_year, prose_rules };
        };
        let prose_rules = before.prose_rules.clone();
        let is_kept = |finding: &&Finding| stands || !prose_rules.contains(finding.rule);
        let kept = before.checked.findings.iter().filter(is_kept);
        let mut findings: Vec<Finding> = kept.map(|finding| finding.clone().moved(shift)).collect();
        if !stands {
            let found = reports.iter().flat_map(|it| rules::check_prose(&prose_rules, it, &prose, &last_year));
            findings.extend(weighed(found, settings));
            sort(&mut findings);
        }
        let checked = Arc::new(Checked { syntax, prose, reports, findings });
        let contribution = before.contribution.clone();
        CheckedPart { checked, has_comments: false, contribution, last_year, prose_rules }
    }

    /// The same judged beside other reports; `None` where that makes no difference.
    pub fn rejudged(&self, settings: &Settings, neighbours: &Neighbours) -> Option<Self> {
        let last_year = self.looks_up(neighbours);
        if last_year == self.last_year {
            return None;
        }
        let Checked { syntax, prose, reports, .. } = &*self.checked;
        let (findings, prose_rules) = judge(syntax, prose, reports, settings, |_| last_year.clone());
        let checked = Checked { findings, ..Checked::clone(&self.checked) };
        Some(CheckedPart { checked: Arc::new(checked), last_year, prose_rules, ..self.clone() })
    }

    /// What its report looks up among some reports.
    fn looks_up(&self, neighbours: &Neighbours) -> LastYear {
        self.contribution.as_ref().map(|it| neighbours.last_year(&it.key)).unwrap_or_default()
    }

    /// Whether its report would be judged beside other reports as it was.
    pub fn is_judged_beside(&self, neighbours: &Neighbours) -> bool {
        self.looks_up(neighbours) == self.last_year
    }

    /// Whether its text was read. A text without a report is not, nor one that is left out.
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
        let (findings, prose_rules) = judge(&syntax, &prose, &reports, settings, |_| last_year.clone());
        let checked = Arc::new(Checked { syntax, prose, reports, findings });
        CheckedPart { checked, has_comments, contribution, last_year, prose_rules }
    }
}

/// The findings about reports, without those that the text excepts, weighed, in the order of their places; and the rules
/// that have looked at the prose of the last one.
///
/// `last_year` says what is known of the year before a report.
fn judge(
    syntax: &Syntax,
    prose: &Prose,
    reports: &[Report],
    settings: &Settings,
    last_year: impl Fn(&Report) -> LastYear,
) -> (Vec<Finding>, ProseRules) {
    let mut findings: Vec<Finding> = Vec::new();
    let mut prose_rules = ProseRules::default();
    for (index, report) in reports.iter().enumerate() {
        let (found, readers) = rules::check(report, prose, &last_year(report));
        findings.extend(found.into_iter().map(|finding| Finding { report: index, ..finding }));
        prose_rules = readers;
    }
    directives::apply(syntax, reports, &mut findings);
    let mut findings: Vec<Finding> = weighed(findings, settings).collect();
    sort(&mut findings);
    (findings, prose_rules)
}

fn weighed(findings: impl IntoIterator<Item = Finding>, settings: &Settings) -> impl Iterator<Item = Finding> {
    findings.into_iter().filter_map(|finding| settings.weigh(finding))
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule.name));
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
        let last_year = |report: &Report| Key::of(report).map(|key| neighbours.last_year(&key)).unwrap_or_default();
        (all.findings, _) = judge(&all.syntax, &all.prose, &all.reports, settings, last_year);
    }
    all
}

/// Judges the parts of a text again that look up what they were not judged beside: another part of the text, or what has
/// become known. `neighbours` are the other reports, and those in the text that are in none of its parts; returned are all.
pub fn settled(volume: &mut Volume<CheckedPart>, settings: &Settings, neighbours: &Neighbours) -> Neighbours {
    let parts = volume.parts().filter_map(|part| part.piece.content.contribution.clone());
    let own: Contributions = neighbours.own().all().iter().cloned().chain(parts).collect();
    let neighbours = neighbours.with_own(own);
    volume.remake(|part| part.rejudged(settings, &neighbours));
    neighbours
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
