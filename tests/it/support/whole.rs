//! Complete drafts with consistent figures, and single defects to put into them.

use super::random::Random;
use nianbao::edition::{self, Edition, Form, Kind, grid::grid};
use nianbao::syntax::Layout;
use nianbao::syntax::table::Grid;
use std::collections::HashMap;

/// A complete draft.
#[derive(Clone)]
pub struct Whole {
    edition: &'static Edition,
    year: u16,
    layout: Layout,
    values: HashMap<(&'static str, usize, usize), String>,
    dropped: Vec<&'static str>,
    cut: Vec<&'static str>,
}

impl Whole {
    /// A draft for the newest year of an edition, with figures of which few are zero.
    pub fn new(edition: u16, seed: u64) -> Self {
        let edition = edition::editions().iter().find(|it| it.year == edition).expect("an edition");
        let year = edition.last_report_year.unwrap_or(2024);
        let mut whole = Whole {
            edition,
            year,
            layout: Layout::Markdown,
            values: HashMap::new(),
            dropped: Vec::new(),
            cut: Vec::new(),
        };
        let mut random = Random::new(seed);
        for form in &edition.forms {
            whole.figures(form, &mut random);
        }
        whole
    }

    /// The same draft for another year.
    pub fn year(mut self, year: u16) -> Self {
        self.year = year;
        self
    }

    /// The same draft with its tables written in another way.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Whether its tables are written in this way.
    pub fn has_layout(&self, layout: Layout) -> bool {
        self.layout == layout
    }

    /// The same draft with another text in a cell.
    pub fn with(mut self, form: &str, row: &str, column: &str, text: impl ToString) -> Self {
        let at = self.at(form, row, column);
        self.values.insert(at, text.to_string());
        self
    }

    /// The same draft with another number in a cell.
    pub fn plus(self, form: &str, row: &str, column: &str, more: i64) -> Self {
        let number = self.values[&self.at(form, row, column)].parse::<i64>().expect("a whole number") + more;
        self.with(form, row, column, number)
    }

    /// The same draft without a row.
    pub fn without_row(mut self, form: &str, row: &str) -> Self {
        let label = self.label(form, row);
        self.dropped.push(label);
        self
    }

    /// The same draft with a row that has lost its last cell.
    pub fn with_short_row(mut self, form: &str, row: &str) -> Self {
        let label = self.label(form, row);
        self.cut.push(label);
        self
    }

    /// The draft as a text.
    pub fn text(&self) -> String {
        let mut text = format!("云溪县教育局{}年{}\n\n", self.year, self.edition.title.canonical);
        for section in 0..self.edition.sections.len() {
            text.push_str(&self.heading(section));
            text.push_str(&self.body(section));
        }
        text
    }

    /// The line of a section's heading, and the blank line after it.
    pub fn heading(&self, section: usize) -> String {
        let section = &self.edition.sections[section];
        format!("{}、{}\n\n", section.ordinal, section.title)
    }

    /// What stands under a section's heading.
    pub fn body(&self, section: usize) -> String {
        let section = &self.edition.sections[section];
        let forms: Vec<&Form> = self.edition.forms.iter().filter(|form| form.section == section.id).collect();
        if forms.is_empty() {
            return "本年度的工作按计划完成，没有需要另行说明的内容。\n\n".to_owned();
        }
        let mut grid = grid(&forms, |form, row, column| self.values[&(form.id.as_str(), row, column)].clone());
        self.dropped.iter().for_each(|label| drop_row(&mut grid, label));
        for label in &self.cut {
            let row = grid.rows.iter_mut().find(|row| row.iter().any(|cell| cell.text == *label));
            row.into_iter().for_each(|row| drop(row.pop()));
        }
        grid.write(self.layout) + "\n"
    }

    fn form(&self, form: &str) -> &'static Form {
        self.edition.form(form).expect("a form")
    }

    fn label(&self, form: &str, row: &str) -> &'static str {
        let form = self.form(form);
        form.rows[form.row(row).expect("a row")].label()
    }

    fn at(&self, form: &str, row: &str, column: &str) -> (&'static str, usize, usize) {
        let form = self.form(form);
        (&form.id, form.row(row).expect("a row"), form.column(column).expect("a column"))
    }

    /// Fills a form so that its equations hold: leaves at random, then what they add up to.
    fn figures(&mut self, form: &'static Form, random: &mut Random) {
        let mut numbers = vec![vec![0_i64; form.columns.len()]; form.rows.len()];
        for cell in numbers.iter_mut().flatten() {
            *cell = 1 + i64::try_from(random.below(30)).expect("a small number");
        }
        let row = |id: &str| form.row(id).expect("a row");
        let column = |id: &str| form.column(id).expect("a column");
        let totals = |rule| form.equations.iter().filter(move |equation| equation.rule == rule);
        for equation in totals("column-total") {
            let leaves: Vec<usize> =
                equation.terms().iter().filter(|term| term.left).map(|term| row(&term.id)).collect();
            let sum = |line: usize| leaves.iter().map(|&leaf| numbers[leaf][line]).sum();
            numbers[row(&equation.total)] = (0..form.columns.len()).map(sum).collect();
        }
        if let (Some(received), Some(carried_in)) = (form.row("received"), form.row("carried-in")) {
            let out = |line: usize| numbers[row("handled")][line] + numbers[row("carried-out")][line];
            let out: Vec<i64> = (0..form.columns.len()).map(out).collect();
            numbers[carried_in] = numbers[carried_in].iter().zip(&out).map(|(number, out)| *number.min(out)).collect();
            numbers[received] = out.iter().zip(&numbers[carried_in]).map(|(out, number)| out - number).collect();
        }
        for equation in totals("row-total").chain(totals("block-total")) {
            for line in &mut numbers {
                let leaves = equation.terms().iter().filter(|term| term.left);
                line[column(&equation.total)] = leaves.map(|term| line[column(&term.id)]).sum();
            }
        }
        for (row, numbers) in numbers.into_iter().enumerate() {
            for (column, number) in numbers.into_iter().enumerate() {
                let text = match form.columns[column].kind() {
                    Kind::Count => number.to_string(),
                    Kind::Signed => format!("-{number}"),
                    Kind::Amount => format!("{number}.5"),
                };
                self.values.insert((&form.id, row, column), text);
            }
        }
    }
}

/// Takes the row with this label out of a table; a merged cell that begins in it begins in the next one.
fn drop_row(grid: &mut Grid, label: &str) {
    let Some(at) = grid.rows.iter().position(|row| row.iter().any(|cell| cell.text == label)) else { return };
    for (above, row) in grid.rows[..at].iter_mut().enumerate() {
        for cell in row.iter_mut().filter(|cell| above + cell.rows > at) {
            cell.rows -= 1;
        }
    }
    let row = grid.rows.remove(at);
    for mut cell in row.into_iter().filter(|cell| cell.rows > 1) {
        cell.rows -= 1;
        grid.rows[at].push(cell);
        grid.rows[at].sort_by_key(|cell| cell.column);
    }
}
