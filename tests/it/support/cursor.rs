//! Places in texts.

pub use nianbao::text::floor;

/// A text without its cursor, which `$0` marks, and the byte where that stands.
pub fn at_cursor(marked: &str) -> (String, usize) {
    let (before, after) = marked.split_once("$0").expect("a cursor");
    (format!("{before}{after}"), before.len())
}
