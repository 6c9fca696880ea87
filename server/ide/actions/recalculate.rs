//! Recalculates totals from their parts: of a row, of a table, of the whole report.
//!
//! ```text
//! | 一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 0 | 0 | 0 | 9 |
//! | 一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 0 | 0 | 0 | 8 |   ← 重算本行合计
//! ```
//!
//! Only totals change, and only if all their parts are present. The balance is not recalculated: none of its terms is
//! the total of the others.

use super::action::ActionKind;
use super::offer::Offer;
use crate::check::View;
use crate::edition::{CellAt, EquationLine};
use crate::fix::fill_cell::set;
use crate::report::totals::{Addend, settled};
use crate::report::{Filled, Report, Value};
use crate::rules::quoted;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// Offers to recalculate around a range: its row, its table.
pub fn around<'a>(view: &'a View, range: &Range<usize>) -> Vec<Offer<'a>> {
    let touches = |other: &Range<usize>| other.start <= range.end && range.start <= other.end;
    let forms = view.checked.reports.iter().flat_map(|report| &report.forms);
    let forms: Vec<&Filled> = forms.filter(|filled| touches(&filled.range)).collect();
    let mut offers = Vec::new();
    for filled in forms.iter().copied() {
        let in_row = |row: usize| {
            let label = filled.rows[row].label.iter().map(|label| label.range.clone());
            let values = filled.values.iter().filter(|value| value.row() == row).map(Value::range);
            label.chain(values).any(|range| touches(&range))
        };
        if let Some(row) = (0..filled.rows.len()).find(|&row| in_row(row)).filter(|_| filled.rows.len() > 1) {
            let title = format!("重算{}行的合计", quoted(filled.form.rows[row].words()));
            let of_row = move |line: &EquationLine| line.left.iter().chain(&line.right).all(|cell| cell.0 == row);
            offers.extend(offer(view, title, vec![filled], of_row, ActionKind::Rewrite));
        }
        // Among several tables each says which one it is.
        let title = if forms.len() > 1 {
            format!("重算{}的合计", quoted(&filled.form.name))
        } else {
            "重算本表的合计".to_owned()
        };
        offers.extend(offer(view, title, vec![filled], |_| true, ActionKind::Rewrite));
    }
    offers
}

/// An offer to recalculate the reports that `range` touches.
pub fn whole<'a>(view: &'a View, range: &Range<usize>) -> Option<Offer<'a>> {
    let touched = |report: &&Report| report.range.start <= range.end && range.start <= report.range.end;
    let forms = view.checked.reports.iter().filter(touched).flat_map(|report| &report.forms).collect();
    offer(view, "重算报告中的合计".to_owned(), forms, |_| true, ActionKind::Recalculate)
}

/// An offer to correct the totals of some forms, if any is wrong.
fn offer<'a>(
    view: &'a View,
    title: String,
    forms: Vec<&'a Filled>,
    wanted: impl Fn(&EquationLine) -> bool + 'a,
    kind: ActionKind,
) -> Option<Offer<'a>> {
    let is_wrong = |filled: &&Filled| !totals(filled, &wanted).is_empty();
    forms.iter().any(is_wrong).then(|| {
        let edit = |filled: &Filled, ((row, column), number): (CellAt, Decimal)| {
            filled
                .value(row, column)
                .filter(|value| value.number() != Some(number))
                .and_then(|it| set(view, it, number))
        };
        let edits = move || {
            let of_form = |filled: &&'a Filled| {
                let filled = *filled;
                totals(filled, &wanted).into_iter().filter_map(move |total| edit(filled, total))
            };
            Some(forms.iter().flat_map(of_form).collect())
        };
        Offer::new(title, kind, false, edits)
    })
}

/// The totals of a form that its equations want changed, as far as these have all their addends and `wanted` selects them.
fn totals(filled: &Filled, wanted: impl Fn(&EquationLine) -> bool) -> BTreeMap<CellAt, Decimal> {
    let addend = |cell: CellAt| filled.number(cell).map_or(Addend::Unknown, Addend::Number);
    let wanted = |line: &EquationLine| wanted(line) && filled.value(line.total.0, line.total.1).is_some();
    settled(filled.form, 0..filled.form.lines().all.len(), addend, wanted)
}
