//! The values of a form, and what their sums say.

use super::labels::label_end;
use crate::edition::{CellAt, Form};
use crate::report::faults::{Fault, faults};
use crate::report::filled::Filled;
use crate::report::scan::{RowItem, RowItemKind, ScannedRow};
use crate::report::sums::Sums;
use crate::report::token::Token;
use crate::report::value::{Remark, Value};
use crate::text::Number;
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::ops::Range;

/// Adds the values of a row, given by column.
pub fn push_values(
    tokens: &[Token<'_>],
    row: usize,
    scanned: &ScannedRow,
    cells: &[Option<RowItem>],
    values: &mut Vec<Value>,
) {
    let mut end = label_end(tokens, scanned);
    for (column, item) in cells.iter().enumerate() {
        let value = match item {
            None => Value::blank((row, column), end),
            Some(item) => {
                let token = item.of(tokens);
                let number = if item.kind == RowItemKind::Figure { token.number() } else { None };
                let value = value((row, column), &token, number);
                end = value.range().end;
                value
            }
        };
        values.push(value);
    }
}

/// A value cell.
fn value(cell: CellAt, token: &Token<'_>, number: Option<Number>) -> Value {
    let range = token.range();
    let figure = number.as_ref().map_or(range.clone(), |number| token.source(number.figure.clone()));
    let text = if token.is_blank() { SmolStr::default() } else { SmolStr::new(token.printed()) };
    let number = number.map(|number| {
        let remark = match number.unit {
            _ if number.remark => Remark::Other,
            Some(_) => Remark::Unit,
            None => Remark::Nothing,
        };
        (number.value, remark)
    });
    Value::new(cell, text, number, &figure, &range)
}

/// The equations of a form with these values, and what explains those that fail.
pub fn judged(form: &'static Form, values: &[Value]) -> (Sums, Vec<Fault>) {
    let number = numbers(form, values);
    let sums = Sums::of(form, &number);
    let faults = faults(form, &sums, &number);
    (sums, faults)
}

/// The number in each cell of a form.
fn numbers(form: &Form, values: &[Value]) -> impl Fn(CellAt) -> Option<Decimal> {
    let columns = form.columns.len();
    let mut numbers: Vec<Option<Decimal>> = vec![None; form.rows.len() * columns];
    for value in values {
        numbers[value.row() * columns + value.column()] = value.number();
    }
    move |(row, column)| numbers[row * columns + column]
}

/// Replaces the figure in `range` in every value that is read from that cell; returns whether there is any.
pub fn refill(forms: &mut [Filled], range: &Range<usize>, figure: &Token<'_>) -> bool {
    let mut is_read = false;
    for filled in forms {
        let mut is_touched = false;
        for old in filled.values.iter_mut().filter(|value| value.range() == *range) {
            *old = value(old.cell(), figure, figure.number());
            is_touched = true;
        }
        if is_touched {
            (filled.sums, filled.faults) = judged(filled.form, &filled.values);
        }
        is_read |= is_touched;
    }
    is_read
}
