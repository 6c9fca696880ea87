//! What was found, and what of the form it is about.

use super::cells::cells;
use crate::edition::CellAt;
use crate::report::{Filled, Report, Section};
use crate::rules::{Finding, Subject};

/// A finding, with the section and the cell that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct FormFinding<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The id of the section in which it is marked, or which it is about.
    pub section: Option<&'a str>,
    /// The cell, if it is about one: of an equation its total.
    pub cell: Option<(&'a str, CellAt)>,
}

impl<'a> FormFinding<'a> {
    /// A finding of a report.
    pub fn of(report: &'a Report, finding: &'a Finding) -> Self {
        FormFinding { finding, section: section_of(report, finding), cell: cell_of(report, &finding.subject) }
    }
}

/// The section that a finding is about, or in which it is marked.
fn section_of<'a>(report: &'a Report, finding: &Finding) -> Option<&'a str> {
    let of_form = |id: &str| {
        let form = report.form(id).map(|filled| filled.form).or_else(|| report.edition.form(id));
        form.map(|form| form.section.as_str())
    };
    let named = match &finding.subject {
        Subject::Sections(sections) => sections.first().and_then(|at| report.edition.sections.get(*at)),
        _ => None,
    };
    let form = match &finding.subject {
        Subject::Forms(ids) | Subject::MissingBanners(ids) => ids.first().copied(),
        Subject::Rows(id, _) | Subject::Columns(id, _) | Subject::Cells(id, _) | Subject::Sum { form: id, .. } => {
            Some(*id)
        }
        _ => None,
    };
    let here = |section: &&Section| {
        section.heading.range.start <= finding.range.start
            && finding.range.start < section.body.end.max(section.heading.range.end)
    };
    let marked = || report.sections.iter().rfind(here).and_then(|found| report.edition.sections.get(found.index));
    form.and_then(of_form).or_else(|| named.or_else(marked).map(|section| section.id.as_str()))
}

/// The only cell that a subject names, or the total of an equation.
fn cell_of<'a>(report: &'a Report, subject: &Subject) -> Option<(&'a str, CellAt)> {
    let (id, cell) = match subject {
        Subject::Cells(id, cells) => match cells.as_slice() {
            [only] => (*id, *only),
            _ => return None,
        },
        Subject::Sum { form, equation, line } => (*form, report.form(form)?.sums.of_line(*equation, *line)?.total),
        _ => return None,
    };
    Some((&report.form(id)?.form.id, cell))
}

/// The cells in which a finding is marked, and their form: those that it names, of an equation its total, of rows those
/// that the draft lacks.
pub fn marked_cells<'a>(report: &'a Report, finding: &Finding) -> Option<(&'a Filled, Vec<CellAt>)> {
    let (filled, cells) = match &finding.subject {
        Subject::Cells(form, cells) => (report.form(form)?, cells.clone()),
        Subject::Sum { form, equation, line } => {
            let filled = report.form(form)?;
            (filled, filled.sums.of_line(*equation, *line).map(|sum| sum.total).into_iter().collect())
        }
        Subject::Rows(form, rows) => {
            let filled = report.form(form)?;
            let lacks = |cell: &CellAt| rows.contains(&cell.0) && filled.value(cell.0, cell.1).is_none();
            (filled, cells(filled.form).filter(lacks).collect())
        }
        _ => return None,
    };
    Some((filled, cells))
}
