//! Words found at the beginning, or at the end, of a text without trying them all.

use crate::text::fold::fold;
use rustc_hash::FxHashMap;

/// Words with what they stand for, by their first or last character; of those with the same one, the longest first.
#[derive(Debug)]
pub struct Buckets<T> {
    by_character: FxHashMap<char, Vec<(String, T)>>,
}

impl<T: Copy> Buckets<T> {
    /// Words to be found at the beginning of a text. They are folded here.
    pub fn of_beginnings<'a>(words: impl IntoIterator<Item = (&'a String, T)>) -> Self {
        Buckets::new(words, |word| word.chars().next())
    }

    /// Words to be found at the end of a text. They are folded here.
    pub fn of_ends<'a>(words: impl IntoIterator<Item = (&'a String, T)>) -> Self {
        Buckets::new(words, |word| word.chars().next_back())
    }

    fn new<'a>(words: impl IntoIterator<Item = (&'a String, T)>, key: fn(&str) -> Option<char>) -> Self {
        let mut by_character: FxHashMap<char, Vec<(String, T)>> = FxHashMap::default();
        for (word, of) in words {
            let folded = fold(word);
            if let Some(key) = key(&folded) {
                by_character.entry(key).or_default().push((folded, of));
            }
        }
        by_character.values_mut().for_each(|bucket| bucket.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        Buckets { by_character }
    }

    /// The longest word with which a text begins: its bytes, and what it stands for.
    pub fn at_beginning(&self, text: &str) -> Option<(usize, T)> {
        let bucket = self.by_character.get(&text.chars().next()?)?;
        bucket.iter().find(|(word, _)| text.starts_with(word.as_str())).map(|(word, of)| (word.len(), *of))
    }

    /// The longest word with which a text ends: its bytes, and what it stands for.
    pub fn at_end(&self, text: &str) -> Option<(usize, T)> {
        let bucket = self.by_character.get(&text.chars().next_back()?)?;
        bucket.iter().find(|(word, _)| text.ends_with(word.as_str())).map(|(word, of)| (word.len(), *of))
    }
}
