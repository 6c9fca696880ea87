//! The queue of events for the thread that informs the client.

use super::drafts::Stamp;
use super::library::Rejudged;
use lsp_types::Url;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// An event that concerns the client.
#[derive(Debug)]
pub enum Event {
    /// A draft was opened or changed.
    Changed(Url, Stamp),
    /// A draft was closed.
    Closed(Url),
    /// New settings files may have been found.
    Projects,
    /// Settings have changed, and every draft has the new ones.
    Settings,
    /// Neighbours have changed, and every draft has the new ones.
    Neighbours,
}

/// The queue of the thread that informs the client.
#[derive(Debug, Clone)]
pub struct Queue {
    events: mpsc::Sender<Event>,
    /// How many events the thread has not finished.
    left: Arc<AtomicUsize>,
}

impl Queue {
    /// A queue, with its receiver and its number of unfinished events.
    pub fn new() -> (Self, mpsc::Receiver<Event>, Arc<AtomicUsize>) {
        let (events, to_tell) = mpsc::channel();
        let left = Arc::new(AtomicUsize::new(0));
        (Queue { events, left: left.clone() }, to_tell, left)
    }

    /// Sends an event.
    pub fn send(&self, event: Event) {
        self.left.fetch_add(1, Ordering::AcqRel);
        if self.events.send(event).is_err() {
            tracing::error!("nothing is checked any more: the checking thread has ended");
        }
    }

    /// Sends the events for a change of the index.
    pub fn tell(&self, news: Rejudged) {
        if !news.is_empty() {
            let changed = news.drafts.into_iter().map(|(url, stamp)| Event::Changed(url, stamp));
            changed.chain([Event::Neighbours]).for_each(|event| self.send(event));
        }
    }

    /// Whether the thread has finished all events.
    pub fn is_done(&self) -> bool {
        self.left.load(Ordering::Acquire) == 0
    }
}
