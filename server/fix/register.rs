//! Which repairs a finding has, by its subject.

use super::gate::{Gate, Repair};
use super::proposal::Proposal;
use super::standing::taken;
use super::{change_edition, fill_cell, insert_heading, insert_row, insert_section, insert_table, set_cell};
use crate::check::View;
use crate::report::Report;
use crate::rules::{Finding, Fix, Subject, listed};
use crate::text::{Edit, fold::fold, number};
use rust_decimal::Decimal;

/// The repairs of a finding, the best first: its own, or what depends on how the draft is written.
pub fn proposals<'a>(gate: &'a Gate<'_>, finding: &'a Finding) -> Vec<Proposal<'a>> {
    if !finding.fixes.is_empty() {
        return finding.fixes.iter().map(|fix| own(gate, finding, fix)).collect();
    }
    let report = gate.report;
    let proposal = match &finding.subject {
        Subject::MissingBanners(forms) => insert_heading::proposal(gate, finding, forms),
        Subject::Sections(sections) => insert_section::proposal(gate, finding, sections),
        Subject::Forms(forms) if forms.iter().any(|id| report.form(id).is_none()) => {
            insert_table::proposal(gate, finding, forms)
        }
        Subject::Forms(_) => change_edition::proposal(gate, finding).filter(|(_, lost)| *lost == 0).map(|(it, _)| it),
        Subject::Rows(form, rows) => insert_row::proposal(gate, finding, form, rows),
        Subject::Cells(form, cells) => fill_cell::proposal(gate, finding, form, cells),
        _ => None,
    };
    proposal.into_iter().collect()
}

/// A repair that the rule of a finding knows. One that would be safe and takes figures away is not, and its title says
/// which they are.
fn own<'a>(gate: &'a Gate<'_>, finding: &'a Finding, fix: &'a Fix) -> Proposal<'a> {
    let (title, safe) = named(&gate.view.text, gate.report, finding, fix);
    Proposal::new(title, safe, move |title| {
        let fix = Fix { title, edits: fix.edits.clone(), safe };
        // Where a repair of a rule is not safe, its finding says what it takes away.
        gate.passed(finding, of_rule(gate.view, gate.report, finding, fix).telling(!safe), |_| true)
    })
}

/// The title of a repair that a rule knows, and whether it is safe.
fn named(text: &str, report: &Report, finding: &Finding, fix: &Fix) -> (String, bool) {
    let taken = taken_by(text, report, finding, fix);
    if taken.is_empty() {
        return (fix.title.clone(), fix.safe);
    }
    let figures: Vec<String> = taken.iter().map(ToString::to_string).collect();
    (format!("{}（会丢失{}）", fix.title, listed(figures.iter().map(String::as_str))), false)
}

/// A repair that a rule knows. One of a date or of a cited document is about the digits in it, one that writes figures
/// apart about the digits that stood together.
fn of_rule(view: &View, report: &Report, finding: &Finding, fix: Fix) -> Repair {
    let about = match finding.subject {
        Subject::Date | Subject::Citation => {
            view.text.get(finding.range.clone()).map(|text| number::figures(&fold(text))).unwrap_or_default()
        }
        _ => parted(&view.text, &fix.edits),
    };
    let edits = fill_cell::in_width(view, report, &fix.edits);
    Repair::of(Fix { edits, ..fix }).about(about)
}

/// What is read as figures where edits put something between two digits.
fn parted(text: &str, edits: &[Edit]) -> Vec<Decimal> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let mut figures = Vec::new();
    let mut done = 0;
    let mut places: Vec<usize> = edits.iter().filter(|it| it.range.is_empty()).map(|it| it.range.start).collect();
    places.sort_unstable();
    for at in places {
        let (Some(before), Some(behind)) = (text.as_bytes().get(done..at), text.as_bytes().get(at..)) else { continue };
        let start = at - before.iter().rev().take_while(|byte| is_digit(byte)).count();
        let end = at + behind.iter().take_while(|byte| is_digit(byte)).count();
        if start < at && at < end {
            figures.extend(text.get(start..end).map(number::figures).unwrap_or_default());
            done = end;
        }
    }
    figures
}

/// The figures that a repair takes away which would be safe otherwise, besides those that its finding is about.
fn taken_by(text: &str, report: &Report, finding: &Finding, fix: &Fix) -> Vec<Decimal> {
    match &finding.subject {
        Subject::Cells(..) | Subject::Sum { .. } | Subject::Date | Subject::Citation => Vec::new(),
        _ if !fix.safe => Vec::new(),
        _ => taken(text, report, &fix.edits),
    }
}

/// The repair of a finding that would be safe, if there is one. It has not passed the gate.
pub fn safe_repair(view: &View, report: &Report, finding: &Finding) -> Option<Repair> {
    let own = || {
        let fix = finding.fixes.iter().find(|fix| fix.safe)?;
        taken_by(&view.text, report, finding, fix).is_empty().then(|| of_rule(view, report, finding, fix.clone()))
    };
    let missing_banners = || match &finding.subject {
        Subject::MissingBanners(forms) if finding.fixes.is_empty() => insert_heading::unchecked(view, report, forms),
        _ => None,
    };
    own().or_else(missing_banners)
}

/// Whether a finding may have a safe repair.
pub fn may_be_safe(finding: &Finding) -> bool {
    matches!(finding.subject, Subject::MissingBanners(_)) || finding.fixes.iter().any(|fix| fix.safe)
}

/// What else can be done about a finding, where only the author can tell whether it is right.
pub fn choices<'a>(gate: &'a Gate<'_>, finding: &'a Finding) -> Vec<Proposal<'a>> {
    let report = gate.report;
    match &finding.subject {
        Subject::Sum { form, equation, line } => {
            let choices = set_cell::choices(gate.view, report, (form, *equation, *line)).into_iter();
            // The rule may offer the same already.
            let others = choices.filter(|fix| {
                finding.fixes.iter().all(|own| fill_cell::in_width(gate.view, report, &own.edits) != fix.edits)
            });
            let proposal = |Fix { title, edits, safe }: Fix| {
                Proposal::new(title, safe, move |title| {
                    gate.passed(finding, Repair::of(Fix { title, edits: edits.clone(), safe }), |_| true)
                })
            };
            others.map(proposal).collect()
        }
        Subject::Forms(forms) if forms.iter().all(|id| report.form(id).is_some()) => {
            let proposal = change_edition::proposal(gate, finding).filter(|(_, lost)| *lost > 0);
            proposal.into_iter().map(|(proposal, _)| proposal).collect()
        }
        _ => Vec::new(),
    }
}

/// Names the repairs in findings about a text as they are proposed. None of them is made.
pub fn name_repairs(text: &str, reports: &[Report], findings: &mut [Finding]) {
    for finding in findings {
        let Some(report) = reports.get(finding.report) else { continue };
        let names: Vec<(String, bool)> = finding.fixes.iter().map(|fix| named(text, report, finding, fix)).collect();
        for (fix, (title, safe)) in finding.fixes.iter_mut().zip(names) {
            (fix.title, fix.safe) = (title, safe);
        }
    }
}

/// The findings of a view as they are handed to other programs: of the repairs that their rules know, those that pass
/// the gate. Whether there are so many in a report that the last of them were not tried, too.
pub fn offered(view: &View) -> (Vec<Finding>, bool) {
    offered_by(view, &view.checked.reports.iter().map(|report| Gate::bounded(view, report)).collect::<Vec<_>>())
}

fn offered_by(view: &View, gates: &[Gate<'_>]) -> (Vec<Finding>, bool) {
    let offered = |finding: &Finding| {
        let own = gates.get(finding.report).into_iter().flat_map(|gate| {
            let made = finding.fixes.iter().filter_map(|fix| own(gate, finding, fix).make());
            made.map(|repair| repair.fix)
        });
        Finding { fixes: own.collect(), ..finding.clone() }
    };
    let findings = view.checked.findings.iter().map(offered).collect();
    (findings, gates.iter().any(Gate::is_over))
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reading;
    use super::*;
    use crate::check::Draft;

    #[test]
    fn of_more_repairs_than_are_tried_the_first_are_listed() {
        let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n2024年，我局布署公开工作，布署检查，布署整改。\n";
        let view = Draft::new(text, 0).snapshot().whole();
        let report = &view.checked.reports[0];
        let listed = |reading| {
            let (findings, is_cut) = offered_by(&view, &[Gate::within(&view, report, reading)]);
            let typos = findings.iter().filter(|it| it.rule.name == "typo").map(|it| it.fixes.len());
            (typos.collect::<Vec<_>>(), is_cut, findings.len() == view.checked.findings.len())
        };
        assert_eq!(listed(Reading::unbounded()), (vec![1, 1, 1], false, true));
        assert_eq!(listed(Reading::of(report.range.len() + 1)), (vec![1, 1, 0], true, true));
    }
}
