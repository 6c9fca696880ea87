//! Tab-separated tables: no blanks around the fields. The tabs themselves say where the columns are and stay.

use super::{content, lines};
use crate::syntax::block::is_blank;
use crate::text::Edit;
use std::ops::Range;

/// The edits that take away the blanks around the fields of a block's rows.
pub fn edits(text: &str, in_form: impl Fn(Range<usize>) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in lines(text).filter(|line| in_form(line.clone())) {
        // Without a tab between two fields the blanks may be what makes the line a row.
        if !text[line.clone()].trim_matches(is_blank).contains('\t') {
            continue;
        }
        let mut start = line.start;
        for field in text[line].split('\t') {
            let range = start..start + field.len();
            let inside = content(text, range.clone());
            for blanks in [range.start..inside.start, inside.end..range.end].into_iter().filter(|it| !it.is_empty()) {
                edits.push(Edit::new(blanks, ""));
            }
            start = range.end + 1;
        }
    }
    edits
}
