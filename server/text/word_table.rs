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
    beginnings: Beginnings,
    starts: Starts,
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
        let mut starts: FxHashMap<u64, u32> = FxHashMap::default();
        let mut table = WordTable {
            beginnings: Beginnings::default(),
            starts: Starts::default(),
            edges: FxHashMap::default(),
            nodes: Vec::new(),
            meanings: Vec::new(),
        };
        for (word, of) in words {
            let word = fold(word);
            let Some(place) = Place::of(word.as_bytes(), 0) else { continue };
            table.beginnings.add(&place, word.len());
            let (start, length) = place.two(word.as_bytes()).unwrap_or((place.one(), place.length));
            let start = *starts.entry(start).or_insert_with(|| {
                table.nodes.push(Node::default());
                table.nodes.len() as u32 - 1
            });
            let node = word[length..].chars().fold(start, |node, c| table.step_or_add(node, c));
            let ended = &mut table.nodes[node as usize];
            if ended.end == 0 {
                table.meanings.push(of);
                ended.end = table.meanings.len() as u32;
            }
        }
        table.starts = Starts::new(&starts);
        table
    }

    /// The longest word with which a text begins: its bytes, and what it stands for.
    pub fn at_beginning(&self, text: &str) -> Option<(usize, T)> {
        self.longest(text, Place::of(text.as_bytes(), 0)?)
    }

    /// The first word at or behind a place of a text, and of those that begin there the longest.
    pub fn next(&self, text: &str, mut at: usize) -> Option<(Range<usize>, T)> {
        loop {
            let place = self.beginnings.next(text.as_bytes(), at)?;
            if let Some((length, of)) = self.longest(text, place) {
                return Some((place.at..place.at + length, of));
            }
            at = place.at + place.length;
        }
    }

    /// All words of a text, wherever they begin; of those that begin at one place the shortest first.
    pub fn each(&self, text: &str, mut found: impl FnMut(Range<usize>, T)) {
        let mut at = 0;
        while let Some(place) = self.beginnings.next(text.as_bytes(), at) {
            self.each_at(text, place, |length, of| found(place.at..place.at + length, of));
            at = place.at + place.length;
        }
    }

    fn longest(&self, text: &str, place: Place) -> Option<(usize, T)> {
        let mut longest = None;
        self.each_at(text, place, |length, of| longest = Some((length, of)));
        longest
    }

    /// The words that begin at a place, the shortest first: their bytes, and what they stand for.
    fn each_at(&self, text: &str, place: Place, mut found: impl FnMut(usize, T)) {
        let mut end_at = |node: &Node, length: usize| {
            if let Some(of) = (node.end as usize).checked_sub(1).and_then(|end| self.meanings.get(end)) {
                found(length, *of);
            }
        };
        let node = |at: u32| self.nodes.get(at as usize);
        if self.beginnings.may_have_short(&place)
            && let Some(node) = self.starts.get(place.one()).and_then(node)
        {
            end_at(node, place.length);
        }
        let Some((two, length)) = place.two(text.as_bytes()) else { return };
        let Some(mut reached) = self.starts.get(two) else { return };
        let mut behind = text[place.at + length..].chars();
        while let Some(node) = node(reached) {
            end_at(node, text.len() - behind.as_str().len() - place.at);
            let Some(next) = behind.next().and_then(|c| self.step(reached, node, c)) else { return };
            reached = next;
        }
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

/// A place of a text, with what stands there.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Its byte.
    at: usize,
    /// The bytes from there on as a number, zeros behind the end of the text.
    head: u64,
    /// How many of them the first character has.
    length: usize,
}

impl Place {
    /// A place in front of the end of a text.
    #[inline]
    fn of(text: &[u8], at: usize) -> Option<Self> {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let head = rest.first_chunk().map_or_else(
            || rest.iter().rev().fold(0, |head, byte| head << 8 | u64::from(*byte)),
            |bytes: &[u8; 8]| u64::from_le_bytes(*bytes),
        );
        Some(Place { at, head, length: length_of(head as u8) })
    }

    /// Its first so many bytes.
    fn first(&self, bytes: usize) -> u64 {
        self.head & (u64::MAX >> (u64::BITS as usize - 8 * bytes))
    }

    /// Its first character.
    fn one(&self) -> u64 {
        self.first(self.length)
    }

    /// Its first two characters, and how many bytes they have; `None` where there is only one.
    fn two(&self, text: &[u8]) -> Option<(u64, usize)> {
        let both = self.length + length_of(*text.get(self.at + self.length)?);
        Some((self.first(both), both))
    }
}

/// The bytes of a character that begins with a byte.
fn length_of(first: u8) -> usize {
    match first {
        // Most of the texts are of such characters.
        0xE0..0xF0 => 3,
        _ => 1 + usize::from(first >= 0xC0) + 2 * usize::from(first >= 0xF0),
    }
}

/// Spreads the bits of a number over the high ones.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The nodes of the words by their first two characters, of words of one character by that. Nearly every place at which a word may
/// begin asks for one, so they stand in an open table.
#[derive(Debug, Default)]
struct Starts {
    /// The characters as [`Place::two`] and [`Place::one`] give them, and the node; zeros in a free slot. A power of two of
    /// them, of which at most half are taken.
    slots: Box<[(u64, u32)]>,
}

impl Starts {
    fn new(starts: &FxHashMap<u64, u32>) -> Self {
        let mut slots = vec![(0, 0); (2 * starts.len()).next_power_of_two()];
        for (&start, &node) in starts {
            let mut at = Starts::slot(start, slots.len());
            while slots[at].0 != 0 {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = (start, node);
        }
        Starts { slots: slots.into() }
    }

    fn slot(start: u64, slots: usize) -> usize {
        (start.wrapping_mul(SPREAD) >> 32) as usize & (slots - 1)
    }

    fn get(&self, start: u64) -> Option<u32> {
        let mut at = Starts::slot(start, self.slots.len());
        loop {
            match *self.slots.get(at)? {
                (0, _) => return None,
                (found, node) if found == start => return Some(node),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
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
    /// The number of a first character.
    fn of(&self, place: &Place) -> u64 {
        self.0[Beginnings::slot(place)]
    }

    fn slot(place: &Place) -> usize {
        let first = place.head << (u64::BITS as usize - 8 * place.length);
        (first.wrapping_mul(SPREAD) >> (u64::BITS - BEGINNINGS.ilog2())) as usize
    }

    /// The bit of the last of the first [`LONG`] bytes: mostly the end of the second character, which differs most.
    fn bit(place: &Place) -> u64 {
        1 << (place.head >> (8 * (LONG - 1)) & 0x3F)
    }

    /// Adds a word of so many bytes.
    fn add(&mut self, place: &Place, length: usize) {
        // Behind a shorter word anything may follow.
        self.0[Beginnings::slot(place)] |= if length < LONG { u64::MAX } else { Beginnings::bit(place) };
    }

    /// The first place at or behind a byte at which a word may begin.
    fn next(&self, text: &[u8], mut at: usize) -> Option<Place> {
        loop {
            let place = Place::of(text, at)?;
            if self.of(&place) & Beginnings::bit(&place) != 0 {
                return Some(place);
            }
            at += place.length;
        }
    }

    /// Whether a word shorter than [`LONG`] may begin at a place.
    fn may_have_short(&self, place: &Place) -> bool {
        self.of(place) == u64::MAX
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
        table.each("依公开申请书", |range, of| all.push((range, of)));
        assert_eq!(all, [(3..6, 3), (3..9, 1), (3..15, 2), (9..15, 4)]);
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
