//! Scans the folders on a background thread, and has the affected drafts checked again.

use super::convert::NegotiatedCapabilities;
use super::library::Library;
use super::queue::{LOOK, Queue};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Wakes the thread. The thread ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub struct Looker(mpsc::Sender<()>);

impl Looker {
    /// Starts the thread, which sends changes to the queue.
    pub fn start(library: Arc<Library>, agreed: Arc<OnceLock<NegotiatedCapabilities>>, queue: Queue) -> Self {
        let (wake, woken) = mpsc::channel();
        let agreed = move || agreed.get().copied().unwrap_or_default();
        std::thread::spawn(move || {
            loop {
                let patience = if agreed().watches_files { Duration::MAX } else { LOOK };
                match woken.recv_timeout(patience) {
                    // Several requests are served by one scan.
                    Ok(()) => while woken.try_recv().is_ok() {},
                    Err(RecvTimeoutError::Timeout) => library.look_at_files(),
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                queue.tell(library.note_all());
                if library.is_behind() {
                    queue.tell(library.refresh(agreed()));
                }
            }
        });
        Looker(wake)
    }

    /// Has the thread look for changes; returns immediately.
    pub fn look(&self) {
        if self.0.send(()).is_err() {
            tracing::error!("no folder is looked through any more: the thread for it has ended");
        }
    }
}
