//! The parts of a report that an editor's menu can insert anywhere: the offers at the start of a line.

use super::keys::Typed;
use super::{ItemKind, Offer, Place};
use crate::check::View;
use crate::compose::heading::behind;
use crate::compose::template::Template;
use crate::compose::template_kind::TemplateKind;
use crate::syntax::{BlockKind, Layout};
use crate::text::covering;
use std::ops::Range;

/// A part of a report that can be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name in ASCII, e.g. `table3`.
    pub id: String,
    /// Its label in a list.
    pub label: String,
    /// A short description.
    pub detail: String,
    /// Whether it is missing here.
    pub needed: bool,
    /// The bytes that it replaces: a blank line, or an empty range.
    pub range: Range<usize>,
    /// What is inserted.
    pub template: Template,
}

impl View {
    /// The choices at an offset, the missing ones first. On a line with text they are inserted below the paragraph or
    /// the table there; in a fenced example there are none.
    pub fn choices(&self, offset: usize) -> Vec<Choice> {
        let offset = self.buffer.floor(offset);
        let line = self.buffer.line_range(self.buffer.line_at(offset));
        if self.text[line.clone()].trim().is_empty() {
            return self.choices_on(line, offset);
        }
        if self.place(offset).is_example() {
            return Vec::new();
        }
        // As if there were a blank line already.
        let at = self.below(offset);
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let before = line_end.repeat(2);
        let rest = &self.text[at..self.buffer.line_range(self.buffer.line_at(at)).end.max(at)];
        let after = if rest.trim().is_empty() { "" } else { line_end };
        let text = format!("{}{before}{after}{}", &self.text[..at], &self.text[at..]);
        let with_line = self.with_text(&text);
        let cursor = at + before.len();
        let choices = with_line.choices_on(cursor..cursor, cursor);
        let moved =
            |choice: Choice| Choice { range: at..at, template: choice.template.between(&before, after), ..choice };
        choices.into_iter().map(moved).collect()
    }

    /// The choices for a blank line.
    fn choices_on(&self, line: Range<usize>, offset: usize) -> Vec<Choice> {
        let place = self.place(offset);
        if place.is_example() {
            return Vec::new();
        }
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut offers = place.piece_offers();
        offers.sort_by_key(|offer| !offer.needed);
        let choice = |offer: Offer| Choice {
            id: offer.handles.into_iter().next().unwrap_or_default(),
            label: offer.label,
            detail: offer.detail,
            needed: offer.needed,
            range: line.clone(),
            template: offer.template.with_line_ends(line_end),
        };
        offers.into_iter().map(choice).collect()
    }

    /// The end of the paragraph, or of all tables of the section, around an offset.
    fn below(&self, offset: usize) -> usize {
        let forms = || self.report_at(offset).into_iter().flat_map(|report| &report.forms);
        let own = forms().find(|filled| filled.range.start <= offset && offset <= filled.range.end);
        let parts = forms().filter(|filled| own.is_some_and(|own| own.form.section == filled.form.section));
        let table = covering(parts.map(|filled| filled.range.clone()));
        let last = table.as_ref().map_or(offset, |table| table.end);
        let block = self.checked.syntax.placed().take_while(|(start, _)| *start <= last).last();
        let runs_on = || self.cells(&(offset..offset)).iter().any(|cell| cell.cell.place.is_none());
        let range = match block {
            // Such a block, and a line that runs on, may hold tables, headings and paragraphs alike.
            Some((_, block)) if matches!(block.kind(), BlockKind::Table(Layout::Html | Layout::Lines)) || runs_on() => {
                let printed = |view: &View| {
                    let mut cells = view.cells(&(offset..offset)).into_iter();
                    cells.find(|cell| !cell.cell.is_blank()).map(|cell| cell.range)
                };
                table.or_else(|| printed(self)).unwrap_or(offset..offset)
            }
            Some((start, block)) => start..start + block.text().len(),
            None => offset..offset,
        };
        behind(self, &range).unwrap_or_else(|| self.buffer.line_range(self.buffer.line_at(offset)).end)
    }
}

impl Place<'_> {
    /// The offers for a blank line.
    fn piece_offers(&self) -> Vec<Offer> {
        let Some(mut offers) = self.line_offers(&Typed::new("")) else {
            // The document is about something else, but a report that is asked for is offered.
            return vec![self.piece(TemplateKind::Report, false)];
        };
        offers.retain(|offer| offer.kind == ItemKind::Piece);
        if !self.ends_body() {
            offers.extend(self.section_offers());
        }
        offers
    }
}

impl Template {
    /// The template with text added before and behind it.
    fn between(mut self, before: &str, after: &str) -> Self {
        self.text = format!("{before}{}{after}", self.text);
        self.fields.iter_mut().for_each(|field| *field = field.start + before.len()..field.end + before.len());
        self
    }
}
