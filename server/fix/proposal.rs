//! A repair before it is made: what can be said of it without reading the draft again.

use super::gate::Repair;
use std::fmt;

/// A repair that is proposed, and how it is made. Its title and whether it is safe hold for what is made, or nothing is.
pub struct Proposal<'a> {
    /// What it does, in Chinese, as an imperative.
    pub title: String,
    /// Whether it may be made without looking.
    pub safe: bool,
    make: Box<dyn Fn(String) -> Option<Repair> + 'a>,
}

impl<'a> Proposal<'a> {
    /// A proposal; `make` gets its title.
    pub fn new(title: String, safe: bool, make: impl Fn(String) -> Option<Repair> + 'a) -> Self {
        Proposal { title, safe, make: Box::new(make) }
    }

    /// The repair, if it passes the gate.
    pub fn make(&self) -> Option<Repair> {
        (self.make)(self.title.clone())
    }
}

impl fmt::Debug for Proposal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proposal").field("title", &self.title).field("safe", &self.safe).finish_non_exhaustive()
    }
}
