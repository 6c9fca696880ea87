//! What the program itself reads in a text.

use super::program::{program, with_input};
use serde_json::Value;
use std::path::Path;

/// The reports that `nianbao extract` prints.
pub fn extract(text: &str) -> Value {
    let output = with_input(program(Path::new("."), &["extract", "-"]), text.as_bytes());
    serde_json::from_slice(&output.stdout).expect("JSON")
}
