//! The output formats of findings.

use super::super::stdout::Framing;
use super::file::File;
use super::{concise, full, json, json_lines, office};

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
}

impl Format {
    /// The findings of a file in this format; empty if there are none.
    pub fn render(self, file: &File<'_>, colour: bool) -> String {
        if file.findings.is_empty() {
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
        }
    }

    /// The framing of the findings of all files.
    pub fn framing(self) -> Framing {
        if self == Format::Json { Framing::Array } else { Framing::Lines }
    }

    /// Whether it lists the edits of repairs.
    pub fn lists_edits(self) -> bool {
        matches!(self, Format::Json | Format::JsonLines)
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
