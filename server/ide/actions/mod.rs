//! What can be done at a place of a draft: repairs of findings, tables written anew, totals computed again. Knows
//! nothing of the protocol.
//!
//! Every action is a set of edits for the text as it is. What an action writes is read again before it is offered: the
//! figures it should not touch are the same, or there is no such action.

mod action;
mod fix_all;
mod ignore;
mod lay_out;
mod recalculate;

pub use action::{Action, ActionKind};

use crate::check::{Snapshot, View};
use crate::fix::gate::Gate;
use crate::fix::{FixFilter, choices, may_be_safe, repairs};
use crate::rules::{Finding, Fix};
use std::ops::Range;

impl View {
    /// What can be done in a range of the text, of the kinds that are wanted.
    pub fn actions(&self, range: &Range<usize>, wanted: impl Fn(ActionKind) -> bool) -> Vec<Action> {
        actions(self, range, wanted)
    }
}

impl Snapshot {
    /// All safe repairs of the draft. Nothing is put together where no finding can have one.
    pub fn fix_all(&self) -> Option<Action> {
        self.findings().any(|(_, finding)| FixFilter::SAFE.wants(finding) && may_be_safe(finding)).then_some(())?;
        fix_all::action(&self.whole())
    }
}

fn actions(view: &View, range: &Range<usize>, wanted: impl Fn(ActionKind) -> bool) -> Vec<Action> {
    let mut actions = Vec::new();
    if wanted(ActionKind::QuickFix) {
        let findings = view.checked.findings.iter().enumerate();
        let touched = findings.filter(|(_, it)| it.range.start <= range.end && range.start <= it.range.end);
        let gates: Vec<Gate<'_>> = view.checked.reports.iter().map(|report| Gate::new(view, report)).collect();
        touched.for_each(|(index, finding)| {
            actions.extend(gates.get(finding.report).into_iter().flat_map(|gate| quick_fixes(gate, index, finding)));
        });
    }
    if wanted(ActionKind::Rewrite) {
        actions.extend(lay_out::actions(view, range));
        actions.extend(recalculate::around(view, range));
    }
    if wanted(ActionKind::Recalculate) {
        actions.extend(recalculate::whole(view, range));
    }
    if wanted(ActionKind::FixAll) {
        actions.extend(fix_all::action(view));
    }
    actions
}

/// The repairs of a finding and the choices there are.
fn quick_fixes(gate: &Gate<'_>, index: usize, finding: &Finding) -> Vec<Action> {
    let all = repairs(gate, finding).into_iter().chain(choices(gate, finding));
    let fixes: Vec<Fix> = all.map(|repair| repair.fix).collect();
    let only_safe = fixes.iter().filter(|fix| fix.safe).count() == 1;
    let action = |fix: Fix| Action {
        title: fix.title,
        kind: ActionKind::QuickFix,
        edits: fix.edits,
        safe: fix.safe,
        preferred: fix.safe && only_safe,
        finding: Some(index),
    };
    fixes.into_iter().map(action).collect()
}
