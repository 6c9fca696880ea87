//! The open drafts, and drafts read from disk.

use crate::check::Draft;
use crate::config::Settings;
use crate::files;
use crate::files::limits::FILE_BYTES;
use crate::ide::form_view::LastFigures;
use crate::report::neighbours::Neighbours;
use dashmap::DashMap;
use dashmap::mapref::multiple::RefMulti;
use lsp_types::Url;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Notify;

/// Identifies one state of one draft. Versions are insufficient, since a client may open a draft again with the same
/// version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(u64);

/// The open drafts, each with the stamp of its newest state.
///
/// A draft whose settings are still being read is *unsettled*: it takes part in nothing until it has them.
///
/// The map's guards stay inside these functions, which return owned values, so none is held across an await or while a
/// draft is checked.
#[derive(Debug, Default)]
pub struct Drafts {
    open: DashMap<Url, Open>,
    last: AtomicU64,
    /// Notified when a draft has got its settings, or is closed.
    settled: Notify,
}

#[derive(Debug)]
struct Open {
    draft: Draft,
    /// The stamp of its newest state.
    stamp: Stamp,
    /// Whether its text is known to differ from the editor's.
    is_stale: bool,
    /// Whether it has its settings.
    is_settled: bool,
    /// What its cells held when its totals were last asked about.
    figures: FiguresBefore,
}

/// What the cells of a draft held before.
#[derive(Debug, Clone)]
pub enum FiguresBefore {
    /// When it was opened: nobody has asked yet.
    Opened(Box<Draft>),
    /// When somebody last asked.
    Asked(LastFigures),
}

impl FiguresBefore {
    /// What the cells held.
    pub fn figures(self) -> LastFigures {
        match self {
            FiguresBefore::Opened(draft) => LastFigures::new(draft.snapshot().figures()),
            FiguresBefore::Asked(figures) => figures,
        }
    }
}

impl Drafts {
    /// Opens a draft that has its settings, replacing any with the same URL.
    pub fn open(&self, url: Url, draft: Draft) -> Stamp {
        self.insert(url, draft, true)
    }

    /// Opens a draft whose settings are still to be [set](Self::set), replacing any with the same URL.
    pub fn open_unsettled(&self, url: Url, draft: Draft) -> Stamp {
        self.insert(url, draft, false)
    }

    fn insert(&self, url: Url, draft: Draft, is_settled: bool) -> Stamp {
        let stamp = self.stamp();
        let figures = FiguresBefore::Opened(Box::new(draft.clone()));
        self.open.insert(url, Open { draft, stamp, is_stale: false, is_settled, figures });
        // Whoever has seen that number may not have seen the draft.
        self.stamp();
        stamp
    }

    /// A draft that was copied a moment ago, with its settings: waits for them.
    pub async fn settled(&self, url: &Url, mut draft: Draft) -> Draft {
        loop {
            let settled = self.settled.notified();
            let settings = match self.open.get(url) {
                Some(open) if !open.is_settled => None,
                Some(open) if open.draft.buffer().version() == draft.buffer().version() => return open.draft.clone(),
                Some(open) => Some(open.draft.settings().clone()),
                None => return draft,
            };
            if let Some(settings) = settings {
                draft.set_settings((*settings).clone());
                return draft;
            }
            settled.await;
        }
    }

    /// Whether a draft has its settings; also if it is not open.
    pub fn is_settled(&self, url: &Url) -> bool {
        self.open.get(url).is_none_or(|open| open.is_settled)
    }

    /// What the cells of a draft held when its totals were last asked about, or when it was opened; `None` if it is not
    /// open.
    pub fn figures_before(&self, url: &Url) -> Option<FiguresBefore> {
        self.open.get(url).map(|open| open.figures.clone())
    }

    /// Keeps what the cells of a draft hold now that its totals have been asked about.
    pub fn keep_figures(&self, url: &Url, figures: LastFigures) {
        if let Some(mut open) = self.open.get_mut(url) {
            open.figures = FiguresBefore::Asked(figures);
        }
    }

    /// Applies the editor's change to a draft; `None` if it is not open.
    pub fn change(&self, url: &Url, change: impl FnOnce(&mut Draft)) -> Option<Stamp> {
        let mut entry = self.open.get_mut(url)?;
        let open = entry.value_mut();
        // If the change panics halfway, the draft is stale, and not in the state that its old stamp identifies.
        open.stamp = self.stamp();
        open.is_stale = true;
        change(&mut open.draft);
        open.is_stale = false;
        Some(open.stamp)
    }

    /// Marks a draft as stale, if it is open: its text may differ from the editor's.
    pub fn mark_stale(&self, url: &Url) {
        if let Some(mut open) = self.open.get_mut(url) {
            open.is_stale = true;
        }
    }

    /// Whether a draft is open and stale.
    pub fn is_stale(&self, url: &Url) -> bool {
        self.open.get(url).is_some_and(|open| open.is_stale)
    }

    /// Sets the settings of a draft; `None` if it has them already, or if it is not open.
    pub fn set(&self, url: &Url, settings: Settings) -> Option<Stamp> {
        let mut entry = self.open.get_mut(url)?;
        let open = entry.value_mut();
        let was_settled = std::mem::replace(&mut open.is_settled, true);
        let is_new = open.draft.set_settings(settings);
        if !was_settled {
            if let FiguresBefore::Opened(opened) = &mut open.figures {
                opened.set_settings((**open.draft.settings()).clone());
            }
            self.settled.notify_waiters();
        }
        (is_new || !was_settled).then(|| {
            open.stamp = self.stamp();
            open.stamp
        })
    }

    /// Sets the neighbours of a draft; `None` if they make no difference, or if it is not open.
    pub fn set_neighbours(&self, url: &Url, neighbours: Neighbours) -> Option<Stamp> {
        let mut entry = self.open.get_mut(url)?;
        let open = entry.value_mut();
        open.draft.set_neighbours(neighbours).then(|| {
            open.stamp = self.stamp();
            open.stamp
        })
    }

    /// Whether no draft is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The URLs of all open drafts, sorted.
    pub fn urls(&self) -> Vec<Url> {
        let mut urls: Vec<Url> = self.open.iter().map(|entry| entry.key().clone()).collect();
        urls.sort_unstable();
        urls
    }

    /// Closes a draft; returns its last state, if it was open.
    pub fn close(&self, url: &Url) -> Option<Draft> {
        let (_, open) = self.open.remove(url)?;
        // Closing is a new state, too.
        self.stamp();
        self.settled.notify_waiters();
        Some(open.draft)
    }

    /// Another number after every change of a draft.
    pub fn revision(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    /// Whether a draft is open.
    pub fn is_open(&self, url: &Url) -> bool {
        self.open.contains_key(url)
    }

    /// A cheap copy of the draft, if it is settled and `stamp` is still its newest state.
    pub fn at(&self, url: &Url, stamp: Stamp) -> Option<Draft> {
        let open = self.open.get(url)?;
        (open.is_settled && open.stamp == stamp).then(|| open.draft.clone())
    }

    /// A cheap copy of the draft.
    pub fn now(&self, url: &Url) -> Option<Draft> {
        self.open.get(url).map(|open| open.draft.clone())
    }

    /// A cheap copy of the draft, unless it is stale; its offsets hold in the editor's text.
    pub fn in_step(&self, url: &Url) -> Option<Draft> {
        self.open.get(url).filter(|open| !open.is_stale).map(|open| open.draft.clone())
    }

    /// Copies of all settled drafts, in the order of their URLs.
    pub fn all(&self) -> Vec<(Url, Draft)> {
        let copy = |entry: RefMulti<'_, Url, Open>| (entry.key().clone(), entry.draft.clone());
        let mut all: Vec<(Url, Draft)> = self.open.iter().filter(|open| open.is_settled).map(copy).collect();
        all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// Whether `stamp` is still the draft's newest state.
    pub fn is_newest(&self, url: &Url, stamp: Stamp) -> bool {
        self.open.get(url).is_some_and(|open| open.stamp == stamp)
    }

    fn stamp(&self) -> Stamp {
        Stamp(self.last.fetch_add(1, Ordering::Relaxed))
    }
}

/// A file on disk as a draft; empty if it is no regular file, too long, or cannot be read or decoded.
pub fn from_disk(path: &Path, settings: Settings, neighbours: Neighbours) -> Draft {
    let file = files::bytes(path, FILE_BYTES).ok().and_then(|bytes| files::read(&path.to_string_lossy(), bytes).ok());
    let mut draft = Draft::new(&file.map(|file| file.text).unwrap_or_default(), 0);
    draft.set_settings(settings);
    draft.set_neighbours(neighbours);
    draft
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
        // The same text with the same version is another state when it is opened again.
        let again = drafts.open(url.clone(), Draft::new("一二", 1));
        assert!(!drafts.is_newest(&url, second) && drafts.is_newest(&url, again));
    }

    #[test]
    fn a_change_that_panics_leaves_a_stale_draft_until_the_next() {
        let drafts = Drafts::default();
        let url = Url::parse("file:///报告.md").unwrap();
        drafts.open(url.clone(), Draft::new("一", 1));
        assert!(drafts.in_step(&url).is_some() && !drafts.is_stale(&url));
        let change = || drafts.change(&url, |_| panic!("a fault"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(change)).is_err());
        assert!(drafts.in_step(&url).is_none() && drafts.is_stale(&url) && drafts.now(&url).is_some());
        drafts.change(&url, |draft| draft.apply(&Edit::new(0..3, "二")));
        assert!(drafts.in_step(&url).is_some());
        drafts.mark_stale(&url);
        assert!(drafts.is_stale(&url));
        drafts.open(url.clone(), Draft::new("一", 1));
        assert!(!drafts.is_stale(&url));
    }
}
