//! A missing row put back in its place, written like the rows around it.
//!
//! ```text
//! | 1.信访举报投诉类申请 | 2 | 0 | … | 2 |      | 1.信访举报投诉类申请 | 2 | 0 | … | 2 |
//!                                           →    | 2.重复申请 | 0 | 0 | … | 0 |
//! | 3.要求提供公开出版物 | 0 | 0 | … | 0 |      | 3.要求提供公开出版物 | 0 | 0 | … | 0 |
//! ```
//!
//! A row is copied from another of its table with its pipes, tabs, tags or lines, and only its label and its figures are
//! replaced. Where the equations leave no choice, the figures are those they ask for; else they are 0. Both say something
//! about the year, so this is never safe. Under a header with no row of its own the rows are written like those of the next
//! form. Where no row can be copied the whole table is laid out again.

mod html;
mod line;
mod placed;
mod sample;

use self::sample::{NewRow, RowPlace, samples};
use super::gate::{Gate, Repair};
use super::insert_table;
use super::proposal::Proposal;
use super::standing::figures;
use crate::check::View;
use crate::compose::table::{present, table, written};
use crate::edition::Form;
use crate::report::solve::derived;
use crate::report::{Filled, Report, RowState};
use crate::rules::{Finding, Fix, quoted};
use crate::syntax::Layout;
use crate::text::Edit;
use rust_decimal::Decimal;

/// The repair for a form that misses some rows: all that it misses, because each alone would leave it incomplete.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding, form: &str, rows: &[usize]) -> Option<Proposal<'a>> {
    let filled = gate.report.form(form)?;
    let is_missing = |row: &usize| filled.rows.get(*row).is_some_and(|row| row.state == RowState::Missing);
    if !rows.iter().all(is_missing) {
        return None;
    }
    let missing: Vec<usize> = (0..filled.rows.len()).filter(is_missing).collect();
    let rows = new_rows(filled, &missing)?;
    let how = if rows.iter().flat_map(|row| &row.figures).all(|figure| figure == "0") {
        "填0"
    } else {
        "按勾稽关系填数"
    };
    let what = match rows.as_slice() {
        [row] => format!("{}行", quoted(filled.form.rows[row.row].words())),
        _ => format!("所缺的{}行", rows.len()),
    };
    let title = format!("插入{what}（{how}）");
    Some(Proposal::new(title, false, move |title| {
        let passed = |edits: Vec<Edit>| {
            let fix = Fix { title: title.clone(), edits, safe: false };
            let repair = Repair::of(fix).gaining([filled.form.id.as_str()]);
            gate.passed(finding, repair, |after| are_inserted(filled, after, &rows))
        };
        let beside = match filled.header_alone {
            Some(_) => insert_table::below_header(gate.view, gate.report, filled.form).map(|edit| vec![edit]),
            None => copied(gate.view, filled, &rows),
        };
        beside.and_then(passed).or_else(|| laid_out(gate.view, gate.report, filled, &rows).and_then(passed))
    }))
}

fn new_rows(filled: &Filled, missing: &[usize]) -> Option<Vec<NewRow>> {
    let derived = derived(filled);
    let figure = |row, column| derived.get(&(row, column)).copied().unwrap_or(Decimal::ZERO).to_string();
    let columns = filled.form.columns.len();
    let row = |(at, &row): (usize, &usize)| NewRow {
        row,
        figures: (0..columns).map(|column| figure(row, column)).collect(),
        after: missing[..at].to_vec(),
    };
    (!missing.is_empty()).then(|| missing.iter().enumerate().map(row).collect())
}

/// Whether the rows are there with their figures, and no other figure with them.
fn are_inserted(before: &Filled, after: &Report, rows: &[NewRow]) -> bool {
    let Some(found) = after.form(&before.form.id) else { return false };
    let inserted = rows.iter().all(|new| {
        let right =
            |(column, figure): (usize, &String)| found.value(new.row, column).is_some_and(|it| it.text() == *figure);
        found.rows.get(new.row).is_some_and(|row| row.label.is_some()) && new.figures.iter().enumerate().all(right)
    });
    let new: usize = rows.iter().map(|row| row.figures.len()).sum();
    inserted && figures(found).count() == figures(before).count() + new
}

/// The rows written like others of their table.
fn copied(view: &View, filled: &Filled, rows: &[NewRow]) -> Option<Vec<Edit>> {
    let samples = samples(view, filled);
    let mut edits: Vec<Edit> = Vec::new();
    for new in rows {
        let place = RowPlace::of(filled, &samples, new.row)?;
        let row = match filled.layout {
            Layout::Markdown | Layout::Tabs => placed::insert(view, filled, &samples, &place, new),
            Layout::Html => html::insert(view, filled, &samples, &place, new),
            Layout::Lines => line::insert(view, filled, &samples, &place, new),
        };
        row?.into_iter().for_each(|edit| merge(&mut edits, edit));
    }
    Some(edits)
}

/// The whole table by its form, the missing rows with it.
fn laid_out(view: &View, report: &Report, filled: &Filled, rows: &[NewRow]) -> Option<Vec<Edit>> {
    let table = table(view, report, &filled.form.section)?;
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    let new = |form: &Form, row: usize, column: usize| {
        let new = rows.iter().find(|new| form.id == filled.form.id && new.row == row)?;
        new.figures.get(column).cloned()
    };
    let edit = written(view, &table, table.layout, &forms, |form, row, column| {
        new(form, row, column).or_else(|| present(&table, form, row, column)).unwrap_or_default()
    });
    Some(vec![edit])
}

/// Adds an edit; one that inserts at the same place as another goes behind it, one that replaces the same is left out.
fn merge(edits: &mut Vec<Edit>, edit: Edit) {
    match edits.iter_mut().find(|other| other.range == edit.range) {
        Some(other) if edit.range.is_empty() => other.text.push_str(&edit.text),
        // How many rows a merged cell takes: every row that is inserted counts for itself.
        Some(other) => {
            let rows = other.text.parse::<usize>().map_or(edit.text, |rows| (rows + 1).to_string());
            other.text = rows;
        }
        None => edits.push(edit),
    }
}
