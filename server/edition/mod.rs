//! The official form, as data.
//!
//! Everything that the law and the two notices fix — sections, tables, labels, equations — is TOML: what both notices
//! share in `common.toml`, the rest in `2019.toml` and `2021.toml`. This module reads those files.

pub mod body;
pub mod equation;
pub mod grid;
pub mod keywords;
pub mod law;
mod lookalike;
mod overlay;
mod pattern;
pub mod phrases;
pub mod relation;
pub mod sentence;

use serde::Deserialize;
use std::sync::{LazyLock, OnceLock};
use toml::de::{DeTable, Deserializer};

pub use equation::{CellAt, Direction, Equation, EquationLine, Lines, Membership, Term};
pub use lookalike::look_alike;
pub use relation::{Order, Relation, SignedTerm};
pub use sentence::Sentence;

/// One edition of the uniform format of the annual report, as the national office issued it
/// (条例第五十条第二款: the format is uniform for the whole country).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Edition {
    /// The year of the notice: 2019 or 2021. The edition's name everywhere.
    pub year: u16,
    /// The first report year that has to use this edition.
    pub first_report_year: u16,
    /// The last report year that uses this edition; `None` while it is in force.
    pub last_report_year: Option<u16>,
    /// The document number of the notice, e.g. 国办公开办函〔2021〕30号.
    pub notice: String,
    /// The names of the report itself.
    pub title: Titles,
    /// The six sections, in their fixed order (条例第五十条第一款).
    pub sections: Vec<OfficialSection>,
    /// The statutory tables, in the order in which they stand in the report.
    pub forms: Vec<Form>,
    /// Sentences that most reports need, in the order of a report.
    pub sentences: Vec<Sentence>,
}

/// The accepted and the deviating names of the report.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Titles {
    /// The statutory name (条例第四十九条): what a title line ends in.
    pub canonical: String,
    /// What people call it for short, to ask for a whole one.
    pub short: Vec<String>,
    /// What public enterprises and institutions call theirs (条例第五十五条).
    #[serde(deserialize_with = "pattern::expanded")]
    pub public: Vec<String>,
    /// What stands before a title, with a colon, where a page is copied with its description.
    pub labels: Vec<String>,
    /// Names that deviate slightly and are common: a hint.
    #[serde(deserialize_with = "pattern::expanded")]
    pub hinted: Vec<String>,
    /// Names of another document: a warning.
    #[serde(deserialize_with = "pattern::expanded")]
    pub wrong: Vec<String>,
}

impl Titles {
    /// All names of the document that stand in titles.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.canonical).chain(&self.public).chain(&self.hinted).chain(&self.wrong)
    }
}

/// One of the six sections.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OfficialSection {
    /// The stable id, e.g. `disclosure`.
    pub id: String,
    /// The ordinal as it is printed, e.g. 二.
    pub ordinal: String,
    /// The title of the format's attachment, without its ordinal.
    pub title: String,
    /// Titles as correct as the first: those of the format's body and of 条例第五十条.
    #[serde(deserialize_with = "pattern::expanded")]
    pub accepted: Vec<String>,
    /// Deviating titles that are common: a hint.
    #[serde(deserialize_with = "pattern::expanded")]
    pub hinted: Vec<String>,
    /// Titles that are wrong: a warning.
    #[serde(deserialize_with = "pattern::expanded")]
    pub wrong: Vec<String>,
    /// What the law requires in this section, in one or two Chinese sentences.
    pub asks: String,
    /// How many Chinese characters it should not exceed, if the format says so.
    pub longest: Option<usize>,
}

impl OfficialSection {
    /// The titles that are right: the statutory one, and those that are accepted.
    pub fn official_titles(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.title).chain(&self.accepted)
    }
}

/// What a value cell may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// A whole number that is not negative.
    Count,
    /// A whole number; a decrease is negative (2019: 本年增/减).
    Signed,
    /// A decimal number that is not negative.
    Amount,
}

/// A row or a column of a form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Header {
    /// The stable id, e.g. `denied-secret`.
    pub id: String,
    /// The labels from the outermost group to the header's own; equal beginnings are merged cells.
    /// Empty for the one row of the proceedings table, which has no label.
    #[serde(default)]
    pub path: Vec<String>,
    /// Shorter or older labels that drafts use for this header; accepted with a `label` finding.
    #[serde(default, deserialize_with = "pattern::expanded")]
    pub short: Vec<String>,
    /// The header in words, where its own label alone is ambiguous (其他, 总计, the proceedings columns).
    pub name: Option<String>,
    /// For a column: what its cells hold; counts by default.
    pub kind: Option<ColumnKind>,
    /// For a column: the unit of its figures, e.g. 件 or 万元; `None` where the form prints none.
    pub unit: Option<String>,
    /// For a column: how many columns of the table's grid it spans.
    pub width: Option<usize>,
    /// For a row: the articles of the 条例 behind it, with their gist in a line.
    pub law: Option<String>,
}

impl Header {
    /// The header's own label, as printed: the last part of its path.
    pub fn label(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The header as a message names it.
    pub fn words(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.label())
    }

    /// What the cells of this column hold.
    pub fn kind(&self) -> ColumnKind {
        self.kind.unwrap_or(ColumnKind::Count)
    }
}

/// The article item printed as a heading above a block of table two.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OfficialBanner {
    /// The heading as printed, e.g. 第二十条第（一）项.
    pub text: String,
    /// The number of the item of article 20: 1, 5, 6, 8 or 9.
    pub item: u32,
}

/// One statutory table, or one article block of table two.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Form {
    /// The stable id, e.g. `article-20-1`.
    pub id: String,
    /// The id of the section in which the form stands.
    pub section: String,
    /// The table in words, e.g. 表二第二十条第（一）项.
    pub name: String,
    /// The article heading above it, for the blocks of table two.
    pub banner: Option<OfficialBanner>,
    /// The label of the corner over the row labels; empty where the form has no corner.
    #[serde(default)]
    pub corner: String,
    /// How many columns of the grid the row labels span.
    pub label_width: usize,
    /// The value columns, left to right.
    pub columns: Vec<Header>,
    /// The data rows, top to bottom.
    pub rows: Vec<Header>,
    /// What has to add up: printed in the form as 勾稽关系, or evident from its totals.
    #[serde(default)]
    pub equations: Vec<Equation>,
    /// What follows from the meaning of its columns, in one year or from one year to the next.
    #[serde(default)]
    pub relations: Vec<Relation>,
    #[serde(skip)]
    lines: OnceLock<Lines>,
    #[serde(skip)]
    words: OnceLock<Vec<String>>,
}

fn same_ids(one: &[Header], other: &[Header]) -> bool {
    one.iter().map(|header| &header.id).eq(other.iter().map(|header| &header.id))
}

impl Form {
    /// The equations, one line for each row or column in which they hold.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| {
            let [rows, columns] = [&self.rows, &self.columns]
                .map(|headers| headers.iter().map(|header| header.id.as_str()).collect::<Vec<_>>());
            Lines::new(&self.equations, &rows, &columns)
        })
    }

    /// A cell in words: （七）总计·自然人. A form's only row or only column is left out.
    pub fn words(&self, (row, column): CellAt) -> &str {
        let words = || {
            let cells = self.rows.iter().flat_map(|row| self.columns.iter().map(move |column| (row, column)));
            let words = cells.map(|(row, column)| match (self.rows.len(), self.columns.len()) {
                (1, columns) if columns > 1 && row.path.is_empty() => column.words().to_owned(),
                (_, 1) => row.words().to_owned(),
                _ => format!("{}·{}", row.words(), column.words()),
            });
            words.collect()
        };
        &self.words.get_or_init(words)[row * self.columns.len() + column]
    }

    /// Whether it has the same columns as another form.
    pub fn has_columns_of(&self, other: &Form) -> bool {
        same_ids(&self.columns, &other.columns)
    }

    /// Whether it has the same rows as another form.
    pub fn has_rows_of(&self, other: &Form) -> bool {
        same_ids(&self.rows, &other.rows)
    }

    /// The index of a row by its id.
    pub fn row(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The index of a column by its id.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

/// Editions and forms exist once: each is equal to itself only.
macro_rules! equal_to_itself {
    ($($name:ident)+) => {
        $(impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                std::ptr::eq(self, other)
            }
        })+
    };
}

equal_to_itself!(Edition Form);

impl Edition {
    /// The index of a section by its id.
    pub fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }

    /// The forms that stand in a section.
    pub fn forms_of(&self, section: &OfficialSection) -> Vec<&Form> {
        self.forms.iter().filter(|form| form.section == section.id).collect()
    }

    /// A form by its id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// Whether a report of this year has to use this edition.
    pub fn covers(&self, report_year: u16) -> bool {
        report_year >= self.first_report_year && self.last_report_year.is_none_or(|last| report_year <= last)
    }
}

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    read(include_str!("common.toml"), &[include_str!("2019.toml"), include_str!("2021.toml")])
        .expect("the editions are part of the program and tested")
});

/// Reads editions, each merged into what they share.
fn read(common: &str, own: &[&str]) -> Result<Vec<Edition>, toml::de::Error> {
    let common = DeTable::parse(common)?;
    let edition = |own: &&str| {
        let mut table = common.clone();
        overlay::lay_over(table.get_mut(), DeTable::parse(own)?.into_inner());
        Edition::deserialize(Deserializer::from(table))
    };
    own.iter().map(edition).collect()
}

/// The known editions, oldest first.
pub fn editions() -> &'static [Edition] {
    &EDITIONS
}

/// The labels of the rows and columns of all editions, and those of their groups.
pub fn labels() -> impl Iterator<Item = &'static String> {
    let forms = editions().iter().flat_map(|edition| &edition.forms);
    forms.flat_map(|form| form.rows.iter().chain(&form.columns)).flat_map(|header| &header.path)
}

/// The edition with this year as its name.
///
/// # Errors
/// If there is no such edition.
pub fn named(year: &str) -> Result<&'static Edition, String> {
    editions().iter().find(|edition| edition.year.to_string() == year).ok_or_else(|| {
        let years: Vec<String> = editions().iter().rev().map(|edition| edition.year.to_string()).collect();
        format!("没有“{year}”年的统一格式，可用：{}", years.join("、"))
    })
}

/// The edition in force.
pub fn newest() -> &'static Edition {
    &EDITIONS[EDITIONS.len() - 1]
}
