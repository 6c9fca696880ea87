//! Repairs: what can be done about a finding, as edits of the draft.

mod change_edition;
pub mod fill_cell;
mod insert_heading;
mod insert_row;
mod insert_section;
mod insert_table;
mod set_cell;
mod until_stable;

pub use until_stable::{FixFilter, Fixed, fix_until_stable};

use crate::check::View;
use crate::report::Report;
use crate::rules::{Finding, Fix};

/// The repairs of a finding, the best first: its own, or what depends on how the draft is written.
pub fn repairs(view: &View, report: &Report, finding: &Finding) -> Vec<Fix> {
    if !finding.fixes.is_empty() {
        return finding.fixes.clone();
    }
    let fix = match finding.rule.name {
        "article-heading" => insert_heading::fix(view, report, finding),
        "missing-section" => insert_section::fix(view, report, finding),
        "missing-form" => insert_table::fix(view, report, finding),
        "missing-row" => insert_row::fix(view, report, finding),
        "missing-value" | "not-a-number" => fill_cell::fix(view, report, finding),
        "edition-mismatch" => change_edition::fix(view, report).filter(|(_, lost)| *lost == 0).map(|(fix, _)| fix),
        _ => None,
    };
    fix.into_iter().collect()
}

/// The repair of a finding that may be made without looking, if there is one.
pub fn safe_repair(view: &View, report: &Report, finding: &Finding) -> Option<Fix> {
    let own = finding.fixes.iter().find(|fix| fix.safe).cloned();
    own.or_else(|| has_safe_edit(finding).then(|| insert_heading::fix(view, report, finding))?)
}

/// Whether the repair of a finding depends on how the draft is written and is safe all the same, if there is one.
fn has_safe_edit(finding: &Finding) -> bool {
    finding.rule.name == "article-heading" && finding.fixes.is_empty()
}

/// Whether a finding may have a safe repair.
pub fn may_be_safe(finding: &Finding) -> bool {
    has_safe_edit(finding) || finding.fixes.iter().any(|fix| fix.safe)
}

/// What else can be done about a finding, where only the author can tell whether it is right.
pub fn choices(view: &View, report: &Report, finding: &Finding) -> Vec<Fix> {
    match finding.rule.name {
        "row-total" | "column-total" | "balance" | "block-total" => set_cell::choices(view, report, finding),
        "edition-mismatch" => {
            change_edition::fix(view, report).filter(|(_, lost)| *lost > 0).map(|(fix, _)| fix).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
