//! What the rules about sums share: one failing equation, told with its numbers.

use super::{Finding, Findings, Fixes, Rule};
use crate::edition::Direction;
use crate::report::sums::{CellAt, State, Sum};
use crate::report::{Filled, Report};
use crate::text::Edit;
use std::ops::Range;

/// Reports the failing equations of a rule that no single cell explains, each at its total.
pub fn check(rule: &'static Rule, report: &Report, findings: &mut Findings) {
    for filled in &report.forms {
        for (index, sum) in filled.sums.all.iter().enumerate() {
            let mine = filled.form.equations[sum.equation].rule == rule.name;
            if mine && sum.state == State::Fails && !filled.sums.is_explained(index) {
                findings.extend(finding(rule, filled, sum));
            }
        }
    }
}

fn finding(rule: &'static Rule, filled: &Filled, sum: &Sum) -> Option<Finding> {
    let total = filled.value(sum.total.0, sum.total.1)?;
    let mut finding = Finding::new(rule, total.figure.clone(), statement(filled, sum));
    for (range, note) in numbers(filled, sum, &[sum.total]) {
        finding = finding.note(range, note);
    }
    if let (Fixes::Unsafe, true, Some(present)) = (rule.fixes, sum.complete, total.number) {
        let right = sum.solve(sum.total, present).normalize();
        if !right.is_sign_negative() {
            let edit = Edit::new(total.figure.clone(), right.to_string());
            finding = finding.unsafe_fix(format!("把总计改为{right}"), edit);
        }
    }
    Some(finding)
}

/// A failing equation in the words of the form with both its numbers: “自然人”列：……，左边为9，右边为8，相差1.
pub fn statement(filled: &Filled, sum: &Sum) -> String {
    let equation = &filled.form.equations[sum.equation];
    let line = match equation.direction {
        Direction::Down => format!("“{}”列", filled.form.columns[sum.line].words()),
        Direction::Across if filled.form.rows[sum.line].path.is_empty() => String::new(),
        Direction::Across => format!("“{}”", filled.form.rows[sum.line].words()),
    };
    let colon = if line.is_empty() { "" } else { "：" };
    let (left, right) = (sum.sides.0.normalize(), sum.sides.1.normalize());
    let difference = (left - right).abs();
    let blanks = if sum.complete { "" } else { "（空白按0计）" };
    let sides = match sum.right.as_slice() {
        [total] if *total == sum.total => format!("各项之和为{left}，总计为{right}"),
        _ => format!("等号左边为{left}，右边为{right}"),
    };
    format!("{line}{colon}{}不成立，{sides}，相差{difference}{blanks}", equation.words)
}

/// The cells of an equation that are not zero, but for those already spoken of, with their numbers.
pub fn numbers(filled: &Filled, sum: &Sum, but: &[CellAt]) -> Vec<(Range<usize>, String)> {
    sum.cells()
        .filter(|cell| !but.contains(cell))
        .filter_map(|(row, column)| {
            let value = filled.value(row, column)?;
            let number = value.number.filter(|number| !number.is_zero())?.normalize();
            Some((value.figure.clone(), format!("{}{number}", filled.words(row, column))))
        })
        .collect()
}
