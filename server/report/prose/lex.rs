//! A paragraph cut into its words.

use super::lexicon::{self, Entry};
use super::stretch::Stretch;
use super::word::{Lexeme, Sense};
use super::{calendar, document_number, figure};

/// No title is longer, in bytes; a longer one is not closed.
const LONGEST_TITLE: usize = 400;

/// The words of a folded text, in order; they take the place of those in `lexemes`.
pub fn lexemes<'a>(text: &str, lexemes: &'a mut Vec<Lexeme>) -> &'a [Lexeme] {
    lexemes.clear();
    let mut at = 0;
    while let Some((found, entry)) = lexicon::next(text, at) {
        let (word, range) = match entry {
            Entry::Word(word) => (Some(word), found),
            Entry::Title => title(text, found.start),
            Entry::Digit => number(text, found.start),
            Entry::Numeral => numeral(text, found.start),
        };
        at = range.end;
        if let Some(word) = word {
            // The number of a document begins with characters, and a bracket, that were words until its digits came.
            while lexemes.last().is_some_and(|last: &Lexeme| last.at.end as usize > range.start) {
                lexemes.pop();
            }
            lexemes.push(Lexeme { word, at: Stretch::new(range) });
        }
    }
    lexemes
}

type Found = (Option<Sense>, std::ops::Range<usize>);

/// A title from 《 to 》, others inside it included.
fn title(text: &str, at: usize) -> Found {
    let mut depth = 0;
    for (offset, c) in text[at..].char_indices().take_while(|(offset, _)| *offset < LONGEST_TITLE) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return (Some(Sense::Title), at..at + offset + c.len_utf8());
        }
    }
    (None, at..at + '《'.len_utf8())
}

/// What begins with a digit: a date, the number of a document, a figure, or nothing of these.
fn number(text: &str, at: usize) -> Found {
    if let Some((number, stretch)) = document_number::read(text, at) {
        return (Some(Sense::Number(number)), stretch.range());
    }
    if let Some((calendar, end)) = calendar::read(text, at) {
        return (Some(Sense::Date(calendar)), at..end);
    }
    if let Some((figure, end)) = figure::read(text, at) {
        return (Some(Sense::Figure(figure)), at..end);
    }
    match figure::read_bare(text, at) {
        Some((value, end)) => (Some(Sense::Bare(value)), at..end),
        None => (None, at..at + figure::length(text, at).max(1)),
    }
}

/// What begins with a Chinese numeral.
fn numeral(text: &str, at: usize) -> Found {
    if let Some((calendar, end)) = calendar::read_chinese(text, at) {
        return (Some(Sense::Date(calendar)), at..end);
    }
    match figure::read_chinese(text, at) {
        Some((figure, end)) => (Some(Sense::Figure(figure)), at..end),
        None => (None, at..at + figure::numerals(&text[at..]).map_or(3, |(_, length)| length)),
    }
}
