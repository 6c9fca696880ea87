//! Short complete drafts with consistent figures, and single defects to put into them; and those with figures that are
//! given.

use super::generate::Random;
use super::generate::figures::{busy, numbers};
use super::generate::page::{Page, Piece, write};
use super::generate::tables::delete_row;
use super::writers::Writer;
use nianbao::edition::{self, ColumnKind, Edition, Form, OfficialSection, grid::grid};
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
            for (row, numbers) in numbers(form, &mut random, busy).into_iter().enumerate() {
                let cells = numbers.into_iter().enumerate();
                whole.values.extend(cells.map(|(column, number)| ((&*form.id, row, column), number.to_string())));
            }
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
        let tables: Vec<(&str, String)> = self.edition.sections.iter().filter_map(|it| self.table(it)).collect();
        report(self.edition, self.year, &tables)
    }

    /// The line of a section's heading, and the blank line after it.
    pub fn heading(&self, section: usize) -> String {
        write(Page::Spaced, &[heading(&self.edition.sections[section])])
    }

    /// What stands under a section's heading.
    pub fn body(&self, section: usize) -> String {
        let table = self.table(&self.edition.sections[section]);
        write(
            Page::Spaced,
            &[table.map_or_else(|| sentence(&self.edition.sections[section].id), |(_, table)| Piece::Table(table))],
        )
    }

    /// A section's id and its table, if it has one.
    fn table(&self, section: &'static OfficialSection) -> Option<(&'static str, String)> {
        let forms = forms(self.edition, &section.id);
        if forms.is_empty() {
            return None;
        }
        let mut grid = grid(&forms, |form, row, column| self.values[&(form.id.as_str(), row, column)].clone());
        let place =
            |grid: &Grid, label: &str| grid.rows.iter().position(|row| row.iter().any(|cell| cell.text == label));
        for label in &self.dropped {
            place(&grid, label).into_iter().for_each(|row| delete_row(&mut grid, row));
        }
        for label in &self.cut {
            place(&grid, label).into_iter().for_each(|row| drop(grid.rows[row].pop()));
        }
        Some((&section.id, grid.write(self.layout)))
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
}

/// A report of an edition's first year whose tables have these figures and are written in this way.
pub fn filled(edition: &Edition, value: impl Fn(&Form, usize, usize) -> String, write: Writer) -> String {
    let sections = edition.sections.iter().map(|section| (&*section.id, forms(edition, &section.id)));
    let with_forms = sections.filter(|(_, forms)| !forms.is_empty());
    let tables: Vec<(&str, String)> = with_forms.map(|(id, forms)| (id, write(&grid(&forms, &value)))).collect();
    report(edition, edition.first_report_year, &tables)
}

/// A report with these tables in the sections of which the ids are given, and a sentence in the others.
pub fn report(edition: &Edition, year: u16, tables: &[(&str, String)]) -> String {
    let mut pieces = vec![Piece::Title(format!("临沅市教育局{year}年{}", edition.title.canonical))];
    for section in &edition.sections {
        pieces.push(heading(section));
        let table = tables.iter().find(|(id, _)| *id == section.id);
        pieces.push(table.map_or_else(|| sentence(&section.id), |(_, table)| Piece::Table(table.clone())));
    }
    write(Page::Spaced, &pieces)
}

/// A number for each cell, different from that of every other cell of the report.
pub fn distinct(form: &Form, row: usize, column: usize) -> String {
    let form_number: usize = form.id.bytes().map(usize::from).sum::<usize>() % 7;
    let number = 10_000 + form_number * 1000 + row * 20 + column;
    match form.columns[column].kind() {
        ColumnKind::Count => number.to_string(),
        ColumnKind::Signed => format!("-{number}"),
        ColumnKind::Amount => format!("{number}.25"),
    }
}

fn forms<'a>(edition: &'a Edition, section: &str) -> Vec<&'a Form> {
    edition.forms.iter().filter(|form| form.section == section).collect()
}

fn heading(section: &OfficialSection) -> Piece {
    Piece::Heading(format!("{}、{}", section.ordinal, section.title))
}

/// What a section says that has no table.
fn sentence(section: &str) -> Piece {
    let text = match section {
        "overview" => {
            "本年度的工作按计划完成，主动公开、申请办理、保密审查、网站管理和业务培训没有需要另行说明的内容。"
        }
        "problems" => "本年度公开的渠道还不够多样，已经增设公开栏。",
        _ => "本年度的工作按计划完成，未收取信息处理费，没有需要另行说明的内容。",
    };
    Piece::Paragraph(text.to_owned())
}
