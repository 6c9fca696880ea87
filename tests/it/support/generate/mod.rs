//! Complete, correct drafts, the same for the same seed: every edition, every layout and the ways in which drafts write
//! them, with the place of every figure and label.
//!
//! Labels, tables and sums come from the editions' own data, so a new edition needs nothing new here.

pub mod figures;
mod glued;
mod marks;
pub mod page;
mod pdf;
mod random;
mod style;
pub mod tables;
mod words;

pub use random::Random;
#[allow(unused_imports, reason = "a bench writes in none of these")]
pub use style::{GLUED, PDF_STYLES};
pub use style::{STYLES, Style};

use figures::{numbers, usual};
use marks::{Marker, is_value};
use nianbao::edition::{self, Edition, Form};
use nianbao::syntax::table::Grid;
use page::{Piece, write};
use rust_decimal::Decimal;
use std::ops::Range;
use tables::delete_row;
use words::{BODIES, filler, preamble, prose};

/// A draft and where everything in it stands.
pub struct Draft {
    pub text: String,
    marks: Vec<(Mark, Range<usize>)>,
    numbers: Vec<Vec<Vec<Decimal>>>,
    tables: &'static Edition,
}

/// What stands somewhere in a draft. Forms are named by their places in the edition of the draft's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Title,
    /// A section heading, by the section's place in the edition.
    Heading(usize),
    Banner(usize),
    /// The label of a column, or of a group of columns.
    Column(usize),
    Label {
        form: usize,
        row: usize,
    },
    Value {
        form: usize,
        row: usize,
        column: usize,
    },
}

/// A value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub form: usize,
    pub row: usize,
    pub column: usize,
    pub number: Decimal,
    pub range: Range<usize>,
}

impl Draft {
    /// The value cells of a form, by its id.
    pub fn cells(&self, id: &str) -> Vec<Cell> {
        let cell = |(mark, range): &(Mark, Range<usize>)| match *mark {
            Mark::Value { form, row, column } if self.tables.forms[form].id == id => {
                Some(Cell { form, row, column, number: self.numbers[form][row][column], range: range.clone() })
            }
            _ => None,
        };
        self.marks.iter().filter_map(cell).collect()
    }

    /// Where something stands; several places where a merged label is repeated.
    pub fn places(&self, mark: Mark) -> Vec<Range<usize>> {
        self.marks.iter().filter(|(other, _)| *other == mark).map(|(_, range)| range.clone()).collect()
    }
}

/// What to draft.
#[derive(Clone)]
pub struct Plan {
    edition: &'static Edition,
    tables: &'static Edition,
    seed: u64,
    size: usize,
    of: Option<(usize, u16)>,
    without_section: Option<usize>,
    without_rows: Vec<(usize, usize)>,
    blank: Option<usize>,
}

impl Plan {
    /// A report with the tables of its year.
    pub fn new(edition: &'static Edition, seed: u64) -> Self {
        Plan {
            edition,
            tables: edition,
            seed,
            size: 0,
            of: None,
            without_section: None,
            without_rows: Vec::new(),
            blank: None,
        }
    }

    /// With so much prose that the text has this many bytes, or a few more.
    pub fn size(mut self, bytes: usize) -> Self {
        self.size = bytes;
        self
    }

    /// Of this body and year.
    #[allow(dead_code, reason = "only a bench needs several years of a body")]
    pub fn of(mut self, body: usize, year: u16) -> Self {
        self.of = Some((body, year));
        self
    }

    /// With the tables of this edition.
    pub fn tables(mut self, edition: &'static Edition) -> Self {
        self.tables = edition;
        self
    }

    /// Without this section.
    pub fn without_section(mut self, index: usize) -> Self {
        self.without_section = Some(index);
        self
    }

    /// Without this row of this form.
    pub fn without_row(mut self, form: usize, row: usize) -> Self {
        self.without_rows.push((form, row));
        self
    }

    /// Without any row of this form.
    #[allow(dead_code, reason = "a bench writes whole tables")]
    pub fn without_rows(self, form: usize) -> Self {
        (0..self.tables.forms[form].rows.len()).fold(self, |plan, row| plan.without_row(form, row))
    }

    /// With nothing in the cells of this form.
    #[allow(dead_code, reason = "a bench writes whole tables")]
    pub fn blank(mut self, form: usize) -> Self {
        self.blank = Some(form);
        self
    }

    /// The draft in a style.
    pub fn write(&self, style: &Style) -> Draft {
        let draft = self.with_prose(style, 0);
        let missing = self.size.saturating_sub(draft.text.len());
        if missing == 0 { draft } else { self.with_prose(style, missing) }
    }

    fn with_prose(&self, style: &Style, more: usize) -> Draft {
        let mut random = Random::new(self.seed);
        let years = self.edition.last_report_year.unwrap_or(self.edition.first_report_year + 4)
            - self.edition.first_report_year;
        let year = self.edition.first_report_year + random.below(usize::from(years) + 1) as u16;
        let (body, year) = self.of.unwrap_or((random.below(BODIES), year));
        let body = words::body(body);
        let numbers: Vec<Vec<Vec<Decimal>>> =
            self.tables.forms.iter().map(|form| numbers(form, &mut random, usual)).collect();
        let mut marker = Marker::default();
        let title = format!("{body}{year}年{}", self.edition.title.canonical);
        let mut pieces = vec![Piece::Title(marker.mark(Mark::Title, &title))];
        pieces.extend(preamble(year).map(Piece::Paragraph));
        let filler = filler(&mut random, more);
        for (index, section) in self.edition.sections.iter().enumerate() {
            if self.without_section == Some(index) {
                continue;
            }
            let heading = format!("{}、{}", section.ordinal, section.title);
            pieces.push(Piece::Heading(marker.mark(Mark::Heading(index), &heading)));
            let forms: Vec<usize> =
                (0..self.tables.forms.len()).filter(|&form| self.tables.forms[form].section == section.id).collect();
            if forms.is_empty() {
                let half = filler.len() / 2;
                let more = match section.id.as_str() {
                    "problems" => &filler[..half],
                    "other" => &filler[half..],
                    _ => &[],
                };
                let prose = prose(&section.id, &body, year, &mut random);
                pieces.extend(prose.into_iter().chain(more.iter().cloned()).map(Piece::Paragraph));
            } else {
                pieces.push(Piece::Table((style.table)(&self.grid(&forms, &numbers, &mut marker))));
            }
        }
        let mut written = write(style.page, &pieces);
        if style.crlf {
            written = written.replace('\n', "\r\n");
        }
        let (text, marks) = marker.take_out(&written);
        Draft { text, marks, numbers, tables: self.tables }
    }

    /// The table that some forms make up, with everything in it marked.
    fn grid(&self, forms: &[usize], numbers: &[Vec<Vec<Decimal>>], marker: &mut Marker) -> Grid {
        let place =
            |form: &Form| forms.iter().copied().find(|&at| self.tables.forms[at].id == form.id).expect("a form");
        let official: Vec<&Form> = forms.iter().map(|&at| &self.tables.forms[at]).collect();
        let mut grid = edition::grid::grid(&official, |form, row, column| {
            let form = place(form);
            let number = if self.blank == Some(form) { String::new() } else { numbers[form][row][column].to_string() };
            marker.mark(Mark::Value { form, row, column }, &number)
        });
        let mut at = 0;
        let mut deleted = Vec::new();
        for &form_index in forms {
            let form = &self.tables.forms[form_index];
            if form.banner.is_some() {
                let cell = &mut grid.rows[at][0];
                cell.text = marker.mark(Mark::Banner(form_index), &cell.text);
                at += 1;
            }
            while !grid.rows[at].iter().any(is_value) {
                for cell in grid.rows[at].iter_mut().filter(|cell| cell.column >= form.label_width) {
                    cell.text = marker.mark(Mark::Column(form_index), &cell.text);
                }
                at += 1;
            }
            for row in 0..form.rows.len() {
                if self.without_rows.contains(&(form_index, row)) {
                    deleted.push(at);
                }
                if let Some(cell) = grid.rows[at].iter_mut().rfind(|cell| !is_value(cell)) {
                    cell.text = marker.mark(Mark::Label { form: form_index, row }, &cell.text);
                }
                at += 1;
            }
        }
        deleted.into_iter().rev().for_each(|row| delete_row(&mut grid, row));
        grid
    }
}
