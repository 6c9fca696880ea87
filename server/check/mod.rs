//! A draft judged: what the server and the command line both show.

mod checked;
pub mod corpus;
pub mod directives;
mod draft;
mod part;
mod snapshot;
mod style_hints;
mod view;

pub use checked::Checked;
pub use draft::Draft;
pub use snapshot::Snapshot;
pub use style_hints::{Language, StyleHints};
pub use view::{PlacedCell, Reread, View};

use crate::config::Settings;
use crate::report::neighbours::Neighbours;
use crate::report::volume::Volume;
use crate::syntax::Syntax;
use part::{CheckedPart, joined, settled};
use std::sync::Arc;

/// Reads a text and judges every report in it, as it is done where nothing is set.
pub fn check(text: &str) -> Checked {
    check_with(text, &Settings::default())
}

/// Reads a text and judges every report in it with these settings. Whether the file is excluded is for those to ask who
/// chose it: a file that somebody names is checked.
pub fn check_with(text: &str, settings: &Settings) -> Checked {
    check_among(text, settings, &Neighbours::default())
}

/// The same, where other reports are known.
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
