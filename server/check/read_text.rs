//! A text between reading and judging, when what its reports contribute to others is known and what they look up is not.

use super::checked::Checked;
use super::part::{CheckedPart, contributed, joined};
use crate::config::Settings;
use crate::report::neighbours::{Contributions, Key, Neighbours};
use crate::report::volume::Volume;
use crate::syntax::Syntax;
use std::sync::Arc;

/// A text whose reports have been read and not been judged yet.
#[derive(Debug)]
pub struct ReadText {
    volume: Volume<CheckedPart>,
    contributions: Contributions,
}

impl ReadText {
    /// Reads every report in a text.
    pub fn new(text: &str, settings: &Settings) -> Self {
        let volume = Volume::new(&Syntax::parse(text), |passage| CheckedPart::read(passage, settings));
        let contributions = contributed(&volume).collect();
        ReadText { volume, contributions }
    }

    /// What its reports contribute to others.
    pub fn contributions(&self) -> &Contributions {
        &self.contributions
    }

    /// The body and the year of its first report; `None` if that does not state both.
    pub fn first_key(&self) -> Option<Key> {
        let report = self.volume.parts().find_map(|part| part.piece.content.checked.reports.first())?;
        Key::of(report)
    }

    /// Checks its reports with the settings with which they were read, and other reports beside them.
    pub fn judged(self, settings: &Settings, neighbours: &Neighbours) -> Checked {
        let ReadText { volume, contributions } = self;
        let neighbours = neighbours.with_more(contributions.all().iter().cloned());
        let (syntax, is_one) = (volume.syntax(), volume.len() == 1);
        let mut parts = volume.into_parts().map(|(start, part)| (start, part.judged(settings, &neighbours)));
        match parts.next() {
            Some((_, only)) if is_one && only.is_read() => Arc::unwrap_or_clone(only.checked),
            first => joined(syntax, first.into_iter().chain(parts), settings, &neighbours),
        }
    }
}
