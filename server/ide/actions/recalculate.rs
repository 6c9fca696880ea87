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
use crate::fix::fill_cell::set;
use crate::report::sums::{CellAt, Sum, Sums};
use crate::report::{Filled, Report};
use crate::rules::quoted;
use crate::text::Edit;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::ops::Range;

/// Offers to recalculate around a range: its row, its table.
pub fn around<'a>(view: &'a View, range: &Range<usize>) -> Vec<Offer<'a>> {
    let touches = |other: &Range<usize>| other.start <= range.end && range.start <= other.end;
    let forms = view.checked.reports.iter().flat_map(|report| &report.forms);
    let mut offers = Vec::new();
    for filled in forms.filter(|filled| touches(&filled.range)) {
        let in_row = |row: usize| {
            let label = filled.rows[row].label.iter().map(|label| &label.range);
            let values = filled.values.iter().filter(|value| value.row == row).map(|value| &value.range);
            label.chain(values).any(touches)
        };
        if let Some(row) = (0..filled.rows.len()).find(|&row| in_row(row)).filter(|_| filled.rows.len() > 1) {
            let title = format!("重算{}行的合计", quoted(filled.form.rows[row].words()));
            let of_row = move |sum: &Sum| sum.cells().all(|cell| cell.0 == row);
            offers.extend(offer(view, title, vec![filled], of_row, ActionKind::Rewrite));
        }
        offers.extend(offer(view, "重算本表的合计".to_owned(), vec![filled], |_| true, ActionKind::Rewrite));
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
    wanted: impl Fn(&Sum) -> bool + 'a,
    kind: ActionKind,
) -> Option<Offer<'a>> {
    let is_wrong = |filled: &&Filled| {
        let mut sums = filled.sums.all.iter().filter(|sum| wanted(sum));
        sums.any(|sum| is_wrong(sum, |cell| filled.number(cell)) && filled.value(sum.total.0, sum.total.1).is_some())
    };
    forms.iter().any(is_wrong).then(|| {
        let edits = move || Some(forms.iter().flat_map(|filled| totals(view, filled, &wanted)).collect());
        Offer::new(title, kind, false, edits)
    })
}

/// Whether an equation determines a total that is missing or different.
fn is_wrong(sum: &Sum, number: impl Fn(CellAt) -> Option<Decimal>) -> bool {
    sum.right == [sum.total]
        && number(sum.total) != Some(sum.sides.0)
        && sum.left.iter().all(|cell| number(*cell).is_some())
}

/// The most changes of one total: it may be part of another total, so it may change more than once; contradictory
/// equations would never settle.
const MOST_CHANGES: usize = 3;

/// The edits that correct the totals of a form, by the equations that `wanted` selects.
fn totals(view: &View, filled: &Filled, wanted: impl Fn(&Sum) -> bool) -> Vec<Edit> {
    let mut numbers: HashMap<CellAt, Decimal> = HashMap::new();
    let mut changes: HashMap<CellAt, usize> = HashMap::new();
    loop {
        let number = |cell: CellAt| numbers.get(&cell).copied().or_else(|| filled.number(cell));
        let sums = Sums::of(filled.form, number);
        let wrong = sums.all.iter().filter(|sum| wanted(sum)).find(|sum| {
            let often = changes.get(&sum.total).is_some_and(|count| *count >= MOST_CHANGES);
            !often && is_wrong(sum, number)
        });
        let Some((total, right)) = wrong.map(|sum| (sum.total, sum.sides.0)) else { break };
        *changes.entry(total).or_default() += 1;
        if filled.value(total.0, total.1).is_some() {
            numbers.insert(total, right);
        }
    }
    let changed = filled.values.iter().filter_map(|value| Some((value, *numbers.get(&(value.row, value.column))?)));
    changed
        .filter(|(value, right)| value.number != Some(*right))
        .filter_map(|(value, right)| set(view, value, right))
        .collect()
}
