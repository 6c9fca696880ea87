//! Tab-separated tables: trims the blanks around fields. The tabs separate the columns and stay.

use super::shared::{content, tables, whole};
use crate::syntax::cell::is_blank;
use crate::syntax::table::tabs::split;
use crate::text::Edit;
use std::ops::Range;

/// The edits that remove the blanks around the fields of the official tables of a block.
pub fn edits(text: &str, in_form: impl Fn(Range<usize>) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in tables(text).into_iter().filter(|table| in_form(whole(table))).flatten() {
        // Elsewhere the blanks may decide whether the line is a row.
        let row = &text[line.clone()];
        if !row.ends_with('\t') && !row.trim_matches(is_blank).contains('\t') {
            continue;
        }
        for field in split(row) {
            let range = line.start + field.start..line.start + field.end;
            let inside = content(text, range.clone());
            for blanks in [range.start..inside.start, inside.end..range.end].into_iter().filter(|it| !it.is_empty()) {
                edits.push(Edit::new(blanks, ""));
            }
        }
    }
    edits
}
