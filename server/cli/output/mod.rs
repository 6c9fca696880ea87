//! The formats of `nianbao check`, one file each. They know nothing of files, threads or exit codes: findings in, text
//! out.

mod concise;
mod excerpt;
mod full;
mod json;
mod json_lines;
mod record;
mod statistics;

pub use record::json as to_json;

use super::stdout::Framing;
use crate::report::Report;
use crate::rules::{Finding, Rule};
use annotate_snippets::renderer::Style;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the lines of the draft, for people.
    Full,
    /// One line a finding, for people and for `grep`.
    Concise,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    JsonLines,
}

/// A file that was checked.
#[derive(Debug)]
pub struct File<'a> {
    /// The path as it is shown.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its reports.
    pub reports: &'a [Report],
    /// Its findings.
    pub findings: &'a [Finding],
}

impl Format {
    /// The findings of a file as this format prints them; empty where there are none.
    pub fn render(self, file: &File<'_>, colour: bool) -> String {
        if file.findings.is_empty() {
            return String::new();
        }
        match self {
            Format::Full => full::render(file, colour),
            Format::Concise => concise::render(file, colour),
            Format::Json => json::render(file),
            Format::JsonLines => json_lines::render(file),
        }
    }

    /// How often each rule had something to say, as this format prints it.
    pub fn render_statistics(self, counts: &[(&'static Rule, usize)]) -> String {
        statistics::render(counts, self)
    }

    /// What stands around the findings of all files.
    pub fn framing(self) -> Framing {
        if self == Format::Json { Framing::Array } else { Framing::Lines }
    }

    /// Whether it gives the edits of repairs.
    pub fn lists_edits(self) -> bool {
        matches!(self, Format::Json | Format::JsonLines)
    }

    /// Whether people read it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}

/// A text on one line and without what would move the cursor: messages quote drafts, and drafts hold anything.
fn one_line(text: &str) -> String {
    let clean = |character: char| if character.is_control() { ' ' } else { character };
    text.trim_end().chars().map(clean).collect()
}

/// A text in a style, or as it is.
fn styled(text: &str, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// How many columns of a terminal a text takes: Chinese characters and punctuation take two.
pub fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

fn character_width(character: char) -> usize {
    match character {
        // As the renderer shows them: a tab is four blanks, a control character a symbol.
        '\t' => 4,
        '\0'..='\u{2e7f}' => 1,
        _ => 2,
    }
}

/// Findings to print, made by hand.
#[cfg(test)]
pub mod samples {
    use crate::rules::{Finding, Fix, Fixes, Note, Rule, Severity, Subject};
    use crate::text::Edit;

    pub static ROW_TOTAL: Rule = Rule {
        name: "row-total",
        title: "一行的总计与各栏之和不符",
        severity: Severity::Error,
        fixes: Fixes::Unsafe,
        since: "0.1.0",
        docs: "总计应当等于各栏之和。\n",
        check: |_| {},
    };

    pub const TEXT: &str = "# 某某县教育局2024年政府信息公开工作年度报告\n| （七）总计 | 266 | 26 | 291 |\n";

    /// What the rule would say about [`TEXT`].
    pub fn finding() -> Finding {
        let place = |number: &str| {
            let start = TEXT.find(number).unwrap();
            start..start + number.len()
        };
        let note = |message: &str, number| Note { message: message.to_owned(), range: place(number) };
        Finding {
            rule: &ROW_TOTAL,
            severity: Severity::Error,
            report: 0,
            subject: Subject::Text,
            range: place("291"),
            message: "“总计”应为 292，表中为 291".to_owned(),
            notes: vec![
                note("自然人", "266"),
                note("法人或其他组织", "26 |"),
                note("自然人 266 + 法人或其他组织 26 = 292", "291"),
            ],
            fixes: vec![Fix {
                title: "改为 292".to_owned(), edits: vec![Edit::new(place("291"), "292")], safe: false
            }],
        }
    }
}
