//! Which repairs a finding has, by its subject.

use super::gate::{Gate, Repair};
use super::{change_edition, fill_cell, insert_heading, insert_row, insert_section, insert_table, set_cell};
use crate::check::View;
use crate::report::Report;
use crate::rules::{Finding, Fix, Subject};

/// The repairs of a finding, the best first: its own, or what depends on how the draft is written.
pub fn repairs(gate: &Gate<'_>, finding: &Finding) -> Vec<Repair> {
    if !finding.fixes.is_empty() {
        return own(gate, finding);
    }
    let report = gate.report;
    let repair = match &finding.subject {
        Subject::MissingBanners(forms) => {
            let proposal = insert_heading::proposal(gate.view, report, forms);
            proposal.and_then(|repair| gate.passed(finding, repair, |_| true))
        }
        Subject::Sections(sections) => insert_section::repair(gate, finding, sections),
        Subject::Forms(forms) if forms.iter().any(|id| report.form(id).is_none()) => {
            insert_table::repair(gate, finding, forms)
        }
        Subject::Forms(_) => change_edition::repair(gate, finding).filter(|(_, lost)| *lost == 0).map(|(it, _)| it),
        Subject::Rows(form, rows) => insert_row::repair(gate, finding, form, rows),
        Subject::Cells(form, cells) => fill_cell::repair(gate, finding, form, cells),
        _ => None,
    };
    repair.into_iter().collect()
}

/// The repairs that the rule of a finding knows, as far as they pass.
fn own(gate: &Gate<'_>, finding: &Finding) -> Vec<Repair> {
    let fixes = finding.fixes.iter().cloned();
    fixes.filter_map(|fix| gate.passed(finding, Repair::of(fix), |_| true)).collect()
}

/// The repair of a finding that would be safe, if there is one. It has not passed the gate.
pub fn safe_proposal(view: &View, report: &Report, finding: &Finding) -> Option<Repair> {
    let own = || finding.fixes.iter().find(|fix| fix.safe).cloned().map(Repair::of);
    let missing_banners = || match &finding.subject {
        Subject::MissingBanners(forms) if finding.fixes.is_empty() => insert_heading::proposal(view, report, forms),
        _ => None,
    };
    own().or_else(missing_banners)
}

/// Whether a finding may have a safe repair.
pub fn may_be_safe(finding: &Finding) -> bool {
    matches!(finding.subject, Subject::MissingBanners(_)) || finding.fixes.iter().any(|fix| fix.safe)
}

/// What else can be done about a finding, where only the author can tell whether it is right.
pub fn choices(gate: &Gate<'_>, finding: &Finding) -> Vec<Repair> {
    let report = gate.report;
    match &finding.subject {
        Subject::Sum { form, equation, line } => {
            let choices = set_cell::choices(gate.view, report, (form, *equation, *line)).into_iter();
            // The rule may offer the same already.
            let others = choices.filter(|fix| finding.fixes.iter().all(|own| own.edits != fix.edits));
            others.filter_map(|fix| gate.passed(finding, Repair::of(fix), |_| true)).collect()
        }
        Subject::Forms(forms) if forms.iter().all(|id| report.form(id).is_some()) => {
            change_edition::repair(gate, finding).filter(|(_, lost)| *lost > 0).map(|(it, _)| it).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The findings of a view as they are handed to other programs: of the repairs that their rules know, those that pass
/// the gate.
pub fn offered(view: &View) -> Vec<Finding> {
    let gates: Vec<Gate<'_>> = view.checked.reports.iter().map(|report| Gate::new(view, report)).collect();
    let offered = |finding: &Finding| {
        let fixes: Vec<Fix> = match gates.get(finding.report) {
            Some(gate) => own(gate, finding).into_iter().map(|repair| repair.fix).collect(),
            None => Vec::new(),
        };
        Finding { fixes, ..finding.clone() }
    };
    view.checked.findings.iter().map(offered).collect()
}
