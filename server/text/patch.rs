//! A text that is changed in steps, with the one set of edits that all steps amount to.

use super::Edit;
use super::edit::EditError;
use std::ops::Range;

/// A text after any number of steps, with its original.
#[derive(Debug, Clone)]
pub struct Patch<'a> {
    original: &'a str,
    pieces: Vec<Piece>,
}

/// A piece of the current text.
#[derive(Debug, Clone)]
enum Piece {
    /// A range of the original.
    Kept(Range<usize>),
    /// Inserted text.
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Kept(range) => range.len(),
            Piece::New(text) => text.len(),
        }
    }

    /// The part of it between two offsets of the current text, in which it begins at `start`; `None` if that is empty.
    fn part(&self, from: usize, to: usize, start: usize) -> Option<Piece> {
        if from >= to {
            return None;
        }
        let (from, to) = (from - start, to - start);
        Some(match self {
            Piece::Kept(range) => Piece::Kept(range.start + from..range.start + to),
            Piece::New(text) => Piece::New(text[from..to].to_owned()),
        })
    }
}

impl<'a> Patch<'a> {
    /// A text before its first step.
    pub fn new(original: &'a str) -> Self {
        Patch { original, pieces: vec![Piece::Kept(0..original.len())] }
    }

    /// The current text.
    pub fn text(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Kept(range) => self.original[range.clone()].to_owned(),
            Piece::New(text) => text.clone(),
        };
        self.pieces.iter().map(text).collect()
    }

    /// Makes one step: edits whose ranges all refer to the current text.
    ///
    /// # Errors
    /// If two edits overlap or a range does not fit the text; nothing is changed then.
    pub fn apply(&mut self, edits: &[Edit]) -> Result<(), EditError> {
        // Applying checks the edits; the pieces are then split without checking again.
        super::edit::apply(&self.text(), edits)?;
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut edits = edits.into_iter().peekable();
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2 * edits.len());
        let (mut start, mut done) = (0, 0);
        for piece in std::mem::take(&mut self.pieces) {
            let end = start + piece.len();
            while let Some(edit) = edits.next_if(|edit| edit.range.start < end) {
                pieces.extend(piece.part(done.max(start), edit.range.start, start));
                pieces.push(Piece::New(edit.text.clone()));
                done = edit.range.end;
            }
            pieces.extend(piece.part(done.max(start), end, start));
            start = end;
        }
        // Text inserted at the very end falls into none of the pieces.
        pieces.extend(edits.map(|edit| Piece::New(edit.text.clone())));
        self.pieces = pieces;
        Ok(())
    }

    /// The edits from the original to the current text, without empty ones.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut done = 0;
        let mut new = String::new();
        let end = Piece::Kept(self.original.len()..self.original.len());
        for piece in self.pieces.iter().chain([&end]) {
            match piece {
                Piece::New(text) => new.push_str(text),
                // Two adjacent kept pieces were split by an edit that left nothing between them changed.
                Piece::Kept(range) => {
                    if self.original[done..range.start] != new {
                        edits.push(Edit::new(done..range.start, std::mem::take(&mut new)));
                    }
                    new.clear();
                    done = range.end;
                }
            }
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_add_up_to_one_set_of_edits() {
        let mut patch = Patch::new("一二三四");
        patch.apply(&[Edit::new(3..6, "xx"), Edit::new(12..12, "五")]).unwrap();
        assert_eq!(patch.text(), "一xx三四五");
        patch.apply(&[Edit::new(4..5, "y"), Edit::new(0..0, "零")]).unwrap();
        patch.apply(&[Edit::new(6..8, "二")]).unwrap();
        assert_eq!(patch.text(), "零一二三四五");
        assert_eq!(patch.edits(), [Edit::new(0..0, "零"), Edit::new(12..12, "五")]);
    }

    #[test]
    fn edits_that_do_not_fit_change_nothing() {
        let mut patch = Patch::new("abc");
        assert!(patch.apply(&[Edit::new(0..2, ""), Edit::new(1..3, "")]).is_err());
        assert_eq!((patch.text().as_str(), patch.edits().len()), ("abc", 0));
    }

    proptest::proptest! {
        #[test]
        fn the_edits_lead_to_the_text(steps in proptest::collection::vec((0usize..20, 0usize..5, "[a-c]{0,3}"), 0..12)) {
            let original = "0123456789";
            let mut patch = Patch::new(original);
            let mut expected = original.to_owned();
            for (at, length, new) in steps {
                let start = at.min(expected.len());
                let edit = Edit::new(start..(start + length).min(expected.len()), new);
                expected.replace_range(edit.range.clone(), &edit.text);
                patch.apply(&[edit]).unwrap();
            }
            proptest::prop_assert_eq!(&patch.text(), &expected);
            proptest::prop_assert_eq!(super::super::edit::apply(original, &patch.edits()).unwrap(), expected);
        }
    }
}
