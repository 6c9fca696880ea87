//! Offers: actions whose edits are not computed yet.

use super::action::{Action, ActionKind};
use crate::text::Edit;
use std::fmt;

/// An offer of an action, with a function for its edits. What it says holds for the action made from it.
pub struct Offer<'a> {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// The kind of action.
    pub kind: ActionKind,
    /// Whether it is safe to apply without review: no number changes and none is added.
    pub safe: bool,
    /// Whether it is the only repair of its finding.
    pub preferred: bool,
    /// The index of the finding it repairs.
    pub finding: Option<usize>,
    edits: Box<dyn Fn() -> Option<Vec<Edit>> + 'a>,
}

impl<'a> Offer<'a> {
    /// An offer that concerns no finding; `edits` computes its edits.
    pub fn new(title: String, kind: ActionKind, safe: bool, edits: impl Fn() -> Option<Vec<Edit>> + 'a) -> Self {
        Offer { title, kind, safe, preferred: false, finding: None, edits: Box::new(edits) }
    }

    /// The same offer as the repair of the finding with this index.
    pub fn repairing(self, finding: usize, preferred: bool) -> Self {
        Offer { finding: Some(finding), preferred, ..self }
    }

    /// The action; `None` if its edits are empty or would do harm.
    pub fn make(&self) -> Option<Action> {
        let edits = (self.edits)().filter(|edits| !edits.is_empty())?;
        let Offer { kind, safe, preferred, finding, .. } = *self;
        Some(Action { title: self.title.clone(), kind, edits, safe, preferred, finding })
    }
}

impl fmt::Debug for Offer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Offer { title, kind, safe, preferred, finding, .. } = self;
        f.debug_struct("Offer")
            .field("title", title)
            .field("kind", kind)
            .field("safe", safe)
            .field("preferred", preferred)
            .field("finding", finding)
            .finish_non_exhaustive()
    }
}
