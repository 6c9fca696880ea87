//! What was read and found in a text.

use crate::report::{Prose, Report};
use crate::rules::Finding;
use crate::syntax::Syntax;

/// A text read and judged.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The blocks and cells of the text.
    pub syntax: Syntax,
    /// What the prose of its reports states.
    pub prose: Prose,
    /// The reports in the text, in order; empty when the text holds none.
    pub reports: Vec<Report>,
    /// The findings, in the order of their places. Offsets are those of the text.
    pub findings: Vec<Finding>,
}
