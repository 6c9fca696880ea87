//! What the formats print.

use crate::rules::Finding;

/// A file that was checked.
#[derive(Debug)]
pub struct File<'a> {
    /// The path as it is shown.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its findings, with the index of their report.
    pub findings: &'a [(usize, Finding)],
}
