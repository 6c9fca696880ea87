//! The pieces of a report to choose from wherever the cursor is: what a line start is offered, for those who ask.

use super::keys::Typed;
use super::{ItemKind, Offer, Place};
use crate::check::View;
use crate::compose::heading::behind;
use crate::compose::template::Template;
use crate::compose::template_kind::TemplateKind;
use crate::syntax::{BlockKind, Layout};
use std::ops::Range;

/// A piece of a report that can be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name in ASCII, e.g. `table3`.
    pub id: String,
    /// What a list shows.
    pub label: String,
    /// What it is, in a few words.
    pub detail: String,
    /// Whether it is missing and belongs here.
    pub needed: bool,
    /// The bytes that it replaces: a blank line, or nothing.
    pub range: Range<usize>,
    /// What is inserted.
    pub template: Template,
}

impl View {
    /// What can be inserted at a place, what belongs there first. On a line with text that is what can be inserted
    /// below the paragraph or the table that stands there; in a fenced example it is nothing.
    pub fn choices(&self, offset: usize) -> Vec<Choice> {
        let offset = self.buffer.floor(offset);
        let line = self.buffer.line_range(self.buffer.line_at(offset));
        if self.text[line.clone()].trim().is_empty() {
            return self.choices_on(line, offset);
        }
        if self.place(offset).is_example() {
            return Vec::new();
        }
        // As if a blank line were there already.
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

    /// What can be inserted in place of a blank line.
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

    /// The end of the paragraph, or of all tables of the section, in which a place is.
    fn below(&self, offset: usize) -> usize {
        let forms = || self.report_at(offset).into_iter().flat_map(|report| &report.forms);
        let own = forms().find(|filled| filled.range.start <= offset && offset <= filled.range.end);
        let parts = forms().filter(|filled| own.is_some_and(|own| own.form.section == filled.form.section));
        let table = parts
            .map(|filled| filled.range.clone())
            .reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
        let last = table.as_ref().map_or(offset, |table| table.end);
        let block = self.checked.syntax.placed().take_while(|(start, _)| *start <= last).last();
        let range = match block {
            // Of these one block may hold tables, headings and paragraphs.
            Some((_, block)) if matches!(block.kind(), BlockKind::Table(Layout::Html | Layout::Lines)) => {
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
    /// The pieces that a blank line may become.
    fn piece_offers(&self) -> Vec<Offer> {
        let Some(mut offers) = self.line_offers(&Typed::new("")) else {
            // Somebody else's document; but whoever asks for a report shall have one.
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
    /// The template with something before and behind it.
    fn between(mut self, before: &str, after: &str) -> Self {
        self.text = format!("{before}{}{after}", self.text);
        self.fields.iter_mut().for_each(|field| *field = field.start + before.len()..field.end + before.len());
        self
    }
}
