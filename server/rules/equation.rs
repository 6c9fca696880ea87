//! What the rules about sums share: one failing equation, told with its numbers.

use super::{Check, Finding, Fixes, Rule, Subject, quoted};
use crate::edition::Direction;
use crate::report::Filled;
use crate::report::sums::{CellAt, State, Sum};
use crate::text::Edit;
use rust_decimal::Decimal;
use std::ops::Range;

/// Reports the failing equations of a rule that no single cell explains, each at its total.
pub fn check(rule: &'static Rule, check: &mut Check<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for (index, sum) in filled.sums.all.iter().enumerate() {
            let mine = filled.form.equations[sum.equation].rule == rule.name;
            if mine && sum.state == State::Fails && !filled.sums.is_explained(index) && !has_negative(filled, sum) {
                check.extend(finding(rule, filled, sum));
            }
        }
    }
}

/// Whether a number in an equation is none that can be right, which `negative-number` reports.
fn has_negative(filled: &Filled, sum: &Sum) -> bool {
    let number = |(row, column): CellAt| filled.value(row, column).and_then(|value| value.number);
    sum.cells().any(|cell| number(cell).is_some_and(|number| number < Decimal::ZERO))
}

fn finding(rule: &'static Rule, filled: &Filled, sum: &Sum) -> Option<Finding> {
    let total = filled.value(sum.total.0, sum.total.1)?;
    let words = &filled.form.equations[sum.equation].words;
    let subject = Subject::Sum { form: &filled.form.id, equation: sum.equation, line: sum.line };
    let equation = format!("勾稽关系：{}", words.split_once('：').map_or(words.as_str(), |(_, words)| words));
    let mut finding =
        Finding::new(rule, subject, total.figure.clone(), statement(filled, sum)).note(total.figure.clone(), equation);
    for (range, note) in numbers(filled, sum) {
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

/// A failing equation with both its numbers: “规章”：各项之和为8（自然人7＋商业企业1），总计为9，相差1.
pub fn statement(filled: &Filled, sum: &Sum) -> String {
    let equation = &filled.form.equations[sum.equation];
    let (own_line, words) = match equation.words.split_once('：') {
        Some((line, words)) => (Some(line), words),
        None => (None, equation.words.as_str()),
    };
    let line = match (own_line, equation.direction) {
        (Some(line), _) => line.to_owned(),
        (None, Direction::Down) => format!("“{}”列", filled.form.columns[sum.line].words()),
        (None, Direction::Across) => quoted(filled.form.rows[sum.line].words()),
    };
    let (left_words, right_words) = words.split_once('＝').unwrap_or((words, ""));
    let left = terms(filled, left_words, &sum.left);
    let (left_sum, right_sum) = (sum.sides.0.normalize(), sum.sides.1.normalize());
    let sides = if sum.right == [sum.total] {
        let parts: Vec<String> =
            left.into_iter().flatten().filter(|(_, number)| !number.is_zero()).map(joined).collect();
        let parts = if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("＋")) };
        format!("各项之和为{left_sum}{parts}，{right_words}为{right_sum}")
    } else {
        let side = |terms: Option<Vec<(&str, Decimal)>>, words: &str| {
            terms.map_or_else(|| words.to_owned(), |terms| terms.into_iter().map(joined).collect::<Vec<_>>().join("＋"))
        };
        let right = terms(filled, right_words, &sum.right);
        format!("{}＝{left_sum}，{}＝{right_sum}", side(left, left_words), side(right, right_words))
    };
    let blanks = if sum.complete { "" } else { "（缺的数按0计）" };
    format!("{line}：{sides}，相差{}{blanks}", (left_sum - right_sum).abs().normalize())
}

/// The terms of one side in the words of the form, each with its number; nothing where the words are those of groups.
fn terms<'a>(filled: &Filled, words: &'a str, cells: &[CellAt]) -> Option<Vec<(&'a str, Decimal)>> {
    let words: Vec<&str> = words.split('＋').collect();
    let number = |&(row, column): &CellAt| filled.value(row, column).and_then(|value| value.number).unwrap_or_default();
    (words.len() == cells.len()).then(|| words.into_iter().zip(cells.iter().map(number)).collect())
}

fn joined((words, number): (&str, Decimal)) -> String {
    format!("{words}{}", number.normalize())
}

/// More numbers than this are not told one by one.
const MOST_NUMBERS: usize = 8;

/// The cells of an equation that are not zero, but for the total, with their numbers.
pub fn numbers(filled: &Filled, sum: &Sum) -> Vec<(Range<usize>, String)> {
    let direction = filled.form.equations[sum.equation].direction;
    let mut numbers: Vec<(Range<usize>, String)> = (sum.cells().filter(|cell| *cell != sum.total))
        .filter_map(|(row, column)| {
            let value = filled.value(row, column)?;
            let number = value.number.filter(|number| !number.is_zero())?;
            let header = match direction {
                Direction::Across => &filled.form.columns[column],
                Direction::Down => &filled.form.rows[row],
            };
            Some((value.figure.clone(), joined((header.words(), number))))
        })
        .collect();
    if numbers.len() > MOST_NUMBERS {
        numbers.clear();
    }
    numbers
}
