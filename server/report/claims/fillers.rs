//! Words that may stand between the words of a claim without changing what it is about.

use crate::edition::phrases::phrases;
use crate::text::fold::fold;
use std::sync::LazyLock;

/// Fillers, the longest first, so that no shorter one takes the beginning of a longer.
pub struct Fillers(Vec<String>);

impl Fillers {
    fn new<'a>(words: impl IntoIterator<Item = &'a String>) -> Self {
        let mut words: Vec<String> = words.into_iter().map(|word| fold(word)).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        Fillers(words)
    }

    /// The bytes of all fillers at the start of a text.
    fn skip(&self, text: &str) -> usize {
        let mut at = 0;
        while let Some(word) = self.0.iter().find(|word| text[at..].starts_with(word.as_str())) {
            at += word.len();
        }
        at
    }

    /// Whether a text is made of fillers only.
    pub fn fill(&self, text: &str) -> bool {
        self.skip(text) == text.len()
    }
}

/// Between a verb, its object and a figure.
pub static COMMON: LazyLock<Fillers> = LazyLock::new(|| Fillers::new(&phrases().fillers.common));

/// Between the words for nothing and a case.
pub static PROCEEDINGS: LazyLock<Fillers> =
    LazyLock::new(|| Fillers::new(phrases().fillers.common.iter().chain(&phrases().fillers.proceedings)));

static TAILS: LazyLock<Fillers> = LazyLock::new(|| Fillers::new(&phrases().fillers.tails));

/// Whether a clause ends here, or behind a word that closes it: 案件, 的情况.
pub fn ends_clause(text: &str) -> bool {
    let ends = |text: &str| text.is_empty() || text.starts_with(['。', ',', ';', ')', '!', '?', '(']);
    ends(text) || TAILS.0.iter().any(|word| text.strip_prefix(word.as_str()).is_some_and(ends))
}
