//! The numbers of documents: 国办公开办函〔2021〕30号, 国务院令第711号.

use super::calendar::run;
use super::stretch::Stretch;
use crate::edition::law::law;
use crate::text::fold::fold;
use crate::text::script::is_han;
use std::sync::LazyLock;

/// The number of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    /// The characters that stand for the body that issued it.
    pub code: Stretch,
    /// The year; `None` for an order (令).
    pub year: Option<u16>,
    /// The number in that year, or of the order.
    pub serial: u32,
    /// Whether 第 stands before the number, which belongs to orders only.
    pub ordinal: bool,
    /// Whether the number is filled up with zeros: 〔2021〕030号.
    pub padded: bool,
    /// Whether 号 stands behind it.
    pub marked: bool,
}

/// No code is longer, in characters.
const LONGEST_CODE: usize = 14;

/// The longest words that make a citation the basis of a sentence, first: they are no part of a code.
static BASIS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words: Vec<String> = law().basis.words.iter().map(|word| fold(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
});

/// The document number whose first digit stands here, with all its bytes.
pub fn read(text: &str, at: usize) -> Option<(DocumentNumber, Stretch)> {
    dated(text, at).or_else(|| order(text, at))
}

/// 国办公开办函(2021)30号.
fn dated(text: &str, at: usize) -> Option<(DocumentNumber, Stretch)> {
    let before = text[..at].strip_suffix(['(', '['])?;
    let digits = run(text, at);
    let year = (digits == 4).then(|| text[at..at + 4].parse().ok()).flatten()?;
    let rest = text[at + 4..].strip_prefix([')', ']'])?;
    let plain = rest.strip_prefix('第').unwrap_or(rest);
    let start = text.len() - plain.len();
    let length = run(text, start);
    let serial = (1..=5).contains(&length).then(|| text[start..start + length].parse().ok()).flatten()?;
    let marked = text[start + length..].starts_with('号');
    let code = code(before);
    if code.start == code.end && !marked {
        return None;
    }
    let end = start + length + if marked { '号'.len_utf8() } else { 0 };
    let padded = text.as_bytes()[start] == b'0';
    let ordinal = plain.len() < rest.len();
    let number = DocumentNumber { code, year: Some(year), serial, ordinal, padded, marked };
    Some((number, Stretch { start: code.start, end: end as u32 }))
}

/// 国务院令第711号, 国务院第711号令, 国务院711号令.
fn order(text: &str, at: usize) -> Option<(DocumentNumber, Stretch)> {
    let before = text[..at].strip_suffix('第').unwrap_or(&text[..at]);
    let length = run(text, at);
    let serial = (1..=5).contains(&length).then(|| text[at..at + length].parse().ok()).flatten()?;
    let rest = text[at + length..].strip_prefix('号')?;
    if !before.ends_with('令') && !rest.starts_with('令') {
        return None;
    }
    let end = text.len() - rest.len() + if rest.starts_with('令') { '令'.len_utf8() } else { 0 };
    let code = code(before);
    let padded = text.as_bytes()[at] == b'0';
    let ordinal = before.len() < at;
    let number = DocumentNumber { code, year: None, serial, ordinal, padded, marked: true };
    Some((number, Stretch { start: code.start, end: end as u32 }))
}

/// The characters at the end of a text that stand for a body.
fn code(before: &str) -> Stretch {
    let characters = before.char_indices().rev().take(LONGEST_CODE);
    let start = characters.take_while(|(_, c)| is_han(*c)).last();
    let mut start = start.map_or(before.len(), |(at, _)| at);
    // Another number ends there, with what joins the two.
    if let Some(found) = before[start..].rfind('号') {
        start += found + '号'.len_utf8();
        start += before[start..].chars().next().filter(|c| "和及与或".contains(*c)).map_or(0, char::len_utf8);
    }
    // The last word for a basis ends what is no code: 现根据国办函.
    for word in BASIS.iter() {
        if let Some(found) = before[start..].rfind(word.as_str()) {
            start += found + word.len();
        }
    }
    Stretch::new(start..before.len())
}
