//! A field of a pipe table that gets another content, in the width and on the side that it has.
//!
//! ```text
//! |   0 |   →   |  12 |
//! ```

use super::shared::{FormatStyle, content, on_screen};
use crate::check::View;
use crate::syntax::table::pipe::{Side, delimiter, split};
use crate::text::{Edit, floor};
use std::ops::Range;

/// Of a line that is longer, in bytes, only so much is looked at around a place: it is no row that anybody put in line.
const LONG: usize = 4096;

/// A field of a pipe table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipeField {
    /// Its bytes between the pipes.
    range: Range<usize>,
    /// The bytes of what stands in it, without padding; empty if it is blank.
    content: Range<usize>,
    /// On which side figures stand in it.
    side: Side,
    /// Whether its width means anything: it is padded, or the pipe behind it is in line with one of a row beside it.
    has_width: bool,
}

impl PipeField {
    /// The field that contains a place of a row of figures; `None` outside of fields between pipes.
    pub fn at(view: &View, at: usize) -> Option<Self> {
        let line = around(view, at)?;
        let fields = fields(view, &line);
        let index = fields.iter().position(|field| field.start <= at && at <= field.end)?;
        let range = fields.get(index)?.clone();
        view.text.get(range.end..)?.starts_with('|').then_some(())?;
        let content = content(&view.text, range.clone());
        let (before, behind) = (content.start - range.start, range.end - content.end);
        let side = match () {
            () if content.is_empty() => side(view, &line, index),
            () if before > 1 && behind <= 1 => Side::Right,
            () if behind > 1 && before <= 1 => Side::Left,
            () => side(view, &line, index),
        };
        let is_padded = if content.is_empty() { range.len() > 2 } else { before > 1 || behind > 1 };
        let has_width = is_padded || is_in_line(view, &line, range.end);
        Some(PipeField { range, content, side, has_width })
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.content.is_empty()
    }

    /// Where it begins, behind its pipe.
    pub fn start(&self) -> usize {
        self.range.start
    }

    /// Where what is typed into it begins: a blank field has none, so it is where the last digit of a figure stands.
    pub fn caret(&self) -> usize {
        let Range { start, end } = self.range;
        match self.side {
            _ if end - start < 2 => start,
            Side::Left => start + 1,
            Side::Middle => start + (end - start) / 2,
            Side::Right | Side::Unset => end - 1,
        }
    }

    /// The edit that puts a text in the place of a piece of its content, or of all of it if it is blank.
    pub fn with(&self, view: &View, place: &Range<usize>, text: &str) -> Edit {
        let source: &str = &view.text;
        let width = |range: Range<usize>| on_screen(source.get(range).unwrap_or_default(), FormatStyle::default());
        let Range { start, end } = self.range;
        let is_blank = self.is_blank();
        let (before, behind) = match is_blank {
            true => (0, 0),
            false => (self.content.start - start, end - self.content.end),
        };
        let padding = &source[start..start + before];
        let is_plain = padding.bytes().chain(source[end - behind..end].bytes()).all(|byte| byte == b' ');
        if !is_blank && (before == 0 || behind == 0 || !is_plain) {
            return Edit::new(place.clone(), text);
        }
        let mut new = source[self.content.clone()].to_owned();
        match is_blank {
            true => new = text.to_owned(),
            false => new.replace_range(place.start - self.content.start..place.end - self.content.start, text),
        }
        let spare = width(self.range.clone()).saturating_sub(on_screen(&new, FormatStyle::default()) + 2);
        let spare = if self.has_width { spare } else { 0 };
        let (left, right) = match self.side {
            Side::Left => (1, 1 + spare),
            Side::Middle => (1 + spare / 2, 1 + spare - spare / 2),
            Side::Right | Side::Unset => (1 + spare, 1),
        };
        if (left, right) == (before, behind) {
            return Edit::new(place.clone(), text);
        }
        let kept = (left.min(before), right.min(behind));
        let blanks = |count: usize| " ".repeat(count);
        Edit::new(start + kept.0..end - kept.1, blanks(left - kept.0) + &new + &blanks(right - kept.1))
    }
}

/// The line around a place; of one that is long a piece, which begins with a pipe. `None` if no pipe is near.
fn around(view: &View, at: usize) -> Option<Range<usize>> {
    let (line, text) = (view.line(at), &*view.text);
    if line.len() <= LONG {
        return Some(line);
    }
    let from = floor(text, at.saturating_sub(LONG / 2).max(line.start));
    let to = floor(text, (at + LONG / 2).min(line.end));
    let is_pipe = |pipe: &usize| *pipe == 0 || text.as_bytes()[pipe - 1] != b'\\';
    let first = memchr::memchr_iter(b'|', &text.as_bytes()[from..at]).map(|pipe| from + pipe).find(is_pipe)?;
    Some(first..to)
}

/// The fields of a line.
fn fields(view: &View, line: &Range<usize>) -> Vec<Range<usize>> {
    let fields = split(view.text.get(line.clone()).unwrap_or_default()).into_iter();
    fields.map(|field| line.start + field.start..line.start + field.end).collect()
}

/// On which side the row of dashes above puts what stands in a column; figures stand on the right if it says nothing.
fn side(view: &View, line: &Range<usize>, index: usize) -> Side {
    let mut above = view.line_above(line.start);
    while let Some(line) = above {
        let source = view.text.get(line.clone()).unwrap_or_default();
        if !source.contains('|') {
            break;
        }
        if let Some(sides) = delimiter(source, &split(source)) {
            return sides.get(index).copied().filter(|side| *side != Side::Unset).unwrap_or(Side::Right);
        }
        above = view.line_above(line.start);
    }
    Side::Right
}

/// Whether a pipe of the line above or below stands over or under the one at a byte.
fn is_in_line(view: &View, line: &Range<usize>, pipe: usize) -> bool {
    let column = |line: &Range<usize>, at: usize| {
        on_screen(view.text.get(line.start..at).unwrap_or_default(), FormatStyle::default())
    };
    let own = column(line, pipe);
    let beside = [view.line_above(line.start), view.line_below(line.end)];
    beside.iter().flatten().any(|other| fields(view, other).iter().any(|field| column(other, field.end) == own))
}
