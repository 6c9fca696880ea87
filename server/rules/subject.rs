//! The subject of a finding.

use crate::edition::{CellAt, Direction, Form};
use crate::report::Report;
use serde::Serialize;

/// The subject of a finding: repairs, highlights, hovers and machine formats work from it.
///
/// Forms are named by their ids; sections, rows and columns by their indices in the edition and in the form. Missing
/// ones are named in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The title.
    Title,
    /// Sections of the report's edition.
    Sections(Vec<usize>),
    /// Forms, in the order of the edition.
    Forms(Vec<&'static str>),
    /// Rows of a form.
    Rows(&'static str, Vec<usize>),
    /// Columns of a form.
    Columns(&'static str, Vec<usize>),
    /// Value cells of a form.
    Cells(&'static str, Vec<CellAt>),
    /// An equation of a form in one of its rows or columns.
    Sum {
        /// The form.
        form: &'static str,
        /// The index of the equation in the form.
        equation: usize,
        /// The index of the row or column in which it holds.
        line: usize,
    },
    /// An article heading, by its index among those of the report.
    Banner(usize),
    /// Missing article headings, by the forms that should stand under them.
    MissingBanners(Vec<&'static str>),
    /// A figure in prose, or words to the same effect: the form and the cells that it states.
    Claim(&'static str, Vec<CellAt>),
    /// A year or a date in prose.
    Date,
    /// A document that is cited in prose.
    Citation,
    /// The text in the finding's range.
    Text,
    /// The rule itself, which did not come to its end: nothing is said of the draft.
    Rule,
}

impl Subject {
    /// Its value cells; empty if it is about something else.
    pub fn cells(&self) -> &[CellAt] {
        match self {
            Subject::Cells(_, cells) => cells,
            _ => &[],
        }
    }

    /// Its elements as separate subjects: several cells, rows, sections or forms one by one.
    pub fn each(&self) -> Vec<Subject> {
        match self {
            Subject::Sections(sections) => sections.iter().map(|section| Subject::Sections(vec![*section])).collect(),
            Subject::Forms(forms) => forms.iter().map(|form| Subject::Forms(vec![form])).collect(),
            Subject::Rows(form, rows) => rows.iter().map(|row| Subject::Rows(form, vec![*row])).collect(),
            Subject::Columns(form, columns) => {
                columns.iter().map(|column| Subject::Columns(form, vec![*column])).collect()
            }
            Subject::Cells(form, cells) => cells.iter().map(|cell| Subject::Cells(form, vec![*cell])).collect(),
            Subject::MissingBanners(forms) => forms.iter().map(|form| Subject::MissingBanners(vec![form])).collect(),
            Subject::Title
            | Subject::Sum { .. }
            | Subject::Banner(_)
            | Subject::Claim(..)
            | Subject::Date
            | Subject::Citation
            | Subject::Text
            | Subject::Rule => vec![self.clone()],
        }
    }

    /// The subject with ids of the edition and of its forms instead of indices; `report` is the report that the finding
    /// is about.
    pub fn named<'a>(&self, report: &'a Report) -> NamedSubject<'a> {
        let form = |id: &str| -> Option<&'a Form> {
            report.form(id).map(|filled| filled.form).or_else(|| report.edition.form(id))
        };
        let section = |index: usize| report.edition.sections.get(index).map(|section| section.id.as_str());
        let row = |form: Option<&'a Form>, row: usize| form?.rows.get(row).map(|row| row.id.as_str());
        let column = |form: Option<&'a Form>, column: usize| form?.columns.get(column).map(|column| column.id.as_str());
        let of_forms = |kind, ids: &[&'static str]| {
            let section = ids.first().and_then(|id| form(id)).map(|form| form.section.as_str());
            NamedSubject {
                section: Names::from_iter(section),
                form: Names::from_iter(ids.iter().copied()),
                kind,
                ..NamedSubject::default()
            }
        };
        match self {
            Subject::Title => NamedSubject::of("title"),
            Subject::Sections(sections) => {
                let section = sections.iter().filter_map(|index| section(*index)).collect();
                NamedSubject { section, ..NamedSubject::of("section") }
            }
            Subject::Forms(ids) => of_forms("form", ids),
            Subject::Rows(id, rows) => {
                let row = rows.iter().filter_map(|at| row(form(id), *at)).collect();
                NamedSubject { row, ..of_forms("row", &[id]) }
            }
            Subject::Columns(id, columns) => {
                let column = columns.iter().filter_map(|at| column(form(id), *at)).collect();
                NamedSubject { column, ..of_forms("column", &[id]) }
            }
            Subject::Cells(id, cells) | Subject::Claim(id, cells) => {
                let kind = if matches!(self, Subject::Claim(..)) { "claim" } else { "cells" };
                let mut named = of_forms(kind, &[id]);
                let pairs = cells.iter().filter_map(|cell| Some((row(form(id), cell.0)?, column(form(id), cell.1)?)));
                (named.row.0, named.column.0) = pairs.unzip();
                named
            }
            Subject::Sum { form: id, equation, line } => {
                let direction = form(id).and_then(|form| form.equations.get(*equation)).map(|it| it.direction);
                let (across, down) = (direction == Some(Direction::Across), direction == Some(Direction::Down));
                let row = across.then(|| row(form(id), *line)).flatten().into_iter().collect();
                let column = down.then(|| column(form(id), *line)).flatten().into_iter().collect();
                NamedSubject { row, column, ..of_forms("sum", &[id]) }
            }
            Subject::Banner(index) => {
                let item = report.banners.get(*index).map(|banner| banner.item);
                let is_it = |form: &&&Form| form.banner.as_ref().map(|banner| banner.item) == item;
                let forms: Vec<&Form> = report.edition.forms.iter().collect();
                let ids: Vec<&'static str> = forms.iter().filter(is_it).map(|form| form.id.as_str()).collect();
                of_forms("banner", &ids)
            }
            Subject::MissingBanners(ids) => of_forms("banner", ids),
            Subject::Date => NamedSubject::of("date"),
            Subject::Citation => NamedSubject::of("citation"),
            Subject::Text => NamedSubject::of("text"),
            Subject::Rule => NamedSubject::of("rule"),
        }
    }
}

/// A [`Subject`] with the ids that other programs know. One element is a string, several are a list; rows and columns
/// of cells correspond pair by pair.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NamedSubject<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Names::is_empty")]
    section: Names<'a>,
    #[serde(skip_serializing_if = "Names::is_empty")]
    form: Names<'a>,
    #[serde(skip_serializing_if = "Names::is_empty")]
    row: Names<'a>,
    #[serde(skip_serializing_if = "Names::is_empty")]
    column: Names<'a>,
}

impl NamedSubject<'_> {
    fn of(kind: &'static str) -> Self {
        NamedSubject { kind, ..NamedSubject::default() }
    }
}

/// One id, or several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Names<'a>(Vec<&'a str>);

impl Names<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> FromIterator<&'a str> for Names<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Names(names.into_iter().collect())
    }
}

impl Serialize for Names<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}
