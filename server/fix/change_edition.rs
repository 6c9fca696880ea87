//! The tables of a report written by the forms of the edition its year asks for.
//!
//! ```text
//! （六）其他处理 | 1 | 0 | … | 1      →   1.申请人无正当理由逾期不补正… | 0 | 0 | … | 0
//!                                          2.申请人逾期未按收费通知要求… | 0 | 0 | … | 0
//!                                          3.其他 | 1 | 0 | … | 1
//! ```
//!
//! A figure goes where the other edition has the same row and the same column; what has no place there is left out, and
//! the title says so. New cells are 0. Never safe.

use crate::check::View;
use crate::compose::preserved::figures;
use crate::compose::table::table;
use crate::compose::table::{present, written};
use crate::edition::{Edition, Form, editions};
use crate::report::{Report, Value};
use crate::rules::Fix;

/// The repair of an `edition-mismatch` finding, and how many figures it leaves out.
pub fn fix(view: &View, report: &Report) -> Option<(Fix, usize)> {
    let wanted = report.year.and_then(|year| editions().iter().find(|edition| edition.covers(year)));
    let wanted = wanted.unwrap_or(report.edition);
    let mut edits = Vec::new();
    let mut lost = 0;
    for section in &wanted.sections {
        let mut forms = report.forms.iter().filter(|filled| filled.form.section == section.id).peekable();
        if forms.peek().is_none() || forms.all(|filled| filled.edition.year == wanted.year) {
            continue;
        }
        let table = table(view, report, &section.id)?;
        lost += table
            .forms
            .iter()
            .map(|filled| {
                let left_out = |value: &&Value| {
                    let figure = value.number.map_or(!value.is_blank(), |number| !number.is_zero());
                    figure && !has_place(wanted, filled.form, value)
                };
                filled.values.iter().filter(left_out).count()
            })
            .sum::<usize>();
        edits.push(written(view, &table, table.layout, &wanted.forms_of(section), |form, row, column| {
            present(&table, form, row, column).unwrap_or_else(|| "0".to_owned())
        }));
    }
    let after = view.reread(report, &edits)?;
    let kept = report.forms.iter().all(|before| {
        let here = |figure: &(&str, &str, String, _)| {
            wanted
                .form(&before.form.id)
                .is_some_and(|form| form.row(figure.0).is_some() && form.column(figure.1).is_some())
        };
        let Some(after) = after.form(&before.form.id) else { return wanted.form(&before.form.id).is_none() };
        let after = figures(after);
        figures(before).iter().filter(|figure| here(figure)).all(|figure| after.contains(figure))
    });
    let right = after.forms.iter().all(|filled| filled.edition.year == wanted.year);
    let rest = if lost > 0 {
        format!("（有{lost}个数在新表中没有对应的格，将不保留）")
    } else {
        String::new()
    };
    let title = format!("换成{}年版表格{rest}", wanted.year);
    (kept && right && !edits.is_empty()).then_some((Fix { title, edits, safe: false }, lost))
}

/// Whether the other edition has the row and the column of a value.
fn has_place(wanted: &Edition, form: &Form, value: &Value) -> bool {
    let (row, column) = (&form.rows[value.row].id, &form.columns[value.column].id);
    wanted.form(&form.id).is_some_and(|form| form.row(row).is_some() && form.column(column).is_some())
}
