//! The documents that reports cite, as data (`law.toml`): their names, their numbers, and since when they are in force.

use super::phrases::WordList;
use serde::Deserialize;
use std::sync::LazyLock;

/// The law as reports cite it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Law {
    /// Words that make a citation the basis of a sentence: 根据.
    pub basis: WordList,
    /// Words that make a document the basis from behind it: 要求.
    pub behind: WordList,
    /// Codes of documents whose number has 第: 令.
    pub ordinal: WordList,
    /// Words about the information processing fee.
    pub fee: FeeWords,
    /// Words that tell the history of a document: 公布, 停止执行.
    pub history: WordList,
    /// The documents.
    pub documents: Vec<Document>,
}

/// Words about the information processing fee, beside its names (`keywords/law.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeWords {
    /// Words for any charge: in part six it is this fee.
    pub charge: WordList,
    /// Charges that are another fee.
    pub other: WordList,
    /// Words before an amount that was received.
    pub received: WordList,
    /// Words before an amount that was not.
    pub unreceived: WordList,
    /// Words that make an amount a price.
    pub rate: WordList,
}

/// A document that reports cite.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Document {
    /// The stable id.
    pub id: String,
    /// Its full name, without 《》.
    pub name: String,
    /// Other names that are equally correct.
    #[serde(default)]
    pub names: Vec<String>,
    /// Short names that are common and correct.
    #[serde(default)]
    pub short: Vec<String>,
    /// Wrong names that are common.
    #[serde(default)]
    pub wrong: Vec<String>,
    /// Its number, e.g. 国办公开办函〔2021〕30号.
    pub number: String,
    /// Other ways to write the number.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// The first report year to which it applies.
    pub from: u16,
    /// The id of the document that has replaced it.
    pub replaced_by: Option<String>,
    /// Articles that are cited for what another one says.
    #[serde(default)]
    pub articles: Vec<ArticleTopic>,
    /// Where these statements come from, in a Chinese sentence.
    pub source: String,
}

/// What some articles of a document are about, and other articles that are cited for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleTopic {
    /// What they are about.
    pub topic: String,
    /// Words for it.
    pub words: Vec<String>,
    /// The articles, the most apt first.
    pub right: Vec<String>,
    /// Articles that say nothing of it.
    pub wrong: Vec<String>,
    /// A sentence that cites one of the right ones.
    pub example: String,
    /// Where it comes from, in a Chinese sentence.
    pub source: String,
}

static LAW: LazyLock<Law> =
    LazyLock::new(|| toml::from_str(include_str!("law.toml")).expect("the law is part of the program and tested"));

impl Law {
    /// The document that has replaced another.
    pub fn successor(&self, document: &Document) -> Option<&Document> {
        let id = document.replaced_by.as_ref()?;
        self.documents.iter().find(|other| other.id == *id)
    }
}

impl Document {
    /// Its name instead of another one: that of the notice with which it came, where the other is the name of a notice.
    pub fn name_like(&self, other: &str) -> &str {
        const NOTICE: &str = "通知";
        self.names.first().filter(|name| other.ends_with(NOTICE) && name.ends_with(NOTICE)).unwrap_or(&self.name)
    }
}

/// The law as reports cite it.
pub fn law() -> &'static Law {
    &LAW
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn ids_are_unique_and_successors_exist() {
        let documents = &law().documents;
        for (at, document) in documents.iter().enumerate() {
            assert!(!documents[..at].iter().any(|other| other.id == document.id), "{}", document.id);
            let known = |id: &String| documents.iter().any(|other| other.id == *id && other.replaced_by.is_none());
            assert!(document.replaced_by.as_ref().is_none_or(known), "{}", document.id);
        }
    }

    #[test]
    fn every_list_has_an_example() {
        let Law { basis, behind, ordinal, history, fee, .. } = law();
        let FeeWords { charge, other, received, unreceived, rate } = fee;
        for list in [basis, behind, ordinal, history, charge, other, received, unreceived, rate] {
            assert!(list.is_in(&fold(&list.example)), "{}", list.example);
        }
    }

    #[test]
    fn an_article_is_right_or_wrong() {
        for topic in law().documents.iter().flat_map(|document| &document.articles) {
            assert!(!topic.right.is_empty() && !topic.wrong.is_empty(), "{}", topic.topic);
            assert!(topic.wrong.iter().all(|article| !topic.right.contains(article)), "{}", topic.topic);
            assert!(topic.right.iter().any(|article| topic.example.contains(article.as_str())), "{}", topic.topic);
        }
    }

    #[test]
    fn the_editions_and_the_law_name_the_same_notices() {
        for edition in crate::edition::editions() {
            assert!(law().documents.iter().any(|document| document.number == edition.notice), "{}", edition.notice);
        }
    }
}
