//! HTML tables: rows and cells that begin a line are indented alike.
//!
//! How deep is the author's choice: of the indentations that the rows of a table have, the most frequent one becomes
//! that of all. So a table that is written evenly, with indentation or without, stays as it is.

use super::replace;
use crate::text::Edit;
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
    fn of(tag: &str) -> Option<Self> {
        match tag {
            "table" => Some(Level::Table),
            "thead" | "tbody" | "tfoot" | "colgroup" | "caption" => Some(Level::Group),
            "tr" => Some(Level::Row),
            "td" | "th" => Some(Level::Cell),
            _ => None,
        }
    }
}

/// What stands inside these is not indented by anybody but its author.
const VERBATIM: [&str; 5] = ["script", "style", "pre", "textarea", "title"];

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
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(text.len(), |end| start + end + 3);
            continue;
        }
        let closes = rest.starts_with("</");
        let name = &rest[1 + usize::from(closes)..];
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..length].to_ascii_lowercase();
        if name.is_empty() {
            at = start + 1;
            continue;
        }
        at = start + tag_length(rest);
        if !closes && VERBATIM.contains(&name.as_str()) {
            let end = text[at..].to_ascii_lowercase().find(&format!("</{name}"));
            at = end.map_or(text.len(), |end| at + end);
            continue;
        }
        let Some(level) = Level::of(&name) else { continue };
        if level == Level::Table && !closes {
            open.push(tables.len());
            tables.push(Table { range: start..text.len(), tags: Vec::new() });
        }
        let Some(&table) = open.last() else { continue };
        let before = text[..start].trim_end_matches([' ', '\t']);
        if before.is_empty() || before.ends_with(['\n', '\r']) {
            tables[table].tags.push((level, before.len()..start));
        }
        if level == Level::Table && closes {
            tables[table].range.end = at;
            open.pop();
        }
    }
    tables
}

/// The bytes of the tag that begins a text; a `>` inside quoted values does not end it.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '>' => return at + 1,
            None if matches!(c, '"' | '\'') && last == '=' => quote = Some(c),
            None => {}
        }
        last = c;
    }
    text.len()
}
