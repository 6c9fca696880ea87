//! What an edit must leave as it is: the sections and the figures of a report.

use crate::report::{Filled, Report};
use rust_decimal::Decimal;

/// Whether a report has the same sections and the same data as before in every form that is not `but`.
pub fn same_but(before: &Report, after: &Report, but: &[&str]) -> bool {
    let sections = |report: &Report| report.sections.iter().map(|section| section.index).collect::<Vec<_>>();
    let others = |report: &Report| {
        let forms = report.forms.iter().filter(|filled| !but.contains(&filled.form.id.as_str()));
        forms.flat_map(figures).collect::<Vec<_>>()
    };
    sections(before) == sections(after) && others(before) == others(after)
}

/// The data of a form that is not blank: row, column and what stands there.
pub fn figures(filled: &Filled) -> Vec<(&'static str, &'static str, String, Option<Decimal>)> {
    let form = filled.form;
    let values = filled.values.iter().filter(|value| !value.is_blank());
    values
        .map(|value| {
            let text = crate::text::fold::fold(&value.text).replace('*', "");
            (form.rows[value.row].id.as_str(), form.columns[value.column].id.as_str(), text, value.number)
        })
        .collect()
}
