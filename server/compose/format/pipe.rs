//! Pipe tables: aligns columns by the width of characters in Chinese fonts.

use super::shared::{FormatStyle, content, replace, tables, whole};
use crate::syntax::table::pipe::{Side, delimiter, split};
use crate::text::Edit;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The narrowest column: `---`.
const NARROWEST: usize = 3;

/// A line of a table.
struct Row {
    /// The line.
    line: Range<usize>,
    /// The fields between the pipes, including blanks.
    fields: Vec<Range<usize>>,
    /// The alignments, if this is the row under a header: `|---|:-:|--:|`.
    delimiter: Option<Vec<Side>>,
}

/// The edits that align the tables of a block. A run of lines with pipes is a table if it has a delimiter row under its
/// header, or if it is an official table.
pub fn edits(text: &str, style: FormatStyle, in_form: impl Fn(Range<usize>) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    for lines in tables(text) {
        let in_form = in_form(whole(&lines));
        let table: Vec<Row> = lines.into_iter().map(|line| row(text, line)).collect();
        if in_form || table.iter().any(|row| row.delimiter.is_some()) {
            align(text, &table, style, &mut edits);
        }
    }
    edits
}

fn row(text: &str, line: Range<usize>) -> Row {
    let source = &text[line.clone()];
    let fields = split(source);
    let delimiter = delimiter(source, &fields);
    let fields = fields.into_iter().map(|field| line.start + field.start..line.start + field.end).collect();
    Row { line, fields, delimiter }
}

fn align(text: &str, table: &[Row], style: FormatStyle, edits: &mut Vec<Edit>) {
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
            let missing = widths[index].saturating_sub(columns(&text[inside.clone()], style));
            let (before, after) = match sides.get(index) {
                _ if row.delimiter.is_some() => (0, 0),
                Some(Side::Right) => (missing, 0),
                Some(Side::Middle) => (missing / 2, missing - missing / 2),
                Some(Side::Left) | None => (0, missing),
            };
            let blanks = |count: usize| " ".repeat(count + 1);
            // Blanks outside the outermost pipes, or where such a pipe is missing, are left as they are.
            let (opened, closed) = (field.start > row.line.start, field.end < row.line.end);
            if inside.is_empty() && opened {
                replace(text, field.clone(), &blanks(before + after + 1), edits);
                continue;
            }
            if opened {
                replace(text, field.start..inside.start, &blanks(before), edits);
            }
            if row.delimiter.is_some() {
                replace(text, inside.clone(), &dashes(&text[inside.clone()], widths[index]), edits);
            }
            if closed {
                replace(text, inside.end..field.end, &blanks(after), edits);
            }
        }
    }
}

/// Whether a row is filler, with nothing to align.
fn is_filler(text: &str, row: &Row) -> bool {
    row.fields.iter().all(|field| text[field.clone()].trim().is_empty()) && row.fields.len() == 1
}

/// The dashes of a field under a header, with its colons, padded to its column.
fn dashes(field: &str, width: usize) -> String {
    let field = field.trim();
    let dashes = field.trim_start_matches(':');
    let left = &field[..field.len() - dashes.len()];
    let right = &dashes[dashes.trim_end_matches(':').len()..];
    format!("{left}{}{right}", "-".repeat(width.saturating_sub(left.len() + right.len()).max(1)))
}

/// How many columns a text takes on the screen.
fn columns(text: &str, style: FormatStyle) -> usize {
    if style.wide_quotes { text.width_cjk() } else { text.width() }
}
