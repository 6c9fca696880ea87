//! Pipe tables: aligns columns by the width of characters in Chinese fonts.
//!
//! The figures of an official table are in line; its labels stand one behind the other, however many columns they take,
//! with padding before the first figure of the row. Titles and notes run over, since columns as wide as they are would
//! leave no line of the table on the screen. In other tables every column is as wide as its widest cell.

use super::shared::{FormatStyle, Formatted, TableEdits, content, on_screen, tables, whole};
use crate::syntax::table::MOST_CELLS;
use crate::syntax::table::pipe::{Side, delimiter, split};
use std::ops::Range;

/// The narrowest column: `---`.
const NARROWEST: usize = 3;
/// How many columns of the screen a row of figures should fit in. Rows whose labels alone are longer do not widen the
/// others.
const WIDEST: usize = 120;
/// What a field takes on the screen besides its content: a pipe and two blanks. An empty one needs one blank only.
const BORDER: usize = 3;

/// A line of a table.
struct Row {
    /// The line.
    line: Range<usize>,
    /// The fields between the pipes, including blanks.
    fields: Vec<Range<usize>>,
    /// The alignments, if this is the row under a header: `|---|:-:|--:|`.
    delimiter: Option<Vec<Side>>,
    /// The first field with a value of an official form.
    first: Option<usize>,
}

/// Where the columns of a table stand on the screen.
struct Columns {
    /// How many fields precede the first aligned one.
    labels: usize,
    /// Where the first aligned field begins.
    start: usize,
    /// The widths of the aligned columns.
    widths: Vec<usize>,
    /// Whether the table is an official one.
    official: bool,
}

/// The edits that align the tables of a block. A run of lines with pipes is a table if it has a delimiter row under its
/// header, or if it is an official table: `in_form` tells whether a range has anything of one, `has_value` whether it has a
/// value of one.
pub fn edits(
    text: &str,
    style: FormatStyle,
    in_form: impl Fn(Range<usize>) -> bool,
    has_value: impl Fn(Range<usize>) -> bool,
) -> Formatted {
    let mut formatted = Formatted::default();
    for lines in tables(text) {
        // A line that runs on has no columns.
        let rows = lines.into_iter().map(|line| row(text, line, &has_value));
        let table: Vec<Row> = rows.filter(|row| row.fields.len() <= MOST_CELLS).collect();
        let lines: Vec<Range<usize>> = table.iter().map(|row| row.line.clone()).collect();
        let official = !lines.is_empty() && in_form(whole(&lines));
        if official || table.iter().any(|row| row.delimiter.is_some()) {
            let mut edits = TableEdits::new(lines.iter().map(ExactSizeIterator::len).sum());
            align(text, &table, &Columns::of(text, &table, style, official), style, &mut edits);
            formatted.add(whole(&lines).start, edits);
        }
    }
    formatted
}

fn row(text: &str, line: Range<usize>, has_value: impl Fn(Range<usize>) -> bool) -> Row {
    let source = &text[line.clone()];
    let fields = split(source);
    let delimiter = delimiter(source, &fields);
    let fields: Vec<_> = fields.into_iter().map(|field| line.start + field.start..line.start + field.end).collect();
    // The pipe behind an empty field is where its value stands.
    let first = fields.iter().position(|field| has_value(field.start..field.end + 1));
    Row { line, fields, delimiter, first }
}

impl Columns {
    fn of(text: &str, table: &[Row], style: FormatStyle, official: bool) -> Self {
        let labels = if official { most_frequent(table.iter().filter_map(|row| row.first)) } else { 0 };
        let mut columns = Columns { labels, start: 0, widths: Vec::new(), official };
        for row in table {
            let aligned = row.fields.get(labels..).unwrap_or_default();
            columns.widths.resize(columns.widths.len().max(aligned.len()), NARROWEST);
            let widens = columns.widens(row);
            for (width, field) in columns.widths.iter_mut().zip(aligned).filter(|_| widens) {
                *width = (*width).max(on_screen(&text[content(text, field.clone())], style));
            }
        }
        let figures: usize = columns.widths.iter().map(|width| width + BORDER).sum::<usize>() + 1;
        let leads = || {
            let rows = table.iter().filter(|row| columns.widens(row) || row.delimiter.is_some());
            rows.map(|row| row.fields.iter().take(labels).map(|field| natural(text, row, field, style)).sum::<usize>())
        };
        let fitting = leads().filter(|lead| lead + figures <= WIDEST).max();
        columns.start = fitting.or_else(|| leads().max()).unwrap_or(0);
        columns
    }

    /// Whether the columns are at least as wide as the cells of this row.
    fn widens(&self, row: &Row) -> bool {
        row.delimiter.is_none() && (!self.official || self.has_figures(row))
    }

    fn has_figures(&self, row: &Row) -> bool {
        row.first == Some(self.labels)
    }

    /// Where the field with this index should end; `None` for the labels before the last one.
    fn end(&self, index: usize) -> Option<usize> {
        let aligned = (index + 1).checked_sub(self.labels)?;
        Some(self.start + self.widths.iter().take(aligned).map(|width| width + BORDER).sum::<usize>())
    }

    /// How many of the missing blanks are before and how many behind the content of a field.
    fn sides(&self, row: &Row, index: usize, side: Option<&Side>, missing: usize) -> (usize, usize) {
        let is_figure = self.official && self.has_figures(row) && index >= self.labels;
        match side.filter(|_| index >= self.labels) {
            Some(Side::Right) => (missing, 0),
            Some(Side::Middle) => (missing / 2, missing - missing / 2),
            Some(Side::Unset) | None if is_figure => (missing, 0),
            Some(Side::Left | Side::Unset) | None => (0, missing),
        }
    }
}

/// How many columns of the screen a field takes without padding.
fn natural(text: &str, row: &Row, field: &Range<usize>, style: FormatStyle) -> usize {
    match on_screen(&text[content(text, field.clone())], style) {
        _ if row.delimiter.is_some() => NARROWEST + BORDER,
        0 => BORDER - 1,
        width => width + BORDER,
    }
}

/// The most frequent of some indices of fields; of several the last that is met.
fn most_frequent(indices: impl Iterator<Item = usize>) -> usize {
    let mut counts = [(0, 0); MOST_CELLS];
    for (at, index) in indices.enumerate() {
        if let Some((count, last)) = counts.get_mut(index) {
            (*count, *last) = (*count + 1, at);
        }
    }
    (0..MOST_CELLS).max_by_key(|index| counts[*index]).unwrap_or(0)
}

fn align(text: &str, table: &[Row], columns: &Columns, style: FormatStyle, edits: &mut TableEdits) {
    let sides = table.iter().find_map(|row| row.delimiter.as_deref()).unwrap_or(&[]);
    for row in table.iter().filter(|row| !is_filler(text, row)) {
        if edits.is_over() {
            break;
        }
        let mut at = 0;
        for (index, field) in row.fields.iter().enumerate() {
            let inside = content(text, field.clone());
            at += natural(text, row, field, style);
            // A field behind one that runs over is shorter, until the columns are in line again.
            let missing = columns.end(index).unwrap_or(0).saturating_sub(at);
            at += missing;
            // Blanks outside the outermost pipes, or where such a pipe is missing, are left as they are.
            let (opened, closed) = (field.start > row.line.start, field.end < row.line.end);
            if inside.is_empty() && opened {
                edits.fill(text, field.clone(), ' ', missing + 1);
                continue;
            }
            let (before, after) = match row.delimiter {
                Some(_) => (0, 0),
                None => columns.sides(row, index, sides.get(index), missing),
            };
            if opened {
                edits.fill(text, field.start..inside.start, ' ', before + 1);
            }
            if row.delimiter.is_some() {
                edits.set(text, inside.clone(), &dashes(&text[inside.clone()], NARROWEST + missing));
            }
            if closed {
                edits.fill(text, inside.end..field.end, ' ', after + 1);
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
