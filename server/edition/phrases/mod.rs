//! How prose describes the forms' figures, as data: units, approximations, topics, acts, scopes, times, and the words
//! for nothing. The words are in `phrases.toml`; `report/claims` parses the sentences made of them.

mod cells;
mod kinds;

use crate::text::fold::fold;
pub use cells::{CellPattern, QuantityCells};
pub use kinds::{Act, Opener, Quantity, ScopeKind, TimeKind, Topic};
use serde::Deserialize;
use std::sync::LazyLock;

/// All words with which prose describes figures.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Phrases {
    /// What is counted: 件, 条, 万元.
    pub units: Vec<Unit>,
    /// Words that make a figure a rough one.
    pub approximations: Approximations,
    /// What a figure is about.
    pub topics: Vec<TopicWords>,
    /// What was done.
    pub acts: Vec<ActWords>,
    /// Words for what was carried over from or to a year.
    pub carries: WordList,
    /// Words that show that a case is about the disclosure of information.
    pub disclosure: WordList,
    /// Words that count the cases of a year only.
    pub incidents: WordList,
    /// Words that say of what was received that it was no application.
    pub disclaimers: WordList,
    /// The figures of the forms: a topic, an act, and the cells.
    pub quantities: Vec<QuantityCells>,
    /// Ways to say that there was nothing.
    pub nothing: Vec<NothingWords>,
    /// What may stand between such words, or between words and their figure.
    pub fillers: FillerWords,
    /// Words that look like others and are something else.
    pub unrelated: Vec<WordList>,
    /// Other things that are received and counted.
    pub others: Vec<WordList>,
    /// Words that introduce a total: 共, 累计.
    pub totals: WordList,
    /// Words that open a list of parts.
    pub openers: Vec<OpenerWords>,
    /// Words that leave a list open: 等.
    pub openends: WordList,
    /// Words that introduce a share of a figure: 占.
    pub shares: WordList,
    /// Words that compare with the year before.
    pub since_last_year: WordList,
    /// Words that compare with another time.
    pub comparisons: Vec<ComparisonWords>,
    /// Words that say whose figures they are.
    pub scopes: Vec<ScopeWords>,
    /// Words that say when it was.
    pub times: Vec<TimeWords>,
    /// Words about what is still to come.
    pub plans: WordList,
    /// Words that speak of plans as often as of what was done.
    pub intentions: WordList,
    /// Where a figure is missing.
    pub blanks: Blanks,
    /// Words that say of everything what a figure would say.
    pub everything: Vec<EverythingWords>,
    /// Words of a sentence about problems.
    pub problems: WordList,
    /// Documents and sums that carry a year of their own: 预算, 规划.
    pub named: WordList,
    /// Words with which a report announces itself.
    pub announcements: WordList,
    /// Words for the period of a report.
    pub periods: WordList,
    /// What stands before the day on which a report was published.
    pub publication: WordList,
    /// Words with which an attachment begins.
    pub attachments: WordList,
}

/// Some words with a sentence in which one of them is used.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WordList {
    /// The words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

impl WordList {
    /// Whether a folded text has one of the words.
    pub fn is_in(&self, folded: &str) -> bool {
        self.words.iter().any(|word| folded.contains(&fold(word)))
    }
}

/// Words for what is counted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unit {
    /// Its words; the first names it.
    pub words: Vec<String>,
    /// The number of 元 that one is worth, where it is money.
    pub money: Option<u32>,
    /// Whether it is a share of something: %.
    #[serde(default)]
    pub share: bool,
    /// Whether it counts time: 个工作日.
    #[serde(default)]
    pub time: bool,
    /// A sentence with one of its words.
    pub example: String,
}

/// Words that make a figure a rough one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Approximations {
    /// Right before the number: 约.
    pub before: Vec<String>,
    /// Right behind the number or its unit: 余.
    pub after: Vec<String>,
    /// A sentence with some of them.
    pub example: String,
}

/// Words for a topic.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TopicWords {
    /// The topic.
    pub id: Topic,
    /// Words that leave no doubt.
    pub words: Vec<String>,
    /// Words that count where the sentence makes it clear.
    #[serde(default)]
    pub loose: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words for an act.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActWords {
    /// The act.
    pub id: Act,
    /// Its words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Ways to say that there was nothing of something.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NothingWords {
    /// What there was none of.
    pub quantity: Quantity,
    /// Words before or behind what there was none of.
    pub words: Vec<String>,
    /// Words that say everything by themselves.
    pub whole: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words that do not change what the words around them are about.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FillerWords {
    /// Anywhere.
    pub common: Vec<String>,
    /// Between the words for nothing and a case.
    pub proceedings: Vec<String>,
    /// Behind what there was none of.
    pub tails: Vec<String>,
    /// A sentence with some of them.
    pub example: String,
}

/// Words before a unit that lacks its figure: 公开信息  条.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Blanks {
    /// The words before the unit.
    pub before: Vec<String>,
    /// The units.
    pub units: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words that open a list of parts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OpenerWords {
    /// How they open it.
    pub kind: Opener,
    /// The words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words that compare with another time.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ComparisonWords {
    /// The direction of the change, where the words tell: `true` for more.
    pub up: Option<bool>,
    /// The words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words that say whose figures they are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScopeWords {
    /// Whose.
    pub kind: ScopeKind,
    /// The words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words that say when something was.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TimeWords {
    /// When.
    pub kind: TimeKind,
    /// The words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

/// Words that say of everything what a figure would say.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EverythingWords {
    /// What everything was.
    pub quantity: Quantity,
    /// The words.
    pub words: Vec<String>,
    /// A sentence with one of them.
    pub example: String,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    toml::from_str(include_str!("../phrases.toml")).expect("the phrases are part of the program and tested")
});

/// The words with which prose describes figures.
pub fn phrases() -> &'static Phrases {
    &PHRASES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::editions;

    fn uses(words: &[String], example: &str) -> bool {
        let example = fold(example);
        words.iter().any(|word| example.contains(&fold(word)))
    }

    #[test]
    fn every_example_has_a_word_of_its_entry() {
        let phrases = phrases();
        let mut entries: Vec<(&[String], &str)> = Vec::new();
        entries.extend(phrases.units.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.topics.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.acts.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.nothing.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.openers.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.comparisons.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.scopes.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.times.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.everything.iter().map(|it| (&it.words[..], &it.example[..])));
        entries.extend(phrases.unrelated.iter().chain(&phrases.others).map(|it| (&it.words[..], &it.example[..])));
        let single = [
            &phrases.totals,
            &phrases.openends,
            &phrases.shares,
            &phrases.plans,
            &phrases.carries,
            &phrases.disclosure,
            &phrases.incidents,
            &phrases.disclaimers,
            &phrases.intentions,
            &phrases.problems,
            &phrases.named,
            &phrases.announcements,
            &phrases.periods,
            &phrases.publication,
            &phrases.attachments,
        ];
        entries.extend(single.map(|it| (&it.words[..], &it.example[..])));
        entries.push((&phrases.approximations.after, &phrases.approximations.example));
        entries.push((&phrases.approximations.before, &phrases.approximations.example));
        entries.push((&phrases.fillers.common, &phrases.fillers.example));
        for (words, example) in entries {
            assert!(uses(words, example), "{example}");
        }
    }

    #[test]
    fn every_quantity_has_its_words_and_its_cells() {
        let phrases = phrases();
        for quantity in &phrases.quantities {
            let topic = phrases.topics.iter().find(|it| it.id == quantity.about).expect("a topic");
            let act = quantity.act.map(|act| phrases.acts.iter().find(|it| it.id == act).expect("an act"));
            let named = act.map_or(uses(&topic.words, &quantity.example), |act| uses(&act.words, &quantity.example));
            assert!(named, "{}", quantity.example);
            assert!(uses(&quantity.units, &quantity.example), "{}", quantity.example);
            for cells in quantity.cells.iter().chain(&quantity.also) {
                let forms = editions().iter().filter_map(|edition| edition.form(&cells.form));
                assert!(forms.into_iter().any(|form| !cells.places(form).is_empty()), "{cells:?}");
            }
        }
    }
}
