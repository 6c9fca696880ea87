//! What the formats print.

use crate::report::Report;
use crate::rules::Finding;

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
