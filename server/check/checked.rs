//! A checked text.

use crate::report::{Prose, Report};
use crate::rules::Finding;
use crate::syntax::Syntax;

/// A text with the reports in it and their findings.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The blocks and cells of the text.
    pub syntax: Syntax,
    /// The facts that the prose of its reports states.
    pub prose: Prose,
    /// The reports in the text, in order; empty if it holds none.
    pub reports: Vec<Report>,
    /// The findings, ordered by place. Offsets count in the text.
    pub findings: Vec<Finding>,
}
