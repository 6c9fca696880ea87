//! What each report contributes to others, keyed by body and year: small values without offsets.

use super::carry_over::Carried;
use super::content::Report;
use super::figures::FormFigures;
use super::kept::Changed;
use super::key::Key;
use super::succession::Succession;
use super::wording::Wording;
use crate::syntax::{Block, Syntax};
use std::sync::{Arc, LazyLock};

/// What a report contributes to the reports of other years.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contribution {
    /// The body and the year of the report.
    pub key: Key,
    /// The keys under which its body's reports for the year before are looked up.
    pub before: Vec<Key>,
    /// What is carried out to the year after.
    pub carried_out: Carried,
    /// The figures in its forms.
    pub figures: FormFigures,
    /// How it words what is written anew every year.
    pub wording: Wording,
}

impl Contribution {
    /// The contribution of a report, given the blocks of its text, each with the byte at which it begins; `None` if it
    /// does not state its body and year.
    pub fn of(report: &Report, blocks: &[(usize, &Block)], succession: &Succession) -> Option<Self> {
        let key = Key::of(report)?;
        Some(Contribution {
            before: succession.before(&key),
            key,
            carried_out: Carried::out_of(report),
            figures: FormFigures::of(report),
            wording: Wording::of(report, blocks),
        })
    }

    /// The contribution after a change that kept the report, with its title, its year and its sections; `wording` is how
    /// it words them now.
    pub fn refreshed(self: &Arc<Self>, report: &Report, changed: Changed, wording: Wording) -> Arc<Self> {
        let (carried_out, figures) = match changed {
            Changed::Figure => (Carried::out_of(report), FormFigures::of(report)),
            Changed::Text => (self.carried_out.clone(), self.figures.clone()),
        };
        if (&carried_out, &figures, &wording) == (&self.carried_out, &self.figures, &self.wording) {
            return self.clone();
        }
        let (key, before) = (self.key.clone(), self.before.clone());
        Arc::new(Contribution { key, before, carried_out, figures, wording })
    }
}

/// The contributions of the reports of one text, ordered by key; those with the same key in the order of the text.
/// Cloning is cheap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributions(Arc<[Arc<Contribution>]>);

impl Default for Contributions {
    fn default() -> Self {
        static NONE: LazyLock<Arc<[Arc<Contribution>]>> = LazyLock::new(|| Arc::new([]));
        Contributions(NONE.clone())
    }
}

impl FromIterator<Arc<Contribution>> for Contributions {
    fn from_iter<I: IntoIterator<Item = Arc<Contribution>>>(reports: I) -> Self {
        let mut reports: Vec<Arc<Contribution>> = reports.into_iter().collect();
        if reports.is_empty() {
            return Contributions::default();
        }
        reports.sort_by(|one, other| one.key.cmp(&other.key));
        Contributions(reports.into())
    }
}

impl Contributions {
    /// The contributions of the reports in a text.
    pub fn of(reports: &[Report], syntax: &Syntax, succession: &Succession) -> Self {
        let blocks: Vec<(usize, &Block)> = syntax.placed().collect();
        reports.iter().filter_map(|report| Contribution::of(report, &blocks, succession)).map(Arc::new).collect()
    }

    /// All contributions.
    pub fn all(&self) -> &[Arc<Contribution>] {
        &self.0
    }

    /// The contributions with a key.
    pub(super) fn with(&self, key: &Key) -> &[Arc<Contribution>] {
        with_key(&self.0, key, |it| &it.key)
    }

    /// Whether both are the same allocation: a cheap test that implies equality.
    pub fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The items with a key, from items ordered by key.
pub(super) fn with_key<'a, T>(items: &'a [T], key: &Key, of: impl Fn(&T) -> &Key) -> &'a [T] {
    let start = items.partition_point(|item| of(item) < key);
    let count = items[start..].partition_point(|item| of(item) == key);
    &items[start..start + count]
}
