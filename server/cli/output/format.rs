//! Which format findings are printed in.

use super::super::stdout::Framing;
use super::file::File;
use super::{concise, full, json, json_lines};

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

    /// What stands around the findings of all files.
    pub fn framing(self) -> Framing {
        if self == Format::Json { Framing::Array } else { Framing::Lines }
    }

    /// Whether it gives repairs, by their titles or by their edits.
    pub fn gives_repairs(self) -> bool {
        matches!(self, Format::Full | Format::Json | Format::JsonLines)
    }

    /// Whether people read it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}
