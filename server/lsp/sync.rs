//! Keeps the server's texts those of the editor. Nothing here is awaited: a text has changed before the next message is
//! looked at.
//!
//! A change that cannot be read leaves a text of which nobody knows where it differs from the editor's: the draft is stale.
//! Its last diagnostics stay, with their version; nothing else is said of it, no range is applied to it, and the user is
//! told once. A whole text, or opening it again, makes up for it.

use super::client::Client;
use super::convert::PositionEncoding;
use super::convert::text_sync::{DidChange, DidOpen, Malformed, edit, language};
use super::drafts::Drafts;
use super::library::Library;
use super::publish::{LARGE, Publisher};
use super::queue::Event;
use super::workspace::Workspace;
use crate::check::Draft;
use lsp_types::{MessageType, Url};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;

/// What is done with the texts of a session.
#[derive(Debug)]
pub struct TextSync {
    /// Who sends the texts.
    pub client: Client,
    /// The runtime that takes large drafts apart.
    pub runtime: Handle,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The other reports that are known.
    pub library: Arc<Library>,
    /// What publishes the diagnostics of what has changed.
    pub publisher: Arc<Publisher>,
    /// Gives memory that is free back to the system.
    pub give_back: fn(),
    /// The documents about whose text the user has been told; `None` for one that nobody knows.
    pub told: Mutex<HashSet<Option<Url>>>,
}

impl TextSync {
    /// Opens a document.
    pub fn open(&self, opened: DidOpen) {
        let document = match opened.0 {
            Ok(document) => document,
            Err(malformed) => return self.missed(malformed, "编辑器打开文档时发来的内容"),
        };
        let mut draft = Draft::new(&document.text, document.version).with_language(language(&document));
        draft.set_settings(self.workspace.settings(&document.uri));
        draft.set_neighbours(self.library.beside(&document.uri));
        let stamp = self.drafts.open(document.uri.clone(), draft);
        self.publisher.note(Event::Changed(document.uri, stamp));
        self.publisher.note(Event::Projects);
        self.look();
    }

    /// Changes a document, whose positions are counted in `encoding`.
    pub fn change(&self, changed: DidChange, encoding: PositionEncoding) {
        let params = match changed.0 {
            Ok(params) => params,
            Err(malformed) => return self.missed(malformed, "编辑器发来的改动"),
        };
        let (document, mut changes) = (params.text_document, params.content_changes);
        if self.drafts.is_stale(&document.uri) {
            // Ranges are counted in the editor's text; only a whole one can be told without it.
            let Some(whole) = changes.iter().position(|change| change.range.is_none()) else {
                tracing::warn!(uri = %document.uri, "a change of a stale text is left out");
                return self.tell(Some(document.uri), "编辑器发来的改动");
            };
            changes.drain(..whole);
        }
        let stamp = self.drafts.change(&document.uri, |draft| {
            for change in changes {
                let edit = edit(draft.buffer(), change, encoding);
                draft.apply(&edit);
            }
            draft.set_version(document.version);
        });
        match stamp {
            Some(stamp) => self.publisher.note(Event::Changed(document.uri, stamp)),
            None => tracing::warn!(uri = %document.uri, "a document changed that is not open"),
        }
    }

    /// Closes a document.
    pub fn close(&self, url: Url) {
        let url = Some(url);
        self.told().remove(&url);
        let Some(url) = url else { return };
        match self.drafts.close(&url) {
            Some(draft) => {
                self.publisher.note(Event::Closed(url));
                // It takes a while to take apart, and nobody waits for that.
                if draft.buffer().len() >= LARGE {
                    let give_back = self.give_back;
                    self.runtime.spawn_blocking(move || {
                        drop(draft);
                        give_back();
                    });
                }
            }
            None => tracing::warn!(uri = %url, "a document was closed that is not open"),
        }
        self.look();
    }

    /// Has the folders looked through: something may have changed in them, above all where nobody watches them.
    fn look(&self) {
        self.library.mark();
        self.publisher.looker().look();
    }

    /// Notes that the client has said something of a text that cannot be read.
    fn missed(&self, malformed: Malformed, what: &str) {
        let Malformed { url, reason } = malformed;
        let uri = url.as_ref().map(Url::as_str);
        tracing::error!(uri, "what the client says of a text cannot be read: {reason}");
        if let Some(url) = &url {
            self.drafts.mark_stale(url);
        }
        self.tell(url, what);
    }

    /// Tells the user, once for a document, that `what` could not be read.
    fn tell(&self, url: Option<Url>, what: &str) {
        let consequence = match &url {
            Some(url) => format!(
                "（{}），已无法确知它现在的文本：不再为它提供修改、补全等功能，已显示的检查结果可能过时",
                name(url)
            ),
            None => "，也不知道是哪个文档：检查结果可能与编辑器中的文本不符".to_owned(),
        };
        if self.told().insert(url) {
            let what_to_do = "请关闭这个文档后重新打开。详情见日志（NIANBAO_LOG）。";
            let message = format!("nianbao 读不懂{what}{consequence}。{what_to_do}");
            self.client.show(MessageType::WARNING, message);
        }
    }

    fn told(&self) -> MutexGuard<'_, HashSet<Option<Url>>> {
        // Nothing panics while it is locked.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How people call a document: the name of its file.
fn name(url: &Url) -> String {
    let path = url.to_file_path().ok();
    let file = path.as_deref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    file.unwrap_or_else(|| url.to_string())
}
