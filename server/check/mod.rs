//! Checks drafts, for the server and the command line alike.

mod checked;
pub mod corpus;
pub mod directives;
mod draft;
mod masks;
mod part;
mod snapshot;
mod style_hints;
mod view;

pub use checked::Checked;
pub use draft::Draft;
pub use masks::Masks;
pub use snapshot::Snapshot;
pub use style_hints::{Language, StyleHints};
pub use view::{PlacedCell, Reread, View};

use crate::config::Settings;
use crate::report::neighbours::Neighbours;
use crate::report::volume::Volume;
use crate::syntax::Syntax;
use part::{CheckedPart, joined, settled};
use std::sync::Arc;

/// Checks every report in a text with default settings.
pub fn check(text: &str) -> Checked {
    check_with(text, &Settings::default())
}

/// Checks every report in a text with these settings. Whether the file is excluded is the caller's question: a file
/// named explicitly is checked.
pub fn check_with(text: &str, settings: &Settings) -> Checked {
    check_among(text, settings, &Neighbours::default())
}

/// Checks as [`check_with`] does, with neighbouring reports.
pub fn check_among(text: &str, settings: &Settings, neighbours: &Neighbours) -> Checked {
    let judge = |passage| CheckedPart::of_report(passage, settings, neighbours);
    let mut volume = Volume::new(&Syntax::parse(text), judge);
    let neighbours = settled(&mut volume, settings, neighbours);
    let syntax = volume.syntax();
    let is_one = volume.len() == 1;
    let mut parts = volume.into_parts();
    match parts.next() {
        Some((_, only)) if is_one && only.is_read() => Arc::unwrap_or_clone(only.checked),
        first => joined(syntax, first.into_iter().chain(parts), settings, &neighbours),
    }
}
