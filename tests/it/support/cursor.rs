//! Places in texts.

/// A text without its cursor, which `$0` marks, and the byte where that stands.
pub fn at_cursor(marked: &str) -> (String, usize) {
    let (before, after) = marked.split_once("$0").expect("a cursor");
    (format!("{before}{after}"), before.len())
}

/// The border of a character at or before a byte, which may lie behind the end.
pub fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
