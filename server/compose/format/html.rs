//! HTML tables: rows and cells that begin a line are indented alike.
//!
//! How deep is the author's choice: of the indentations that the rows of a table have, the most frequent one becomes
//! that of all. So a table that is written evenly, with indentation or without, stays as it is.

use super::shared::replace;
use crate::syntax::html::{Tag, tags};
use crate::text::Edit;
use crate::text::lines::line_start;
use std::ops::Range;

/// A table, and its tags that are the first on their lines.
struct Table {
    /// From its first to its last byte.
    range: Range<usize>,
    /// What each such tag opens or closes, and the blanks before it.
    tags: Vec<(Level, Range<usize>)>,
}

/// What a tag opens or closes.
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
        // A table around other tables only lays out the page.
        let holds_tables = tables.get(index + 1).is_some_and(|next| next.range.start < table.range.end);
        if holds_tables || !in_form(table.range.clone()) {
            continue;
        }
        for level in [Level::Table, Level::Group, Level::Row, Level::Cell] {
            let blanks = || table.tags.iter().filter(|tag| tag.0 == level).map(|(_, blanks)| blanks.clone());
            let wanted = match level {
                // Where the table stands is not ours to say; it ends where it began.
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

/// The range whose text comes most often; of several the first.
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
        // What stands inside is not indented by anybody but its author.
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
