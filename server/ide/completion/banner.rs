//! Completes article headings: the items of the article after 第二十条第.

use super::{Completion, ItemKind, Offer, Place, Typed};
use crate::compose::template::Template;
use crate::edition::{Form, OfficialBanner};
use crate::text::fold::{Folded, fold};

/// Whether a character may occur between the common prefix of article headings and the word behind the number.
fn is_number(c: char) -> bool {
    matches!(c, '（' | '(' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') || c.is_ascii_digit()
}

/// The longest number, in characters: a bracket and three characters.
const LONGEST_NUMBER: usize = 4;

/// The prefix of an article heading, up to the number of the item.
pub fn beginning(banner: &OfficialBanner) -> &str {
    banner.text.split('（').next().unwrap_or(&banner.text)
}

impl Place<'_> {
    /// Offers the items of the article, if the cursor is behind the prefix of an article heading.
    pub fn banners(&self) -> Completion {
        let edition = self.edition();
        let Some(banner) = edition.forms.iter().find_map(|form| form.banner.as_ref()) else {
            return Completion::default();
        };
        let before = Folded::of(self.before());
        let beginning = fold(beginning(banner));
        let Some(at) = before.text.rfind(&beginning).filter(|_| self.report.is_some() && !self.is_in_form()) else {
            return Completion::default();
        };
        let number = &before.text[at + beginning.len()..];
        if number.chars().count() > LONGEST_NUMBER || !number.chars().all(is_number) {
            return Completion::default();
        }
        let start = self.line_range().start + before.source(at..at + beginning.len()).start;
        let rest = self.after().trim_start_matches(is_number).trim_start_matches(['）', ')']);
        let rest = rest.strip_prefix(['项', '項', '款', '目']).unwrap_or(rest);
        self.completion(start, self.line_range().end - rest.len(), &Typed::new(number), self.banner_offers())
    }

    /// Offers every article heading, the needed one first.
    pub fn banner_offers(&self) -> Vec<Offer> {
        let forms = self.edition().forms.iter();
        let mut banners: Vec<(&Form, &OfficialBanner)> =
            forms.filter_map(|form| form.banner.as_ref().map(|banner| (form, banner))).collect();
        let needed = self.form_below().or_else(|| {
            let missing = |form: &&Form| self.report.is_some_and(|report| !report.has_rows_of(&form.id));
            banners.iter().map(|(form, _)| *form).find(missing)
        });
        let is_needed = |form: &Form| needed.is_some_and(|needed| needed.id == form.id);
        banners.sort_by_key(|(form, _)| !is_needed(form));
        let offer = |(form, banner): (&Form, &OfficialBanner)| {
            let number = banner.text.strip_prefix(beginning(banner)).unwrap_or(&banner.text);
            let rows: Vec<&str> = form.rows.iter().map(|row| row.words()).collect();
            Offer {
                label: banner.text.clone(),
                detail: rows.join("、"),
                kind: ItemKind::Banner,
                keys: vec![number.to_owned(), number.replace(['（', '）'], "")],
                handles: vec![banner.item.to_string(), format!("({}", banner.item)],
                template: Template { text: banner.text.clone(), fields: Vec::new() },
                needed: is_needed(form),
            }
        };
        banners.into_iter().map(offer).collect()
    }

    /// The form whose rows are below the cursor, before the next article heading.
    fn form_below(&self) -> Option<&Form> {
        let report = self.report?;
        let next = report.banners.iter().map(|banner| banner.range.start).find(|start| *start > self.line_range().end);
        let rows = report.forms.iter().flat_map(|filled| {
            let labels = filled.rows.iter().filter_map(|row| row.label.as_ref());
            labels.map(move |label| (label.range.start, filled.form))
        });
        let below = rows.filter(|(start, _)| *start >= self.offset && next.is_none_or(|next| *start < next));
        below.min_by_key(|(start, _)| *start).map(|(_, form)| form).filter(|form| form.banner.is_some())
    }
}
