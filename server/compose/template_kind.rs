//! The kinds of templates that can be inserted, and the names that users type for them.

use super::template::{self, Facts, Template, WriteStyle};
use crate::edition::{Edition, Form, OfficialSection};

/// A part of a report that can be inserted.
#[derive(Debug, Clone, Copy)]
pub enum TemplateKind {
    /// All of it.
    Report,
    /// A section: its heading and its content.
    Section(&'static OfficialSection),
    /// The whole table of a section.
    Table(&'static OfficialSection),
    /// One of the forms that make up a section's table.
    Form(&'static Form),
}

impl TemplateKind {
    /// All template kinds of an edition, larger ones before smaller ones.
    pub fn all(edition: &'static Edition) -> Vec<TemplateKind> {
        let mut pieces = vec![TemplateKind::Report];
        pieces.extend(edition.sections.iter().map(TemplateKind::Section));
        for section in &edition.sections {
            let forms = edition.forms_of(section);
            if !forms.is_empty() {
                pieces.push(TemplateKind::Table(section));
            }
            if forms.len() > 1 {
                pieces.extend(forms.into_iter().map(TemplateKind::Form));
            }
        }
        pieces
    }

    /// The names that can be typed without an input method, the best first: ids, and well-known numbers.
    pub fn handles(self, edition: &Edition) -> Vec<String> {
        let number = |id: &str| edition.section(id).map_or(0, |index| index + 1);
        match self {
            TemplateKind::Report => ["report", env!("CARGO_PKG_NAME"), "nb", "ndbg"].map(str::to_owned).to_vec(),
            TemplateKind::Section(section) => vec![section.id.clone(), format!("section{}", number(&section.id))],
            TemplateKind::Table(section) => vec![format!("table{}", number(&section.id))],
            TemplateKind::Form(form) => {
                let item = form.banner.as_ref().map_or(0, |banner| banner.item);
                vec![form.id.clone(), format!("table{}-{item}", number(&form.section))]
            }
        }
    }

    /// Its name in Chinese.
    pub fn name(self, edition: &Edition) -> String {
        match self {
            TemplateKind::Report => edition.title.canonical.clone(),
            TemplateKind::Section(section) => format!("{}、{}", section.ordinal, section.title),
            // A table of one form is named after the form, a table of several after their section.
            TemplateKind::Table(section) => match edition.forms_of(section).as_slice() {
                [form] => form.name.clone(),
                _ => format!("表{}{}", section.ordinal, section.title),
            },
            TemplateKind::Form(form) => form.name.clone(),
        }
    }

    /// The forms in it.
    pub fn forms(self, edition: &Edition) -> Vec<&Form> {
        match self {
            TemplateKind::Report => edition.forms.iter().collect(),
            TemplateKind::Section(section) | TemplateKind::Table(section) => edition.forms_of(section),
            TemplateKind::Form(form) => vec![form],
        }
    }

    /// The template of this kind.
    pub fn template(self, edition: &Edition, style: WriteStyle, facts: &Facts) -> Template {
        match self {
            TemplateKind::Report => template::report(edition, style, facts),
            TemplateKind::Section(section) => template::section(edition, section, style, facts),
            TemplateKind::Table(section) => template::table(&edition.forms_of(section), style.layout, facts),
            TemplateKind::Form(form) => template::table(&[form], style.layout, facts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;

    #[test]
    fn no_two_pieces_have_the_same_name() {
        for edition in edition::editions() {
            let pieces = TemplateKind::all(edition);
            let mut names: Vec<String> = pieces.iter().flat_map(|piece| piece.handles(edition)).collect();
            names.extend(pieces.iter().map(|piece| piece.name(edition)));
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{names:?}");
        }
    }
}
