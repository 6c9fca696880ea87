//! Sentences that most reports need, with placeholders for a report's own figures.

use serde::Deserialize;

/// A sentence, a paragraph or a citation to insert.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sentence {
    /// The stable id, which can be typed without an input method.
    pub id: String,
    /// What it is, in a few Chinese words.
    pub name: String,
    /// The id of the section it belongs to; `None` for text before the first section, and for citations.
    pub section: Option<String>,
    /// Whether it is a citation, which fits into the middle of any sentence.
    #[serde(default)]
    pub citation: bool,
    /// Whether the template of a report includes it.
    #[serde(default)]
    pub template: bool,
    /// The words, with placeholders in braces: `{organ}`, `{year}`, `{=0}` for a word only the author knows,
    /// `{applications/received/total}` for a cell; rows and columns may be sums (`a+b`) and prefixes (`denied-*`).
    pub text: Text,
}

/// The words of a sentence, split at its placeholders.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(Vec<SentencePart>);

impl Text {
    /// The parts, left to right.
    pub fn parts(&self) -> &[SentencePart] {
        &self.0
    }
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentencePart {
    /// Words as they are.
    Words(String),
    /// The body whose report it is.
    Organ,
    /// The report year.
    Year,
    /// Something only the author knows, with the text shown until it is filled in.
    Open(String),
    /// The sum of some cells of a form.
    Cells {
        /// The form's id.
        form: String,
        /// The ids of the rows, or prefixes of ids followed by `*`.
        rows: Vec<String>,
        /// The ids of the columns, or prefixes of ids followed by `*`.
        columns: Vec<String>,
    },
}

impl TryFrom<String> for Text {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((words, after)) = rest.split_once('{') {
            if !words.is_empty() {
                parts.push(SentencePart::Words(words.to_owned()));
            }
            let (place, after) = after.split_once('}').ok_or_else(|| format!("a brace is open in `{text}`"))?;
            parts.push(part(place)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(SentencePart::Words(rest.to_owned()));
        }
        Ok(Text(parts))
    }
}

fn part(place: &str) -> Result<SentencePart, String> {
    if let Some(default) = place.strip_prefix('=') {
        return Ok(SentencePart::Open(default.to_owned()));
    }
    let ids = |ids: &str| ids.split('+').map(str::to_owned).collect();
    match (place, place.split('/').collect::<Vec<_>>().as_slice()) {
        ("organ", _) => Ok(SentencePart::Organ),
        ("year", _) => Ok(SentencePart::Year),
        (_, &[form, rows, columns]) => {
            Ok(SentencePart::Cells { form: form.to_owned(), rows: ids(rows), columns: ids(columns) })
        }
        _ => Err(format!("`{{{place}}}` is no place of a sentence")),
    }
}

/// Whether an id equals the name, or begins with its prefix if the name ends in `*`.
pub fn names(name: &str, id: &str) -> bool {
    name.strip_suffix('*').map_or(name == id, |beginning| id.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;

    #[test]
    fn a_text_is_cut_at_its_places() {
        let text = Text::try_from("{year}年收到{f/a+b/total}件，{=无}。".to_owned()).unwrap();
        let words = |words: &str| SentencePart::Words(words.to_owned());
        let cells =
            SentencePart::Cells { form: "f".into(), rows: vec!["a".into(), "b".into()], columns: vec!["total".into()] };
        assert_eq!(
            text.parts(),
            [SentencePart::Year, words("年收到"), cells, words("件，"), SentencePart::Open("无".into()), words("。")]
        );
        assert!(Text::try_from("{year".to_owned()).is_err());
        assert!(Text::try_from("{years}".to_owned()).is_err());
    }

    #[test]
    fn every_place_of_every_edition_is_one() {
        for edition in edition::editions() {
            for sentence in &edition.sentences {
                assert!(sentence.section.as_ref().is_none_or(|id| edition.section(id).is_some()), "{}", sentence.id);
                for part in sentence.text.parts() {
                    let SentencePart::Cells { form, rows, columns } = part else { continue };
                    let form = edition.form(form).expect(&sentence.id);
                    let known = |name: &String, headers: &[edition::Header]| {
                        headers.iter().any(|header| names(name, &header.id))
                    };
                    assert!(rows.iter().all(|row| known(row, &form.rows)), "{}: {rows:?}", sentence.id);
                    assert!(columns.iter().all(|column| known(column, &form.columns)), "{}: {columns:?}", sentence.id);
                }
            }
        }
    }
}
