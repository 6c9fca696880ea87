//! The semantic element at a place of a draft, on which hover, navigation and highlights are based.

use super::mention::Mention;
use crate::check::View;
use crate::edition;
use crate::report::sums::CellAt;
use crate::report::{Banner, Filled, Report, Section, Title, Value};
use crate::syntax::html::tags;
use std::ops::Range;

/// An element of a report with a meaning of its own.
#[derive(Debug)]
pub(super) enum Semantic<'a> {
    /// A value cell.
    Value(&'a Filled, &'a Value),
    /// The label of a row.
    Row(&'a Filled, usize, Range<usize>),
    /// The label of a column.
    Column(&'a Filled, usize, Range<usize>),
    /// An article heading.
    Banner(&'a Banner),
    /// The heading of a section.
    Heading(&'a Section),
    /// The report's title.
    Title(&'a Title),
    /// A figure in prose that states cells.
    Mention(Mention),
}

impl Semantic<'_> {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        match self {
            Semantic::Value(_, value) => value.range(),
            Semantic::Row(_, _, range) | Semantic::Column(_, _, range) => range.clone(),
            Semantic::Banner(banner) => banner.range.clone(),
            Semantic::Heading(section) => section.heading.range.clone(),
            Semantic::Title(title) => title.range.clone(),
            Semantic::Mention(mention) => mention.range(),
        }
    }
}

/// Whether an offset is in a range or at one of its ends: a cursor is between two characters.
pub(super) fn touches(range: &Range<usize>, offset: usize) -> bool {
    range.start <= offset && offset <= range.end
}

/// What stands before a heading in its line and is longer, in bytes, is more than its markup.
const LONGEST_MARKUP: usize = 4096;

impl View {
    /// The bytes of a section from its heading, including its markup, to the end of its text.
    pub(super) fn section_range(&self, section: &Section) -> Range<usize> {
        let heading = &section.heading.range;
        let line = |offset: usize| self.buffer.line_start(self.buffer.line_at(offset));
        let or_line = |offset: usize| {
            let start = line(offset);
            if offset - start <= LONGEST_MARKUP && is_markup(&self.text[start..offset]) { start } else { offset }
        };
        // The markup of the next heading belongs to it, though it precedes its range.
        let end = or_line(section.body.end).max(heading.end);
        let start = or_line(heading.start);
        start..start + self.text[start..end].trim_end().len()
    }

    /// The element at an offset of a report.
    pub(super) fn semantic_at<'a>(&'a self, report: &'a Report, offset: usize) -> Option<Semantic<'a>> {
        self.in_forms(report, offset).or_else(|| in_outline(report, offset)).or_else(|| {
            let mentions = self.mentions(&(offset..offset + 1)).into_iter();
            mentions.map(Semantic::Mention).find(|mention| touches(&mention.range(), offset))
        })
    }

    fn in_forms<'a>(&'a self, report: &'a Report, offset: usize) -> Option<Semantic<'a>> {
        let mut blank = None;
        // Blanks around a cell belong to it for a user who points at them, so an offset may be slightly outside a form.
        for filled in &report.forms {
            for value in &filled.values {
                if value.is_blank() {
                    if blank.is_none() && self.only_blanks(value.range().start, offset) {
                        blank = Some(Semantic::Value(filled, value));
                    }
                } else if touches(&value.range(), offset) {
                    return Some(Semantic::Value(filled, value));
                }
            }
            let labels = filled.rows.iter().enumerate().filter_map(|(row, it)| Some((row, it.label.as_ref()?)));
            for (row, label) in labels {
                if touches(&label.range, offset) && !label.text.is_empty() {
                    return Some(Semantic::Row(filled, row, label.range.clone()));
                }
                for (range, column) in label.columns() {
                    let form = &edition::editions()[column.edition].forms[column.form];
                    if touches(&range, offset) && std::ptr::eq(form, filled.form) {
                        return Some(Semantic::Column(filled, column.column, range));
                    }
                }
            }
        }
        blank
    }

    /// Whether only blanks lie between an empty cell and an offset behind it on its line.
    fn only_blanks(&self, cell: usize, offset: usize) -> bool {
        let between = self.text.get(cell..offset);
        between.is_some_and(|between| between.bytes().all(|byte| byte == b' '))
    }
}

/// Whether a text is only markup of what follows: `## `, `<h2>`.
fn is_markup(text: &str) -> bool {
    let marks = |text: &str| text.trim_start_matches(['#', '>', '*', ' ', '\t']).is_empty();
    let mut end = 0;
    for tag in tags(text) {
        if tag.closes || !marks(&text[end..tag.range.start]) {
            return false;
        }
        end = tag.range.end;
    }
    marks(&text[end..])
}

fn in_outline(report: &Report, offset: usize) -> Option<Semantic<'_>> {
    let banner = report.banners.iter().find(|banner| touches(&banner.range, offset)).map(Semantic::Banner);
    let heading =
        || report.sections.iter().find(|section| touches(&section.heading.range, offset)).map(Semantic::Heading);
    let title = || report.title.as_ref().filter(|title| touches(&title.range, offset)).map(Semantic::Title);
    banner.or_else(heading).or_else(title)
}

/// The cells that share an equation with a cell, including itself, and whether each is the total of one.
pub(super) fn connected(filled: &Filled, cell: CellAt) -> Vec<(CellAt, bool)> {
    let mut cells: Vec<(CellAt, bool)> = Vec::new();
    for sum in filled.sums.of_cell(cell) {
        cells.extend(sum.cells().map(|other| (other, other == sum.total)));
    }
    // A cell that is a total in some equation precedes itself as a part, and is kept.
    cells.sort_unstable_by_key(|&(cell, total)| (cell, !total));
    cells.dedup_by_key(|(cell, _)| *cell);
    cells
}
