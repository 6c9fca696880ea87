//! The input of all output formats.

use crate::files::{Certainty, FilePlaces};
use crate::report::Report;
use crate::rules::Finding;

/// A checked file.
#[derive(Debug)]
pub struct File<'a> {
    /// The path as shown to the user.
    pub name: &'a str,
    /// Its text, with private numbers masked.
    pub text: &'a str,
    /// From its text to the places in an office file; empty for text files.
    pub places: &'a FilePlaces,
    /// How sure it is that the text is what the file shows.
    pub certainty: Certainty,
    /// Its reports.
    pub reports: &'a [Report],
    /// Its findings.
    pub findings: &'a [Finding],
}
