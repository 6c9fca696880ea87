//! HTML tables: rows and cells at the beginning of a line are indented alike.
//!
//! The author chooses the depth: the most frequent indentation among the rows of a table is applied to all of them. So
//! a table that is indented evenly, or not at all, stays as it is.

use super::shared::{Formatted, TableEdits};
use crate::syntax::html::{Tag, tags};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
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
pub fn edits(text: &str, in_form: impl Fn(Range<usize>) -> bool) -> Formatted {
    let tables = scan(text);
    let mut formatted = Formatted::default();
    for (index, table) in tables.iter().enumerate() {
        // A table around other tables is only page layout.
        let holds_tables = tables.get(index + 1).is_some_and(|next| next.range.start < table.range.end);
        if holds_tables || !in_form(table.range.clone()) {
            continue;
        }
        let mut edits = TableEdits::new(table.range.len());
        for level in [Level::Table, Level::Group, Level::Row, Level::Cell] {
            let blanks = || table.tags.iter().filter(|tag| tag.0 == level).map(|(_, blanks)| blanks.clone());
            let wanted = match level {
                // The indentation of the table itself stays; its closing tag is aligned with its opening tag.
                Level::Table => blanks().next().filter(|first| first.end == table.range.start),
                _ => most_frequent(text, blanks()),
            };
            let Some(wanted) = wanted else { continue };
            blanks().for_each(|range| edits.set(text, range, &text[wanted.clone()]));
        }
        edits.sort();
        formatted.add(table.range.start, edits);
    }
    formatted
}

/// The range whose text is most frequent; of several the first.
fn most_frequent(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
    let mut counts: FxHashMap<&str, (usize, Reverse<usize>, Range<usize>)> = FxHashMap::default();
    for range in ranges {
        counts.entry(&text[range.clone()]).or_insert((0, Reverse(range.start), range)).0 += 1;
    }
    counts.into_values().max_by_key(|(count, first, _)| (*count, *first)).map(|(.., range)| range)
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
        if before.is_empty() || before.ends_with(['\n', '\r']) {
            tables[table].tags.push((level, before.len()..start));
        }
        if level == Level::Table && tag.closes {
            tables[table].range.end = tag.range.end;
            open.pop();
        }
    }
    tables
}
