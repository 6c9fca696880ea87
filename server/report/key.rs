//! Which body and year a report is of.

use super::content::Report;
use crate::text::fold::fold;

/// The body and the year of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The body's folded name.
    pub organ: String,
    /// The report year.
    pub year: u16,
}

impl Key {
    /// The key of the report of a body for a year.
    pub fn new(organ: &str, year: u16) -> Self {
        Key { organ: fold(organ), year }
    }

    /// The key of a report; `None` if it does not state both.
    pub fn of(report: &Report) -> Option<Self> {
        Some(Key::new(report.title.as_ref()?.organ.as_deref()?, report.year?))
    }

    /// The key of the same body's report for the year before.
    #[must_use]
    pub fn before(self) -> Self {
        Key { year: self.year.saturating_sub(1), ..self }
    }

    /// The key of the same body's report for the year after.
    #[must_use]
    pub fn after(self) -> Self {
        Key { year: self.year.saturating_add(1), ..self }
    }
}
