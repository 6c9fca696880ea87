//! Equations in words and with their numbers, for users.

use super::words::quoted;
use crate::edition::{Direction, Equation, Form};
use crate::report::sums::{CellAt, State, Sum};
use crate::report::{Filled, Report};
use rust_decimal::Decimal;
use std::ops::Range;

/// The name of a term: the column in an equation across, the row in one that goes down.
pub fn term<'a>(form: &'a Form, sum: &Sum, (row, column): CellAt) -> &'a str {
    match form.equations[sum.equation].direction {
        Direction::Across => form.columns[column].words(),
        Direction::Down => form.rows[row].words(),
    }
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

/// The terms of one side in the words of the form, each with its number; `None` if the words name groups.
fn terms<'a>(filled: &Filled, words: &'a str, cells: &[CellAt]) -> Option<Vec<(&'a str, Decimal)>> {
    let words: Vec<&str> = words.split('＋').collect();
    let number = |cell: &CellAt| filled.number(*cell).unwrap_or_default();
    (words.len() == cells.len()).then(|| words.into_iter().zip(cells.iter().map(number)).collect())
}

fn joined((words, number): (&str, Decimal)) -> String {
    format!("{words}{}", number.normalize())
}

/// The most numbers that are listed one by one.
const MOST_NUMBERS: usize = 8;

/// The cells of an equation that are not zero, without the total, with their numbers.
pub fn numbers(filled: &Filled, sum: &Sum) -> Vec<(Range<usize>, String)> {
    let mut numbers: Vec<(Range<usize>, String)> = (sum.cells().filter(|cell| *cell != sum.total))
        .filter_map(|(row, column)| {
            let value = filled.value(row, column)?;
            let number = value.number().filter(|number| !number.is_zero())?;
            Some((value.figure(), joined((term(filled.form, sum, (row, column)), number))))
        })
        .collect();
    if numbers.len() > MOST_NUMBERS {
        numbers.clear();
    }
    numbers
}

/// An equation in words and with its numbers, on two lines: whether it holds, and the result.
pub fn lines(filled: &Filled, sum: &Sum) -> String {
    let mark = match sum.state {
        State::Holds => '✓',
        State::Open => '?',
        State::Fails => '✗',
    };
    let words = &filled.form.equations[sum.equation].words;
    format!("{mark} {words}\n{}", worked_out(filled, sum))
}

/// An equation with its numbers: 41＋3＝42＋2, or both sides worked out if it fails.
pub fn worked_out(filled: &Filled, sum: &Sum) -> String {
    let (left, right) = (side(filled, &sum.left), side(filled, &sum.right));
    let with_sum = |terms: &str, sum: Decimal| {
        let sum = sum.normalize().to_string();
        if terms == sum { sum } else { format!("{terms}＝{sum}") }
    };
    match sum.state {
        State::Holds => format!("{left}＝{right}"),
        State::Open => format!("{left}＝{right}（？处没有数）"),
        State::Fails => format!(
            "左边{}，右边{}，相差{}{}",
            with_sum(&left, sum.sides.0),
            with_sum(&right, sum.sides.1),
            (sum.sides.0 - sum.sides.1).abs().normalize(),
            if sum.complete { "" } else { "（？处按0计）" }
        ),
    }
}

/// The numbers of one side, without zeros.
fn side(filled: &Filled, cells: &[CellAt]) -> String {
    let terms =
        cells.iter().map(|cell| filled.number(*cell)).filter(|number| number.is_none_or(|number| !number.is_zero()));
    let terms: Vec<String> =
        terms.map(|number| number.map_or("？".to_owned(), |number| number.normalize().to_string())).collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join("＋") }
}

/// How many equations of a report's forms hold, and how many there are.
pub fn tally_of(report: &Report) -> (usize, usize) {
    let tallies = report.forms.iter().filter_map(tally);
    tallies.fold((0, 0), |(hold, all), it| (hold + it.0, all + it.1))
}

/// How many of a form's equations hold, and how many it has; `None` if it has none.
pub fn tally(filled: &Filled) -> Option<(usize, usize)> {
    let lines = |equation: &Equation| match equation.direction {
        Direction::Across => filled.form.rows.len(),
        Direction::Down => filled.form.columns.len(),
    };
    let all: usize = filled.form.equations.iter().map(lines).sum();
    let hold = filled.sums.all.iter().filter(|sum| sum.state == State::Holds).count();
    (all > 0).then_some((hold, all))
}
