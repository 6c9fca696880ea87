//! Cells without a number filled in, from the findings that report them.
//!
//! ```text
//! | 行政规范性文件 | 2 |  | 9 |   →   | 行政规范性文件 | 2 | 0 | 9 |
//! | 2.重复申请 | 1 | 0 | 0 | 0 | 0 | 0 | / |   →   | 2.重复申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
//! ```
//!
//! Where the equations leave no choice it is their number, else 0. Nobody but the author knows whether that is so:
//! never safe.

use super::gate::{Gate, Repair};
use super::proposal::Proposal;
use crate::check::{PlacedCell, View};
use crate::compose::format::field::PipeField;
use crate::compose::table::table;
use crate::compose::table::{present, written};
use crate::edition::Form;
use crate::report::solve::derived;
use crate::report::sums::CellAt;
use crate::report::{Filled, Report, Value};
use crate::rules::{Finding, Fix, quoted};
use crate::syntax::Layout;
use crate::text::Edit;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::ops::Range;

/// The repair for cells of a form, as far as they have no number.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding, form: &'a str, cells: &[CellAt]) -> Option<Proposal<'a>> {
    let filled = gate.report.form(form)?;
    let values = cells.iter().filter_map(|&(row, column)| filled.value(row, column));
    let values: Vec<&Value> = values.filter(|value| !value.has_number()).collect();
    if values.is_empty() {
        return None;
    }
    let derived = derived(filled);
    let mut numbers: HashMap<CellAt, Decimal> = HashMap::new();
    for value in &values {
        let cell = value.cell();
        match derived.get(&cell) {
            Some(number) => numbers.insert(cell, *number),
            // What looks like figures may be figures: 0 would take them away.
            None if value.text().chars().any(char::is_numeric) => return None,
            None => numbers.insert(cell, Decimal::ZERO),
        };
    }
    let title = match (values.as_slice(), numbers.values().all(Decimal::is_zero)) {
        ([value], _) => {
            let cell = value.cell();
            format!("把{}填为{}", quoted(filled.words(cell.0, cell.1)), numbers[&cell])
        }
        (_, true) => format!("把这{}格填0", values.len()),
        (_, false) => format!("把这{}格按勾稽关系填数", values.len()),
    };
    Some(Proposal::new(title, false, move |title| {
        let set = |value: &&Value| set(gate.view, value, numbers[&value.cell()]);
        let edits: Option<Vec<Edit>> = values.iter().map(set).collect();
        let edits = edits.or_else(|| laid_out(gate, filled, &numbers))?;
        gate.passed(finding, Repair::of(Fix { title, edits, safe: false }), |after| {
            let right = |(cell, number): (&CellAt, &Decimal)| {
                let value = after.form(form).and_then(|filled| filled.value(cell.0, cell.1));
                value.and_then(|value| value.number()) == Some(*number)
            };
            numbers.iter().all(right)
        })
    }))
}

/// The edit that puts a number into a cell, where it has one already in its place; `None` where the cell has left no
/// trace in the text.
pub fn set(view: &View, value: &Value, number: Decimal) -> Option<Edit> {
    let place = if value.has_number() { &value.figure() } else { &value.range() };
    put(view, value, place, &number.normalize().to_string())
}

/// The edit that makes a text all that a cell holds; `None` where the cell has left no trace in the text.
pub fn set_text(view: &View, value: &Value, text: &str) -> Option<Edit> {
    put(view, value, &value.range(), text)
}

/// Edits, as a rule makes them, that keep the widths of a pipe table's fields where they replace figures of it.
pub fn in_width(view: &View, report: &Report, edits: &[Edit]) -> Vec<Edit> {
    let values = || report.forms.iter().flat_map(|filled| &filled.values).filter(|value| !value.is_blank());
    let fitted = |edit: &Edit| {
        let value = values().find(|value| value.figure() == edit.range)?;
        put(view, value, &value.figure(), &edit.text)
    };
    edits.iter().map(|edit| fitted(edit).unwrap_or_else(|| edit.clone())).collect()
}

fn put(view: &View, value: &Value, place: &Range<usize>, text: &str) -> Option<Edit> {
    let at = value.range().start;
    let cells = view.cells(&(at..at));
    if !value.is_blank() {
        let is_piped = cells.iter().any(|it| it.layout == Layout::Markdown && it.range.start == at);
        let field = PipeField::at(view, at).filter(|_| is_piped);
        return Some(field.map_or_else(|| Edit::new(place.clone(), text), |field| field.with(view, place, text)));
    }
    let is_this = |cell: &&PlacedCell<'_>| cell.cell.is_blank() && cell.range.start == at;
    let cell = cells.iter().find(is_this)?;
    if cell.layout != Layout::Markdown {
        return Some(Edit::new(cell.range.clone(), text));
    }
    if let Some(field) = PipeField::at(view, at) {
        return field.is_blank().then(|| field.with(view, place, text));
    }
    // The last field, which no pipe closes.
    let rest = view.text.get(at..view.line(at).end)?;
    rest.trim().is_empty().then(|| Edit::new(at..at, format!(" {text} ")))
}

/// The whole table by its form, with these numbers in their cells.
fn laid_out(gate: &Gate<'_>, filled: &Filled, numbers: &HashMap<CellAt, Decimal>) -> Option<Vec<Edit>> {
    let table = table(gate.view, gate.report, &filled.form.section)?;
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    let new = |form: &Form, cell: CellAt| numbers.get(&cell).filter(|_| form.id == filled.form.id);
    let edit = written(gate.view, &table, table.layout, &forms, |form, row, column| {
        let new = new(form, (row, column)).map(ToString::to_string);
        new.or_else(|| present(&table, form, row, column)).unwrap_or_default()
    });
    Some(vec![edit])
}
