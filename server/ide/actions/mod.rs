//! What can be done at a place of a draft: repairs of findings, tables written anew, totals computed again. Knows
//! nothing of the protocol.
//!
//! Every action is a set of edits for the text as it is. What an action writes is read again before it is offered: the
//! figures it should not touch are the same, or there is no such action.

mod change_edition;
pub mod context;
mod derive;
mod fill_cell;
mod fix_all;
pub(super) mod heading;
mod html_row;
mod ignore;
mod insert_heading;
mod insert_row;
mod insert_section;
mod insert_table;
mod lay_out;
mod line_row;
mod placed_row;
mod recalculate;
mod set_cell;
mod table;
mod tags;

use super::fix::Which;
use super::last_year::{LastYear, UNKNOWN};
use super::{Snapshot, State};
use crate::report::Report;
use crate::rules::{Finding, Fix};
use crate::text::Edit;
use context::Context;
use std::ops::Range;

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be done without looking: no number changes and none is added.
    pub safe: bool,
    /// Whether it is the one thing to do about its finding.
    pub preferred: bool,
    /// The finding it repairs, by its place among the findings.
    pub finding: Option<usize>,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// The repair of a finding.
    QuickFix,
    /// Something written in another way.
    Rewrite,
    /// All safe repairs.
    FixAll,
    /// All totals.
    Recalculate,
}

impl State {
    /// What can be done in a range of the text, of the kinds that are wanted.
    pub fn actions(&self, range: &Range<usize>, wanted: impl Fn(ActionKind) -> bool) -> Vec<Action> {
        self.actions_knowing(range, wanted, &UNKNOWN)
    }

    /// What can be done in a range of the text, with the figures of last year's report where they belong.
    pub fn actions_knowing(
        &self,
        range: &Range<usize>,
        wanted: impl Fn(ActionKind) -> bool,
        last_year: &LastYear,
    ) -> Vec<Action> {
        self.with_context(last_year, |context| actions(context, range, wanted))
    }
}

impl Snapshot {
    /// All safe repairs of the draft. Nothing is put together where no finding can have one.
    pub fn fix_all(&self) -> Option<Action> {
        self.findings().any(|(_, finding)| Which::SAFE.wants(finding) && may_be_safe(finding)).then_some(())?;
        self.whole().with_context(&UNKNOWN, fix_all::action)
    }
}

fn actions(context: &Context<'_>, range: &Range<usize>, wanted: impl Fn(ActionKind) -> bool) -> Vec<Action> {
    let mut actions = Vec::new();
    if wanted(ActionKind::QuickFix) {
        let findings = context.checked.findings.iter().enumerate();
        let touched = findings.filter(|(_, (_, it))| it.range.start <= range.end && range.start <= it.range.end);
        touched.for_each(|(index, _)| actions.extend(quick_fixes(context, index)));
    }
    if wanted(ActionKind::Rewrite) {
        actions.extend(lay_out::actions(context, range));
        actions.extend(recalculate::around(context, range));
    }
    if wanted(ActionKind::Recalculate) {
        actions.extend(recalculate::whole(context, range));
    }
    if wanted(ActionKind::FixAll) {
        actions.extend(fix_all::action(context));
    }
    actions
}

/// The repairs of a finding and the choices there are.
fn quick_fixes(context: &Context<'_>, index: usize) -> Vec<Action> {
    let (report, finding) = &context.checked.findings[index];
    let Some(report) = context.checked.reports.get(*report) else { return Vec::new() };
    let fixes: Vec<Fix> =
        repairs(context, report, finding).into_iter().chain(choices(context, report, finding)).collect();
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

/// The repairs of a finding, the best first: its own, or what depends on how the draft is written.
pub fn repairs(context: &Context<'_>, report: &Report, finding: &Finding) -> Vec<Fix> {
    if !finding.fixes.is_empty() {
        return finding.fixes.clone();
    }
    let fix = match finding.rule.name {
        "article-heading" => insert_heading::fix(context, report, finding),
        "missing-section" => insert_section::fix(context, report, finding),
        "missing-form" => insert_table::fix(context, report, finding),
        "missing-row" => insert_row::fix(context, report, finding),
        "missing-value" | "not-a-number" => fill_cell::fix(context, report, finding),
        "edition-mismatch" => change_edition::fix(context, report).filter(|(_, lost)| *lost == 0).map(|(fix, _)| fix),
        _ => None,
    };
    fix.into_iter().collect()
}

/// The repair of a finding that may be made without looking, if there is one.
pub fn safe_repair(context: &Context<'_>, report: &Report, finding: &Finding) -> Option<Fix> {
    let own = finding.fixes.iter().find(|fix| fix.safe).cloned();
    own.or_else(|| has_safe_edit(finding).then(|| insert_heading::fix(context, report, finding))?)
}

/// Whether the repair of a finding depends on how the draft is written and is safe all the same, if there is one.
fn has_safe_edit(finding: &Finding) -> bool {
    finding.rule.name == "article-heading" && finding.fixes.is_empty()
}

/// Whether a finding may have a safe repair.
fn may_be_safe(finding: &Finding) -> bool {
    has_safe_edit(finding) || finding.fixes.iter().any(|fix| fix.safe)
}

/// What else can be done about a finding, where only the author can tell whether it is right.
fn choices(context: &Context<'_>, report: &Report, finding: &Finding) -> Vec<Fix> {
    match finding.rule.name {
        "row-total" | "column-total" | "balance" | "block-total" => set_cell::choices(context, report, finding),
        "edition-mismatch" => {
            change_edition::fix(context, report).filter(|(_, lost)| *lost > 0).map(|(fix, _)| fix).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A label in quotation marks; those inside it become single ones.
fn quoted(text: &str) -> String {
    format!("“{}”", text.replace('“', "‘").replace('”', "’"))
}
