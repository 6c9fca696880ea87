//! Words in prose of which rules speak, as data (`keywords/*.toml`): what a report should mention, what it should not.

use super::pattern;
use serde::Deserialize;
use std::sync::LazyLock;

/// Words that rules look for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Keyword {
    /// What the words are for.
    pub kind: KeywordKind,
    /// The stable id, unique among those of the same kind.
    pub id: String,
    /// What people call it, where a message has to name it.
    #[serde(default)]
    pub name: String,
    /// The words.
    pub words: Vec<String>,
    /// Longer words in which they mean something else; braces hold alternatives.
    #[serde(default, deserialize_with = "pattern::expanded")]
    pub unless: Vec<String>,
    /// The wrong characters in the words; where they are not said, the words as a whole.
    pub slip: Option<String>,
    /// What should be written instead.
    pub instead: Option<String>,
    /// Whether it is wrong in headings only, and harmless.
    #[serde(default)]
    pub heading: bool,
    /// A sentence with one of the words.
    pub example: String,
    /// Where it comes from, in a Chinese sentence.
    #[serde(default)]
    pub source: String,
}

/// What a keyword is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeywordKind {
    /// Words before the number of a bank card.
    Account,
    /// A subject of which the overview should speak.
    Aspect,
    /// A blank of a template with the words around it, wherever it stands.
    Blank,
    /// Words before a number of something other than a person: of a body, a document, a case.
    Code,
    /// Words that show that a way to reach somebody is published on purpose.
    Contact,
    /// A result that the report of a government has to state: Regulations, article 50, item 4.
    Duty,
    /// Words that show that a report speaks of the information processing fee.
    Fee,
    /// A name of the information processing fee that is not the official one.
    FeeName,
    /// Words that say that a body was founded, merged or dissolved.
    Founding,
    /// Words before the number of a citizen.
    Identity,
    /// Words right before the period of a report.
    Period,
    /// People whose data are private.
    Person,
    /// Words for what has been or will be done about a problem.
    Improvement,
    /// Words of the statistics that reports had before the uniform format of 2019.
    Legacy,
    /// What nianbao writes where it does not know what to write.
    Placeholder,
    /// Words for a problem.
    Problem,
    /// Sub-headings that belong into the section on problems.
    ProblemHeading,
    /// Guidance of a template that was left in.
    Residue,
    /// The marking of a secret.
    Secret,
    /// A slip of the pen.
    Typo,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeywordFile {
    keywords: Vec<Keyword>,
}

static KEYWORDS: LazyLock<Vec<Keyword>> = LazyLock::new(|| {
    let files = [
        include_str!("law.toml"),
        include_str!("privacy.toml"),
        include_str!("structure.toml"),
        include_str!("text.toml"),
    ];
    let keywords = files
        .map(|file| toml::from_str::<KeywordFile>(file).expect("keywords are part of the program and tested").keywords);
    keywords.into_iter().flatten().collect()
});

/// All keywords.
pub fn keywords() -> &'static [Keyword] {
    &KEYWORDS
}

/// The keywords of a kind, in the order in which they are listed.
pub fn of_kind(kind: KeywordKind) -> impl Iterator<Item = &'static Keyword> {
    keywords().iter().filter(move |keyword| keyword.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn every_keyword_has_an_example_and_its_own_id() {
        for (at, keyword) in keywords().iter().enumerate() {
            let is_same = |other: &Keyword| (other.kind, &other.id) == (keyword.kind, &keyword.id);
            assert!(!keywords()[..at].iter().any(is_same), "{}", keyword.id);
            let example = fold(&keyword.example);
            assert!(keyword.words.iter().any(|word| example.contains(&fold(word))), "{}", keyword.id);
            for longer in &keyword.unless {
                let longer = fold(longer);
                assert!(keyword.words.iter().any(|word| longer.contains(&fold(word))), "{}: {longer}", keyword.id);
            }
            assert!(keyword.kind != KeywordKind::Typo || keyword.instead.is_some(), "{}", keyword.id);
            for (slip, word) in keyword.slip.iter().flat_map(|slip| keyword.words.iter().map(move |word| (slip, word)))
            {
                assert!(word.contains(slip), "{}: {word}", keyword.id);
            }
        }
    }
}
