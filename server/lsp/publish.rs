//! Checks what has changed and publishes the diagnostics. Knows nothing of how drafts change.
//!
//! One thread takes one state after the other from a queue, and nobody else publishes: diagnostics reach the client
//! in the order of the states. Every state stands in the queue once; the thread passes over those that are not the
//! newest of their draft any more, before the check and after it. So a state that was overtaken, closed or opened
//! again is never shown, and the newest state of an open draft always is: nothing comes after it in the queue that
//! would take its place.

use super::convert::{self, Agreed};
use super::drafts::{Drafts, Stamp};
use super::guard::panic_message;
use lsp_types::{MessageType, Url};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock, mpsc};
use tokio::runtime::Handle;
use tower_lsp::Client;

/// Something the client has to be told.
#[derive(Debug)]
pub enum Event {
    /// A draft was opened or changed.
    Changed(Url, Stamp),
    /// A draft was closed.
    Closed(Url),
}

/// Publishes what the queue asks for, until nobody can put anything into it.
#[derive(Debug)]
pub struct Publisher {
    /// The client.
    pub client: Client,
    /// The runtime that sends to the client.
    pub runtime: Handle,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// What client and server have agreed on; set before a draft can be opened.
    pub agreed: Arc<OnceLock<Agreed>>,
}

impl Publisher {
    /// Starts the thread and returns its queue.
    pub fn start(self) -> mpsc::Sender<Event> {
        let (queue, events) = mpsc::channel();
        std::thread::spawn(move || self.run(&events));
        queue
    }

    fn run(&self, events: &mpsc::Receiver<Event>) {
        let mut told = false;
        for event in events {
            match event {
                Event::Changed(url, stamp) => {
                    if self.changed(url, stamp).is_err() && !told {
                        told = true;
                        let message =
                            "nianbao 检查时发生内部错误，已跳过这一次检查。文本不受影响，详情见日志（NIANBAO_LOG）。";
                        self.runtime.block_on(self.client.show_message(MessageType::ERROR, message));
                    }
                }
                // A draft that is open again has its own event further on.
                Event::Closed(url) if self.drafts.is_open(&url) => {}
                Event::Closed(url) => self.runtime.block_on(self.client.publish_diagnostics(url, Vec::new(), None)),
            }
        }
    }

    /// Checks a state and publishes its diagnostics, with its version. A text that holds no report gets an empty
    /// list, so that a client sees every state answered, and a draft that ceased to be a report is cleared.
    fn changed(&self, url: Url, stamp: Stamp) -> Result<(), Panicked> {
        let Some(draft) = self.drafts.at(&url, stamp) else { return Ok(()) };
        let version = draft.buffer().version();
        let agreed = self.agreed.get().copied().unwrap_or_default();
        let diagnostics = survive(|| convert::diagnostics(&draft.snapshot(), &url, agreed))
            .inspect_err(|Panicked(what)| tracing::error!(%url, version, "checking panicked: {what}"))?;
        if self.drafts.is_newest(&url, stamp) {
            self.runtime.block_on(self.client.publish_diagnostics(url, diagnostics, Some(version)));
        }
        Ok(())
    }
}

/// That checking panicked, and what the panic said.
#[derive(Debug, PartialEq, Eq)]
struct Panicked(String);

/// Does `work`. A rule's panic is the fault of one rule on one text: the server and the other drafts go on.
fn survive<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Panicked(panic_message(&*panic).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(survive(|| 1), Ok(1));
        assert_eq!(survive(|| -> u8 { panic!("rule {}", 3) }), Err(Panicked("rule 3".into())));
        assert_eq!(survive(|| -> u8 { panic!("plain") }), Err(Panicked("plain".into())));
    }
}
