//! Pipe tables: the cells of a row on one line, with or without outer pipes and a delimiter row.

use super::Grid;
use super::rows::read_rows;
use crate::syntax::cell::Cells;
use memchr::memchr_iter;
use std::ops::Range;

/// Reads the rows of a block.
pub fn read(text: &str, cells: &mut Cells) {
    read_rows(text, cells, row);
}

/// The byte ranges of the cells of a line, if it is a row.
pub(super) fn row(line: &str) -> Option<Vec<Range<usize>>> {
    let fields = split(line);
    (!is_border(line.trim()) && delimiter(line, &fields).is_none()).then_some(fields)
}

/// The fields of a line between its unescaped pipes, without the empty ones outside the outer pipes.
pub fn split(line: &str) -> Vec<Range<usize>> {
    let mut fields = Vec::with_capacity(memchr_iter(b'|', line.as_bytes()).count() + 1);
    each_field(line, |field| fields.push(field));
    fields
}

/// How many fields a line with pipes has: 0 for a line of pipes and blanks only, 1 for a single text with any pipes
/// before or after it.
pub fn fields(line: &str) -> usize {
    let mut count = 0;
    let mut filled = 0;
    each_field(line, |field| {
        count += 1;
        // Only none, one or more is of interest.
        filled += usize::from(filled < 2 && !line[field].trim().is_empty());
    });
    match filled {
        0 => 0,
        1 if count == 1 => 1,
        _ => count,
    }
}

fn each_field(line: &str, mut take: impl FnMut(Range<usize>)) {
    let bytes = line.as_bytes();
    let mut start = 0;
    let mut seen = false;
    for at in memchr_iter(b'|', bytes) {
        if at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        if seen || start > 0 || !line[..at].trim().is_empty() {
            seen = true;
            take(start..at);
        }
        start = at + 1;
    }
    if !seen || !line[start..].trim().is_empty() {
        take(start..line.len());
    }
}

/// Whether a line only separates the rows of a table: the delimiter row under the first, or the border of a grid table.
pub fn is_rule(line: &str) -> bool {
    row(line).is_none()
}

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Not said: `---`.
    Unset,
    /// `:--`.
    Left,
    /// `--:`.
    Right,
    /// `:-:`.
    Middle,
}

/// The alignments in the delimiter row under a table's first row, `|---|:-:|`; `None` for any other line.
pub fn delimiter(line: &str, fields: &[Range<usize>]) -> Option<Vec<Side>> {
    let side = |field: &Range<usize>| {
        let field = line[field.clone()].trim();
        let dashes = field.trim_start_matches(':').trim_end_matches(':');
        let is_delimiter = !dashes.is_empty() && dashes.bytes().all(|b| b == b'-');
        is_delimiter.then(|| match (field.starts_with(':'), field.ends_with(':')) {
            (true, true) => Side::Middle,
            (false, true) => Side::Right,
            (true, false) => Side::Left,
            (false, false) => Side::Unset,
        })
    };
    fields.iter().map(side).collect()
}

/// Whether a trimmed line is the border between the rows of a grid table: `+---+:===:+`.
pub fn is_border(line: &str) -> bool {
    line.starts_with('+') && line.ends_with('+') && line.len() > 2 && line.bytes().all(|b| b"+-=:".contains(&b))
}

/// Writes a table. Its first row is the header that Markdown requires; a merged cell is followed by empty ones.
pub fn write(grid: &Grid) -> String {
    let mut text = String::new();
    for row in 0..grid.rows.len() {
        for field in grid.spread(row) {
            text.push_str("| ");
            text.push_str(&field.replace('|', "\\|"));
            text.push_str(if field.is_empty() { "" } else { " " });
        }
        text.push_str("|\n");
        if row == 0 {
            text.push_str(&"| --- ".repeat(grid.width));
            text.push_str("|\n");
        }
    }
    text
}
