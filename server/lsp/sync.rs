//! Keeps the server's texts in sync with the editor's. Nothing here is awaited: a text is up to date before the next
//! message is handled.
//!
//! A malformed change makes a draft stale: its text may differ from the editor's anywhere. Its last diagnostics stay,
//! with their version; requests get no answers from it, ranges are not applied to it, and the user is told once. A
//! whole text, or opening it again, heals it.

use super::client::Client;
use super::drafts::Drafts;
use super::keeper::Keeper;
use super::library::Library;
use super::publish::{LARGE, Publisher};
use super::queue::Event;
use super::workspace::{Workspace, project_file};
use crate::check::Draft;
use crate::protocol::text_sync::{DidChange, DidOpen, Malformed, edit, language};
use crate::protocol::{NegotiatedCapabilities, PositionEncoding};
use lsp_types::{MessageType, Url};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::runtime::Handle;

/// The synchronisation of the texts of a session.
#[derive(Debug)]
pub struct TextSync {
    /// The client, which sends the texts.
    pub client: Client,
    /// The runtime, on which large drafts are dropped.
    pub runtime: Handle,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The reports known in the session.
    pub library: Arc<Library>,
    /// The thread that reads settings files.
    pub keeper: Keeper,
    /// The negotiated capabilities; set before a draft can be opened.
    pub agreed: Arc<OnceLock<NegotiatedCapabilities>>,
    /// The publisher of diagnostics.
    pub publisher: Arc<Publisher>,
    /// Returns free memory to the system.
    pub give_back: fn(),
    /// The documents about which the user has been told; `None` for an unidentified one.
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
        draft.set_neighbours(self.library.beside(&document.uri));
        // What is said of drafts keeps their order: none overtakes one whose settings are being read.
        match self.workspace.known_settings(&document.uri).filter(|_| self.keeper.is_idle()) {
            Some(settings) => {
                draft.set_settings(settings);
                let stamp = self.drafts.open(document.uri.clone(), draft);
                // Settings that changed at this moment were not applied to it.
                let now = self.workspace.known_settings(&document.uri);
                let stamp = now.and_then(|now| self.drafts.set(&document.uri, now)).unwrap_or(stamp);
                let is_project = project_file(&document.uri).is_some();
                self.publisher.note(Event::Changed(document.uri, stamp));
                if is_project {
                    self.publisher.note(Event::Projects);
                }
                self.keeper.wake();
            }
            None => {
                self.drafts.open_unsettled(document.uri.clone(), draft);
                self.keeper.opened(document.uri);
            }
        }
        self.look();
    }

    /// Changes a document, whose positions count in `encoding`.
    pub fn change(&self, changed: DidChange, encoding: PositionEncoding) {
        let params = match changed.0 {
            Ok(params) => params,
            Err(malformed) => return self.missed(malformed, "编辑器发来的改动"),
        };
        let (document, mut changes) = (params.text_document, params.content_changes);
        if self.drafts.is_stale(&document.uri) {
            // Ranges refer to the editor's text; in a stale draft only a whole text can be applied.
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
                // Dropping it is slow, and nothing depends on it.
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

    /// Has the folders scanned: they may have changed, which goes unnoticed if the client does not watch them.
    fn look(&self) {
        if !self.agreed.get().is_some_and(|agreed| agreed.watches_files) {
            self.library.mark();
        }
        self.publisher.looker().look();
    }

    /// Handles a malformed notification about a text.
    fn missed(&self, malformed: Malformed, what: &str) {
        let Malformed { url, reason } = malformed;
        let uri = url.as_ref().map(Url::as_str);
        tracing::error!(uri, "what the client says of a text cannot be read: {reason}");
        if let Some(url) = &url {
            self.drafts.mark_stale(url);
        }
        self.tell(url, what);
    }

    /// Tells the user, once per document, that `what` could not be parsed.
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

/// The name of a document for users: its file name.
fn name(url: &Url) -> String {
    let path = url.to_file_path().ok();
    let file = path.as_deref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    file.unwrap_or_else(|| url.to_string())
}
