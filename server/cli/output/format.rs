//! Which formats there are.

use crate::cli::stdout::Framing;

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
    /// What stands around the findings of all files.
    pub fn framing(self) -> Framing {
        if self == Format::Json { Framing::Array } else { Framing::Lines }
    }

    /// Whether people read it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}
