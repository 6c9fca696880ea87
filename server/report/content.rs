//! A report as read from a draft: its title, its sections, its forms.

use super::article::Banner;
use super::filled::{Filled, Label};
use super::heading::Heading;
use super::title::Title;
use super::vocabulary::TitleQuality;
use crate::edition::Edition;
use std::ops::Range;

/// One report of a draft. All ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The bytes that belong to it.
    pub range: Range<usize>,
    /// The bytes of its first line that is not blank.
    pub first_line: Range<usize>,
    /// Its title line, if it has one.
    pub title: Option<Title>,
    /// The report year, from the title or else from the reporting period.
    pub year: Option<u16>,
    /// The edition whose tables it uses.
    pub edition: &'static Edition,
    /// The edition that the settings require, regardless of the report's year.
    pub required: Option<&'static Edition>,
    /// The sections that were found, in the order of the text.
    pub sections: Vec<Section>,
    /// Headings that repeat a section.
    pub duplicate_headings: Vec<Heading>,
    /// The forms found, in the order of the edition.
    pub forms: Vec<Filled>,
    /// The article headings found, in the order of the text.
    pub banners: Vec<Banner>,
    /// Rows inside a form that do not belong to it.
    pub unknown_rows: Vec<Label>,
    /// Whether a table repeats merged cells in each of their places.
    pub(super) repeats_merged: bool,
    /// Whether the digits of a row, and not only how many figures there are, say what its figures are.
    pub(super) hangs_on_digits: bool,
    /// The stretches between its headings that hold parts of tables, ascending; 0 is the one before the first heading.
    pub(super) table_stretches: Box<[usize]>,
}

/// A section of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The index of the section in its edition.
    pub index: usize,
    /// Its heading.
    pub heading: Heading,
    /// The bytes from the end of the heading to the next heading.
    pub body: Range<usize>,
    /// Whether it contains printed text.
    pub has_text: bool,
    /// Whether it contains an image: its table may be a picture.
    pub has_image: bool,
}

impl Report {
    /// A section by its id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        let index = self.edition.section(id)?;
        self.sections.iter().find(|section| section.index == index)
    }

    /// Whether it is certainly an annual report, rather than another document, a table of contents or the navigation of
    /// a web page.
    ///
    /// A table or a title line is sufficient evidence. Without them, two headings are, if at least one of them does not
    /// occur in every official report, and if they form more than a bare list: some section before the last must have
    /// text.
    pub(super) fn is_certain(&self) -> bool {
        let known = || self.sections.iter().filter(|section| section.heading.quality >= TitleQuality::Hinted);
        let has_form = |section: &Section| {
            let id = &self.edition.sections[section.index].id;
            self.edition.forms.iter().any(|form| form.section == *id)
        };
        let before_last = &self.sections[..self.sections.len().saturating_sub(1)];
        self.forms.iter().any(|filled| !filled.is_bare())
            || self.title.as_ref().is_some_and(|title| title.alone)
            || (known().count() >= 2 && known().any(has_form) && before_last.iter().any(|section| section.has_text))
    }

    /// Whether it has rows of a form, and not only its header.
    pub fn has_rows_of(&self, form: &str) -> bool {
        self.form(form).is_some_and(|filled| filled.header_alone.is_none())
    }

    /// Whether a section has a picture and none of the rows of its tables: they may be the picture.
    pub fn has_pictured_table(&self, section: &Section) -> bool {
        let official = &self.edition.sections[section.index];
        let forms = self.edition.forms_of(official);
        section.has_image && !forms.is_empty() && !forms.into_iter().any(|form| self.has_rows_of(&form.id))
    }

    /// Whether an offset is among the rows of a table.
    pub fn is_in_table(&self, offset: usize) -> bool {
        self.forms.iter().any(|filled| filled.range.contains(&offset))
    }

    /// A form by its id.
    pub fn form(&self, id: &str) -> Option<&Filled> {
        self.forms.iter().find(|filled| filled.form.id == id)
    }
}
