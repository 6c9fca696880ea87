//! The line scanner: where a block ends, and what it is.

use super::block::BlockKind;
use super::cell::is_blank;
use super::html;
use super::layout::Layout;
use super::table::pipe;
use crate::text::lines::line_length;
use memchr::memchr;

/// The shape of a single line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    Fence,
    Html,
    Tabs,
    /// A line that begins with a tab and has no other: a row that lost its tabs, or an indented paragraph.
    Indented,
    Pipes,
    /// Only pipes and blanks.
    Filler,
    Short,
    Long,
}

/// Lines longer than this many bytes are paragraphs; the longest official label is half as long.
const SHORT: usize = 300;

/// The shape of a line: all that decides where blocks around it begin and end.
pub(super) fn shape(line: &str) -> Shape {
    let trimmed = line.trim_matches(is_blank);
    if trimmed.is_empty() {
        return Shape::Blank;
    }
    if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
        return Shape::Fence;
    }
    if html::opens(trimmed) {
        return Shape::Html;
    }
    if pipe::is_border(trimmed) {
        return Shape::Pipes;
    }
    if memchr(b'|', trimmed.as_bytes()).is_some() {
        match pipe::fields(trimmed) {
            0 => return Shape::Filler,
            1 => {}
            _ => return Shape::Pipes,
        }
    }
    if memchr(b'\t', trimmed.as_bytes()).is_some() || line.ends_with('\t') {
        return Shape::Tabs;
    }
    if trimmed.len() > SHORT || trimmed.ends_with(['。', '；', ';']) {
        Shape::Long
    } else if line.starts_with('\t') {
        Shape::Indented
    } else {
        Shape::Short
    }
}

/// Finds the first block of a text, which must not be empty: its kind and its length in bytes, at least one.
///
/// Started at the beginning of any block it finds that block and, called repeatedly, those that follow, independent of
/// the text before: the end of a block depends only on the text from its beginning to the end of the line behind it.
pub fn scan(text: &str) -> (BlockKind, usize) {
    let first = line_length(text);
    let start = shape(text[..first].trim_end_matches(['\r', '\n']));
    let mut end = first;
    let kind = match start {
        Shape::Blank => BlockKind::Blank,
        Shape::Long => BlockKind::Prose,
        Shape::Fence => {
            end += fence_rest(&text[..first], &text[first..]);
            BlockKind::Fence
        }
        Shape::Html => {
            end = html::length(text);
            BlockKind::Table(Layout::Html)
        }
        Shape::Tabs => BlockKind::Table(Layout::Tabs),
        Shape::Pipes => BlockKind::Table(Layout::Markdown),
        Shape::Indented | Shape::Short | Shape::Filler => BlockKind::Table(Layout::Lines),
    };
    while end < text.len() {
        let length = line_length(&text[end..]);
        let goes_on = match shape(text[end..end + length].trim_end_matches(['\r', '\n'])) {
            Shape::Blank => true,
            Shape::Tabs => kind == BlockKind::Table(Layout::Tabs),
            Shape::Indented => matches!(kind, BlockKind::Table(Layout::Tabs | Layout::Lines)),
            Shape::Pipes => kind == BlockKind::Table(Layout::Markdown),
            Shape::Filler => matches!(kind, BlockKind::Table(Layout::Markdown | Layout::Lines)),
            Shape::Short => kind == BlockKind::Table(Layout::Lines),
            Shape::Fence | Shape::Html | Shape::Long => false,
        };
        if !goes_on {
            break;
        }
        end += length;
    }
    (kind, end)
}

/// The length of a fenced block behind its first line, in bytes, including its closing line. An unclosed one extends to
/// the end.
fn fence_rest(opening: &str, rest: &str) -> usize {
    let opening = opening.trim();
    let mark = opening.chars().next().unwrap_or('`');
    let width = opening.chars().take_while(|c| *c == mark).count();
    let mut end = 0;
    while end < rest.len() {
        let line = &rest[end..end + line_length(&rest[end..])];
        end += line.len();
        let line = line.trim();
        if line.len() >= width && line.chars().all(|c| c == mark) {
            break;
        }
    }
    end
}
