//! Where the keywords of the editions stand in prose.

use super::prose::Stretch;
use crate::edition::keywords::{Keyword, KeywordKind, keywords};
use crate::text::WordTable;
use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A keyword in prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeywordUse {
    /// The keyword, by its place in the list.
    keyword: u16,
    /// Its bytes.
    pub at: Stretch,
}

impl KeywordUse {
    /// The keyword.
    pub fn keyword(self) -> &'static Keyword {
        &keywords()[usize::from(self.keyword)]
    }

    /// What it is for.
    pub fn kind(self) -> KeywordKind {
        self.keyword().kind
    }
}

/// The keywords of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keywords {
    /// The kinds that occur, one bit each: most cells have none of a kind that is asked for.
    kinds: u32,
    /// The keywords, in the order of their places.
    uses: Box<[KeywordUse]>,
}

impl From<&[KeywordUse]> for Keywords {
    fn from(uses: &[KeywordUse]) -> Self {
        Keywords { kinds: uses.iter().fold(0, |kinds, it| kinds | Keywords::bit(it.kind())), uses: uses.into() }
    }
}

impl IntoIterator for Keywords {
    type Item = KeywordUse;
    type IntoIter = std::vec::IntoIter<KeywordUse>;

    fn into_iter(self) -> Self::IntoIter {
        self.uses.into_vec().into_iter()
    }
}

impl Keywords {
    fn bit(kind: KeywordKind) -> u32 {
        1 << kind as u32
    }

    /// Those of a kind, in order.
    pub fn of_kind(&self, kind: KeywordKind) -> impl Iterator<Item = &KeywordUse> {
        let uses = if self.kinds & Keywords::bit(kind) == 0 { &[] } else { &*self.uses };
        uses.iter().filter(move |it| it.kind() == kind)
    }
}

/// A word with the keywords of which it is one, and those it keeps from being meant.
#[derive(Debug, Default)]
struct Spelling {
    of: Vec<u16>,
    not: Vec<u16>,
}

/// The words of all keywords.
struct Words {
    table: WordTable<usize>,
    spellings: Vec<Spelling>,
    /// The length of the longest, in bytes.
    longest: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut known: Vec<(String, Spelling)> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for (keyword, at) in keywords().iter().zip(0..) {
        let words = keyword.words.iter().map(|word| (word, true));
        for (word, is_meant) in words.chain(keyword.unless.iter().map(|word| (word, false))) {
            let word = fold(word);
            let place = *places.entry(word.clone()).or_insert_with(|| {
                known.push((word, Spelling::default()));
                known.len() - 1
            });
            let spelling = &mut known[place].1;
            if is_meant { &mut spelling.of } else { &mut spelling.not }.push(at);
        }
    }
    let table = WordTable::new(known.iter().enumerate().map(|(at, (word, _))| (word.as_str(), at)));
    let longest = known.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
    Words { table, spellings: known.into_iter().map(|(_, spelling)| spelling).collect(), longest }
});

/// Room in which the keywords of a text are gathered.
#[derive(Debug, Default)]
pub struct KeywordRoom {
    uses: Vec<KeywordUse>,
    /// Keywords with the words that keep them from being meant.
    kept_out: Vec<(u16, Range<usize>)>,
}

/// The keywords in a folded text, in the order of their places. Of several words of a keyword that begin at one place the
/// longest counts.
pub fn keywords_in(folded: &str, room: &mut KeywordRoom) -> Keywords {
    let KeywordRoom { uses, kept_out } = room;
    uses.clear();
    kept_out.clear();
    // Another word may begin inside one.
    WORDS.table.each(folded, |range, word| {
        let spelling = &WORDS.spellings[word];
        kept_out.extend(spelling.not.iter().map(|keyword| (*keyword, range.clone())));
        let at = Stretch::new(range);
        for keyword in &spelling.of {
            let mut here = uses.iter_mut().rev().take_while(|it| it.at.start == at.start);
            match here.find(|shorter| shorter.keyword == *keyword) {
                Some(shorter) => shorter.at = at,
                None => uses.push(KeywordUse { keyword: *keyword, at }),
            }
        }
    });
    // They begin in order, and none is longer than the longest word.
    let is_kept_out = |it: &KeywordUse| {
        let range = it.at.range();
        let before = kept_out.partition_point(|(_, outer)| outer.start <= range.start);
        let mut near = kept_out[..before].iter().rev().take_while(|(_, it)| range.end <= it.start + WORDS.longest);
        near.any(|(keyword, outer)| *keyword == it.keyword && range.end <= outer.end)
    };
    uses.retain(|it| !is_kept_out(it));
    uses.as_slice().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_holds_its_keyword_and_no_longer_word_does() {
        for (keyword, at) in keywords().iter().zip(0..) {
            let is_it = |it: &KeywordUse| it.keyword == at;
            assert!(
                keywords_in(&fold(&keyword.example), &mut KeywordRoom::default()).uses.iter().any(is_it),
                "{}",
                keyword.id
            );
            for longer in &keyword.unless {
                assert!(
                    !keywords_in(&fold(longer), &mut KeywordRoom::default()).uses.iter().any(is_it),
                    "{}: {longer}",
                    keyword.id
                );
            }
        }
    }
}
