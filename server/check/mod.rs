//! Checks drafts, for the server and the command line alike.

mod checked;
pub mod corpus;
pub mod directives;
mod draft;
mod masks;
mod part;
mod read_text;
mod snapshot;
mod style_hints;
mod view;

pub use checked::Checked;
pub use draft::Draft;
pub use masks::Masks;
pub use read_text::ReadText;
pub use snapshot::Snapshot;
pub use style_hints::{Language, StyleHints};
pub use view::{PlacedCell, Reread, View};

use crate::config::Settings;
use crate::report::neighbours::Neighbours;

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
    ReadText::new(text, settings).judged(settings, neighbours)
}
