//! Scans the folders on a background thread, and has the affected drafts checked again.

use super::library::Library;
use super::queue::Queue;
use super::rounds::{LOOK, Rounds};
use super::turns::Turns;
use crate::protocol::NegotiatedCapabilities;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Wakes the thread. The thread ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub struct Looker {
    wake: mpsc::Sender<()>,
    turns: Turns,
}

impl Looker {
    /// Starts the thread, which sends changes to the queue.
    pub fn start(library: Arc<Library>, agreed: Arc<OnceLock<NegotiatedCapabilities>>, queue: Queue) -> Self {
        let (wake, woken) = mpsc::channel();
        let turns = Turns::default();
        let on_thread = turns.clone();
        let agreed = move || agreed.get().copied().unwrap_or_default();
        std::thread::spawn(move || {
            let mut rounds = Rounds::default();
            loop {
                // Where nothing is open nothing is compared.
                let is_idle = agreed().watches_files || library.has_none_open();
                let patience = if is_idle { Duration::MAX } else { LOOK };
                match woken.recv_timeout(patience) {
                    // Several requests are served by one scan.
                    Ok(()) => while woken.try_recv().is_ok() {},
                    Err(RecvTimeoutError::Timeout) => {
                        library.look_at_files(&rounds.next(|| library.looked_up_files()));
                        // What the open drafts say is known: whoever changes one asks.
                        if !library.is_behind() {
                            continue;
                        }
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let turn = on_thread.asked();
                queue.tell(library.note_all());
                if library.is_behind() || !on_thread.is_done() {
                    queue.tell(library.refresh(agreed()));
                }
                on_thread.finish(turn);
            }
        });
        Looker { wake, turns }
    }

    /// Has the thread look for changes; returns immediately.
    pub fn look(&self) {
        if self.wake.send(()).is_err() {
            tracing::error!("no folder is looked through any more: the thread for it has ended");
        }
    }

    /// Has the thread scan the folders as far as they may have changed, and waits until the index is up to date.
    pub async fn up_to_date(&self) {
        let turn = self.turns.ask();
        self.look();
        self.turns.done(turn).await;
    }
}
