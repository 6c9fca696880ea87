//! What has to add up: `"received + carried-in = handled + carried-out"`.
//!
//! An equation names rows or columns of its form by id and holds once for every column or row.

use serde::Deserialize;

/// Whether the terms of an equation are columns or rows.
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

/// The cell of a form: row and column.
pub type CellAt = (usize, usize);

/// An equation in one row or column of its form.
#[derive(Debug, PartialEq, Eq)]
pub struct EquationLine {
    /// Its index among all lines of the form.
    pub at: usize,
    /// Which of the form's equations it is.
    pub equation: usize,
    /// The row in which an equation across holds, or the column of one that goes down.
    pub line: usize,
    /// The cells left of the equals sign.
    pub left: Vec<CellAt>,
    /// The cells right of the equals sign.
    pub right: Vec<CellAt>,
    /// The cell that is the total.
    pub total: CellAt,
}

/// A line that contains a cell.
#[derive(Debug, Clone, Copy)]
pub struct Membership {
    /// The index of the line in [`Lines::all`].
    pub line: usize,
    /// Whether the cell stands left of the equals sign.
    pub left: bool,
}

/// All equations of a form, one line for each row or column in which they hold.
#[derive(Debug)]
pub struct Lines {
    /// In the order of the equations, and for each in the order of its rows or columns.
    pub all: Vec<EquationLine>,
    /// For each cell, row by row, the lines that contain it.
    of_cell: Vec<Vec<Membership>>,
    columns: usize,
}

impl Lines {
    /// The equations of a form whose rows and columns have these ids.
    pub(super) fn new(equations: &[Equation], rows: &[&str], columns: &[&str]) -> Self {
        let mut all = Vec::new();
        for (equation, data) in equations.iter().enumerate() {
            let across = data.direction == Direction::Across;
            let (terms, lines) = if across { (columns, rows) } else { (rows, columns) };
            let header = |id: &str| terms.iter().position(|term| *term == id);
            let Some(total) = header(&data.total) else { continue };
            for line in 0..lines.len() {
                let cell = |header: usize| if across { (line, header) } else { (header, line) };
                let side = |left| -> Vec<CellAt> {
                    let terms = data.terms().iter().filter(|term| term.left == left);
                    terms.filter_map(|term| header(&term.id)).map(cell).collect()
                };
                let (at, left, right, total) = (all.len(), side(true), side(false), cell(total));
                all.push(EquationLine { at, equation, line, left, right, total });
            }
        }
        let columns = columns.len();
        let mut of_cell = vec![Vec::new(); rows.len() * columns];
        for (at, line) in all.iter().enumerate() {
            for (cells, left) in [(&line.left, true), (&line.right, false)] {
                let membership = Membership { line: at, left };
                cells.iter().for_each(|(row, column)| of_cell[row * columns + column].push(membership));
            }
        }
        Lines { all, of_cell, columns }
    }

    /// The lines that contain a cell.
    pub fn of(&self, (row, column): CellAt) -> &[Membership] {
        &self.of_cell[row * self.columns + column]
    }
}
