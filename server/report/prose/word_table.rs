//! Words, and where in a text they stand: the longest at each place, found by walking a trie character by character.
//!
//! What a place of a text costs depends on how far a word goes on there, never on how many words there are: a
//! character that begins no word is passed over after one look, and each further one is one look more.

use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::str::Chars;

/// Words with what they stand for.
#[derive(Debug)]
pub struct WordTable<T> {
    /// For each character of the basic plane the node of the words that begin with it; 0 where none does. Pages of it
    /// that are never written take no memory.
    begins: Box<[u32]>,
    /// Where a character leads from a node.
    edges: FxHashMap<(u32, char), u32>,
    /// For each node which meaning the word has that ends there, counted from 1; 0 where none ends. Node 0 is the root.
    ends: Vec<u32>,
    /// What the words stand for.
    meanings: Vec<T>,
}

/// How many characters the basic plane has.
const PLANE: usize = 0x1_0000;

impl<T: Copy> WordTable<T> {
    /// A table of words, which are folded here. The first meaning of a word counts.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut table = WordTable {
            begins: vec![0; PLANE].into(),
            edges: FxHashMap::default(),
            ends: vec![0],
            meanings: Vec::new(),
        };
        for (word, of) in words {
            let mut node = 0;
            for c in fold(word).chars() {
                node = table.step_or_add(node, c);
            }
            if let Some(end @ 0) = table.ends.get_mut(node as usize).filter(|_| node > 0) {
                table.meanings.push(of);
                *end = table.meanings.len() as u32;
            }
        }
        table
    }

    /// The longest word with which a text begins: its bytes, and what it stands for.
    pub fn at_beginning(&self, text: &str) -> Option<(usize, T)> {
        self.all_at_beginning(text).next()
    }

    /// The words with which a text begins, the longest first: their bytes, and what they stand for.
    pub fn all_at_beginning(&self, text: &str) -> impl Iterator<Item = (usize, T)> {
        let mut behind = text.chars();
        let mut node = behind.next().and_then(|first| self.begin(first));
        let mut found: Vec<(usize, T)> = Vec::new();
        while let Some(at) = node {
            let meaning = self.ends.get(at as usize).and_then(|end| self.meanings.get((*end as usize).checked_sub(1)?));
            found.extend(meaning.map(|of| (text.len() - behind.as_str().len(), *of)));
            node = behind.next().and_then(|c| self.edges.get(&(at, c))).copied();
        }
        found.into_iter().rev()
    }

    /// The first place at or behind a place of a text at which a word may begin.
    pub fn next_beginning(&self, text: &str, at: usize) -> Option<usize> {
        text[at..].char_indices().find(|(_, c)| self.begin(*c).is_some()).map(|(offset, _)| at + offset)
    }

    /// The first word at or behind a place of a text, and of those that begin there the longest.
    pub fn next(&self, text: &str, at: usize) -> Option<(Range<usize>, T)> {
        let mut rest = text[at..].chars();
        loop {
            let left = rest.as_str().len();
            if let Some(node) = self.begin(rest.next()?)
                && let Some((length, of)) = self.longest(left, node, rest.clone())
            {
                let start = text.len() - left;
                return Some((start..start + length, of));
            }
        }
    }

    /// The longest word whose first character leads to a node; it begins where so many bytes are left of the text, and
    /// `behind` is what stands behind its first character.
    fn longest(&self, left: usize, mut node: u32, mut behind: Chars<'_>) -> Option<(usize, T)> {
        let mut found = None;
        loop {
            if let Some(of @ 1..) = self.ends.get(node as usize) {
                found = Some((left - behind.as_str().len(), *of));
            }
            let next = behind.next().and_then(|c| self.edges.get(&(node, c)));
            let Some(next) = next else { break };
            node = *next;
        }
        let (length, of) = found?;
        Some((length, *self.meanings.get(of as usize - 1)?))
    }

    /// The node of the words that begin with a character.
    fn begin(&self, c: char) -> Option<u32> {
        match self.begins.get(c as usize) {
            Some(0) => None,
            Some(node) => Some(*node),
            None => self.edges.get(&(0, c)).copied(),
        }
    }

    /// Where a character leads from a node, which is made where there is none yet.
    fn step_or_add(&mut self, from: u32, c: char) -> u32 {
        let new = self.ends.len() as u32;
        let node = *self.edges.entry((from, c)).or_insert(new);
        if node == new {
            self.ends.push(0);
            if let Some(begins) = self.begins.get_mut(c as usize).filter(|_| from == 0) {
                *begins = node;
            }
        }
        node
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

    #[test]
    fn a_word_that_breaks_off_leaves_the_words_inside_it() {
        let table = WordTable::new([("政府信息公开", 1), ("信息", 2), ("府信", 3), ("", 4), ("𠀀开", 5)]);
        assert_eq!(table.next("政府信息", 0), Some((3..9, 3)));
        assert_eq!(table.next("政府的信息", 0), Some((9..15, 2)));
        assert_eq!(table.next("公𠀀开", 0), Some((3..10, 5)));
        assert_eq!(table.next("公𠀀", 0), None);
        assert_eq!(table.at_beginning(""), None);
    }
}
