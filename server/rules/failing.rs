//! Shared by the rules about sums: findings about failing equations.

use super::equation::{numbers, statement};
use super::faults::{equal_in_rank, rule_of_equations};
use super::finding::Finding;
use super::report_check::ReportCheck;
use super::rule::{Fixes, Rule};
use super::subject::Subject;
use crate::report::Filled;
use crate::report::sums::{State, Sum};
use crate::text::Edit;
use rust_decimal::Decimal;

/// Reports the failing equations of a rule: those together that cells of equal rank explain, and each at its total that
/// no cells explain.
pub fn check(rule: &'static Rule, check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for fault in filled.faults.iter().filter(|fault| rule_of_equations(filled, fault) == Some(rule.name)) {
            check.extend(equal_in_rank(rule, check, filled, fault));
        }
        for (index, sum) in filled.sums.all.iter().enumerate() {
            let mine = filled.form.equations[sum.equation].rule == rule.name;
            if mine && sum.state == State::Fails && !filled.is_explained(index) && !has_negative(filled, sum) {
                check.extend(finding(rule, filled, sum));
            }
        }
    }
}

/// Whether an equation contains a negative number, which `negative-number` reports.
fn has_negative(filled: &Filled, sum: &Sum) -> bool {
    sum.cells().any(|cell| filled.number(cell).is_some_and(|number| number < Decimal::ZERO))
}

fn finding(rule: &'static Rule, filled: &Filled, sum: &Sum) -> Option<Finding> {
    let total = filled.value(sum.total.0, sum.total.1)?;
    let words = &filled.form.equations[sum.equation].words;
    let subject = Subject::Sum { form: &filled.form.id, equation: sum.equation, line: sum.line };
    let equation = format!("勾稽关系：{}", words.split_once('：').map_or(words.as_str(), |(_, words)| words));
    let mut finding =
        Finding::new(rule, subject, total.figure(), statement(filled, sum)).note(total.figure(), equation);
    for (range, note) in numbers(filled, sum) {
        finding = finding.note(range, note);
    }
    if let (Fixes::Unsafe, true, Some(present)) = (rule.fixes, sum.complete, total.number()) {
        let right = sum.solve(sum.total, present).normalize();
        if !right.is_sign_negative() {
            let edit = Edit::new(total.figure(), right.to_string());
            finding = finding.unsafe_fix(format!("把总计改为{right}"), edit);
        }
    }
    Some(finding)
}
