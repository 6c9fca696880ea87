//! The open drafts. Knows nothing of positions or diagnostics.

use crate::check::Draft;
use crate::config::Settings;
use dashmap::DashMap;
use dashmap::mapref::multiple::RefMulti;
use lsp_types::Url;
use std::sync::atomic::{AtomicU64, Ordering};

/// One state of one draft. Versions do not tell states apart: a client may open a draft again with the version it
/// had before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(u64);

/// The open drafts, each with the stamp of its newest state.
///
/// The map's guards stay inside these functions, which return owned values: none can be held across an await, nor
/// while a draft is checked.
#[derive(Debug, Default)]
pub struct Drafts {
    open: DashMap<Url, (Draft, Stamp)>,
    last: AtomicU64,
}

impl Drafts {
    /// Opens a draft, in place of one with the same address.
    pub fn open(&self, url: Url, draft: Draft) -> Stamp {
        let stamp = self.stamp();
        self.open.insert(url, (draft, stamp));
        stamp
    }

    /// Changes a draft; `None` where it is not open.
    pub fn change(&self, url: &Url, change: impl FnOnce(&mut Draft)) -> Option<Stamp> {
        let mut entry = self.open.get_mut(url)?;
        let (draft, stamp) = entry.value_mut();
        // First the stamp: should the change panic halfway, the state before it is still not the newest.
        *stamp = self.stamp();
        change(draft);
        Some(*stamp)
    }

    /// Sets by what a draft is judged; `None` where that is nothing new, or where it is not open.
    pub fn set(&self, url: &Url, settings: Settings) -> Option<Stamp> {
        let mut entry = self.open.get_mut(url)?;
        let (draft, stamp) = entry.value_mut();
        draft.set_settings(settings).then(|| {
            *stamp = self.stamp();
            *stamp
        })
    }

    /// The addresses of all open drafts, sorted.
    pub fn urls(&self) -> Vec<Url> {
        let mut urls: Vec<Url> = self.open.iter().map(|entry| entry.key().clone()).collect();
        urls.sort_unstable();
        urls
    }

    /// Closes a draft; gives it as it was, if it was open.
    pub fn close(&self, url: &Url) -> Option<Draft> {
        self.open.remove(url).map(|(_, (draft, _))| draft)
    }

    /// Whether a draft is open.
    pub fn is_open(&self, url: &Url) -> bool {
        self.open.contains_key(url)
    }

    /// A copy of the draft, which is cheap, if `stamp` is still its newest state.
    pub fn at(&self, url: &Url, stamp: Stamp) -> Option<Draft> {
        let entry = self.open.get(url)?;
        let (draft, newest) = entry.value();
        (*newest == stamp).then(|| draft.clone())
    }

    /// A copy of the draft as it is now, which is cheap.
    pub fn now(&self, url: &Url) -> Option<Draft> {
        self.open.get(url).map(|entry| entry.value().0.clone())
    }

    /// Copies of all drafts, in the order of their addresses.
    pub fn all(&self) -> Vec<(Url, Draft)> {
        let copy = |entry: RefMulti<'_, Url, (Draft, Stamp)>| (entry.key().clone(), entry.value().0.clone());
        let mut all: Vec<(Url, Draft)> = self.open.iter().map(copy).collect();
        all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// Whether `stamp` is still the draft's newest state.
    pub fn is_newest(&self, url: &Url, stamp: Stamp) -> bool {
        self.open.get(url).is_some_and(|entry| entry.value().1 == stamp)
    }

    fn stamp(&self) -> Stamp {
        Stamp(self.last.fetch_add(1, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edit;

    #[test]
    fn an_old_state_is_not_given_out() {
        let drafts = Drafts::default();
        let url = Url::parse("file:///报告.md").unwrap();
        let first = drafts.open(url.clone(), Draft::new("一", 1));
        let second = drafts.change(&url, |draft| draft.apply(&Edit::new(3..3, "二"))).unwrap();
        assert!(drafts.at(&url, first).is_none());
        assert_eq!(drafts.at(&url, second).unwrap().buffer().to_string(), "一二");
        assert!(drafts.close(&url).is_some() && !drafts.is_open(&url) && drafts.close(&url).is_none());
        assert!(drafts.at(&url, second).is_none());
        assert!(drafts.change(&url, |_| unreachable!()).is_none());
        // The same text in the same version is another state when it is opened again.
        let again = drafts.open(url.clone(), Draft::new("一二", 1));
        assert!(!drafts.is_newest(&url, second) && drafts.is_newest(&url, again));
    }
}
