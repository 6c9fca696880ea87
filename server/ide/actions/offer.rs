//! What can be done, before it is made.

use super::action::{Action, ActionKind};
use crate::text::Edit;
use std::fmt;

/// Something that can be done, and how its edits are made. What is said of it holds for the action that comes of it.
pub struct Offer<'a> {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// Whether it may be done without looking: no number changes and none is added.
    pub safe: bool,
    /// Whether it is the one thing to do about its finding.
    pub preferred: bool,
    /// The finding it repairs, by its place among the findings.
    pub finding: Option<usize>,
    edits: Box<dyn Fn() -> Option<Vec<Edit>> + 'a>,
}

impl<'a> Offer<'a> {
    /// An offer about no finding; `edits` makes its edits.
    pub fn new(title: String, kind: ActionKind, safe: bool, edits: impl Fn() -> Option<Vec<Edit>> + 'a) -> Self {
        Offer { title, kind, safe, preferred: false, finding: None, edits: Box::new(edits) }
    }

    /// The same offer as the repair of a finding, by its place among the findings.
    pub fn repairing(self, finding: usize, preferred: bool) -> Self {
        Offer { finding: Some(finding), preferred, ..self }
    }

    /// The action; `None` where its edits would do harm, or nothing.
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
