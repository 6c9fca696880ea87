//! The title of a report in the middle of a line.

use crate::edition::{self, Titles};
use crate::text::{WordTable, year};
use std::ops::Range;
use std::sync::LazyLock;

/// The names of the document.
static NAMES: LazyLock<WordTable<()>> = LazyLock::new(|| {
    let names = edition::editions().iter().map(|edition| &edition.title);
    let names = names.flat_map(Titles::names);
    WordTable::new(names.map(|name| (name.as_str(), ())))
});

/// The longest title, in characters.
const LONGEST: usize = 80;

/// The title in the folded text in front of a report's first heading. `is_blank_before` says whether a blank is printed
/// before a byte of it.
pub fn title(text: &str, is_blank_before: impl FnMut(usize) -> bool) -> Option<Range<usize>> {
    let mut at = 0;
    let mut is_blank_before = is_blank_before;
    while let Some((name, ())) = NAMES.next(text, at) {
        at = name.end;
        let in_sentence = text[name.end..].starts_with(is_mark) || text[name.end..].starts_with('的');
        if let Some(title) = title_of(text, name, &mut is_blank_before).filter(|_| !in_sentence) {
            return Some(title);
        }
    }
    None
}

/// The title that ends in a document's name, or in the year behind it.
fn title_of(text: &str, name: Range<usize>, is_blank_before: &mut impl FnMut(usize) -> bool) -> Option<Range<usize>> {
    // Of what stands in front as much as a title may have, and one character.
    let near = text[..name.start].char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let mark = text[near..name.start].rfind(is_mark).map(|at| near + at);
    let sentence = match mark {
        Some(at) => at + text[at..].chars().next().map_or(0, char::len_utf8),
        None if near == 0 => 0,
        None => return None,
    };
    let before = &text[sentence..name.start];
    if before.chars().count() > LONGEST {
        return None;
    }
    let blanks: Vec<usize> =
        before.char_indices().map(|(at, _)| sentence + at).filter(|at| is_blank_before(*at)).collect();
    let last_blank = |end: usize| blanks.iter().rfind(|blank| **blank < end).copied();
    if let Some(year) = year(before) {
        let years = sentence + year.range.start..sentence + year.range.end;
        // The body stands before the year, or between it and the name.
        let is_first = name.start > years.end && (years.start == sentence || blanks.contains(&years.start));
        let start = if is_first { years.start } else { last_blank(years.start).unwrap_or(sentence) };
        return Some(start..name.end);
    }
    let behind = text[name.end..].strip_prefix('(')?;
    let year = year(behind).filter(|year| year.range.start == 0)?;
    behind[year.range.end..]
        .starts_with(')')
        .then(|| last_blank(name.start).unwrap_or(sentence)..name.end + "(".len() + year.range.end + ")".len())
}

fn is_mark(c: char) -> bool {
    matches!(c, '。' | ';' | ':' | '!' | '?' | ',' | '》' | ')' | '|')
}
