//! A text that is changed in steps, with the one set of edits that all steps together are. Knows nothing of why.

use super::Edit;
use super::edit::Error;
use std::ops::Range;

/// A text on its way from an original through any number of steps.
#[derive(Debug, Clone)]
pub struct Patch<'a> {
    original: &'a str,
    pieces: Vec<Piece>,
}

/// A part of the text as it is now.
#[derive(Debug, Clone)]
enum Piece {
    /// These bytes of the original.
    Kept(Range<usize>),
    /// Something new.
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Kept(range) => range.len(),
            Piece::New(text) => text.len(),
        }
    }
}

impl<'a> Patch<'a> {
    /// A text before its first step.
    pub fn new(original: &'a str) -> Self {
        Patch { original, pieces: vec![Piece::Kept(0..original.len())] }
    }

    /// The text as it is now.
    pub fn text(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Kept(range) => self.original[range.clone()].to_owned(),
            Piece::New(text) => text.clone(),
        };
        self.pieces.iter().map(text).collect()
    }

    /// Makes one step: edits that are all meant for the text as it is now.
    ///
    /// # Errors
    /// If two edits overlap or a range does not fit the text; nothing is changed then.
    pub fn apply(&mut self, edits: &[Edit]) -> Result<(), Error> {
        // Applying says whether the edits fit; the pieces are then cut without asking again.
        super::edit::apply(&self.text(), edits)?;
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        for edit in edits.into_iter().rev() {
            let first = self.cut(edit.range.start);
            let last = self.cut(edit.range.end);
            self.pieces.splice(first..last, [Piece::New(edit.text.clone())]);
        }
        Ok(())
    }

    /// Makes sure that a piece begins at this byte of the present text, and gives its index.
    fn cut(&mut self, at: usize) -> usize {
        let mut start = 0;
        for index in 0..self.pieces.len() {
            let length = self.pieces[index].len();
            if at == start {
                return index;
            }
            if at < start + length {
                let (before, after) = match &self.pieces[index] {
                    Piece::Kept(range) => {
                        let middle = range.start + at - start;
                        (Piece::Kept(range.start..middle), Piece::Kept(middle..range.end))
                    }
                    Piece::New(text) => {
                        let (before, after) = text.split_at(at - start);
                        (Piece::New(before.to_owned()), Piece::New(after.to_owned()))
                    }
                };
                self.pieces.splice(index..=index, [before, after]);
                return index + 1;
            }
            start += length;
        }
        self.pieces.len()
    }

    /// The edits that lead from the original to the text as it is now, none of which is empty.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut done = 0;
        let mut new = String::new();
        let end = Piece::Kept(self.original.len()..self.original.len());
        for piece in self.pieces.iter().chain([&end]) {
            match piece {
                Piece::New(text) => new.push_str(text),
                // Two kept pieces that meet were cut apart by an edit that changed nothing between them.
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
