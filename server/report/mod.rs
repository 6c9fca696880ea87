//! Meaning: a draft read as reports. Knows nothing of rules.
//!
//! A text is divided into the parts that hold one report each ([`volume`]). [`read_passage`] finds the title and the
//! sections of one ([`outline`]), gathers the rows of its tables ([`scan`]) and lays them over the official forms
//! ([`fill`]).

pub mod article;
mod boundaries;
mod candidates;
pub mod carry_over;
pub mod citations;
pub mod claims;
mod columns;
pub mod dates;
pub mod facts;
pub mod fill;
pub mod heading;
mod kept;
mod merged;
pub mod neighbours;
pub mod outline;
pub mod prose;
mod scan;
mod shift;
pub mod solve;
pub mod stated;
pub mod sums;
pub mod title;
mod token;
pub mod vocabulary;
pub mod volume;

use crate::edition::{Edition, Form};
use crate::syntax::{Layout, Syntax};
use crate::text::fold::fold;
pub use article::Banner;
use candidates::Candidate;
pub use heading::{Heading, Style};
pub use kept::{Kept, kept};
use rust_decimal::Decimal;
pub use shift::Shift;
use smol_str::SmolStr;
pub use stated::{Prose, Stated};
use std::ops::Range;
pub use sums::Sums;
pub use title::Title;
use token::Token;
pub use vocabulary::{ColumnRef, Spelling, TitleQuality};
pub use volume::{Passage, Volume};

/// One report of a draft. All ranges are bytes of the text.
#[derive(Debug, Clone)]
pub struct Report {
    /// The bytes that belong to it.
    pub range: Range<usize>,
    /// The bytes of its first line that is not blank.
    pub first_line: Range<usize>,
    /// Its title line, where it has one.
    pub title: Option<Title>,
    /// The report year, from the title or else from the reporting period.
    pub year: Option<u16>,
    /// The edition whose tables it uses.
    pub edition: &'static Edition,
    /// The edition that the settings require, whatever the report's year.
    pub required: Option<&'static Edition>,
    /// The six sections as far as they were found, in the order of the text.
    pub sections: Vec<Section>,
    /// Headings of sections that have another heading already.
    pub duplicate_headings: Vec<Heading>,
    /// The forms found, in the order of the edition.
    pub forms: Vec<Filled>,
    /// The article headings found, in the order of the text.
    pub banners: Vec<Banner>,
    /// Rows inside a form that the form does not have.
    pub unknown_rows: Vec<Label>,
    /// Whether a table writes merged cells out in each of their places.
    repeats_merged: bool,
}

/// A section of a report.
#[derive(Debug, Clone)]
pub struct Section {
    /// Which of the edition's sections it is.
    pub index: usize,
    /// Its heading.
    pub heading: Heading,
    /// The bytes from the end of the heading to the next heading.
    pub body: Range<usize>,
    /// Whether anything is printed in it.
    pub has_text: bool,
    /// Whether an image stands in it: its table may be a picture.
    pub has_image: bool,
}

/// A form as a draft fills it.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The official form.
    pub form: &'static Form,
    /// The edition of that form.
    pub edition: &'static Edition,
    /// How the table is written.
    pub layout: Layout,
    /// The bytes from the table's first to its last cell.
    pub range: Range<usize>,
    /// Its rows, as many as the form has.
    pub rows: Vec<Row>,
    /// The value cells that were found, row by row and column by column.
    pub values: Vec<Value>,
    /// Its equations, judged.
    pub sums: Sums,
}

/// A row of a form as a draft has it.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its label; `None` where the row was not found.
    pub label: Option<Label>,
    /// Whether its values could be read.
    pub state: RowState,
    /// The article heading above it, by its place in the report.
    pub banner: Option<usize>,
}

/// Whether the values of a row could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// The row is not there.
    Missing,
    /// The row has this many figures, more or fewer than the form has columns, and there is no telling which is which.
    Unclear(usize),
    /// Every column has its cell.
    Read,
}

/// The label of a row.
#[derive(Debug, Clone)]
pub struct Label {
    /// Its bytes; those of the first value where the form has no label.
    pub range: Range<usize>,
    /// The label as printed.
    pub text: SmolStr,
    /// How well it agrees with the form.
    pub spelling: Spelling,
    /// The column labels over it, where this is the first row under a header.
    pub columns: Vec<(Range<usize>, ColumnRef)>,
}

/// A value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The row of the form.
    pub row: usize,
    /// The column of the form.
    pub column: usize,
    /// The text of the cell.
    pub text: SmolStr,
    /// The number in the cell, if it has one.
    pub number: Option<Decimal>,
    /// The bytes of the figure; of the cell where it has none.
    pub figure: Range<usize>,
    /// Whether nothing but the figure stands in the cell.
    pub bare: bool,
    /// Whether nothing but the figure and a unit stands in the cell.
    pub unit: bool,
    /// The bytes of the cell's text.
    pub range: Range<usize>,
}

impl Label {
    /// The label in its one spelling.
    pub fn folded(&self) -> String {
        fold(&self.text)
    }
}

impl Value {
    /// Whether nothing is printed in the cell.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

impl Report {
    /// A section by its id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        let index = self.edition.section(id)?;
        self.sections.iter().find(|section| section.index == index)
    }

    /// Whether it is such a report and not another document, a list of contents or the navigation of a web page.
    ///
    /// A table or a title line says so. Without them, two headings do, if one of them is not in every official report,
    /// and if they are no bare list: some section before the last must have text.
    fn is_certain(&self) -> bool {
        let known = || self.sections.iter().filter(|section| section.heading.quality >= TitleQuality::Hinted);
        let has_form = |section: &Section| {
            let id = &self.edition.sections[section.index].id;
            self.edition.forms.iter().any(|form| form.section == *id)
        };
        let before_last = &self.sections[..self.sections.len().saturating_sub(1)];
        !self.forms.is_empty()
            || self.title.as_ref().is_some_and(|title| title.alone)
            || (known().count() >= 2 && known().any(has_form) && before_last.iter().any(|section| section.has_text))
    }

    /// A form by its id.
    pub fn form(&self, id: &str) -> Option<&Filled> {
        self.forms.iter().find(|filled| filled.form.id == id)
    }
}

/// The reports in a text; none where the text is no such report.
pub fn read(syntax: &Syntax) -> Vec<Report> {
    read_as(syntax, None)
}

/// The reports in a text, which have to use `required` if that is given, whatever their years and tables say.
pub fn read_as(syntax: &Syntax, required: Option<&'static Edition>) -> Vec<Report> {
    let volume = Volume::new(syntax, |passage| passage.and_then(|passage| read_passage(&passage, required)));
    let reports = volume.into_parts().map(|(start, report)| report.map(|report| report.moved(start)));
    reports.flatten().collect()
}

/// The report in a part of a text; its places are counted from the beginning of that part. `None` where it is no such
/// report.
pub fn read_passage(passage: &Passage, required: Option<&'static Edition>) -> Option<Report> {
    let mut tokens = token::tokens(&passage.syntax.blocks);
    let marks: Vec<(usize, Candidate)> = passage.marks.iter().map(|mark| (mark.cell, mark.sort)).collect();
    let mut outline = outline::outline(&tokens, &marks);
    // What stands before or behind a heading on its line belongs to the sections, and may be a cell of a table.
    let glued: Vec<_> = outline.headings.iter().filter_map(|heading| heading.to_cut(&tokens)).collect();
    if !glued.is_empty() {
        tokens = token::cut(&tokens, &glued);
        outline = outline::outline(&tokens, &candidates::of_tokens(&tokens));
    }
    let length = passage.syntax.blocks.iter().map(|block| block.text().len()).sum();
    Some(report(&tokens, outline, length, required)).filter(Report::is_certain)
}

fn report(
    tokens: &[Token<'_>],
    outline: outline::Outline,
    length: usize,
    required: Option<&'static Edition>,
) -> Report {
    let headings: Vec<usize> = outline.headings.iter().map(|heading| heading.token).collect();
    let title = outline.title.as_ref().map(|title| fold(&title.text));
    let scan = scan::scan(tokens, 0..tokens.len(), &headings, title.as_deref());
    let before_tables = 0..headings.get(1).copied().unwrap_or(tokens.len());
    let year = outline.title.as_ref().map(|title| title.year).or_else(|| period_year(&tokens[before_tables]));
    let tables = fill::fill(tokens, &scan, year, required);
    let first_line = tokens.iter().find(|token| !token.is_blank()).map_or(0..0, Token::range);
    Report {
        first_line,
        year,
        edition: tables.edition,
        required,
        sections: sections(tokens, &outline, length),
        duplicate_headings: outline.duplicates,
        forms: tables.forms,
        banners: scan.banners,
        unknown_rows: tables.unknown,
        repeats_merged: scan.repeats_merged,
        title: outline.title,
        range: 0..length,
    }
}

fn sections(tokens: &[Token<'_>], outline: &outline::Outline, length: usize) -> Vec<Section> {
    let ends = outline.headings.iter().skip(1).map(|next| (next.token, next.range.start));
    let ends = ends.chain([(tokens.len(), length)]);
    let section = |(heading, (end_token, end)): (&Heading, (usize, usize))| {
        let own = &tokens[heading.token];
        let inside = &tokens[(heading.token + 1).min(end_token)..end_token];
        Section {
            index: heading.section,
            body: heading.range.end..end.max(heading.range.end),
            has_text: inside.iter().any(|token| !token.is_blank()),
            has_image: inside.iter().chain([own]).any(Token::has_image),
            heading: heading.clone(),
        }
    };
    outline.headings.iter().zip(ends).map(section).collect()
}

/// The year of the reporting period, for reports without a title: the year whose 1月1日 the text names, or else the year
/// it names most often before its tables.
fn period_year(prose: &[Token<'_>]) -> Option<u16> {
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for token in prose {
        let mut rest = token.folded;
        while let Some(year) = title::year(rest) {
            let after = &rest[year.range.end..];
            if after.starts_with("1月1日") {
                return Some(year.value);
            }
            match counts.iter_mut().find(|(value, _)| *value == year.value) {
                Some((_, count)) => *count += 1,
                None => counts.push((year.value, 1)),
            }
            rest = after;
        }
    }
    counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}
