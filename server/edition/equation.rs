//! What has to add up: `"received + carried-in = handled + carried-out"`.
//!
//! An equation names rows or columns of its form by id and holds once for every column or row.

use serde::Deserialize;

/// Which headers the terms of an equation name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The terms are columns; the equation holds in every row.
    Across,
    /// The terms are rows; the equation holds in every column.
    Down,
}

/// One equation of a form, as the edition's data gives it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Equation {
    /// The rule that reports it when it fails: `row-total`, `column-total`, `balance` or `block-total`.
    pub rule: String,
    /// Whether the terms are columns or rows.
    pub direction: Direction,
    /// The equation: ids joined by `+`, with one `=`.
    terms: Terms,
    /// The id of the term that is the sum, where the finding is shown.
    pub total: String,
    /// The equation in the words of the form, in Chinese.
    pub words: String,
}

impl Equation {
    /// The terms, left to right.
    pub fn terms(&self) -> &[Term] {
        &self.terms.0
    }
}

/// One term: a row or column of the form, and the side on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The id of a row or column.
    pub id: String,
    /// Whether the term stands left of the equals sign.
    pub left: bool,
}

/// The terms of an equation, left to right.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Terms(Vec<Term>);

impl TryFrom<String> for Terms {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (left, right) = text.split_once('=').ok_or_else(|| format!("no `=` in equation `{text}`"))?;
        let side =
            |side: &str, left| side.split('+').map(|id| Term { id: id.trim().to_owned(), left }).collect::<Vec<_>>();
        let terms: Vec<Term> = [side(left, true), side(right, false)].concat();
        if terms.iter().any(|term| term.id.is_empty() || term.id.contains(char::is_whitespace)) {
            return Err(format!("a term is empty in equation `{text}`"));
        }
        Ok(Terms(terms))
    }
}
