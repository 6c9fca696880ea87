//! HTML tables: rows and cells at the beginning of a line are indented alike.
//!
//! The author chooses the depth: the most frequent indentation among the rows of a table is applied to all of them. So
//! a table that is indented evenly, or not at all, stays as it is.

use super::shared::replace;
use crate::syntax::html::{Tag, tags};
use crate::text::Edit;
use crate::text::lines::line_start;
use std::ops::Range;

/// A table, and those of its tags that are first on their lines.
struct Table {
    /// From its first to its last byte.
    range: Range<usize>,
    /// The level of each such tag, and the blanks before it.
    tags: Vec<(Level, Range<usize>)>,
}

/// The level of a tag in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Table,
    Group,
    Row,
    Cell,
}

impl Level {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let levels = [
            (Level::Table, &["table"][..]),
            (Level::Group, &["thead", "tbody", "tfoot", "colgroup", "caption"]),
            (Level::Row, &["tr"]),
            (Level::Cell, &["td", "th"]),
        ];
        levels.into_iter().find(|(_, names)| tag.is_any(names)).map(|(level, _)| level)
    }
}

/// The edits that indent the official tables of a block evenly.
pub fn edits(text: &str, in_form: impl Fn(Range<usize>) -> bool) -> Vec<Edit> {
    let tables = scan(text);
    let mut edits = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        // A table around other tables is only page layout.
        let holds_tables = tables.get(index + 1).is_some_and(|next| next.range.start < table.range.end);
        if holds_tables || !in_form(table.range.clone()) {
            continue;
        }
        for level in [Level::Table, Level::Group, Level::Row, Level::Cell] {
            let blanks = || table.tags.iter().filter(|tag| tag.0 == level).map(|(_, blanks)| blanks.clone());
            let wanted = match level {
                // The indentation of the table itself stays; its closing tag is aligned with its opening tag.
                Level::Table => blanks().next().filter(|first| first.end == table.range.start),
                _ => most_frequent(text, blanks()),
            };
            let Some(wanted) = wanted else { continue };
            blanks().for_each(|range| replace(text, range, &text[wanted.clone()], &mut edits));
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// The range whose text is most frequent; of several the first.
fn most_frequent(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
    let mut counts: Vec<(Range<usize>, usize)> = Vec::new();
    for range in ranges {
        match counts.iter_mut().find(|(other, _)| text[other.clone()] == text[range.clone()]) {
            Some((_, count)) => *count += 1,
            None => counts.push((range, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(range, _)| range)
}

/// The tables of a text, in the order in which they begin.
fn scan(text: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut is_verbatim = false;
    for tag in tags(text) {
        if tag.is("pre") {
            is_verbatim = !tag.closes;
        }
        // Verbatim content keeps its author's indentation.
        let Some(level) = Level::of(&tag).filter(|_| !is_verbatim) else { continue };
        let start = tag.range.start;
        if level == Level::Table && !tag.closes {
            open.push(tables.len());
            tables.push(Table { range: start..text.len(), tags: Vec::new() });
        }
        let Some(&table) = open.last() else { continue };
        let before = text[..start].trim_end_matches([' ', '\t']);
        if before.len() == line_start(text, start) {
            tables[table].tags.push((level, before.len()..start));
        }
        if level == Level::Table && tag.closes {
            tables[table].range.end = tag.range.end;
            open.pop();
        }
    }
    tables
}
