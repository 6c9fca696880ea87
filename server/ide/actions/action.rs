//! Actions.

use crate::text::Edit;
use serde::{Deserialize, Serialize};

/// An action on a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// The kind of action.
    pub kind: ActionKind,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it is safe to apply without review: no number changes and none is added.
    pub safe: bool,
    /// Whether it is the only repair of its finding.
    pub preferred: bool,
    /// The index of the finding it repairs.
    pub finding: Option<usize>,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActionKind {
    /// The repair of a finding.
    QuickFix,
    /// The same content written in another way.
    Rewrite,
    /// All safe repairs.
    FixAll,
    /// Recalculation of all totals.
    Recalculate,
}
