//! Repairs applied to the end: what the server does on request and the command line on its own.
//!
//! One repair may bring up another finding: a heading that is recognised has a section with a table. So the text is
//! judged again after every round, until no repair is left that passes the gate and makes the draft better. All rounds
//! together are one set of edits. How much is read again is counted ([`Reading`]): a draft with more to mend than that is
//! mended in part, and told so.

use super::gate::{Gate, Made, Repair, lost};
use super::proposal::Proposal;
use super::reading::Reading;
use super::register::{proposals, safe_repair};
use super::standing::Standing;
use crate::check::View;
use crate::rules::{Finding, Fix, Severity};
use crate::text::{Edit, Patch, edit};
use std::collections::BTreeMap;

/// Which repairs are applied, besides those that change no number.
///
/// A hint says what would be better, not what is wrong: as long as nobody asks for it, it is left to the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixFilter {
    /// Those that change or add numbers, too, where a finding has exactly one.
    pub numbers: bool,
    /// Those of hints, too.
    pub hints: bool,
}

impl FixFilter {
    /// Those of errors, warnings and infos that change no number.
    pub const SAFE: FixFilter = FixFilter { numbers: false, hints: false };
    /// Those that change numbers, too.
    pub const NUMBERS: FixFilter = FixFilter { numbers: true, hints: false };

    /// Whether repairs of this finding are among them.
    pub fn wants(self, finding: &Finding) -> bool {
        self.hints || finding.severity != Severity::Hint
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Fixed {
    /// The edits from the text before to the text after, which do not overlap.
    pub edits: Vec<Edit>,
    /// How many repairs were made.
    pub count: usize,
    /// The text after all repairs, read and judged; `None` where it is the text before.
    pub after: Option<View>,
    /// Whether more may be mended: it would have taken too long.
    pub is_cut: bool,
}

/// How many bytes are read again at most, besides those for each byte of the draft.
const READ_AGAIN: usize = 8 << 20;
/// How many times as much as the draft is read again besides.
const READ_AGAIN_A_BYTE: usize = 32;

/// Where not all repairs of a round pass together, so many parts of them are tried.
const MOST_TRIES: usize = 100;

/// Makes the repairs of a draft and those that come up on the way. A text that it leaves is one that it leaves alone.
pub fn fix_until_stable(view: &View, filter: FixFilter) -> Fixed {
    let mut patch = Patch::new(&view.text);
    let mut after: Option<View> = None;
    let mut standing: Option<Standing> = None;
    let mut count = 0;
    let reading = Reading::of(READ_AGAIN + READ_AGAIN_A_BYTE * view.text.len());
    loop {
        let now = after.as_ref().unwrap_or(view);
        if !now.checked.findings.iter().any(|finding| filter.wants(finding)) {
            break;
        }
        let before = standing.take().unwrap_or_else(|| Standing::of_view(now));
        let Some(Round { fixes, view: next, standing: reached }) = round(now, &before, filter, &reading) else {
            break;
        };
        let made = fixes.len();
        let edits: Vec<Edit> = fixes.into_iter().flat_map(|fix| fix.edits).collect();
        if patch.apply(&edits).is_err() {
            break;
        }
        count += made;
        after = Some(next);
        standing = Some(reached);
    }
    Fixed { edits: patch.edits(), count, after, is_cut: reading.is_over() }
}

/// What came of a round. Each leaves less to say than there was, so that there is a last one.
struct Round {
    fixes: Vec<Fix>,
    view: View,
    standing: Standing,
}

/// The repairs of the next round and what they lead to: first those that are safe, as long as there are any.
fn round(view: &View, before: &Standing, filter: FixFilter, reading: &Reading) -> Option<Round> {
    let safe = |gate: &Gate<'_>, finding: &Finding, _: &Reading| safe_repair(gate.view, gate.report, finding);
    let author = |gate: &Gate<'_>, finding: &Finding, reading: &Reading| {
        let made = |proposal: &Proposal<'_>| {
            reading.take(gate.report.range.len()).then(|| proposal.make()).flatten().filter(|repair| !repair.loses)
        };
        proposals(gate, finding).iter().find_map(made)
    };
    let repairs = wanted(view, filter, reading, safe);
    if let Some(round) = made(view, before, repairs, reading) {
        return Some(round);
    }
    if !filter.numbers {
        return None;
    }
    let repairs = wanted(view, filter, reading, author);
    made(view, before, repairs, reading)
}

/// The first repair of every finding that has one, as far as they do not touch each other.
fn wanted<'a>(
    view: &'a View,
    filter: FixFilter,
    reading: &Reading,
    repair: impl Fn(&Gate<'a>, &Finding, &Reading) -> Option<Repair>,
) -> Vec<Made<'a>> {
    let gates: Vec<Gate<'_>> = view.checked.reports.iter().map(|report| Gate::new(view, report)).collect();
    let mut taken = Taken::default();
    let mut wanted = Vec::new();
    for finding in view.checked.findings.iter().filter(|finding| filter.wants(finding)) {
        let Some(gate) = gates.get(finding.report) else { continue };
        let Some(repair) = repair(gate, finding, reading) else { continue };
        if taken.take(&repair.fix.edits) {
            wanted.push(Made { finding, repair, report: gate.report, at: finding.report });
        }
    }
    wanted
}

/// Makes repairs, as far as they pass the gate: all of them, or those halves and quarters that do.
fn made(view: &View, before: &Standing, wanted: Vec<Made<'_>>, reading: &Reading) -> Option<Round> {
    let mut tries = MOST_TRIES;
    let all: Vec<&Made<'_>> = wanted.iter().collect();
    if let Some(round) = tried(view, before, &all, reading) {
        return Some(round);
    }
    let mut passed: Vec<Vec<&Made<'_>>> = Vec::new();
    let mut open: Vec<&[&Made<'_>]> = vec![&all];
    let mut last = None;
    while let Some(some) = open.pop() {
        if some.len() < 2 || tries == 0 {
            continue;
        }
        let (one, other) = some.split_at(some.len() / 2);
        for half in [one, other] {
            tries = tries.saturating_sub(1);
            match tried(view, before, half, reading) {
                Some(round) => {
                    passed.push(half.to_vec());
                    last = Some(round);
                }
                None => open.push(half),
            }
        }
    }
    if passed.len() < 2 {
        return last;
    }
    // Each of them passes alone: if not all do together, the last does, and the next round brings the others.
    tried(view, before, &passed.concat(), reading).or(last)
}

/// The draft with some repairs made, if they pass the gate and leave less to say.
fn tried(view: &View, before: &Standing, wanted: &[&Made<'_>], reading: &Reading) -> Option<Round> {
    if wanted.is_empty() || !reading.take(view.text.len()) {
        return None;
    }
    let fixes: Vec<Fix> = wanted.iter().map(|wanted| wanted.repair.fix.clone()).collect();
    let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
    let next = view.with_text(&edit::apply(&view.text, &edits).ok()?);
    if !is_better(view, &next) {
        return None;
    }
    let standing = Standing::of_view(&next);
    lost(before, &standing, wanted)?.is_empty().then_some(Round { fixes, view: next, standing })
}

/// Whether there is less to say afterwards, and nothing worse; or as much, of which less can be mended.
fn is_better(before: &View, after: &View) -> bool {
    let weight = |view: &View| {
        let findings = &view.checked.findings;
        let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
        let weights = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(count);
        (weights, findings.iter().filter(|finding| !finding.fixes.is_empty()).count())
    };
    weight(after) < weight(before)
}

/// The places that are edited, each by its first byte.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    /// Takes the places of these edits, if all of them are free. Two that begin at one byte get into each other's way even
    /// where one takes nothing away.
    fn take(&mut self, edits: &[Edit]) -> bool {
        let free = |edit: &Edit| {
            let before = self.0.range(..=edit.range.start).next_back();
            let after = self.0.range(edit.range.start..).next();
            before.is_none_or(|(start, end)| *end <= edit.range.start && *start < edit.range.start)
                && after.is_none_or(|(start, _)| edit.range.end <= *start)
        };
        if !edits.iter().all(free) {
            return false;
        }
        self.0.extend(edits.iter().map(|edit| (edit.range.start, edit.range.end)));
        true
    }
}
