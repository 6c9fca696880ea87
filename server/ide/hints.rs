//! Inlay hints: what a wrong total has to be, the number of a table's equations that hold.

use crate::check::View;
use crate::report::neighbours::LastYear;
use crate::report::sums;
use crate::report::{Filled, Report};
use crate::rules::equation;
use crate::rules::relation::RelationInRow;
use rust_decimal::Decimal;
use std::ops::Range;

/// What the hint at a wrong figure begins with.
const SHOULD_BE: &str = "应为";

/// The wanted kinds of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// What a wrong total has to be.
    pub differences: bool,
    /// How many equations of a table hold.
    pub tallies: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Hints { differences: true, tallies: true }
    }
}

/// An inlay hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The offset behind which it is shown.
    pub offset: usize,
    /// Its short label.
    pub label: String,
    /// Its meaning, with the numbers.
    pub tooltip: String,
}

impl View {
    /// The hints inside a range, in the order of the text.
    pub fn hints(&self, within: Range<usize>, wanted: Hints) -> Vec<Hint> {
        let mut hints = Vec::new();
        for report in &self.checked.reports {
            if report.range.end < within.start || within.end < report.range.start {
                continue;
            }
            if wanted.tallies {
                hints.extend(report.forms.iter().filter_map(|filled| tally(report, filled)));
            }
            if wanted.differences {
                report.forms.iter().for_each(|filled| differences(filled, &mut hints));
                let last_year = self.last_year(report);
                report.forms.iter().for_each(|filled| breaks(filled, &last_year, &mut hints));
            }
        }
        hints.retain(|hint| within.start <= hint.offset && hint.offset <= within.end);
        hints.sort_by_key(|hint| hint.offset);
        hints
    }
}

/// How many equations hold, shown at the heading of the section or else where the table begins.
fn tally(report: &Report, filled: &Filled) -> Option<Hint> {
    let (hold, all) = equation::tally(filled)?;
    let section = report.sections.iter().find(|section| section.body.contains(&filled.range.start));
    let heading = section.filter(|section| report.edition.sections[section.index].id == filled.form.section);
    let offset = heading.map_or(filled.range.start, |section| section.heading.range.end);
    let tooltip = format!("{}：{all}个等式，{hold}个成立", filled.form.name);
    Some(Hint { offset, label: format!("勾稽 {hold}/{all}"), tooltip })
}

/// The figures that do not go on from last year's.
fn breaks(filled: &Filled, last_year: &LastYear, hints: &mut Vec<Hint>) {
    let totals = filled.form.relations.iter().filter(|relation| relation.crosses_years());
    for relation in totals.filter(|_| !last_year.is_empty()) {
        for row in 0..filled.form.rows.len() {
            let Some(it) = RelationInRow::new(filled, relation, row, last_year) else { continue };
            let Some(((row, column), right)) = it.missed() else { continue };
            let Some(value) = filled.value(row, column) else { continue };
            let tooltip = [it.source().unwrap_or_default(), it.line()].join("\n");
            hints.push(Hint { offset: value.range().end, label: format!("{SHOULD_BE}{}", right.normalize()), tooltip });
        }
    }
}

/// What wrong totals have to be. If it is known which cells are wrong, only those have a hint, since the totals around them
/// may all be right.
fn differences(filled: &Filled, hints: &mut Vec<Hint>) {
    let pinned = || filled.faults.iter().filter_map(|fault| fault.only().map(|revision| (fault, revision)));
    for (fault, revision) in pinned() {
        let explained = fault.explains.iter().map(|&sum| equation::lines(filled, &filled.sums.all[sum]));
        let tooltip = explained.collect::<Vec<_>>().join("\n");
        for correction in &revision.corrections {
            let Some(value) = filled.value(correction.cell.0, correction.cell.1) else { continue };
            let label = format!("{SHOULD_BE}{}", correction.right);
            hints.push(Hint { offset: value.range().end, label, tooltip: tooltip.clone() });
        }
    }
    let mut at_totals: Vec<(usize, Vec<Decimal>, Vec<String>)> = Vec::new();
    for (index, sum) in filled.sums.all.iter().enumerate() {
        if sum.state != sums::State::Fails || pinned().any(|(fault, _)| fault.explains.contains(&index)) {
            continue;
        }
        let Some(value) = filled.value(sum.total.0, sum.total.1) else { continue };
        let right = sum.solve(sum.total, value.number().unwrap_or_default()).normalize();
        let tooltip = equation::lines(filled, sum);
        match at_totals.iter_mut().find(|(offset, ..)| *offset == value.range().end) {
            Some((_, rights, tooltips)) => {
                if !rights.contains(&right) {
                    rights.push(right);
                }
                tooltips.push(tooltip);
            }
            None => at_totals.push((value.range().end, vec![right], vec![tooltip])),
        }
    }
    hints.extend(at_totals.into_iter().map(|(offset, rights, tooltips)| {
        let rights: Vec<String> = rights.iter().map(Decimal::to_string).collect();
        Hint { offset, label: format!("{SHOULD_BE}{}", rights.join("／")), tooltip: tooltips.join("\n") }
    }));
}
