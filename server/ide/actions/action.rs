//! What an action is.

use crate::text::Edit;
use serde::{Deserialize, Serialize};

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be done without looking: no number changes and none is added.
    pub safe: bool,
    /// Whether it is the one thing to do about its finding.
    pub preferred: bool,
    /// The finding it repairs, by its place among the findings.
    pub finding: Option<usize>,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActionKind {
    /// The repair of a finding.
    QuickFix,
    /// Something written in another way.
    Rewrite,
    /// All safe repairs.
    FixAll,
    /// All totals.
    Recalculate,
}
