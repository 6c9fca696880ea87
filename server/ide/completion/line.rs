//! Completes whole lines: missing parts of a report, the next row, sentences.

use super::{Completion, ItemKind, Offer, Place, Typed, banner};
use crate::compose::template::{self, Template};
use crate::compose::template_kind::TemplateKind;
use crate::edition::{Form, OfficialSection};
use crate::report::Value;
use crate::syntax::table::pipe;
use crate::text::fold::fold;
use crate::text::year;
use std::ops::Range;

/// How much of the program's own name must be typed in a document that is not a report.
const SHORTEST_NAME: usize = 4;

/// What may precede a label: marks of headings, borders and tags of cells.
const MARKS: [char; 3] = ['#', '|', '<'];

impl Place<'_> {
    /// Offers whole lines, if the line behind the cursor is empty and at most a beginning is before it.
    pub fn line(&self) -> Completion {
        let before = self.before();
        if !self.after().trim().is_empty() {
            return Completion::default();
        }
        let start = self.line_range().start + (before.len() - before.trim_start().len());
        let mark = before.trim_start().chars().next().filter(|c| MARKS.contains(c));
        let typed = Typed::new(&self.text()[start + self.marks(start)..self.offset]);
        let Some(mut offers) = self.line_offers(&typed) else { return Completion::default() };
        // Marks typed already decide how a heading or a row begins.
        offers.retain(|offer| mark.is_none_or(|mark| offer.template.text.trim_start().starts_with(mark)));
        if start > self.line_range().start {
            offers.iter_mut().for_each(|offer| offer.template = offer.template.clone().without_indent());
        }
        self.completion(start, self.line_range().end.max(self.offset), &typed, offers)
    }

    /// The length of the marks at the beginning of the text typed from `start` on, in bytes.
    fn marks(&self, start: usize) -> usize {
        let typed = &self.text()[start..self.offset];
        let mut rest = typed;
        loop {
            let tag = rest.starts_with('<').then(|| rest.find('>').map_or(rest.len(), |end| end + 1));
            let shorter = match tag {
                Some(end) => &rest[end..],
                None => rest.trim_start_matches(|c: char| MARKS.contains(&c) || c.is_whitespace()),
            };
            if shorter.len() == rest.len() {
                return typed.len() - rest.len();
            }
            rest = shorter;
        }
    }

    /// The offers for the line; `None` if the document is not a report.
    pub fn line_offers(&self, typed: &Typed) -> Option<Vec<Offer>> {
        let Some(report) = self.report else {
            let line = self.line_range();
            let is_empty = [&self.text()[..line.start], &self.text()[line.end..]].iter().all(|it| it.trim().is_empty());
            if !is_empty && !self.names_program(typed) {
                return None;
            }
            let mut offers = vec![self.piece(TemplateKind::Report, true)];
            if is_empty {
                offers.extend(self.title_offer());
                offers.extend(
                    self.edition().sections.iter().map(|section| self.piece(TemplateKind::Section(section), false)),
                );
            }
            return Some(offers);
        };
        let mut offers = Vec::new();
        if report.sections.is_empty() && report.forms.is_empty() && self.ends_body() {
            offers.push(match &report.title {
                Some(title) if !self.is_own_line(&title.range) => self.body_offer(),
                _ => self.piece(TemplateKind::Report, true),
            });
        }
        if self.section().is_none() && report.title.as_ref().is_none_or(|title| self.is_own_line(&title.range)) {
            offers.extend(self.title_offer());
        }
        offers.extend(self.row_offers());
        if self.is_in_form() {
            return Some(offers);
        }
        offers.extend(self.table_offers());
        if !typed.is_empty() || self.ends_body() {
            offers.extend(self.section_offers());
        }
        if !typed.is_empty() {
            offers.extend(self.tables_elsewhere());
        }
        let headings = self.edition().forms.iter().find_map(|form| form.banner.as_ref());
        if headings.is_some_and(|heading| fold(self.before()).contains(&fold(banner::beginning(heading)))) {
            // Missing tables bring their headings; existing ones may want theirs again.
            let missing = |offer: &Offer| !offers.iter().any(|other| other.keys.contains(&offer.label));
            let again: Vec<Offer> = self.banner_offers().into_iter().filter(missing).collect();
            offers.extend(again.into_iter().map(|offer| Offer { keys: vec![offer.label.clone()], ..offer }));
        }
        offers.extend(self.sentence_offers());
        Some(offers)
    }

    /// Whether the line is between rows of one form, which an inserted part would separate.
    pub fn is_in_form(&self) -> bool {
        let line = self.line_range();
        let mut forms = self.report.into_iter().flat_map(|report| &report.forms);
        forms.any(|filled| filled.range.start < line.start && line.end < filled.range.end) || self.is_in_titles()
    }

    /// Whether the line is between the titles of a table, or between them and its rows.
    fn is_in_titles(&self) -> bool {
        let line = self.line_range();
        let is_row = |range: &Range<usize>| {
            let text = &self.text()[range.clone()];
            pipe::fields(text) > 1 || text.contains('\t')
        };
        let (above, below) = (self.view.line_above(line.start), self.view.line_below(line.end));
        let Some(above) = above.filter(|_| below.is_some_and(|below| is_row(&below))).filter(is_row) else {
            return false;
        };
        // Behind a row, or behind the heading of an article, another form may begin.
        let touches = |range: &Range<usize>| above.start <= range.start && range.start < above.end;
        self.report.is_some_and(|report| {
            let mut values = report.forms.iter().flat_map(|filled| &filled.values).map(Value::range);
            let labels = report.forms.iter().flat_map(|filled| &filled.rows).filter_map(|row| row.label.as_ref());
            let banners = report.banners.iter().map(|banner| &banner.range);
            !labels.map(|label| &label.range).chain(banners).any(touches) && !values.any(|range| touches(&range))
        })
    }

    /// Whether only the program's own name, or most of it, was typed.
    fn names_program(&self, typed: &Typed) -> bool {
        let name = env!("CARGO_PKG_NAME");
        typed.len() >= SHORTEST_NAME && typed.fit_handle(name).is_some()
    }

    /// Offers the missing tables of the section: whole tables, or their missing forms.
    fn table_offers(&self) -> Vec<Offer> {
        let (Some(report), Some(section)) = (self.report, self.section()) else { return Vec::new() };
        let edition = self.edition();
        let Some(section) = edition.sections.get(section.index) else { return Vec::new() };
        let forms = edition.forms_of(section);
        let is_own = |id: &str| report.form(id).is_some_and(|filled| self.is_own_line(&filled.range));
        let missing = |id: &str| !report.has_rows_of(id) || is_own(id);
        let missing: Vec<_> = forms.iter().copied().filter(|form| missing(&form.id)).collect();
        if missing.is_empty() {
            return Vec::new();
        }
        let mut offers = Vec::new();
        if missing.len() == forms.len() {
            offers.push(self.piece(TemplateKind::Table(section), true));
        }
        if forms.len() > 1 {
            offers.extend(missing.into_iter().map(|form| match self.is_under_banner(form) {
                true => self.under_banner(form),
                false => self.piece(TemplateKind::Form(form), true),
            }));
        }
        offers
    }

    /// Whether the article heading of a form is directly above the line.
    fn is_under_banner(&self, form: &Form) -> bool {
        let line_start = self.line_range().start;
        let mut banners = self.report.map_or(&[][..], |report| &report.banners).iter();
        let last = banners.rfind(|banner| banner.range.end <= line_start);
        let own = last.filter(|last| form.banner.as_ref().is_some_and(|banner| banner.item == last.item));
        own.is_some_and(|own| {
            let between = &self.text()[own.range.end..line_start];
            between.chars().all(|c| c.is_whitespace() || MARKS.contains(&c))
        })
    }

    /// Offers the missing content under an article heading: the column labels and the rows.
    fn under_banner(&self, form: &'static Form) -> Offer {
        let offer = self.piece(TemplateKind::Form(form), true);
        let layout = self.write_style().layout;
        let template = self.with_facts(|facts| template::under_banner(form, layout, facts));
        let detail = format!("{}下的表格", offer.label);
        Offer { label: offer.detail, detail, template: self.framed(template), ..offer }
    }

    /// Offers the missing tables of other sections, if typed.
    fn tables_elsewhere(&self) -> Vec<Offer> {
        let Some(report) = self.report else { return Vec::new() };
        let (edition, own) = (self.edition(), self.section().map(|section| section.index));
        let others = edition.sections.iter().enumerate().filter(|(index, _)| Some(*index) != own);
        let mut offers = Vec::new();
        for (_, section) in others {
            let forms = edition.forms_of(section);
            let missing: Vec<_> = forms.iter().copied().filter(|form| !report.has_rows_of(&form.id)).collect();
            let whole = (!forms.is_empty() && missing.len() == forms.len()).then_some(TemplateKind::Table(section));
            let parts = missing.into_iter().filter(|_| forms.len() > 1).map(TemplateKind::Form);
            offers.extend(whole.into_iter().chain(parts).map(|piece| {
                let offer = self.piece(piece, false);
                let detail = format!("{}；应在“{}、{}”下", offer.detail, section.ordinal, section.title);
                Offer { detail, ..offer }
            }));
        }
        offers
    }

    /// Offers the missing sections: first those whose place is here, then the others.
    pub fn section_offers(&self) -> Vec<Offer> {
        let Some(report) = self.report else { return Vec::new() };
        let present = |index: usize| {
            let headings = report.sections.iter().filter(|section| section.index == index);
            headings.into_iter().any(|section| !self.is_own_line(&section.heading.range))
        };
        let sections = self.edition().sections.iter().enumerate();
        let missing: Vec<(usize, &OfficialSection)> = sections.filter(|(index, _)| !present(*index)).collect();
        // Between the existing sections above and below.
        let from = self.section().map_or(0, |section| section.index + 1);
        let to = (from..self.edition().sections.len()).find(|index| present(*index)).unwrap_or(usize::MAX);
        let fits = |index: usize| (from..to).contains(&index) && self.ends_body();
        let (here, elsewhere): (Vec<_>, Vec<_>) = missing.into_iter().partition(|(index, _)| fits(*index));
        let mut offers: Vec<Offer> =
            here.into_iter().map(|(_, section)| self.piece(TemplateKind::Section(section), true)).collect();
        for (index, section) in elsewhere {
            let next = (index + 1..self.edition().sections.len()).find(|next| present(*next));
            let mut offer = self.piece(TemplateKind::Section(section), false);
            if let Some(next) = next.map(|next| &self.edition().sections[next]) {
                offer.detail = format!("应在“{}、{}”之前", next.ordinal, next.title);
            }
            offers.push(offer);
        }
        offers
    }

    /// Whether the rest of the section, or of the text before the first one, is empty, so that an insertion separates
    /// nothing.
    pub fn ends_body(&self) -> bool {
        let Some(report) = self.report else { return true };
        let line_end = self.line_range().end;
        let mut headings = report.sections.iter().map(|section| section.heading.range.start);
        let end = headings.find(|start| *start >= line_end).unwrap_or(report.range.end).max(line_end);
        let rest = self.text()[line_end..end].trim();
        // The marks of the next heading precede its range.
        rest.trim_start_matches('#').trim().is_empty() || rest.starts_with('<') && !rest.contains('\n')
    }

    /// Offers a part of a report.
    pub fn piece(&self, piece: TemplateKind, needed: bool) -> Offer {
        let edition = self.edition();
        let style = self.write_style();
        let template = self.with_facts(|facts| piece.template(edition, style, facts));
        let name = piece.name(edition);
        let mut keys = vec![name.clone()];
        let mut handles = piece.handles(edition);
        let detail = match piece {
            TemplateKind::Report => {
                keys.extend_from_slice(&edition.title.short);
                "整份报告".to_owned()
            }
            TemplateKind::Section(section) => {
                keys.push(section.title.clone());
                // Typing a table whose section is missing offers the section.
                if !edition.forms_of(section).is_empty() {
                    keys.push(TemplateKind::Table(section).name(edition));
                    handles.extend(TemplateKind::Table(section).handles(edition));
                }
                let what =
                    if edition.forms_of(section).is_empty() { "标题和常用语句" } else { "标题和表格" };
                format!("第{}部分：{what}", section.ordinal)
            }
            TemplateKind::Table(section) => {
                keys.extend(
                    edition.forms_of(section).first().and_then(|form| form.banner.as_ref()).map(|it| it.text.clone()),
                );
                "表格".to_owned()
            }
            TemplateKind::Form(form) => {
                keys.extend(form.banner.as_ref().map(|banner| banner.text.clone()));
                keys.extend(form.rows.iter().map(|row| row.label().to_owned()));
                form.rows.iter().map(|row| row.words()).collect::<Vec<_>>().join("、")
            }
        };
        let label = match piece {
            TemplateKind::Form(form) => form.banner.as_ref().map_or(name, |banner| banner.text.clone()),
            _ => name,
        };
        let detail = self.noted(detail, piece);
        Offer { label, detail, kind: ItemKind::Piece, keys, handles, template: self.framed(template), needed }
    }

    /// Offers the content under the title of a report.
    fn body_offer(&self) -> Offer {
        let style = self.write_style();
        let template = self.with_facts(|facts| template::body(self.edition(), style, facts));
        let offer = self.piece(TemplateKind::Report, true);
        let detail = self.noted("标题以下的全部内容".to_owned(), TemplateKind::Report);
        Offer { detail, template: self.framed(template), ..offer }
    }

    /// The description of a part, with a note about figures from last year's report.
    fn noted(&self, detail: String, piece: TemplateKind) -> String {
        let note = self.start().note(&piece.forms(self.edition()));
        note.map(|note| format!("{detail}；{note}")).unwrap_or(detail)
    }

    /// Offers a title line: the whole, or the rest of it behind the body's name and the year.
    fn title_offer(&self) -> Option<Offer> {
        let edition = self.edition();
        let headings = self.write_style().headings;
        let typed = self.before().trim_start();
        let folded = fold(typed);
        let (label, template) = match year(&folded) {
            Some(year) if year.range.end == folded.len() => {
                let text = format!("{typed}{}", edition.title.canonical);
                (text.clone(), Template { text, fields: Vec::new() })
            }
            _ => {
                let title = self.with_facts(|facts| template::title(edition, headings, facts));
                (title.text.trim_end().to_owned(), self.framed(title))
            }
        };
        let label = label.trim_start_matches(['#', ' ']).to_owned();
        let keys = vec![label.clone()];
        let handles = vec!["title".to_owned()];
        Some(Offer {
            label,
            detail: "报告标题".to_owned(),
            kind: ItemKind::Piece,
            keys,
            handles,
            template,
            needed: false,
        })
    }

    /// A part with the line ends it needs at its place: a blank line before and behind it, without doubling existing
    /// ones.
    fn framed(&self, template: Template) -> Template {
        let (view, line) = (self.view, self.line_range());
        let above = view.has_text_above(line.start);
        let keeps_end = view.line_below(line.end).is_none() || view.has_text_below(line.end);
        template.framed(if above { "\n" } else { "" }, keeps_end)
    }
}

impl Template {
    /// The template with text added before it, with or without its last line end.
    fn framed(mut self, before: &str, keeps_end: bool) -> Self {
        if !keeps_end {
            self.text.truncate(self.text.trim_end_matches('\n').len());
        }
        self.text.insert_str(0, before);
        self.moved(before.len() as isize)
    }

    /// The template without the indentation of its first line, which is in the text already.
    fn without_indent(mut self) -> Self {
        let indent = self.text.len() - self.text.trim_start_matches([' ', '\t']).len();
        self.text.drain(..indent);
        self.moved(-(indent as isize))
    }

    fn moved(mut self, by: isize) -> Self {
        let length = self.text.len();
        let moved = |at: usize| at.saturating_add_signed(by).min(length);
        self.fields = self.fields.into_iter().map(|field: Range<usize>| moved(field.start)..moved(field.end)).collect();
        self
    }
}
