//! The pieces of a report that can be inserted, and the names by which people ask for them. Knows nothing of drafts.

use super::template::{self, Facts, Template, WriteStyle};
use crate::edition::{Edition, Form, Section};

/// A piece of a report.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// All of it.
    Report,
    /// A section: its heading and what stands under it.
    Section(&'static Section),
    /// The table of a section, all of it.
    Table(&'static Section),
    /// One of the forms that make up a section's table.
    Form(&'static Form),
}

impl Piece {
    /// All pieces of an edition's report, the larger before the smaller.
    pub fn all(edition: &'static Edition) -> Vec<Piece> {
        let mut pieces = vec![Piece::Report];
        pieces.extend(edition.sections.iter().map(Piece::Section));
        for section in &edition.sections {
            let forms = edition.forms_of(section);
            if !forms.is_empty() {
                pieces.push(Piece::Table(section));
            }
            if forms.len() > 1 {
                pieces.extend(forms.into_iter().map(Piece::Form));
            }
        }
        pieces
    }

    /// The names that can be typed with the input method off, the best first: ids, and the numbers people know.
    pub fn handles(self, edition: &Edition) -> Vec<String> {
        let number = |id: &str| edition.section(id).map_or(0, |index| index + 1);
        match self {
            Piece::Report => vec!["report".to_owned(), env!("CARGO_PKG_NAME").to_owned()],
            Piece::Section(section) => vec![section.id.clone(), format!("section{}", number(&section.id))],
            Piece::Table(section) => vec![format!("table{}", number(&section.id))],
            Piece::Form(form) => {
                let item = form.banner.as_ref().map_or(0, |banner| banner.item);
                vec![form.id.clone(), format!("table{}-{item}", number(&form.section))]
            }
        }
    }

    /// The piece in Chinese.
    pub fn name(self, edition: &Edition) -> String {
        match self {
            Piece::Report => edition.title.canonical.clone(),
            Piece::Section(section) => format!("{}、{}", section.ordinal, section.title),
            // A table of one form is called as the form is; a table of several as what they are parts of.
            Piece::Table(section) => match edition.forms_of(section).as_slice() {
                [form] => form.name.clone(),
                _ => format!("表{}{}", section.ordinal, section.title),
            },
            Piece::Form(form) => form.name.clone(),
        }
    }

    /// The forms that stand in it.
    pub fn forms(self, edition: &Edition) -> Vec<&Form> {
        match self {
            Piece::Report => edition.forms.iter().collect(),
            Piece::Section(section) | Piece::Table(section) => edition.forms_of(section),
            Piece::Form(form) => vec![form],
        }
    }

    /// The piece as a template.
    pub fn template(self, edition: &Edition, style: WriteStyle, facts: &Facts) -> Template {
        match self {
            Piece::Report => template::report(edition, style, facts),
            Piece::Section(section) => template::section(edition, section, style, facts),
            Piece::Table(section) => template::table(&edition.forms_of(section), style.layout, facts),
            Piece::Form(form) => template::table(&[form], style.layout, facts),
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
            let pieces = Piece::all(edition);
            let mut names: Vec<String> = pieces.iter().flat_map(|piece| piece.handles(edition)).collect();
            names.extend(pieces.iter().map(|piece| piece.name(edition)));
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{names:?}");
        }
    }
}
