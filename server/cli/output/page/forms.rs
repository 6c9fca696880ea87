//! The official tables, drawn once for all reports of the page.

use crate::edition::grid::{CellPart, OfficialCell, grid_width, official};
use crate::edition::{Edition, Form, OfficialSection, editions};

/// The table of a section, without figures.
#[derive(Debug)]
pub struct DrawnTable<'a> {
    /// The year of its edition.
    pub edition: u16,
    /// The heading of its section.
    pub heading: String,
    /// What each column of its grid holds: `group`, `words` or `figure`.
    pub columns: Vec<&'static str>,
    /// Its forms, one below the other.
    pub forms: Vec<DrawnForm<'a>>,
}

/// A form of a table.
#[derive(Debug)]
pub struct DrawnForm<'a> {
    /// Its id.
    pub id: &'a str,
    /// The cells that begin in each row.
    pub rows: Vec<Vec<DrawnCell<'a>>>,
}

/// A cell of a form.
#[derive(Debug)]
pub struct DrawnCell<'a> {
    /// What it is the label of, as HTML calls it; `None` for a figure.
    pub scope: Option<&'static str>,
    /// Its label.
    pub text: &'a str,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
}

/// The tables of all editions.
pub fn tables() -> Vec<DrawnTable<'static>> {
    let of_edition =
        |edition: &'static Edition| edition.sections.iter().filter_map(move |section| table(edition, section));
    editions().iter().flat_map(of_edition).collect()
}

fn table(edition: &'static Edition, section: &'static OfficialSection) -> Option<DrawnTable<'static>> {
    let forms = edition.forms_of(section);
    let labels = forms.first()?.label_width;
    let kind = |column: usize| match column {
        column if column + 1 < labels => "group",
        column if column < labels => "words",
        _ => "figure",
    };
    Some(DrawnTable {
        edition: edition.year,
        heading: format!("{}、{}", section.ordinal, section.title),
        columns: (0..grid_width(&forms)).map(kind).collect(),
        forms: forms.into_iter().map(form).collect(),
    })
}

fn form(form: &Form) -> DrawnForm<'_> {
    let rows = official(&[form]).into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
    DrawnForm { id: &form.id, rows }
}

fn cell(cell: OfficialCell<'_>) -> DrawnCell<'_> {
    let is_label = cell.column < cell.form.label_width;
    let scope = match cell.part {
        CellPart::Banner => Some("rowgroup"),
        CellPart::Corner | CellPart::Column(_) => Some("col"),
        CellPart::Group if is_label => Some("rowgroup"),
        CellPart::Group => Some("colgroup"),
        CellPart::Row(_) => Some("row"),
        CellPart::Value(_) => None,
    };
    DrawnCell { scope, text: cell.text, columns: cell.columns, rows: cell.rows }
}
