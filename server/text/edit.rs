//! An edit: replaces a range of a text by another text.

use std::ops::Range;

/// Replaces the bytes in `range` by `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; both ends are on character boundaries.
    pub range: Range<usize>,
    /// The text that replaces them.
    pub text: String,
}

impl Edit {
    /// Creates an edit.
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Edit { range, text: text.into() }
    }

    /// The edit with its range moved by `offset` bytes.
    pub fn moved(mut self, offset: usize) -> Self {
        self.range = self.range.start + offset..self.range.end + offset;
        self
    }
}

/// Why a set of edits cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits touch the same bytes.
    #[error("edits overlap at byte {0}")]
    Overlap(usize),
    /// A range ends before it begins, lies outside the text, or splits a character.
    #[error("edit range {0:?} does not fit the text")]
    Range(Range<usize>),
}

/// The text after all `edits`, whose ranges all refer to `text`.
///
/// # Errors
/// If two edits overlap or a range does not fit the text.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        if text.get(edit.range.clone()).is_none() {
            return Err(EditError::Range(edit.range.clone()));
        }
        if edit.range.start < done {
            return Err(EditError::Overlap(edit.range.start));
        }
        result.push_str(&text[done..edit.range.start]);
        result.push_str(&edit.text);
        done = edit.range.end;
    }
    result.push_str(&text[done..]);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_any_order() {
        let edits = [Edit::new(6..9, "丙"), Edit::new(0..3, ""), Edit::new(3..3, "x")];
        assert_eq!(apply("一二三", &edits).unwrap(), "x二丙");
    }

    #[test]
    fn overlapping_and_wrong_ranges_are_refused() {
        assert_eq!(apply("abc", &[Edit::new(0..2, ""), Edit::new(1..3, "")]), Err(EditError::Overlap(1)));
        assert_eq!(apply("一", &[Edit::new(1..3, "")]), Err(EditError::Range(1..3)));
        assert_eq!(apply("abc", &[Edit::new(2..9, "")]), Err(EditError::Range(2..9)));
    }
}
