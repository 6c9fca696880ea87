//! Parts of a draft, each checked as if it were a file of its own, and their results joined.

use super::checked::Checked;
use super::directives;
use crate::config::Settings;
use crate::report::neighbours::{Contribution, LookedUp, Neighbours};
use crate::report::volume::{Before, PartContent, Passage, Volume};
use crate::report::{self, Changed, Kept, Report, Shift};
use crate::rules::{self, Finding, Premises, Sees};
use crate::syntax::{Block, Syntax};
use crate::text::{stop, visible};
use std::sync::Arc;

/// A part of a text, checked as if it were a file of its own. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct CheckedPart {
    /// What was parsed, and the findings. Offsets count from the beginning of the part.
    pub checked: Arc<Checked>,
    /// What its report contributes to others.
    pub contribution: Option<Arc<Contribution>>,
    /// The other reports with which its report was checked.
    looked_up: LookedUp,
    /// Whether its findings are as the rules made them: no directive excepts one, and no private number is masked in them.
    is_plain: bool,
}

/// A summary of a part, available without visiting its content.
#[derive(Debug, Clone, Copy)]
pub struct PartSummary {
    /// Whether it has findings.
    pub has_findings: bool,
    /// Whether it has directives. They may be about other parts, too.
    pub has_directives: bool,
}

impl PartContent for CheckedPart {
    type Summary = PartSummary;

    fn summary(&self) -> PartSummary {
        let Checked { findings, directives, .. } = &*self.checked;
        PartSummary { has_findings: !findings.is_empty(), has_directives: !directives.is_empty() }
    }
}

impl CheckedPart {
    /// Checks a part of an open draft, unless the settings exclude the draft.
    pub fn new(passage: Option<Passage>, settings: &Settings, neighbours: &Neighbours) -> Self {
        stop::here();
        let passage = passage.filter(|_| !settings.excluded);
        CheckedPart::read(passage, settings).judged(settings, neighbours)
    }

    /// Checks a part again after a change inside it.
    pub fn changed(
        passage: Option<Passage>,
        before: Option<Before<'_, CheckedPart>>,
        settings: &Settings,
        neighbours: &Neighbours,
    ) -> Self {
        let Some(passage) = passage else { return CheckedPart::default() };
        let kept = before.and_then(|Before { content, change }| {
            let was = &content.checked;
            let [report] = &was.reports[..] else { return None };
            Some((content, report, change, report::kept(report, &was.syntax, &passage, &change)?))
        });
        let Some((before, old, change, Kept { report, changed, shift })) = kept else {
            return CheckedPart::new(Some(passage), settings, neighbours);
        };
        let mut checked = Checked::unjudged(passage, vec![report]);
        // The title is unchanged, and so is what the report looks up.
        let looked_up = before.looked_up.clone();
        let contribution = before.contribution.as_ref().zip(checked.reports.first()).map(|(before, report)| {
            let wording = before.wording.after(old, report, &change, || placed(&checked.syntax));
            before.refreshed(report, changed, wording)
        });
        let change = ChangedReport { before, changed, shift };
        let (findings, is_plain) = judge_again(&checked, settings, &looked_up, &change);
        checked.findings = findings;
        CheckedPart { checked: Arc::new(checked), contribution, looked_up, is_plain }
    }

    /// The part checked again with other neighbours; `None` if they make no difference to it.
    pub fn rejudged(&self, settings: &Settings, neighbours: &Neighbours) -> Option<Self> {
        (!self.is_judged_beside(neighbours)).then(|| self.clone().judged(settings, neighbours))
    }

    /// The part with the findings of its report among these neighbours.
    pub(super) fn judged(mut self, settings: &Settings, neighbours: &Neighbours) -> Self {
        self.looked_up = self.looks_up(neighbours);
        let (findings, is_plain) = judge(&self.checked, settings, |_| self.looked_up.clone());
        self.is_plain = is_plain;
        Arc::make_mut(&mut self.checked).findings = findings;
        self
    }

    /// What its report looks up among the neighbours.
    fn looks_up(&self, neighbours: &Neighbours) -> LookedUp {
        looked_up_by(self.contribution.as_deref(), neighbours)
    }

    /// Whether its report looks up the same among these neighbours as when it was checked.
    pub fn is_judged_beside(&self, neighbours: &Neighbours) -> bool {
        self.looks_up(neighbours) == self.looked_up
    }

    /// False for parts without a report and for excluded files; their blocks are not kept.
    pub fn is_read(&self) -> bool {
        !self.checked.syntax.blocks.is_empty()
    }

    /// Reads a part, of which nothing is found yet.
    pub(super) fn read(passage: Option<Passage>, settings: &Settings) -> Self {
        let Some(passage) = passage else { return CheckedPart::default() };
        let reports: Vec<Report> = report::read_passage(&passage, settings.required_edition()).into_iter().collect();
        let checked = Checked::unjudged(passage, reports);
        let report = checked.reports.first();
        let contribution = report
            .and_then(|report| Contribution::of(report, &placed(&checked.syntax), &settings.succession))
            .map(Arc::new);
        CheckedPart { checked: Arc::new(checked), contribution, ..CheckedPart::default() }
    }
}

/// What a report looks up, by what it contributes itself.
fn looked_up_by(contribution: Option<&Contribution>, neighbours: &Neighbours) -> LookedUp {
    contribution.map(|it| neighbours.looked_up_by(&it.key, &it.before)).unwrap_or_default()
}

fn placed(syntax: &Syntax) -> Vec<(usize, &Block)> {
    syntax.placed().collect()
}

/// The findings of reports, without suppressed ones, with the severities of the settings, ordered by place, without
/// private numbers in their words; and whether they are plain.
///
/// `look_up` looks up the other reports that one of them depends on.
fn judge(checked: &Checked, settings: &Settings, look_up: impl Fn(&Report) -> LookedUp) -> (Vec<Finding>, bool) {
    let mut findings: Vec<Finding> = Vec::new();
    for (index, report) in checked.reports.iter().enumerate() {
        let found = found(checked, report, settings, &look_up(report), |_| true);
        findings.extend(found.into_iter().map(|finding| Finding { report: index, ..finding }));
    }
    directives::apply(checked, &mut findings);
    let mut findings: Vec<Finding> = findings.into_iter().filter_map(|finding| settings.weigh(finding)).collect();
    order(&mut findings);
    let masks = checked.masks();
    masks.apply_to(&mut findings);
    make_visible(&mut findings);
    (findings, masks.is_empty() && checked.directives.is_empty())
}

/// A report that was kept over a change.
struct ChangedReport<'a> {
    before: &'a CheckedPart,
    changed: Changed,
    shift: Shift,
}

/// The findings of a part as [`judge`] makes them, after a change that kept its report. Those of the rules that see
/// nothing of the change stand, at their shifted places: what they see is the same, the settings are, and so are the
/// other reports.
fn judge_again(
    checked: &Checked,
    settings: &Settings,
    looked_up: &LookedUp,
    change: &ChangedReport<'_>,
) -> (Vec<Finding>, bool) {
    let ChangedReport { before, changed, shift } = change;
    let is_plain = before.is_plain && checked.directives.is_empty() && checked.masks().is_empty();
    let ([report], true) = (&checked.reports[..], is_plain) else {
        return judge(checked, settings, |_| looked_up.clone());
    };
    let stands = match changed {
        Changed::Figure => Sees::Text,
        Changed::Text => Sees::Report,
    };
    let standing = before.checked.findings.iter().filter(|finding| finding.rule.sees == stands);
    let standing = standing.map(|finding| finding.clone().moved(*shift));
    let mut found = found(checked, report, settings, looked_up, |sees| sees != stands);
    make_visible(&mut found);
    let mut findings: Vec<Finding> =
        found.into_iter().filter_map(|finding| settings.weigh(finding)).chain(standing).collect();
    order(&mut findings);
    (findings, is_plain)
}

/// What the rules that see what is `wanted` find in a report.
fn found(
    checked: &Checked,
    report: &Report,
    settings: &Settings,
    looked_up: &LookedUp,
    wanted: impl Fn(Sees) -> bool,
) -> Vec<Finding> {
    let premises =
        Premises { syntax: &checked.syntax, start: 0, prose: &checked.prose, looked_up, body: settings.body };
    rules::check_with(report, premises, wanted)
}

/// Makes everything that findings say of the draft fit to be shown, wherever that is. Their edits belong to the draft.
fn make_visible(findings: &mut [Finding]) {
    for finding in findings {
        visible::make(&mut finding.message);
        finding.notes.iter_mut().for_each(|note| visible::make(&mut note.message));
        finding.fixes.iter_mut().for_each(|fix| visible::make(&mut fix.title));
    }
}

fn order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.rule.name));
}

/// Joins parts of a text, each with the byte at which it begins; `syntax` holds the blocks of all.
pub fn joined(
    syntax: Syntax,
    parts: impl Iterator<Item = (usize, CheckedPart)>,
    settings: &Settings,
    neighbours: &Neighbours,
) -> Checked {
    let mut all = Checked { syntax, ..Checked::default() };
    for (start, part) in parts {
        // Shared parts are copied, others moved.
        let Checked { prose, directives, reports, findings, .. } = Arc::unwrap_or_clone(part.checked);
        all.prose.extend(start, prose);
        all.directives.extend(start, directives);
        let before = all.reports.len();
        let moved = |finding: Finding| Finding { report: before + finding.report, ..finding.moved(Shift::all(start)) };
        all.findings.extend(findings.into_iter().map(moved));
        all.reports.extend(reports.into_iter().map(|report| report.moved(start)));
    }
    // A directive in one part may be about another.
    if !all.directives.is_empty() {
        (all.findings, _) = judge(&all, settings, |report| neighbours.looked_up_of(report, &settings.succession));
    }
    let mut is_first = rules::is_first();
    all.findings.retain(|finding| is_first(finding));
    all
}

/// Checks those parts of a text again whose lookups have changed, in other parts of the text or in the neighbours.
/// `neighbours` are the other reports, and those in the text that lie outside its parts; returns all.
pub fn settled(volume: &mut Volume<CheckedPart>, settings: &Settings, neighbours: &Neighbours) -> Neighbours {
    let neighbours = neighbours.with_more(contributed(volume));
    volume.remake(|part| part.rejudged(settings, &neighbours));
    neighbours
}

/// What the reports of a text contribute to others, in order.
pub fn contributed(volume: &Volume<CheckedPart>) -> impl Iterator<Item = Arc<Contribution>> {
    volume.parts().filter_map(|part| part.piece.content.contribution.clone())
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
