//! All words that mean something in prose, in one table.
//!
//! The words are those of `edition/phrases.toml` and `edition/law.toml`, and the labels of the rows of the form of
//! applications. Where several begin at one place, the longest counts.

use super::word::Sense;
use crate::edition::law::law;
use crate::edition::phrases::phrases;
use crate::edition::{Header, editions, newest};
use crate::report::vocabulary::bare;
use crate::text::WordTable;
use crate::text::fold::fold;
use crate::text::number::first_digit;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What the lexicon finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A word.
    Word(Sense),
    /// The first digit of a number.
    Digit,
    /// A Chinese numeral.
    Numeral,
    /// 《
    Title,
}

/// The words, and the signs that a text may state something.
struct Lexicon {
    words: WordTable<Entry>,
    signs: WordTable<()>,
}

/// Labels of rows have at least so many characters; shorter ones are ordinary words.
const SHORTEST_LABEL: usize = 4;
/// Longer labels, and longer short forms of them, stand in tables only, in bytes.
const LONGEST_LABEL: usize = 60;
const LONGEST_SHORT: usize = 36;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = Gathered::default();
    marks(&mut words);
    spoken(&mut words);
    labels(&mut words);
    Lexicon {
        words: WordTable::new(words.list.iter().map(|(word, entry)| (word.as_str(), *entry))),
        signs: WordTable::new(signs().iter().map(|sign| (sign.as_str(), ()))),
    }
});

/// Words with what they are; the first meaning of a word counts.
#[derive(Default)]
struct Gathered {
    list: Vec<(String, Entry)>,
    places: FxHashMap<String, usize>,
}

impl Gathered {
    fn add(&mut self, word: &str, entry: Entry) {
        let folded = fold(word);
        if folded.is_empty() {
            return;
        }
        match self.places.get(&folded) {
            None => {
                self.places.insert(folded.clone(), self.list.len());
                self.list.push((folded, entry));
            }
            Some(&at) => {
                if let (Entry::Word(Sense::Nothing(bits)), Entry::Word(Sense::Nothing(more))) =
                    (&mut self.list[at].1, entry)
                {
                    *bits |= more;
                }
            }
        }
    }

    fn all(&mut self, words: &[String], word: Sense) {
        words.iter().for_each(|it| self.add(it, Entry::Word(word)));
    }
}

fn marks(words: &mut Gathered) {
    for (marks, word) in [
        ("。!?", Sense::End),
        (";", Sense::Semicolon),
        (",", Sense::Comma),
        (":", Sense::Colon),
        ("(", Sense::Open),
        (")", Sense::Close),
    ] {
        marks.chars().for_each(|mark| words.add(mark.encode_utf8(&mut [0; 4]), Entry::Word(word)));
    }
    "0123456789".chars().for_each(|digit| words.add(digit.encode_utf8(&mut [0; 4]), Entry::Digit));
    "〇○零一二两三四五六七八九十".chars().for_each(|it| words.add(it.encode_utf8(&mut [0; 4]), Entry::Numeral));
    words.add("《", Entry::Title);
}

fn spoken(words: &mut Gathered) {
    let phrases = phrases();
    for unrelated in &phrases.unrelated {
        words.all(&unrelated.words, Sense::Unrelated);
    }
    for (nothing, at) in phrases.nothing.iter().zip(0..8) {
        words.all(&nothing.words, Sense::Nothing(1 << at));
        words.all(&nothing.whole, Sense::None(nothing.quantity));
    }
    for everything in &phrases.everything {
        words.all(&everything.words, Sense::Everything(everything.quantity));
    }
    for topic in &phrases.topics {
        words.all(&topic.words, Sense::Topic(topic.id, true));
        words.all(&topic.loose, Sense::Topic(topic.id, false));
    }
    for act in &phrases.acts {
        words.all(&act.words, Sense::Act(act.id));
    }
    for other in &phrases.others {
        words.all(&other.words, Sense::Other);
    }
    for opener in &phrases.openers {
        words.all(&opener.words, Sense::Opener(opener.kind));
    }
    for comparison in &phrases.comparisons {
        words.all(&comparison.words, Sense::Comparison(comparison.up));
    }
    for scope in &phrases.scopes {
        for word in &scope.words {
            words.add(word, Entry::Word(Sense::Scope(scope.kind, word.chars().last().unwrap_or(' '))));
        }
    }
    for time in &phrases.times {
        words.all(&time.words, Sense::Time(time.kind));
    }
    for (list, word) in [
        (&phrases.totals, Sense::Total),
        (&phrases.carries, Sense::Carry),
        (&phrases.shares, Sense::Share),
        (&phrases.plans, Sense::Plan),
        (&phrases.periods, Sense::Period),
        (&phrases.announcements, Sense::Announcement),
        (&phrases.intentions, Sense::Intention),
        (&phrases.problems, Sense::Problem),
        (&phrases.named, Sense::Named),
        (&law().basis, Sense::Basis),
        (&law().history, Sense::History),
    ] {
        words.all(&list.words, word);
    }
    let totals = &phrases.totals.words;
    for before in &phrases.blanks.before {
        for unit in &phrases.blanks.units {
            let certain = totals.contains(before) || before == "_";
            words.add(&format!("{before}{unit}"), Entry::Word(Sense::Blank(certain)));
        }
    }
}

/// The labels of the rows of applications, in both editions, as prose writes them.
fn labels(words: &mut Gathered) {
    let form = |edition: &'static crate::edition::Edition| edition.form("applications");
    let Some(newest) = form(newest()) else { return };
    for row in editions().iter().filter_map(form).flat_map(|form| &form.rows) {
        let Some(at) = newest.row(&row.id).and_then(|at| u8::try_from(at).ok()) else { continue };
        label(words, row, Sense::Row(at));
    }
}

fn label(words: &mut Gathered, row: &Header, word: Sense) {
    for name in std::iter::once(row.label()).chain(row.short.iter().map(String::as_str)) {
        let folded = fold(name);
        let label = bare(&folded);
        let longest = if name == row.label() { LONGEST_LABEL } else { LONGEST_SHORT };
        if label.chars().count() >= SHORTEST_LABEL && label.len() <= longest {
            words.add(label, Entry::Word(word));
        }
    }
}

/// What shows that a text without digits may state something.
fn signs() -> Vec<String> {
    let phrases = phrases();
    let topics = phrases.topics.iter().flat_map(|topic| topic.words.iter().chain(&topic.loose));
    let blanks = phrases
        .blanks
        .before
        .iter()
        .flat_map(|before| phrases.blanks.units.iter().map(move |unit| format!("{before}{unit}")));
    let mut signs: Vec<String> = topics.map(|word| fold(word)).chain(blanks).collect();
    signs.extend(["《", "二〇", "二○", "二零"].map(str::to_owned));
    signs
}

/// Whether a folded text may state anything: it has a digit, or a word without which nothing is stated.
pub fn may_state(text: &str) -> bool {
    first_digit(text).is_some() || LEXICON.signs.next(text, 0).is_some()
}

/// The next word at or behind a place, with its bytes.
pub fn next(text: &str, at: usize) -> Option<(Range<usize>, Entry)> {
    LEXICON.words.next(text, at)
}
