//! The figures of the forms that prose may state, with the cells in which they stand.

use super::kinds::{Act, Quantity, Topic};
use crate::edition::{CellAt, Form, sentence};
use serde::Deserialize;

/// The words of a figure and the cells in which it stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuantityCells {
    /// The figure.
    pub id: Quantity,
    /// What it is about.
    pub about: Topic,
    /// What was done; `None` where the topic is sufficient.
    pub act: Option<Act>,
    /// The cells that hold it: the first pattern the report's edition has.
    pub cells: Vec<CellPattern>,
    /// Other sums that the same words may correctly name.
    #[serde(default)]
    pub also: Vec<CellPattern>,
    /// Whether the same words often name a single one of its cells.
    #[serde(default)]
    pub alone: bool,
    /// The number of 元 that one of the cells' numbers is worth, where they are money.
    pub money: Option<u32>,
    /// Words of the sentence before a figure with which it is that of something else.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The units in which it is counted.
    pub units: Vec<String>,
    /// A sentence that states it.
    pub example: String,
}

/// Some cells of a form: `applications/denied-*/total`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct CellPattern {
    /// The form's id.
    pub form: String,
    /// The ids of the rows, or prefixes of ids followed by `*`.
    rows: Vec<String>,
    /// The ids of the columns, or prefixes of ids followed by `*`.
    columns: Vec<String>,
}

impl CellPattern {
    /// The cells in a form; empty if the form lacks such rows or columns.
    pub fn places(&self, form: &Form) -> Vec<CellAt> {
        let named = |names: &[String], id: &str| names.iter().any(|name| sentence::names(name, id));
        let rows = form.rows.iter().enumerate().filter(|(_, row)| named(&self.rows, &row.id));
        let columns = || form.columns.iter().enumerate().filter(|(_, column)| named(&self.columns, &column.id));
        rows.flat_map(|(row, _)| columns().map(move |(column, _)| (row, column))).collect()
    }
}

impl TryFrom<String> for CellPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let ids = |ids: &str| ids.split('+').map(str::to_owned).collect();
        match text.split('/').collect::<Vec<_>>().as_slice() {
            &[form, rows, columns] => Ok(CellPattern { form: form.to_owned(), rows: ids(rows), columns: ids(columns) }),
            _ => Err(format!("`{text}` names no cells")),
        }
    }
}
