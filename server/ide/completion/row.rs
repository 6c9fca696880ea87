//! Completes the next rows of a table, in the style of its other rows.

use super::{ItemKind, Offer, Place};
use crate::compose::template;
use crate::edition::{self, Form};
use crate::report::Filled;
use crate::report::vocabulary::{bare, vocabulary};
use crate::syntax::html::{Tag, tags};
use crate::syntax::table::{pipe, tabs};
use crate::syntax::{BlockKind, Layout, Syntax};
use crate::text::lines::lines_of;
use crate::text::{fold::fold, number};
use std::ops::Range;

/// A table whose next row may be on the cursor's line.
struct Above<'a> {
    form: &'static Form,
    /// The first row that may come next.
    from: usize,
    filled: Option<&'a Filled>,
    layout: Layout,
    /// The line of the row, or of the header, above.
    line: &'a str,
}

impl<'a> Place<'a> {
    /// Offers the missing rows of the table above the cursor's line, the next one first.
    pub fn row_offers(&self) -> Vec<Offer> {
        let Some(above) = self.row_above().or_else(|| self.header_above()) else { return Vec::new() };
        let missing = |row: usize| {
            let label = above.filled.and_then(|filled| filled.rows.get(row)).and_then(|row| row.label.as_ref());
            label.is_none_or(|label| self.is_own_line(&label.range))
        };
        let rows = match self.leaves_out_groups(&above) {
            true => None,
            false => Some(self.with_facts(|facts| template::rows(above.form, above.layout, facts))),
        };
        let packed = above.layout == Layout::Markdown && !self.is_aligned(&above);
        let wanted = (above.from..above.form.rows.len()).filter(|row| missing(*row));
        let offer = |row: usize| {
            let header = &above.form.rows[row];
            let of_form = rows.as_ref().and_then(|rows| rows.get(row)).cloned();
            let template = of_form
                .map(|row| if packed { row.packed() } else { row })
                .unwrap_or_else(|| self.with_facts(|facts| template::narrow_row(above.form, row, above.layout, facts)));
            let label = if header.path.is_empty() { header.words() } else { header.label() };
            Offer {
                label: label.to_owned(),
                detail: above.form.name.clone(),
                kind: ItemKind::Row,
                keys: vec![label.to_owned(), bare(&fold(label)).to_owned()],
                handles: vec![header.id.clone()],
                template: template::Template { text: template.text.trim_end_matches('\n').to_owned(), ..template },
                needed: true,
            }
        };
        wanted.map(offer).collect()
    }

    /// Whether the figures of a pipe table are in line, as a template's are.
    fn is_aligned(&self, above: &Above) -> bool {
        [self.table_text(above.filled), above.line].iter().any(|text| text.contains("  "))
    }

    /// The table of the row above the cursor's line.
    fn row_above(&self) -> Option<Above<'a>> {
        let line_start = self.line_range().start;
        let forms = self.report?.forms.iter();
        let rows = forms.flat_map(|filled| {
            let labels = filled.rows.iter().enumerate().filter_map(|(row, it)| Some((row, it.label.as_ref()?)));
            labels.map(move |(row, label)| (filled, row, label.range.clone()))
        });
        let (filled, row, label) =
            rows.filter(|it| !it.2.is_empty() && it.2.end <= line_start).max_by_key(|it| it.2.start)?;
        let between = &self.text()[label.end..line_start];
        let follows = match filled.layout {
            Layout::Markdown | Layout::Tabs => lines_of(between).count() == 1,
            Layout::Html => {
                let tags: Vec<Tag<'_>> = tags(between).collect();
                let is_row = |tag: &&Tag<'_>| tag.is("tr");
                let ends = tags.last().filter(is_row).is_some_and(|tag| between[tag.range.end..].trim().is_empty());
                ends && tags.iter().filter(is_row).all(|tag| tag.closes)
            }
            Layout::Lines => {
                let figures = figures(between);
                figures.is_some_and(|count| count == filled.form.columns.len())
            }
        };
        let line = &self.text()[self.view.buffer.line_range(self.view.buffer.line_at(label.start))];
        follows.then_some(Above { form: filled.form, from: row + 1, filled: Some(filled), layout: filled.layout, line })
    }

    /// The table of the header above the cursor's line, if it has only a header.
    fn header_above(&self) -> Option<Above<'a>> {
        let report = self.report?;
        let above = |start: usize| self.view.line_above(start);
        let mut lines = std::iter::successors(above(self.line_range().start), |line| above(line.start))
            .map(|line| &self.text()[line]);
        let line = lines.find(|line| !pipe::is_rule(line))?;
        let syntax = Syntax::parse(line);
        let block = syntax.blocks.first()?;
        let BlockKind::Table(layout) = block.kind() else { return None };
        let columns = block.cells().iter().filter_map(|cell| vocabulary().meaning(block.folded(cell)));
        let columns: Vec<_> = columns.flat_map(|meaning| &meaning.columns).collect();
        let last_item = report.banners.iter().rfind(|banner| banner.range.end <= self.offset).map(|banner| banner.item);
        let edition = self.edition();
        // Forms share labels: the one with most of the line's labels is meant.
        let own = |form: &Form| {
            let own = columns.iter().filter(|column| {
                let of = &edition::editions()[column.edition];
                of.year == edition.year && of.forms[column.form].id == form.id
            });
            own.count()
        };
        // A table with only a header counts as found, but has no figures.
        let is_open = |form: &Form| {
            report.form(&form.id).is_none_or(|filled| filled.values.is_empty() || self.is_own_line(&filled.range))
        };
        let is_under =
            |form: &Form| form.banner.as_ref().is_none_or(|banner| last_item.is_none_or(|item| item == banner.item));
        let forms = edition.forms.iter().filter(|form| own(form) > 0 && is_open(form) && is_under(form));
        let form = forms.rev().max_by_key(|form| own(form))?;
        Some(Above { form, from: 0, filled: None, layout, line })
    }

    /// Whether the table has one column for all labels, while the form has more.
    fn leaves_out_groups(&self, above: &Above) -> bool {
        let narrow = above.form.columns.len() + 1;
        match above.layout {
            Layout::Markdown => pipe::split(above.line).len() == narrow,
            Layout::Tabs => tabs::split(above.line).count() == narrow,
            Layout::Html => !self.table_text(above.filled).contains("rowspan") && above.form.label_width > 1,
            Layout::Lines => false,
        }
    }

    fn table_text(&self, filled: Option<&Filled>) -> &'a str {
        let range: Range<usize> = filled.map_or(0..0, |filled| filled.range.clone());
        &self.text()[range]
    }
}

/// How many figures are between a label and the next, one a line; `None` if there is other text.
fn figures(text: &str) -> Option<usize> {
    let mut count = 0;
    for line in lines_of(text).map(|(_, line)| line.trim().trim_matches('|').trim()).filter(|line| !line.is_empty()) {
        number::is_figure(&fold(line)).then(|| count += 1)?;
    }
    Some(count)
}
