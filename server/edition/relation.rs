//! What figures of a row have to do with each other beside the equations of the form: `"last.in-force + issued -
//! repealed = in-force"`, `"published <= public-total"`.
//!
//! A relation names columns of its form by id and holds in every row. `last.` before a column is the figure in last
//! year's report.

use serde::Deserialize;

/// One relation of a form, as the edition's data gives it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Relation {
    /// The rule that reports it when it fails.
    pub rule: String,
    /// The sides, with `=` or `<=` between them.
    terms: Sides,
    /// The id of the column where the finding is shown.
    pub total: String,
    /// The relation in Chinese, term by term, with ＝ or ≤ between its sides.
    pub words: String,
}

/// How the sides of a relation compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The sides are equal.
    Equal,
    /// The left side is at most the right one.
    AtMost,
}

/// One term of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedTerm {
    /// The id of a column.
    pub id: String,
    /// Whether it is subtracted.
    pub minus: bool,
    /// Whether it is the figure in last year's report.
    pub last_year: bool,
}

/// Both sides of a relation.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Sides {
    order: Order,
    left: Vec<SignedTerm>,
    right: Vec<SignedTerm>,
}

impl Relation {
    /// How its sides compare.
    pub fn order(&self) -> Order {
        self.terms.order
    }

    /// The terms of the left side; none if it is zero.
    pub fn left(&self) -> &[SignedTerm] {
        &self.terms.left
    }

    /// The terms of the right side.
    pub fn right(&self) -> &[SignedTerm] {
        &self.terms.right
    }

    /// All terms.
    pub fn terms(&self) -> impl Iterator<Item = &SignedTerm> {
        self.left().iter().chain(self.right())
    }

    /// Whether it compares with last year's report.
    pub fn crosses_years(&self) -> bool {
        self.terms().any(|term| term.last_year)
    }

    /// Its sides in words.
    pub fn sides(&self) -> (&str, &str) {
        self.words.split_once(['＝', '≤']).unwrap_or((&self.words, ""))
    }
}

impl TryFrom<String> for Sides {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (order, (left, right)) = match text.split_once(" <= ") {
            Some(sides) => (Order::AtMost, sides),
            None => (Order::Equal, text.split_once(" = ").ok_or_else(|| format!("no `=` or `<=` in `{text}`"))?),
        };
        Ok(Sides { order, left: side(left)?, right: side(right)? })
    }
}

/// The terms of a side, with a sign between each two of them; `0` has none.
fn side(text: &str) -> Result<Vec<SignedTerm>, String> {
    if text.trim() == "0" {
        return Ok(Vec::new());
    }
    let mut terms = Vec::new();
    let mut minus = false;
    for (at, word) in text.split_whitespace().enumerate() {
        match (at % 2, word) {
            (1, "+" | "-") => minus = word == "-",
            (0, id) => {
                let last_year = id.strip_prefix("last.");
                let id = last_year.unwrap_or(id).to_owned();
                terms.push(SignedTerm { id, minus, last_year: last_year.is_some() });
            }
            _ => return Err(format!("no sign before `{word}` in `{text}`")),
        }
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::editions;

    #[test]
    fn every_relation_names_columns_of_its_form_in_as_many_words_as_terms() {
        for form in editions().iter().flat_map(|edition| &edition.forms) {
            for relation in &form.relations {
                let known = |id: &str| form.column(id).is_some();
                assert!(known(&relation.total) && relation.terms().all(|term| known(&term.id)), "{relation:?}");
                assert!(relation.right().iter().any(|term| term.id == relation.total && !term.last_year));
                let (left, right) = relation.sides();
                for (words, terms) in [(left, relation.left()), (right, relation.right())] {
                    assert_eq!(words.split(['＋', '－']).count(), terms.len().max(1), "{relation:?}");
                }
            }
        }
    }

    #[test]
    fn a_side_is_read_with_its_signs() {
        let read = |text: &str| Sides::try_from(text.to_owned());
        let sides = read("last.in-force + issued - repealed = in-force").unwrap();
        let signs: Vec<_> = sides.left.iter().map(|term| (term.id.as_str(), term.minus, term.last_year)).collect();
        assert_eq!(signs, [("in-force", false, true), ("issued", false, false), ("repealed", true, false)]);
        assert_eq!((sides.order, sides.right.len()), (Order::Equal, 1));
        assert!(read("0 <= change").unwrap().left.is_empty());
        assert!(read("issued repealed = in-force").is_err() && read("issued").is_err());
    }
}
