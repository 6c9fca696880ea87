//! One cell changed so that a failing equation holds: a choice for each cell of the equation.
//!
//! ```text
//! | 一、本年新收政府信息公开申请数量 | 7 | 1 | … | 9 |
//!
//! 把“…·自然人”由7改为8 · 把“…·商业企业”由1改为2 · … · 把“…·总计”由9改为8
//! ```
//!
//! Which of them is wrong only the author knows: every one is offered, none is preferred, and never is one safe. Those
//! that leave the fewest other equations failing come first.

use super::fill_cell::set;
use crate::check::View;
use crate::edition::ColumnKind;
use crate::report::solve::failing;
use crate::report::sums::{CellAt, State, Sum};
use crate::report::{Filled, Report};
use crate::rules::Fix;
use crate::rules::quoted;
use std::collections::HashMap;

/// The choices for an equation that fails: its form, its place in the form, and its row or column.
pub fn choices(view: &View, report: &Report, (form, equation, line): (&str, usize, usize)) -> Vec<Fix> {
    let Some(filled) = report.form(form) else { return Vec::new() };
    let sum = filled.sums.of_line(equation, line).filter(|sum| sum.state == State::Fails);
    let Some(sum) = sum else { return Vec::new() };
    let mut choices: Vec<(usize, Fix)> = sum.cells().filter_map(|cell| choice(view, filled, sum, cell)).collect();
    choices.sort_by_key(|(failing, _)| *failing);
    choices.into_iter().map(|(_, fix)| fix).collect()
}

fn choice(view: &View, filled: &Filled, sum: &Sum, cell: CellAt) -> Option<(usize, Fix)> {
    let value = filled.value(cell.0, cell.1)?;
    let right = sum.solve(cell, value.number().unwrap_or_default()).normalize();
    let kind = filled.form.columns[cell.1].kind();
    if (right.is_sign_negative() && kind != ColumnKind::Signed) || (!right.is_integer() && kind != ColumnKind::Amount) {
        return None;
    }
    let edit = set(view, value, right)?;
    let words = quoted(filled.words(cell.0, cell.1));
    let title = match value.number() {
        Some(number) => format!("把{words}由{}改为{right}", number.normalize()),
        None => format!("把{words}填为{right}"),
    };
    let failing = failing(filled, &HashMap::from([(cell, right)]));
    Some((failing, Fix { title, edits: vec![edit], safe: false }))
}
