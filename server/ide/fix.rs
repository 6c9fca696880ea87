//! Repairs applied to the end: what the server does on request and the command line on its own. Knows nothing of files.
//!
//! One repair may bring up another finding: a heading that is recognised has a section with a table. So the text is
//! judged again after every round, until no repair is left. All rounds together are one set of edits.

use super::Checked;
use super::actions::context::Context;
use super::actions::{repairs, safe_repair};
use crate::rules::{Finding, Fix, Severity};
use crate::text::{Edit, Patch};
use std::collections::{BTreeMap, HashSet};

/// Which repairs are applied, besides those that change no number.
///
/// A hint says what would be better, not what is wrong: as long as nobody asks for it, it is left to the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// Those that change or add numbers, too, where a finding has exactly one.
    pub numbers: bool,
    /// Those of hints, too.
    pub hints: bool,
}

impl Which {
    /// Those of errors, warnings and infos that change no number.
    pub const SAFE: Which = Which { numbers: false, hints: false };
    /// Those that change numbers, too.
    pub const NUMBERS: Which = Which { numbers: true, hints: false };

    /// Whether repairs of this finding are among them.
    pub fn wants(self, finding: &Finding) -> bool {
        self.hints || finding.severity != Severity::Hint
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Fixed {
    /// The text after all repairs.
    pub text: String,
    /// The edits from the text before to the text after, which do not overlap.
    pub edits: Vec<Edit>,
    /// How many repairs were made.
    pub count: usize,
    /// What is left to say about the text after all repairs; `None` where it is the text before.
    pub checked: Option<Checked>,
}

/// More rounds than any draft needs. Two repairs that undo each other are noticed before.
const MOST_ROUNDS: usize = 50;

/// Where a round makes nothing better, so many of its repairs are tried one by one.
const MOST_TRIES: usize = 100;

/// Applies the repairs of a text and those that come up on the way.
pub fn to_the_end(context: &Context<'_>, which: Which) -> Fixed {
    let mut patch = Patch::new(context.text);
    let mut now = Now { text: context.text.to_owned(), checked: None, before: *context };
    let mut seen = HashSet::from([context.text.to_owned()]);
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let Some((fixes, next)) = now.round(which) else { break };
        // A text that was there before would come again and again.
        if !seen.insert(next.0.clone()) {
            break;
        }
        let edits: Vec<Edit> = fixes.into_iter().inspect(|_| count += 1).flat_map(|fix| fix.edits).collect();
        if patch.apply(&edits).is_err() {
            break;
        }
        (now.text, now.checked) = (next.0, Some(next.1));
    }
    Fixed { edits: patch.edits(), text: now.text, count, checked: now.checked }
}

/// The text between two rounds.
struct Now<'a> {
    text: String,
    /// What was read in it; before the first round that is known already.
    checked: Option<Checked>,
    before: Context<'a>,
}

impl Now<'_> {
    fn checked(&self) -> &Checked {
        self.checked.as_ref().unwrap_or(self.before.checked)
    }

    /// The repairs of the next round and the text they lead to: first those that are safe, as long as there are any.
    fn round(&self, which: Which) -> Option<(Vec<Fix>, (String, Checked))> {
        let safe = self.repairs(which, true);
        if !safe.is_empty() {
            let next = self.after(&safe)?;
            return Some((safe, next));
        }
        let all = if which.numbers { self.repairs(which, false) } else { Vec::new() };
        if all.is_empty() {
            return None;
        }
        // A number is only changed where that makes the report better on the whole.
        if let Some(next) = self.after(&all).filter(|next| self.is_better(&next.1)) {
            return Some((all, next));
        }
        all.into_iter().take(MOST_TRIES).find_map(|fix| {
            let next = self.after(std::slice::from_ref(&fix)).filter(|next| self.is_better(&next.1))?;
            Some((vec![fix], next))
        })
    }

    /// The first repair of every finding that has one, as far as they do not touch each other.
    fn repairs(&self, which: Which, safe: bool) -> Vec<Fix> {
        let checked = self.checked();
        // After the first round the text is another.
        let state = self.before.state.filter(|_| self.checked.is_none());
        let context = Context { text: &self.text, checked, state, ..self.before };
        let mut taken = Taken::default();
        let mut fixes: Vec<Fix> = Vec::new();
        for (report, finding) in checked.findings.iter().filter(|(_, finding)| which.wants(finding)) {
            let Some(fix) = repair(&context, *report, finding, safe) else { continue };
            if taken.take(&fix.edits) {
                fixes.push(fix);
            }
        }
        fixes
    }

    fn after(&self, fixes: &[Fix]) -> Option<(String, Checked)> {
        let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
        let text = crate::text::edit::apply(&self.text, &edits).ok()?;
        let checked = (self.before.check)(&text);
        Some((text, checked))
    }

    /// Whether there is less to say than now, and nothing worse.
    fn is_better(&self, after: &Checked) -> bool {
        let weight = |checked: &Checked| {
            let count = |severity| checked.findings.iter().filter(|(_, it)| it.severity == severity).count();
            [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(count)
        };
        weight(after) < weight(self.checked())
    }
}

/// The repair of a finding: a safe one, or the only unsafe one there is.
fn repair(context: &Context<'_>, report: usize, finding: &Finding, safe: bool) -> Option<Fix> {
    let report = context.checked.reports.get(report)?;
    if safe {
        return safe_repair(context, report, finding);
    }
    repairs(context, report, finding).into_iter().next()
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
