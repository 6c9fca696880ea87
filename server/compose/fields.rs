//! Texts with fields to fill in.
//!
//! Fields are marked while a text is composed, and the marks are removed at the end, so that layouts need not report
//! where they write their cells.

use super::format::{FormatStyle, pipe};
use crate::syntax::Layout;
use crate::syntax::table::Grid;
use crate::text::edit;
use std::ops::Range;

/// A text to insert. It ends in a line end, unless it is a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The text, with LF line ends.
    pub text: String,
    /// The bytes of the words and figures to fill in, in the order in which to do so.
    pub fields: Vec<Range<usize>>,
}

// The marks around a field while a text is composed: private-use characters.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// A text marked as a field.
pub(super) fn field(text: &str) -> String {
    format!("{OPEN}{}{CLOSE}", text.replace([OPEN, CLOSE], ""))
}

/// A table in a layout, with its fields marked.
pub(super) fn write(grid: &Grid, layout: Layout) -> String {
    written(grid, layout).marked()
}

/// A table in a layout. Its marked cells are those of figures: they are in line.
pub(super) fn written(grid: &Grid, layout: Layout) -> Template {
    let written = Template::of(&grid.write(layout));
    if layout == Layout::Markdown { written.aligned() } else { written }
}

impl Template {
    /// Removes the marks from a text.
    pub(super) fn of(marked: &str) -> Self {
        let mut text = String::with_capacity(marked.len());
        let mut fields = Vec::new();
        let mut start = 0;
        for c in marked.chars() {
            match c {
                OPEN => start = text.len(),
                CLOSE => fields.push(start..text.len()),
                c => text.push(c),
            }
        }
        Template { text, fields }
    }

    /// The text with the fields marked again.
    fn marked(&self) -> String {
        let mut marked = String::with_capacity(self.text.len() + self.fields.len() * 2 * OPEN.len_utf8());
        let mut done = 0;
        for range in &self.fields {
            marked.push_str(&self.text[done..range.start]);
            marked.push_str(&field(&self.text[range.clone()]));
            done = range.end;
        }
        marked + &self.text[done..]
    }

    /// The pipe table whose figures are the fields, formatted.
    fn aligned(mut self) -> Self {
        let has_value = |range: Range<usize>| {
            let first = self.fields.partition_point(|field| field.start < range.start);
            self.fields.get(first).is_some_and(|field| field.start < range.end)
        };
        let edits = pipe::edits(&self.text, FormatStyle::default(), |_| true, has_value).edits;
        let Ok(text) = edit::apply(&self.text, &edits) else { return self };
        // The edits are in order, and none begins in a field.
        let mut before = edits.iter().peekable();
        let (mut longer, mut shorter) = (0, 0);
        for field in &mut self.fields {
            while let Some(edit) = before.next_if(|edit| edit.range.start < field.start) {
                longer += edit.text.len();
                shorter += edit.range.len();
            }
            *field = field.start + longer - shorter..field.end + longer - shorter;
        }
        Template { text, ..self }
    }

    /// The row of a pipe table without its padding.
    pub fn packed(self) -> Self {
        let mut packed = Template { text: String::with_capacity(self.text.len()), fields: Vec::new() };
        let mut fields = self.fields.iter().peekable();
        let mut start = 0;
        for (at, c) in self.text.char_indices() {
            if fields.peek().is_some_and(|field| field.start == at) {
                start = packed.text.len();
            }
            if c != ' ' || !packed.text.ends_with(' ') {
                packed.text.push(c);
            }
            if fields.next_if(|field| field.end == at + c.len_utf8()).is_some() {
                packed.fields.push(start..packed.text.len());
            }
        }
        packed
    }

    /// The template with other line ends.
    pub fn with_line_ends(self, end: &str) -> Self {
        let longer = end.len().saturating_sub(1);
        let moved = |at: usize| at + self.text[..at].matches('\n').count() * longer;
        let fields = self.fields.iter().map(|field| moved(field.start)..moved(field.end)).collect();
        Template { text: self.text.replace('\n', end), fields }
    }
}
