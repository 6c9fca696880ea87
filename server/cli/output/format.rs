//! The output formats of findings.

use super::super::stdout::Framing;
use super::file::File;
use super::{concise, full, github, gitlab, json, json_lines, junit, office, rdjson, sarif};
use crate::rules::Severity;

/// An output format of findings.
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
    /// The reviewer's page: one page over all reports.
    Html,
    /// Commands of a workflow of GitHub, which become annotations.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// The Static Analysis Results Interchange Format, 2.1.0.
    Sarif,
    /// A JUnit report: a suite for each file.
    Junit,
    /// The diagnostic format of reviewdog.
    Rdjson,
}

impl Format {
    /// The findings of a file in this format; empty if there are none, unless the format lists files without. `fails` says
    /// which findings make the command fail.
    pub fn render(self, file: &File<'_>, colour: bool, fails: impl Fn(Severity) -> bool) -> String {
        if file.findings.is_empty() && (self != Format::Junit || file.reports.is_empty()) {
            return String::new();
        }
        match self {
            Format::Full if !file.places.is_empty() => office::render(file, colour),
            Format::Full => full::render(file, colour),
            Format::Concise => concise::render(file, colour),
            Format::Json => json::render(file),
            Format::JsonLines => json_lines::render(file),
            // It is written when all files are judged.
            Format::Html => String::new(),
            Format::Github => github::render(file),
            Format::Gitlab => gitlab::render(file),
            Format::Sarif => sarif::render(file),
            Format::Junit => junit::render(file, fails),
            Format::Rdjson => rdjson::render(file),
        }
    }

    /// The framing of the findings of all files.
    pub fn framing(self) -> Framing {
        match self {
            Format::Json | Format::Gitlab => Framing::ARRAY,
            Format::Sarif => sarif::framing(),
            Format::Junit => junit::FRAMING,
            Format::Rdjson => rdjson::framing(),
            _ => Framing::Lines,
        }
    }

    /// Whether it lists the edits of repairs.
    pub fn lists_edits(self) -> bool {
        matches!(self, Format::Json | Format::JsonLines | Format::Sarif | Format::Rdjson)
    }

    /// Whether it can say how many findings each rule has.
    pub fn has_statistics(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Json | Format::JsonLines)
    }

    /// Whether it tells of repairs by their titles only.
    pub fn names_repairs(self) -> bool {
        matches!(self, Format::Full | Format::Html)
    }

    /// Whether it is meant for people.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}
