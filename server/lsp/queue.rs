//! What the client has to be told, on its way to the thread that tells it.

use super::drafts::Stamp;
use super::library::Rejudged;
use lsp_types::Url;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// How often files with settings, and those from which open drafts take figures, are looked at where the client does not watch them.
pub const LOOK: Duration = Duration::from_secs(1);

/// Something the client has to be told.
#[derive(Debug)]
pub enum Event {
    /// A draft was opened or changed.
    Changed(Url, Stamp),
    /// A draft was closed.
    Closed(Url),
    /// Files with settings may have been met for the first time.
    Projects,
    /// What is set has changed, and every draft knows it.
    Settings,
    /// What is known of other reports has changed, and every draft knows it.
    Neighbours,
}

/// The queue of the thread that tells the client.
#[derive(Debug, Clone)]
pub struct Queue {
    events: mpsc::Sender<Event>,
    /// How many events the thread has not done with.
    left: Arc<AtomicUsize>,
}

impl Queue {
    /// A queue; where its events come out; and how many of them are not done with.
    pub fn new() -> (Self, mpsc::Receiver<Event>, Arc<AtomicUsize>) {
        let (events, to_tell) = mpsc::channel();
        let left = Arc::new(AtomicUsize::new(0));
        (Queue { events, left: left.clone() }, to_tell, left)
    }

    /// Puts something into the queue.
    pub fn send(&self, event: Event) {
        self.left.fetch_add(1, Ordering::AcqRel);
        if self.events.send(event).is_err() {
            tracing::error!("nothing is checked any more: the checking thread has ended");
        }
    }

    /// Puts into the queue what has changed with what is known of other reports.
    pub fn tell(&self, news: Rejudged) {
        if !news.is_empty() {
            let changed = news.drafts.into_iter().map(|(url, stamp)| Event::Changed(url, stamp));
            changed.chain([Event::Neighbours]).for_each(|event| self.send(event));
        }
    }

    /// Whether the thread has done with everything.
    pub fn is_done(&self) -> bool {
        self.left.load(Ordering::Acquire) == 0
    }
}
