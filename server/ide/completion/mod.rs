//! Completion at the cursor.
//!
//! The server filters the items itself: a client compares a single text with what was typed, while users type the same
//! heading in Chinese, as pinyin initials, as full pinyin or by an ASCII handle. So an item's `filter` is the typed
//! text, continued, and the client has to ask again for every character.
//!
//! - An empty document, and one with only a title, is offered the whole report.
//! - In a report: missing parts at a line start, the next row in a table, the total in a total cell, the items after
//!   the prefix of an article heading, standard sentences in prose.
//! - In other documents only the program's own name, alone on a line, offers the report.
//! - Fenced examples have no offers.

mod banner;
mod choices;
mod figure;
mod keys;
mod line;
mod prose;
mod row;
mod triggers;

use crate::check::View;
use crate::compose::start::Start;
use crate::compose::template::{Facts, Template, WriteStyle};
use crate::edition::{self, Edition, Form};
use crate::report::{Report, Section};
use crate::syntax::BlockKind;
pub use choices::Choice;
pub use keys::Fit;
use keys::Typed;
use std::ops::Range;
pub use triggers::trigger_characters;

/// The completion at an offset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The bytes that every item replaces: a part of one line, with the cursor in it.
    pub range: Range<usize>,
    /// The items, the most needed first.
    pub items: Vec<Item>,
}

/// An item to insert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its label in the list.
    pub label: String,
    /// A short description.
    pub detail: String,
    /// The reasoning behind it, if the inserted text does not show it.
    pub reason: Option<String>,
    /// The kind of item.
    pub kind: ItemKind,
    /// What is inserted.
    pub template: Template,
    /// The text for the client to compare with the text between the start of the range and the cursor, which is its
    /// prefix.
    pub filter: String,
    /// Whether it is needed next.
    pub preselect: bool,
}

/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A report, a section, a table.
    Piece,
    /// A row of a table.
    Row,
    /// An article heading.
    Banner,
    /// A figure.
    Figure,
    /// A sentence.
    Sentence,
    /// A citation.
    Citation,
}

/// A possible item, before it is compared with the typed text.
struct Offer {
    label: String,
    detail: String,
    kind: ItemKind,
    /// Its names in Chinese.
    keys: Vec<String>,
    /// Its names without an input method.
    handles: Vec<String>,
    template: Template,
    /// Whether it is needed here: the first such item is preselected.
    needed: bool,
}

/// The context of the cursor.
#[derive(Clone, Copy)]
struct Place<'a> {
    view: &'a View,
    offset: usize,
    report: Option<&'a Report>,
}

impl View {
    fn place(&self, offset: usize) -> Place<'_> {
        let reports = &self.checked.reports;
        let report = reports.iter().rfind(|report| report.range.start <= offset).or(reports.first());
        Place { view: self, offset, report }
    }

    /// The completion at an offset, in the style of the draft.
    pub fn completion(&self, offset: usize) -> Completion {
        // Between CR and LF counts as behind the line.
        let offset = self.buffer.floor(offset);
        let offset = offset.min(self.buffer.line_range(self.buffer.line_at(offset)).end);
        let place = self.place(offset);
        if place.is_example() {
            return Completion::default();
        }
        let contexts = [Place::figures, Place::line, Place::banners, Place::prose];
        contexts.iter().map(|context| context(&place)).find(|found| !found.items.is_empty()).unwrap_or_default()
    }
}

impl<'a> Place<'a> {
    fn text(&self) -> &'a str {
        &self.view.text
    }

    /// The bytes of the line, without its line end.
    fn line_range(&self) -> Range<usize> {
        self.view.buffer.line_range(self.view.buffer.line_at(self.offset))
    }

    /// The line before the cursor.
    fn before(&self) -> &'a str {
        &self.text()[self.line_range().start..self.offset]
    }

    /// The line behind the cursor.
    fn after(&self) -> &'a str {
        &self.text()[self.offset..self.line_range().end]
    }

    /// Whether the cursor is in a fenced example.
    fn is_example(&self) -> bool {
        let mut blocks = self.view.checked.syntax.placed();
        let own = blocks.find(|(start, block)| (*start..start + block.text().len()).contains(&self.offset));
        own.is_some_and(|(_, block)| block.kind() == BlockKind::Fence)
    }

    /// Whether a range is on the cursor's line, which is still being written.
    fn is_own_line(&self, range: &Range<usize>) -> bool {
        let line = self.line_range();
        line.start <= range.start && range.end <= line.end
    }

    /// The section at the cursor; a heading on the cursor's own line does not count yet.
    fn section(&self) -> Option<&'a Section> {
        let mut above = self.report?.sections.iter().rev();
        above.find(|section| section.heading.range.end <= self.offset && !self.is_own_line(&section.heading.range))
    }

    /// The edition of the report, or of the one to be written.
    fn edition(&self) -> &'static Edition {
        let required = || self.view.settings.required_edition().unwrap_or_else(edition::newest);
        self.report.map_or_else(required, |report| report.edition)
    }

    /// The style of text inserted here.
    fn write_style(&self) -> WriteStyle {
        self.view.write_style(self.report, self.offset)
    }

    /// The figure in a cell of the report.
    fn figure(&self, form: &Form, row: usize, column: usize) -> Option<String> {
        let filled = self.report?.form(&form.id).filter(|filled| filled.form.rows.len() == form.rows.len())?;
        Some(filled.number((row, column))?.to_string())
    }

    /// Calls a function with the facts of the report; the facts borrow from one another.
    fn with_facts<T>(&self, then: impl FnOnce(&Facts) -> T) -> T {
        let figure = |form: &Form, row: usize, column: usize| self.figure(form, row, column);
        let title = self.report.and_then(|report| report.title.as_ref());
        let organ = title.and_then(|title| title.organ.as_deref());
        let start = self.start();
        let known = |form: &Form, row, column| figure(form, row, column).or_else(|| start.known(form, row, column));
        // The figures for a row that is added to an existing table follow from its other rows.
        let begins = |form: &Form| self.report.is_none_or(|report| !report.has_rows_of(&form.id));
        let stand_in = |form: &Form, row, column| start.stand_in(form, row, column).filter(|_| begins(form));
        then(&Facts { organ, year: self.report.and_then(|report| report.year), figures: &known, stand_ins: &stand_in })
    }

    /// The figures of last year's report with which the report starts.
    fn start(&self) -> Start {
        self.report.map(|report| Start::of(&self.view.last_year(report))).unwrap_or_default()
    }

    /// Compares offers with the typed text, which begins at `start`, and makes items of those that fit. They replace
    /// the text up to `end`.
    fn completion(&self, start: usize, end: usize, typed: &Typed, offers: Vec<Offer>) -> Completion {
        let raw = &self.text()[start..self.offset];
        let mut items: Vec<(Fit, Item)> = Vec::new();
        let mut preselected = false;
        let unchanged = &self.text()[start..end];
        for offer in offers.into_iter().filter(|offer| offer.template.text != unchanged) {
            let handles = offer.handles.iter().map(|handle| typed.fit_handle(handle));
            let keys = offer.keys.iter().map(|key| typed.fit(key));
            let Some((fit, rest)) = keys.chain(handles).flatten().min_by_key(|(fit, rest)| (*fit, rest.len())) else {
                continue;
            };
            let preselect = offer.needed && !preselected;
            preselected |= preselect;
            let line_end = if self.text().contains("\r\n") { "\r\n" } else { "\n" };
            let item = Item {
                label: offer.label,
                detail: offer.detail,
                reason: None,
                kind: offer.kind,
                template: offer.template.with_line_ends(line_end),
                filter: format!("{raw}{rest}"),
                preselect,
            };
            items.push((fit, item));
        }
        items.sort_by_key(|(fit, _)| *fit);
        Completion { range: start..end, items: items.into_iter().map(|(_, item)| item).collect() }
    }
}
