//! What was found about something of a draft. A finding belongs to all that its subject names, wherever it is marked.

use super::semantic_at::{Semantic, touches};
use crate::check::View;
use crate::edition::{CellAt, Direction};
use crate::report::Report;
use crate::rules::{Finding, Subject};

impl View {
    /// The findings about a place of a report, in their order: those whose subject names what stands there, and those that
    /// are marked there.
    pub(super) fn findings_about<'a>(
        &'a self,
        report: &Report,
        spot: Option<&Semantic<'_>>,
        offset: usize,
    ) -> Vec<&'a Finding> {
        let own = self.checked.reports.iter().position(|other| std::ptr::eq(other, report));
        let names = |finding: &Finding| {
            Some(finding.report) == own && spot.is_some_and(|spot| is_named(report, &finding.subject, spot))
        };
        self.checked.findings.iter().filter(|it| touches(&it.range, offset) || names(it)).collect()
    }
}

/// Whether a subject names what stands at a place, or what it is part of. What it says of prose stands where it is marked.
fn is_named(report: &Report, subject: &Subject, spot: &Semantic<'_>) -> bool {
    match spot {
        Semantic::Title(_) => *subject == Subject::Title,
        Semantic::Heading(section) => match subject {
            Subject::Sections(sections) => sections.contains(&section.index),
            Subject::Forms(forms) => forms.iter().any(|id| {
                let form = report.form(id).map(|filled| filled.form).or_else(|| report.edition.form(id));
                form.is_some_and(|form| report.edition.section(&form.section) == Some(section.index))
            }),
            _ => false,
        },
        Semantic::Banner(banner) => match subject {
            Subject::Banner(at) => report.banners.get(*at).is_some_and(|own| std::ptr::eq(own, *banner)),
            _ => false,
        },
        Semantic::Row(filled, row, _) => match subject {
            Subject::Rows(form, rows) => *form == filled.form.id && rows.contains(row),
            subject => is_sum_of(subject, &filled.form.id, Direction::Across, *row, report),
        },
        Semantic::Column(filled, column, _) => match subject {
            Subject::Columns(form, columns) => *form == filled.form.id && columns.contains(column),
            subject => is_sum_of(subject, &filled.form.id, Direction::Down, *column, report),
        },
        Semantic::Value(filled, value) => {
            let id = filled.form.id.as_str();
            let cell: CellAt = value.cell();
            match subject {
                Subject::Rows(form, rows) => *form == id && rows.contains(&value.row()),
                Subject::Columns(form, columns) => *form == id && columns.contains(&value.column()),
                Subject::Cells(form, cells) | Subject::Claim(form, cells) => *form == id && cells.contains(&cell),
                Subject::Sum { form, equation, line } => {
                    let sum = || filled.sums.of_line(*equation, *line);
                    *form == id && sum().is_some_and(|sum| sum.cells().any(|other| other == cell))
                }
                _ => false,
            }
        }
        Semantic::Mention(_) => false,
    }
}

/// Whether a subject is an equation in this row or column of a form.
fn is_sum_of(subject: &Subject, id: &str, direction: Direction, at: usize, report: &Report) -> bool {
    let Subject::Sum { form, equation, line } = subject else { return false };
    let own = || report.form(id).and_then(|filled| filled.form.equations.get(*equation));
    *form == id && *line == at && own().is_some_and(|equation| equation.direction == direction)
}
