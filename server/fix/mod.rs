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
use crate::rules::{Finding, Fix, Subject};

/// The repairs of a finding, the best first: its own, or what depends on how the draft is written.
pub fn repairs(view: &View, report: &Report, finding: &Finding) -> Vec<Fix> {
    if !finding.fixes.is_empty() {
        return finding.fixes.clone();
    }
    let fix = match &finding.subject {
        Subject::MissingBanners(forms) => insert_heading::fix(view, report, forms),
        Subject::Sections(sections) => insert_section::fix(view, report, sections),
        Subject::Forms(forms) if forms.iter().any(|id| report.form(id).is_none()) => {
            insert_table::fix(view, report, forms)
        }
        Subject::Forms(_) => change_edition::fix(view, report).filter(|(_, lost)| *lost == 0).map(|(fix, _)| fix),
        Subject::Rows(form, _) => insert_row::fix(view, report, form),
        Subject::Cells(form, cells) => fill_cell::fix(view, report, form, cells),
        _ => None,
    };
    fix.into_iter().collect()
}

/// The repair of a finding that may be made without looking, if there is one.
pub fn safe_repair(view: &View, report: &Report, finding: &Finding) -> Option<Fix> {
    let own = || finding.fixes.iter().find(|fix| fix.safe).cloned();
    let missing_banners = || match &finding.subject {
        Subject::MissingBanners(forms) if finding.fixes.is_empty() => insert_heading::fix(view, report, forms),
        _ => None,
    };
    own().or_else(missing_banners)
}

/// Whether a finding may have a safe repair.
pub fn may_be_safe(finding: &Finding) -> bool {
    matches!(finding.subject, Subject::MissingBanners(_)) || finding.fixes.iter().any(|fix| fix.safe)
}

/// What else can be done about a finding, where only the author can tell whether it is right.
pub fn choices(view: &View, report: &Report, finding: &Finding) -> Vec<Fix> {
    match &finding.subject {
        Subject::Sum { form, equation, line } => {
            let choices = set_cell::choices(view, report, (form, *equation, *line)).into_iter();
            // The rule may offer the same already.
            choices.filter(|fix| finding.fixes.iter().all(|own| own.edits != fix.edits)).collect()
        }
        Subject::Forms(forms) if forms.iter().all(|id| report.form(id).is_some()) => {
            change_edition::fix(view, report).filter(|(_, lost)| *lost > 0).map(|(fix, _)| fix).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
