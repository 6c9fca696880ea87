//! Repairs applied to the end: what the server does on request and the command line on its own. Knows nothing of files.
//!
//! One repair may bring up another finding: a heading that is recognised has a section with a table. So the text is
//! judged again after every round, until no repair is left. All rounds together are one set of edits.

use super::{repairs, safe_repair};
use crate::check::View;
use crate::rules::{Finding, Fix, Severity};
use crate::text::{Edit, Patch, edit};
use std::collections::{BTreeMap, HashSet};

/// FixFilter repairs are applied, besides those that change no number.
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
}

/// More rounds than any draft needs. Two repairs that undo each other are noticed before.
const MOST_ROUNDS: usize = 50;

/// Where a round makes nothing better, so many of its repairs are tried one by one.
const MOST_TRIES: usize = 100;

/// Makes the repairs of a draft and those that come up on the way.
pub fn fix_until_stable(view: &View, filter: FixFilter) -> Fixed {
    let mut patch = Patch::new(&view.text);
    let mut after: Option<View> = None;
    let mut seen = HashSet::from([view.text.clone()]);
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let Some((fixes, next)) = round(after.as_ref().unwrap_or(view), filter) else { break };
        // A text that was there before would come again and again.
        if !seen.insert(next.text.clone()) {
            break;
        }
        let made = fixes.len();
        let edits: Vec<Edit> = fixes.into_iter().flat_map(|fix| fix.edits).collect();
        if patch.apply(&edits).is_err() {
            break;
        }
        count += made;
        after = Some(next);
    }
    Fixed { edits: patch.edits(), count, after }
}

/// The repairs of the next round and what they lead to: first those that are safe, as long as there are any.
fn round(view: &View, filter: FixFilter) -> Option<(Vec<Fix>, View)> {
    let safe = wanted(view, filter, true);
    if !safe.is_empty() {
        let next = with_fixes(view, &safe)?;
        return Some((safe, next));
    }
    let all = if filter.numbers { wanted(view, filter, false) } else { Vec::new() };
    if all.is_empty() {
        return None;
    }
    // A number is only changed where that makes the report better on the whole.
    if let Some(next) = with_fixes(view, &all).filter(|next| is_better(view, next)) {
        return Some((all, next));
    }
    all.into_iter().take(MOST_TRIES).find_map(|fix| {
        let next = with_fixes(view, std::slice::from_ref(&fix)).filter(|next| is_better(view, next))?;
        Some((vec![fix], next))
    })
}

/// The first repair of every finding that has one, as far as they do not touch each other.
fn wanted(view: &View, filter: FixFilter, safe: bool) -> Vec<Fix> {
    let mut taken = Taken::default();
    let mut fixes: Vec<Fix> = Vec::new();
    for finding in view.checked.findings.iter().filter(|finding| filter.wants(finding)) {
        let Some(fix) = repair(view, finding, safe) else { continue };
        if taken.take(&fix.edits) {
            fixes.push(fix);
        }
    }
    fixes
}

/// The draft with some repairs made.
fn with_fixes(view: &View, fixes: &[Fix]) -> Option<View> {
    let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
    Some(view.with_text(&edit::apply(&view.text, &edits).ok()?))
}

/// Whether there is less to say afterwards, and nothing worse.
fn is_better(before: &View, after: &View) -> bool {
    let weight = |view: &View| {
        let count = |severity| view.checked.findings.iter().filter(|it| it.severity == severity).count();
        [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(count)
    };
    weight(after) < weight(before)
}

/// The repair of a finding: a safe one, or the only unsafe one there is.
fn repair(view: &View, finding: &Finding, safe: bool) -> Option<Fix> {
    let report = view.checked.reports.get(finding.report)?;
    if safe {
        return safe_repair(view, report, finding);
    }
    repairs(view, report, finding).into_iter().next()
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
