//! The sentences of a paragraph that was cut into its words.

use super::word::{Lexeme, Sense};

/// A sentence, with its mark at the end.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    /// Its words, in order.
    pub words: &'a [Lexeme],
    /// The byte at which it begins.
    pub start: usize,
    /// Which sentence of the cell it is; those behind the last that can be counted are counted as that one.
    pub number: u16,
    /// The kinds of its words.
    pub kinds: Kinds,
}

/// Kinds of words, one bit each: what a sentence has is asked without going through its words again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u32);

impl Kinds {
    /// Years and dates.
    pub const DATE: Kinds = Kinds(1);
    /// Titles and numbers of documents.
    pub const DOCUMENT: Kinds = Kinds(1 << 1);
    /// Figures.
    pub const FIGURE: Kinds = Kinds(1 << 2);
    /// Words for nothing.
    pub const NOTHING: Kinds = Kinds(1 << 3);
    /// Words for all.
    pub const EVERYTHING: Kinds = Kinds(1 << 4);
    /// Units that lack their figures.
    pub const BLANK: Kinds = Kinds(1 << 5);
    /// What is still to come.
    pub const PLAN: Kinds = Kinds(1 << 6);
    /// What may be still to come.
    pub const INTENTION: Kinds = Kinds(1 << 7);
    /// Problems.
    pub const PROBLEM: Kinds = Kinds(1 << 8);
    /// Documents and sums that carry a year of their own.
    pub const NAMED: Kinds = Kinds(1 << 9);
    /// Comparisons with another time.
    pub const COMPARISON: Kinds = Kinds(1 << 10);
    /// A report announces itself.
    pub const ANNOUNCEMENT: Kinds = Kinds(1 << 11);
    /// The period of a report.
    pub const PERIOD: Kinds = Kinds(1 << 12);
    /// The history of a document.
    pub const HISTORY: Kinds = Kinds(1 << 13);
    /// Those without which a paragraph states nothing.
    pub const STATING: Kinds = Kinds(
        Kinds::DATE.0 | Kinds::DOCUMENT.0 | Kinds::FIGURE.0 | Kinds::NOTHING.0 | Kinds::EVERYTHING.0 | Kinds::BLANK.0,
    );

    /// The kind of a word; none where nobody asks for it.
    pub fn of(word: &Sense) -> Kinds {
        match word {
            Sense::Date(_) => Kinds::DATE,
            Sense::Title | Sense::Number(_) => Kinds::DOCUMENT,
            Sense::Figure(_) => Kinds::FIGURE,
            Sense::Nothing(_) | Sense::None(_) => Kinds::NOTHING,
            Sense::Everything(_) => Kinds::EVERYTHING,
            Sense::Blank(_) => Kinds::BLANK,
            Sense::Plan => Kinds::PLAN,
            Sense::Intention => Kinds::INTENTION,
            Sense::Problem => Kinds::PROBLEM,
            Sense::Named => Kinds::NAMED,
            Sense::Comparison(_) => Kinds::COMPARISON,
            Sense::Announcement => Kinds::ANNOUNCEMENT,
            Sense::Period => Kinds::PERIOD,
            Sense::History => Kinds::HISTORY,
            _ => Kinds::default(),
        }
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Kinds) -> Kinds {
        Kinds(self.0 | others.0)
    }

    /// Whether one of some kinds is among them.
    pub const fn has(self, any: Kinds) -> bool {
        self.0 & any.0 != 0
    }
}

/// How many words, and how many bytes, a sentence has at most: what goes on without an end is read as several. Words are weighed
/// against all others of their sentence, and the longest of published reports have some hundred.
const MOST_WORDS: usize = 1_000;
const MOST_BYTES: usize = 32 * 1024;

/// The sentences of a text that was cut into its words.
pub fn sentences(lexemes: &[Lexeme]) -> Vec<Spoken<'_>> {
    let mut sentences = Vec::new();
    let (mut first, mut start, mut number, mut kinds) = (0, 0, 0_u16, Kinds::default());
    for (lexeme, next) in lexemes.iter().zip(1..) {
        kinds = kinds.and(Kinds::of(&lexeme.word));
        let is_long = next - first >= MOST_WORDS || lexeme.at.end as usize - start >= MOST_BYTES;
        if matches!(lexeme.word, Sense::End) || next == lexemes.len() || is_long {
            sentences.push(Spoken { words: &lexemes[first..next], start, number, kinds });
            (first, start, kinds) = (next, lexeme.at.end as usize, Kinds::default());
            number = number.saturating_add(1);
        }
    }
    sentences
}
