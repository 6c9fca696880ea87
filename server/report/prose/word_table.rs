//! Words, and where in a text they stand: the longest at each place, looked up by its first two characters.
//!
//! Words of a language of characters are short and begin in thousands of ways, so a bit for each character that begins
//! one passes over nearly all of a text, and next to no word is compared in vain. The table is small and made quickly.

use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words with what they stand for.
#[derive(Debug)]
pub struct WordTable<T> {
    /// A bit for each character of the basic plane, set where a word begins with it.
    begins: Box<[u64]>,
    /// Words of one character.
    short: FxHashMap<char, T>,
    /// Longer words by their first two characters, the longest first.
    long: FxHashMap<(char, char), Vec<Long<T>>>,
}

/// A word of several characters with what it stands for.
type Long<T> = (Box<str>, T);

/// The characters of the basic plane, in words of 64 bits.
const PLANE: usize = 0x1_0000 / 64;

impl<T: Copy> WordTable<T> {
    /// A table of words, which are folded here. The first meaning of a word counts.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut table =
            WordTable { begins: vec![0; PLANE].into(), short: FxHashMap::default(), long: FxHashMap::default() };
        for (word, of) in words {
            let word = fold(word);
            let mut characters = word.chars();
            let Some(first) = characters.next() else { continue };
            if let Some(bits) = table.begins.get_mut(first as usize / 64) {
                *bits |= 1 << (first as usize % 64);
            }
            match characters.next() {
                None => _ = table.short.entry(first).or_insert(of),
                Some(second) => {
                    let same = table.long.entry((first, second)).or_default();
                    if !same.iter().any(|(known, _)| **known == *word) {
                        same.push((word.into(), of));
                    }
                }
            }
        }
        table.long.values_mut().for_each(|same| same.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        table
    }

    /// The longest word with which a text begins: its bytes, and what it stands for.
    pub fn at_beginning(&self, text: &str) -> Option<(usize, T)> {
        self.all_at_beginning(text).next()
    }

    /// The words with which a text begins, the longest first: their bytes, and what they stand for.
    pub fn all_at_beginning(&self, text: &str) -> impl Iterator<Item = (usize, T)> {
        let mut characters = text.chars();
        let first = characters.next().filter(|first| self.may_begin(*first));
        let second = first.and_then(|_| characters.next());
        let long = first.zip(second).and_then(|pair| self.long.get(&pair)).into_iter().flatten();
        let long = long.filter(|(word, _)| text.starts_with(&**word)).map(|(word, of)| (word.len(), *of));
        long.chain(first.and_then(|first| Some((first.len_utf8(), *self.short.get(&first)?))))
    }

    /// The first place at or behind a place of a text at which a word may begin.
    pub fn next_beginning(&self, text: &str, at: usize) -> Option<usize> {
        text[at..].char_indices().find(|(_, c)| self.may_begin(*c)).map(|(offset, _)| at + offset)
    }

    /// The first word at or behind a place of a text, and of those that begin there the longest.
    pub fn next(&self, text: &str, at: usize) -> Option<(Range<usize>, T)> {
        let places = text[at..].char_indices().filter(|(_, c)| self.may_begin(*c)).map(|(offset, _)| at + offset);
        places.into_iter().find_map(|at| self.at_beginning(&text[at..]).map(|(length, of)| (at..at + length, of)))
    }

    /// Whether a word may begin with a character.
    fn may_begin(&self, c: char) -> bool {
        self.begins.get(c as usize / 64).is_none_or(|bits| bits >> (c as usize % 64) & 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_at_the_first_place_counts() {
        let table = WordTable::new([("公开", 1), ("公开申请", 2), ("公", 3), ("申请", 4), ("公开", 5)]);
        assert_eq!(table.next("依法公开申请书", 0), Some((6..18, 2)));
        assert_eq!(table.next("依法公开书", 0), Some((6..12, 1)));
        assert_eq!(table.next("办公室申请", 0), Some((3..6, 3)));
        assert_eq!(table.next("办公室申请", 6), Some((9..15, 4)));
        assert_eq!(table.next("办室", 0), None);
        assert_eq!(table.at_beginning("申请书"), Some((6, 4)));
        assert_eq!(table.at_beginning("书申请"), None);
        assert_eq!(table.all_at_beginning("公开申请书").collect::<Vec<_>>(), [(12, 2), (6, 1), (3, 3)]);
        assert_eq!(table.next_beginning("依法公开", 0), Some(6));
    }
}
