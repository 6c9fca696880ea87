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

use super::gate::{Gate, Repair};
use super::proposal::Proposal;
use crate::compose::table::{Table, present, table, written};
use crate::edition::{Edition, Form, OfficialSection, editions};
use crate::report::{Report, Value};
use crate::rules::{Finding, Fix, Subject};

/// The repair of a finding about tables of another edition, and how many figures it leaves out.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding) -> Option<(Proposal<'a>, usize)> {
    let (view, report) = (gate.view, gate.report);
    let wanted = report.year.and_then(|year| editions().iter().find(|edition| edition.covers(year)));
    let wanted = wanted.unwrap_or(report.edition);
    let mut tables: Vec<(&OfficialSection, Table<'_>)> = Vec::new();
    let mut drops = Vec::new();
    let mut lost = 0;
    let is_about = |section: &OfficialSection| match &finding.subject {
        Subject::Forms(ids) => ids.iter().any(|id| report.form(id).is_some_and(|it| it.form.section == section.id)),
        _ => true,
    };
    for section in wanted.sections.iter().filter(|section| is_about(section)) {
        let mut forms = report.forms.iter().filter(|filled| filled.form.section == section.id).peekable();
        if forms.peek().is_none() || forms.all(|filled| filled.edition.year == wanted.year) {
            continue;
        }
        let table = table(view, report, &section.id)?;
        for filled in &table.forms {
            let left_out = filled.values.iter().filter(|value| !has_place(wanted, filled.form, value));
            for value in left_out.filter(|value| !value.is_blank()) {
                let form = filled.form;
                drops.push((
                    form.id.as_str(),
                    form.rows[value.row()].id.as_str(),
                    form.columns[value.column()].id.as_str(),
                ));
                // That a 0 is left out is not worth a word.
                lost += usize::from(value.number().is_none_or(|number| !number.is_zero()));
            }
        }
        tables.push((section, table));
    }
    if tables.is_empty() {
        return None;
    }
    let rest = match lost {
        0 => String::new(),
        _ => format!("（有{lost}个数在新表中没有对应的格，将不保留）"),
    };
    let title = format!("换成{}年版表格{rest}", wanted.year);
    let make = move |title| {
        let written = |(section, table): &(&OfficialSection, Table<'_>)| {
            written(view, table, table.layout, &wanted.forms_of(section), |form, row, column| {
                present(table, form, row, column).unwrap_or_else(|| "0".to_owned())
            })
        };
        let edits = tables.iter().map(written).collect();
        let forms = tables.iter().flat_map(|(section, _)| wanted.forms_of(section));
        let repair = Repair::of(Fix { title, edits, safe: false });
        let repair = repair.gaining(forms.map(|form| form.id.as_str())).dropping(drops.clone());
        let is_wanted = |after: &Report| {
            let of_tables = |id: &str| tables.iter().any(|(section, _)| section.id == id);
            let mut forms = after.forms.iter().filter(|filled| of_tables(&filled.form.section));
            forms.all(|filled| filled.edition.year == wanted.year)
        };
        gate.passed(finding, repair, is_wanted)
    };
    Some((Proposal::new(title, false, make), lost))
}

/// Whether the other edition has the row and the column of a value.
fn has_place(wanted: &Edition, form: &Form, value: &Value) -> bool {
    let (row, column) = (&form.rows[value.row()].id, &form.columns[value.column()].id);
    wanted.form(&form.id).is_some_and(|form| form.row(row).is_some() && form.column(column).is_some())
}
