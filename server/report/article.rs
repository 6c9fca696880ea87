//! Article headings above the blocks of table two: 第二十条第（一）项.

use super::damage::{EDIT, cost};
use crate::text::{ItemNumber, item_number, number};
use memchr::memchr_iter;
use std::ops::Range;

/// An article heading as a draft writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The bytes of the heading.
    pub range: Range<usize>,
    /// The article it names.
    pub article: u32,
    /// The item it names.
    pub item: u32,
    /// The word behind the item: 项, 款, 目, or what is printed in its place.
    pub unit: Option<char>,
    /// Whether it is spelled as in the form, apart from article and unit: Chinese numbers, brackets, both 第.
    pub official: bool,
}

/// The words that may stand before the article.
const PREFIXES: [&str; 5] = ["《", "中华人民共和国", "政府信息公开", "条例", "》"];

/// The characters of an article heading besides its numbers and brackets.
const WORDS: [char; 4] = ['第', '条', '第', '项'];

/// Parses an article heading of which a character is lost or wrong, or two are taken for look-alikes; its numbers are
/// intact, for another number is another heading. A dash in brackets is a number, too: （—）.
fn damaged(folded: &str) -> Option<Banner> {
    let mut words: Vec<char> = Vec::with_capacity(8);
    let mut numbers = Vec::with_capacity(2);
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let dash = rest.strip_prefix(['-', 'ー', '—']).filter(|rest| words.len() > 2 && rest.starts_with(')'));
        let (number, length) = match number::ordinal(rest) {
            None => dash.map_or((None, c.len_utf8()), |after| (Some(1), rest.len() - after.len())),
            Some((number, length)) => (Some(number), length),
        };
        match number {
            Some(number) => numbers.push((number, words.len())),
            None if matches!(c, '(' | ')' | ':') => {}
            None => words.push(c),
        }
        if words.len() > WORDS.len() + 1 || numbers.len() > 2 {
            return None;
        }
        rest = &rest[length..];
    }
    let [(article, _), (item, before)] = numbers[..] else { return None };
    let is_near = cost(&words, &WORDS, EDIT).is_some();
    let unit = words.get(before..).and_then(<[char]>::first).copied().filter(|_| before >= 2);
    (is_near && before >= 2).then_some(Banner { range: 0..folded.len(), article, item, unit, official: false })
}

/// Parses the folded text of a cell that holds only an article heading; the heading's range counts in the folded text.
/// An ordinal or a heading mark may precede it, a note in brackets may follow.
pub fn banner(folded: &str) -> Option<Banner> {
    // Cheap tests first: most cells are longer, or hold other characters.
    let whole = || (folded.len() <= LONGEST && holds(folded, "条")).then(|| intact(folded)).flatten();
    let may_be_damaged = || (MOST_LOST..=LONGEST_ALONE).contains(&folded.len()) && holds(folded, "十");
    whole().or_else(|| may_be_damaged().then(|| damaged(folded)).flatten())
}

/// Whether a character stands in a text. Its last byte is rare, so that few are compared.
fn holds(text: &str, character: &str) -> bool {
    let (bytes, [.., last]) = (text.as_bytes(), character.as_bytes()) else { return true };
    memchr_iter(*last, bytes).any(|at| bytes[..=at].ends_with(character.as_bytes()))
}

/// The longest cell that holds an article heading and a note, in bytes.
const LONGEST: usize = 120;

/// The lengths between which a damaged heading is, in bytes.
const MOST_LOST: usize = 15;
const LONGEST_ALONE: usize = 36;

fn intact(folded: &str) -> Option<Banner> {
    let mut rest = folded.trim_start_matches(['#', '>']);
    if let Some(after) = number::ordinal(rest).and_then(|(_, length)| rest[length..].strip_prefix([',', '.'])) {
        rest = after;
    }
    let start = folded.len() - rest.len();
    for prefix in PREFIXES {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let ItemNumber { article, item, unit, official, length } = item_number(rest)?;
    let rest = &rest[length..];
    let range = start..folded.len() - rest.len();
    let note = rest.starts_with('(') && rest.ends_with(')');
    let alone = note || rest.trim_end_matches([':', '。', ',', '#']).is_empty();
    alone.then_some(Banner { range, article, item, unit, official })
}
