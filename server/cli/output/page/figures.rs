//! The figures of a report's tables, and which of their cells are marked, as the page's script reads them.

use crate::ide::form_view::marked_cells;
use crate::report::{Filled, Report};
use crate::rules::{Finding, Severity};
use crate::syntax::block::printed;
use crate::text::visible;
use serde::Serialize;

/// The tables of a report. The names are short, for there are many.
#[derive(Debug, Serialize)]
struct Figures<'a> {
    /// The forms that the report has.
    forms: Vec<FormFigures<'a>>,
}

/// A form with its figures.
#[derive(Debug, Serialize)]
struct FormFigures<'a> {
    /// The edition of its form.
    edition: u16,
    /// The id of its form.
    form: &'a str,
    /// What is printed in its cells, row by row, with a tab between two.
    cells: String,
    /// The marked cells.
    marks: Vec<Mark>,
}

/// A marked cell: its index among those of the form, the number of the finding, and its severity.
#[derive(Debug, Serialize)]
struct Mark(usize, usize, Severity);

/// The figures of a report as JSON in which no character means anything to HTML; `findings` have their numbers, and `text`
/// its private numbers masked.
pub fn figures(report: &Report, findings: &[(usize, &Finding)], text: &str) -> String {
    let form = |filled: &Filled| {
        let form = filled.form;
        let index = |(row, column): (usize, usize)| row * form.columns.len() + column;
        let mut cells = vec![String::new(); form.rows.len() * form.columns.len()];
        for value in &filled.values {
            let shown =
                text.get(value.range()).map(|source| visible::line(&printed(source)).into_owned()).unwrap_or_default();
            if let Some(cell) = cells.get_mut(index(value.cell())) {
                *cell = shown.trim().to_owned();
            }
        }
        let marks =
            findings.iter().filter_map(|(number, finding)| Some((number, finding, marked_cells(report, finding)?)));
        let marks = marks.filter(|(_, _, (of, _))| of.form.id == form.id).flat_map(|(number, finding, (_, cells))| {
            cells.into_iter().map(move |cell| Mark(index(cell), *number, finding.severity))
        });
        FormFigures { edition: filled.edition.year, form: &form.id, marks: marks.collect(), cells: cells.join("\t") }
    };
    let figures = Figures { forms: report.forms.iter().map(form).collect() };
    // Serialization only fails for maps without string keys, which these types do not contain.
    let json = serde_json::to_string(&figures).unwrap_or_default();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
