//! Words, and where in a text they stand: the longest at each place, found by walking a trie character by character.
//!
//! What a place of a text costs depends on how far a word goes on there, never on how many words there are: nearly every
//! place where none begins is passed over after one look at its bytes.

use super::fold::fold;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words with what they stand for.
#[derive(Debug)]
pub struct WordTable<T> {
    /// What words begin with.
    beginnings: Beginnings,
    /// The nodes of the words of one character.
    singles: FxHashMap<char, u32>,
    /// The nodes of the words that begin with two characters, by these.
    pairs: Pairs,
    /// Where the third and further characters that lead on from a node do.
    edges: FxHashMap<(u32, char), u32>,
    nodes: Vec<Node>,
    /// What the words stand for.
    meanings: Vec<T>,
}

/// A place to which the beginning of a word leads.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The first character that leads on from it, and where; most nodes have no other.
    only: Option<(char, u32)>,
    /// The low bits of the other characters that lead on from it, one bit for each of their values.
    leads: u64,
    /// Which meaning the word has that ends here, counted from 1; 0 where none ends.
    end: u32,
}

impl Node {
    /// The bit of a character: if it is not set no other character leads on that shares it.
    fn bit(c: char) -> u64 {
        1 << (c as u32 % u64::BITS)
    }
}

impl<T: Copy> WordTable<T> {
    /// A table of words, which are folded here. The first meaning of a word counts.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut pairs: FxHashMap<u64, u32> = FxHashMap::default();
        let mut table = WordTable {
            beginnings: Beginnings::default(),
            singles: FxHashMap::default(),
            pairs: Pairs::new(&pairs),
            edges: FxHashMap::default(),
            nodes: Vec::new(),
            meanings: Vec::new(),
        };
        for (word, of) in words {
            let word = fold(word);
            let Some(first) = word.chars().next() else { continue };
            table.beginnings.add(&word);
            let nodes = &mut table.nodes;
            let add = || {
                nodes.push(Node::default());
                nodes.len() as u32 - 1
            };
            let node = match pair(word.as_bytes()) {
                None => *table.singles.entry(first).or_insert_with(add),
                Some((pair, length)) => {
                    let begin = *pairs.entry(pair).or_insert_with(add);
                    word[length..].chars().fold(begin, |node, c| table.step_or_add(node, c))
                }
            };
            let ended = &mut table.nodes[node as usize];
            if ended.end == 0 {
                table.meanings.push(of);
                ended.end = table.meanings.len() as u32;
            }
        }
        table.pairs = Pairs::new(&pairs);
        table
    }

    /// The longest word with which a text begins: its bytes, and what it stands for.
    pub fn at_beginning(&self, text: &str) -> Option<(usize, T)> {
        let mut longest = None;
        self.each_at_beginning(text, |length, of| longest = Some((length, of)));
        longest
    }

    /// The words with which a text begins, the shortest first: their bytes, and what they stand for.
    pub fn each_at_beginning(&self, text: &str, mut found: impl FnMut(usize, T)) {
        let mut end_at = |node: &Node, length: usize| {
            if let Some(of) = (node.end as usize).checked_sub(1).and_then(|end| self.meanings.get(end)) {
                found(length, *of);
            }
        };
        let single = || self.singles.get(&text.chars().next()?).and_then(|at| self.nodes.get(*at as usize));
        let (head, first) = head(text.as_bytes());
        if self.beginnings.may_have_short(head, first)
            && let Some(node) = single()
        {
            end_at(node, first);
        }
        let Some((pair, length)) = pair(text.as_bytes()) else { return };
        let mut behind = text[length..].chars();
        let mut reached = self.pairs.get(pair);
        while let Some(node) = reached.and_then(|at| self.nodes.get(at as usize)) {
            end_at(node, text.len() - behind.as_str().len());
            reached = behind.next().and_then(|c| self.step(reached?, node, c));
        }
    }

    /// The places of a text, from one on, at which a word may begin.
    pub fn beginnings(&self, text: &str, mut at: usize) -> impl Iterator<Item = usize> {
        std::iter::from_fn(move || {
            while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
                let (head, length) = head(rest);
                let here = at;
                at += length;
                if self.beginnings.may_have(head, length) {
                    return Some(here);
                }
            }
            None
        })
    }

    /// The first word at or behind a place of a text, and of those that begin there the longest.
    pub fn next(&self, text: &str, at: usize) -> Option<(Range<usize>, T)> {
        self.beginnings(text, at).find_map(|start| {
            let (length, of) = self.at_beginning(&text[start..])?;
            Some((start..start + length, of))
        })
    }

    /// Where a character leads from a node with its number.
    fn step(&self, from: u32, node: &Node, c: char) -> Option<u32> {
        match node.only {
            Some((only, to)) if only == c => Some(to),
            _ if node.leads & Node::bit(c) == 0 => None,
            _ => self.edges.get(&(from, c)).copied(),
        }
    }

    /// Where a character leads from a node, which is made where there is none yet.
    fn step_or_add(&mut self, from: u32, c: char) -> u32 {
        if let Some(known) = self.step(from, &self.nodes[from as usize], c) {
            return known;
        }
        let to = self.nodes.len() as u32;
        self.nodes.push(Node::default());
        let node = &mut self.nodes[from as usize];
        if node.only.is_none() {
            node.only = Some((c, to));
        } else {
            node.leads |= Node::bit(c);
            self.edges.insert((from, c), to);
        }
        to
    }
}

/// Nodes by the first two characters of their words, in an open table, as nearly every place of a text at which a word may begin
/// asks for one.
#[derive(Debug)]
struct Pairs {
    /// Two characters, as [`pair`] gives them, and their node; zeros in a free slot. A power of two of them, at most half of which
    /// are taken.
    slots: Box<[(u64, u32)]>,
}

impl Pairs {
    fn new(pairs: &FxHashMap<u64, u32>) -> Self {
        let mut slots = vec![(0, 0); (2 * pairs.len()).next_power_of_two()];
        for (pair, node) in pairs {
            let mut at = Pairs::place(*pair, slots.len());
            while slots[at].0 != 0 {
                at = (at + 1) % slots.len();
            }
            slots[at] = (*pair, *node);
        }
        Pairs { slots: slots.into() }
    }

    fn place(pair: u64, slots: usize) -> usize {
        (pair.wrapping_mul(SPREAD) >> 32) as usize & (slots - 1)
    }

    fn get(&self, pair: u64) -> Option<u32> {
        let mut at = Pairs::place(pair, self.slots.len());
        loop {
            match *self.slots.get(at)? {
                (0, _) => return None,
                (found, node) if found == pair => return Some(node),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

/// Spreads the bits of a number over the high ones.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The first two characters of a text as a number, and their bytes; `None` where there are fewer.
fn pair(text: &[u8]) -> Option<(u64, usize)> {
    let (head, first) = head(text);
    let both = first + length_of(*text.get(first)?);
    Some((head & (u64::MAX >> (u64::BITS as usize - 8 * both)), both))
}

/// The first bytes of a text as a number, zeros behind its end, and how many of them its first character has.
#[inline]
fn head(text: &[u8]) -> (u64, usize) {
    let head = text.first_chunk().map_or_else(
        || text.iter().rev().fold(0, |head, byte| head << 8 | u64::from(*byte)),
        |bytes: &[u8; 8]| u64::from_le_bytes(*bytes),
    );
    (head, length_of(head as u8))
}

/// The bytes of a character that begins with a byte.
fn length_of(first: u8) -> usize {
    match first {
        // Most of the texts are of such characters.
        0xE0..0xF0 => 3,
        _ => 1 + usize::from(first >= 0xC0) + 2 * usize::from(first >= 0xF0),
    }
}

/// With what words begin, as bits: a number for each first character, and in it a bit for what may follow. Beginnings
/// that share a bit are taken for one another.
#[derive(Debug)]
struct Beginnings(Box<[u64; BEGINNINGS]>);

/// A power of two.
const BEGINNINGS: usize = 1024;

/// Two characters of most words, in bytes.
const LONG: usize = 6;

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings(Box::new([0; _]))
    }
}

impl Beginnings {
    /// Where the number of a first character is.
    fn place(head: u64, length: usize) -> usize {
        ((head << (u64::BITS as usize - 8 * length)).wrapping_mul(SPREAD) >> (u64::BITS - BEGINNINGS.ilog2())) as usize
    }

    /// The bit of the last of the first [`LONG`] bytes: mostly the end of the second character, which differs most.
    fn bit(head: u64) -> u64 {
        1 << (head >> (8 * (LONG - 1)) & 0x3F)
    }

    fn add(&mut self, word: &str) {
        let (head, length) = head(word.as_bytes());
        // Behind a shorter word anything may follow.
        self.0[Beginnings::place(head, length)] |= if word.len() < LONG { u64::MAX } else { Beginnings::bit(head) };
    }

    /// Whether a word may be shorter than [`LONG`] that begins so.
    fn may_have_short(&self, head: u64, length: usize) -> bool {
        self.0[Beginnings::place(head, length)] == u64::MAX
    }

    fn may_have(&self, head: u64, length: usize) -> bool {
        self.0[Beginnings::place(head, length)] & Beginnings::bit(head) != 0
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
        let mut all = Vec::new();
        table.each_at_beginning("公开申请书", |length, of| all.push((length, of)));
        assert_eq!(all, [(3, 3), (6, 1), (12, 2)]);
        assert_eq!(table.beginnings("依法公开公", 0).collect::<Vec<_>>(), [6, 12]);
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
