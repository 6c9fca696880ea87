//! What must hold of settings.

use super::{holds, text_of};
use nianbao::config::{amend, json, toml};
use nianbao::text::edit::apply;

/// Reads a `nianbao.toml`, excepts a file in it, and reads it as the settings of an editor where it is JSON.
///
/// # Panics
/// If a problem is no part of it, or an exception brings a problem or is none.
pub fn settings(data: &[u8]) {
    let text = text_of(data);
    let (_, problems) = toml(&text);
    problems.iter().for_each(|problem| holds(&text, &problem.range, "a problem"));
    let pattern = amend::pattern("局/年报 [1].md");
    if let Some(edit) = amend::except(&text, &pattern, "row-total") {
        let after = apply(&text, &[edit]).expect("it fits");
        let (keys, more) = toml(&after);
        assert!(more.len() <= problems.len(), "{after}");
        assert!(keys.except.iter().any(|except| except.files.patterns() == [pattern.as_str()]), "{after}");
    }
    if let Ok(value) = serde_json::from_slice(data) {
        json(&value);
    }
}
