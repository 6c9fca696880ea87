//! What must hold whatever the input is: each takes bytes, and panics where it does not hold.

pub mod edits;
pub mod files;
pub mod outputs;
pub mod prose;
pub mod repairs;
pub mod settings;
pub mod texts;
pub mod words;

use std::ops::Range;

/// The bytes as a text: what is no UTF-8 becomes a character that stands for it.
fn text_of(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// Checks that a range is a part of a text.
fn holds(text: &str, range: &Range<usize>, what: &str) {
    assert!(text.get(range.clone()).is_some(), "{what}: {range:?} is no part of the text");
}
