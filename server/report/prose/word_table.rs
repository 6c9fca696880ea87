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
    edges: Edges,
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
        let mut begins: Box<[u32]> = vec![0; PLANE].into();
        let mut edges: FxHashMap<(u32, char), u32> = FxHashMap::default();
        let mut ends = vec![0];
        let mut meanings = Vec::new();
        for (word, of) in words {
            let mut node = 0;
            for c in fold(word).chars() {
                let (from, new) = (node, ends.len() as u32);
                node = *edges.entry((from, c)).or_insert(new);
                if node == new {
                    ends.push(0);
                }
                if let Some(begin) = begins.get_mut(c as usize).filter(|_| from == 0) {
                    *begin = node;
                }
            }
            if let Some(end @ 0) = ends.get_mut(node as usize).filter(|_| node > 0) {
                meanings.push(of);
                *end = meanings.len() as u32;
            }
        }
        WordTable { begins, edges: Edges::new(&edges), ends, meanings }
    }

    /// The longest word with which a text begins: its bytes, and what it stands for.
    pub fn at_beginning(&self, text: &str) -> Option<(usize, T)> {
        let mut behind = text.chars();
        let first = behind.next()?;
        let node = self.begin(first)?;
        let second = behind.next();
        self.longest((first, node), second, behind)
    }

    /// The first word at or behind a place of a text, and of those that begin there the longest.
    pub fn next(&self, text: &str, at: usize) -> Option<(Range<usize>, T)> {
        let mut behind = text[at..].chars();
        let mut first = behind.next()?;
        loop {
            let second = behind.next();
            if let Some(node) = self.begin(first)
                && let Some((length, of)) = self.longest((first, node), second, behind.clone())
            {
                let read = first.len_utf8() + second.map_or(0, char::len_utf8);
                let start = text.len() - behind.as_str().len() - read;
                return Some((start..start + length, of));
            }
            first = second?;
        }
    }

    /// The longest word that begins with a character, which leads to a node; `next` is the character behind it, and
    /// `behind` all others.
    fn longest(&self, first: (char, u32), mut next: Option<char>, mut behind: Chars<'_>) -> Option<(usize, T)> {
        let (mut node, mut length) = (first.1, first.0.len_utf8());
        let mut found = (0, 0);
        loop {
            if let Some(of @ 1..) = self.ends.get(node as usize) {
                found = (length, *of);
            }
            let Some(c) = next else { break };
            let Some(to) = self.edges.follow(node, c) else { break };
            node = to;
            length += c.len_utf8();
            next = behind.next();
        }
        let meaning = self.meanings.get((found.1 as usize).checked_sub(1)?)?;
        Some((found.0, *meaning))
    }

    /// The node of the words that begin with a character.
    fn begin(&self, c: char) -> Option<u32> {
        match self.begins.get(c as usize) {
            Some(0) => None,
            Some(node) => Some(*node),
            None => self.edges.follow(0, c),
        }
    }
}

/// Where a character leads from a node of a trie. Most characters lead nowhere, which the first look shows: at least half
/// of the slots are free, and an edge stands in the first free slot at or behind its own.
#[derive(Debug)]
struct Edges {
    /// The edges with the nodes to which they lead; as many as a power of two.
    slots: Box<[(u64, u32)]>,
    /// How far a product is shifted to be the place of a slot.
    shift: u32,
}

/// No edge: nothing leads from the root by the character 0.
const FREE: u64 = 0;
/// Multiplied with it, numbers close to each other are far apart in their highest bits: 2^64 by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Edges {
    fn new(edges: &FxHashMap<(u32, char), u32>) -> Self {
        let count = (2 * edges.len()).next_power_of_two().max(2);
        let mut table = Edges { slots: vec![(FREE, 0); count].into(), shift: u64::BITS - count.trailing_zeros() };
        for (&(from, c), &to) in edges {
            let edge = Edges::edge(from, c);
            let mut at = table.place(edge);
            while table.slots.get(at).is_some_and(|slot| slot.0 != FREE) {
                at = table.behind(at);
            }
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = (edge, to);
            }
        }
        table
    }

    /// The node to which a character leads from a node.
    fn follow(&self, from: u32, c: char) -> Option<u32> {
        let edge = Edges::edge(from, c);
        let mut at = self.place(edge);
        loop {
            match self.slots.get(at) {
                Some((found, to)) if *found == edge => return Some(*to),
                Some((FREE, _)) | None => return None,
                Some(_) => at = self.behind(at),
            }
        }
    }

    fn edge(from: u32, c: char) -> u64 {
        u64::from(from) << 32 | u64::from(c)
    }

    fn place(&self, edge: u64) -> usize {
        (edge.wrapping_mul(SPREAD) >> self.shift) as usize
    }

    fn behind(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
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
