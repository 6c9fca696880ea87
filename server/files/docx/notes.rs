//! Footnotes and endnotes, which stand in parts of their own.

use super::names::{Element, Name, attribute, elements, name};
use super::runs::NoteReference;
use crate::files::Story;
use rustc_hash::FxHashMap;

/// The notes of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    foot: FxHashMap<&'a str, Element<'a>>,
    end: FxHashMap<&'a str, Element<'a>>,
}

impl<'a> Notes<'a> {
    /// The notes in the roots of their parts.
    pub fn new(footnotes: Option<Element<'a>>, endnotes: Option<Element<'a>>) -> Self {
        Notes { foot: by_id(footnotes, "footnote"), end: by_id(endnotes, "endnote") }
    }

    /// The content of a note, and what it is.
    pub fn content(&self, reference: NoteReference<'_>) -> Option<(Story, Element<'a>)> {
        match reference {
            NoteReference::Foot(id) => self.foot.get(id).map(|note| (Story::Footnote, *note)),
            NoteReference::End(id) => self.end.get(id).map(|note| (Story::Endnote, *note)),
        }
    }
}

fn by_id<'a>(root: Option<Element<'a>>, local: &str) -> FxHashMap<&'a str, Element<'a>> {
    let notes = root.into_iter().flat_map(elements).filter(|it| name(*it) == Name::Word(local));
    // Lines between text and notes are notes of a type.
    let notes = notes.filter(|note| attribute(*note, "type").is_none_or(|kind| kind == "normal"));
    notes.filter_map(|note| Some((attribute(note, "id")?, note))).collect()
}
