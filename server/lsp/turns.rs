//! Waits for a thread that works in the background, without keeping a thread for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Notify;

/// How much has been asked of a background thread, and how much of that is done. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    asked: AtomicU64,
    done: AtomicU64,
    progress: Notify,
}

impl Turns {
    /// Takes a turn: what is asked of the thread next.
    pub fn ask(&self) -> u64 {
        self.0.asked.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// The last turn that was taken; the thread notes it before it begins.
    pub fn asked(&self) -> u64 {
        self.0.asked.load(Ordering::Acquire)
    }

    /// The turns up to this one are done.
    pub fn finish(&self, turn: u64) {
        self.0.done.fetch_max(turn, Ordering::AcqRel);
        self.0.progress.notify_waiters();
    }

    /// Whether nothing that was asked is left to do.
    pub fn is_done(&self) -> bool {
        self.0.done.load(Ordering::Acquire) >= self.asked()
    }

    /// Waits until the turns up to this one are done.
    pub async fn done(&self, turn: u64) {
        loop {
            let progress = self.0.progress.notified();
            if self.0.done.load(Ordering::Acquire) >= turn {
                return;
            }
            progress.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn a_turn_is_done_with_all_before_it() {
        let turns = Turns::default();
        assert!(turns.is_done());
        let (first, second) = (turns.ask(), turns.ask());
        let waiting = turns.done(first);
        let mut waiting = std::pin::pin!(waiting);
        assert!(!turns.is_done() && waiting.as_mut().now_or_never().is_none());
        turns.finish(second);
        assert!(turns.is_done() && waiting.as_mut().now_or_never().is_some());
        turns.finish(first);
        assert!(turns.is_done() && turns.done(second).now_or_never().is_some());
    }
}
