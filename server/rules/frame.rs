//! A report without its figures.

use crate::edition::{Edition, Form};
use crate::report::{Filled, Heading, Report, Section, Title};
use std::ops::Range;

/// A report without the figures in its tables, and without anything that is computed from them.
#[derive(Debug, Clone, Copy)]
pub struct ReportFrame<'a> {
    /// The bytes that belong to it.
    pub range: &'a Range<usize>,
    /// The bytes of its first line that is not blank.
    pub first_line: &'a Range<usize>,
    /// Its title line, if it has one.
    pub title: Option<&'a Title>,
    /// The report year.
    pub year: Option<u16>,
    /// The edition whose tables it uses.
    pub edition: &'static Edition,
    /// The edition that the settings require.
    pub required: Option<&'static Edition>,
    /// The sections that were found, in the order of the text.
    pub sections: &'a [Section],
    /// Headings that repeat a section.
    pub duplicate_headings: &'a [Heading],
    forms: &'a [Filled],
}

/// Where a form stands.
#[derive(Debug, Clone, Copy)]
pub struct FormPlace<'a> {
    /// The form.
    pub form: &'static Form,
    /// The bytes of its rows.
    pub range: &'a Range<usize>,
    /// The bytes of its first label; those of its rows if it has none.
    pub beginning: &'a Range<usize>,
}

impl<'a> ReportFrame<'a> {
    /// The frame of a report.
    pub(super) fn new(report: &'a Report) -> Self {
        ReportFrame {
            range: &report.range,
            first_line: &report.first_line,
            title: report.title.as_ref(),
            year: report.year,
            edition: report.edition,
            required: report.required,
            sections: &report.sections,
            duplicate_headings: &report.duplicate_headings,
            forms: &report.forms,
        }
    }

    /// A section by its id.
    pub fn section(&self, id: &str) -> Option<&'a Section> {
        let index = self.edition.section(id)?;
        self.sections.iter().find(|section| section.index == index)
    }

    /// Where the forms stand, in the order of the edition.
    pub fn forms(&self) -> impl Iterator<Item = FormPlace<'a>> + use<'a> {
        self.forms.iter().map(|filled| {
            let label = filled.rows.iter().find_map(|row| row.label.as_ref());
            let beginning = label.map_or(&filled.range, |label| &label.range);
            FormPlace { form: filled.form, range: &filled.range, beginning }
        })
    }
}
