//! Pipe tables: columns in line, by the width that characters have in Chinese fonts.

use super::{Style, content, lines, replace};
use crate::syntax::table::pipe::split;
use crate::text::Edit;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The narrowest column: `---`.
const NARROWEST: usize = 3;

/// On which side of its column a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Middle,
}

/// A line of a table.
struct Row {
    /// The line.
    line: Range<usize>,
    /// The fields between the pipes, blanks and all.
    fields: Vec<Range<usize>>,
    /// The sides, if this is the row under a header: `|---|:-:|--:|`.
    delimiter: Option<Vec<Side>>,
}

/// The edits that align the tables of a block. A run of lines with pipes is a table if it says so by the row under its
/// header, or if it is one of the official ones.
pub fn edits(text: &str, style: Style, in_form: impl Fn(Range<usize>) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut table: Vec<Row> = Vec::new();
    // A blank line ends a table; the last one ends with the text.
    for line in lines(text).chain([text.len()..text.len()]) {
        if !text[line.clone()].trim().is_empty() {
            table.push(row(text, line));
            continue;
        }
        let whole = table.first().map_or(0, |row| row.line.start)..table.last().map_or(0, |row| row.line.end);
        if table.iter().any(|row| row.delimiter.is_some()) || in_form(whole) {
            align(text, &table, style, &mut edits);
        }
        table.clear();
    }
    edits
}

fn row(text: &str, line: Range<usize>) -> Row {
    let fields = split(&text[line.clone()]).into_iter().map(|field| line.start + field.start..line.start + field.end);
    let fields: Vec<Range<usize>> = fields.collect();
    let delimiter = fields.iter().map(|field| side(&text[content(text, field.clone())])).collect();
    Row { line, fields, delimiter }
}

/// The side that a field under a header asks for; nothing if it is no such field.
fn side(field: &str) -> Option<Side> {
    let dashes = field.strip_prefix(':').unwrap_or(field);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    if dashes.is_empty() || dashes.bytes().any(|b| b != b'-') {
        return None;
    }
    Some(match (field.starts_with(':'), field.ends_with(':')) {
        (true, true) => Side::Middle,
        (false, true) => Side::Right,
        _ => Side::Left,
    })
}

fn align(text: &str, table: &[Row], style: Style, edits: &mut Vec<Edit>) {
    let sides = table.iter().find_map(|row| row.delimiter.as_deref()).unwrap_or(&[]);
    let mut widths: Vec<usize> = Vec::new();
    for row in table {
        widths.resize(widths.len().max(row.fields.len()), NARROWEST);
        for (width, field) in widths.iter_mut().zip(&row.fields).filter(|_| row.delimiter.is_none()) {
            *width = (*width).max(columns(&text[content(text, field.clone())], style));
        }
    }
    for row in table.iter().filter(|row| !is_filler(text, row)) {
        for (index, field) in row.fields.iter().enumerate() {
            let inside = content(text, field.clone());
            let side = sides.get(index).copied().unwrap_or(Side::Left);
            let missing = widths[index].saturating_sub(columns(&text[inside.clone()], style));
            let (mut before, mut after) = match side {
                Side::Left => (0, missing),
                Side::Right => (missing, 0),
                Side::Middle => (missing / 2, missing - missing / 2),
            };
            if row.delimiter.is_some() {
                (before, after) = (0, 0);
                replace(text, inside.clone(), &dashes(&text[inside.clone()], widths[index]), edits);
            }
            // Blanks outside the outermost pipes, or where such a pipe is missing, are the author's.
            if field.start > row.line.start {
                replace(
                    text,
                    field.start..inside.start,
                    &" ".repeat(1 + before + if inside.is_empty() { after + 1 } else { 0 }),
                    edits,
                );
            }
            if field.end < row.line.end && !inside.is_empty() {
                replace(text, inside.end..field.end, &" ".repeat(after + 1), edits);
            }
        }
    }
}

/// A row that only fills space: nothing to put in line.
fn is_filler(text: &str, row: &Row) -> bool {
    row.fields.iter().all(|field| text[field.clone()].trim().is_empty()) && row.fields.len() == 1
}

/// The dashes of a field under a header, with its colons, as wide as its column.
fn dashes(field: &str, width: usize) -> String {
    let colon = |present: bool| if present { ":" } else { "" };
    let (left, right) = (colon(field.starts_with(':')), colon(field.ends_with(':')));
    format!("{left}{}{right}", "-".repeat(width - left.len() - right.len()))
}

/// How many columns a text takes on the screen.
fn columns(text: &str, style: Style) -> usize {
    if style.wide_quotes { text.width_cjk() } else { text.width() }
}
