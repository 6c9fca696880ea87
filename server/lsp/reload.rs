//! Requests the client's settings, registers watchers, and has the open drafts checked again when either changes.

use super::client::Client;
use super::convert::NegotiatedCapabilities;
use super::drafts::Drafts;
use super::library::Library;
use super::looker::Looker;
use super::queue::{Event, Queue};
use super::workspace::{SECTION, Workspace, complaint};
use crate::config::FILE_NAME;
use crate::config::files::EXTENSIONS;
use lsp_types::notification::{DidChangeConfiguration, DidChangeWatchedFiles, Notification};
use lsp_types::request::{RegisterCapability, WorkspaceConfiguration};
use lsp_types::{
    ConfigurationParams, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType,
    Registration, RegistrationParams,
};
use serde_json::json;
use std::sync::Arc;

/// Applies new settings.
#[derive(Debug, Clone)]
pub struct Reload {
    /// The client.
    pub client: Client,
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The queue of events for the client.
    pub events: Queue,
    /// The reports known in the session.
    pub library: Arc<Library>,
    /// The thread that scans the folders.
    pub looker: Looker,
}

impl Reload {
    /// Registers for changes, as far as the client supports that.
    pub async fn register(&self, agreed: NegotiatedCapabilities) {
        let mut registrations = Vec::new();
        if agreed.watches_files {
            // Settings files, and drafts that others take figures from.
            let drafts = format!("**/*.{{{}}}", EXTENSIONS.join(","));
            let watcher = |glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob), kind: None };
            let watchers = vec![watcher(format!("**/{FILE_NAME}")), watcher(drafts)];
            let options = serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers });
            registrations.push(registration(DidChangeWatchedFiles::METHOD, options.ok()));
        }
        if agreed.watches_settings {
            registrations.push(registration(DidChangeConfiguration::METHOD, Some(json!({"section": SECTION}))));
        }
        if !registrations.is_empty()
            && let Err(error) = self.client.request::<RegisterCapability>(RegistrationParams { registrations }).await
        {
            tracing::warn!("the client does not watch: {error}");
        }
    }

    /// Requests the settings, if the client supports that, and applies them.
    pub async fn ask(&self, agreed: NegotiatedCapabilities) {
        if agreed.answers_settings {
            let items = self.workspace.questions();
            let problems = match self.client.request::<WorkspaceConfiguration>(ConfigurationParams { items }).await {
                Ok(answers) => self.workspace.answer(&answers),
                Err(error) => {
                    tracing::warn!("the client does not say its settings: {error}");
                    Vec::new()
                }
            };
            self.complain(complaint(&problems));
        }
        self.apply();
    }

    /// Shows the user a complaint.
    pub fn complain(&self, complaint: Option<String>) {
        if let Some(complaint) = complaint {
            self.client.show(MessageType::WARNING, complaint);
        }
    }

    /// Rereads changed settings files, and applies them.
    pub fn refresh(&self) {
        if self.workspace.layers().projects.refresh() {
            self.apply();
        }
    }

    /// Applies the current settings to every draft.
    pub fn apply(&self) {
        let changed = self.workspace.apply(&self.drafts).into_iter();
        let changed = changed.map(|(url, stamp)| Event::Changed(url, stamp));
        changed.chain([Event::Settings]).for_each(|event| self.events.send(event));
        self.look();
    }

    /// Has the folders scanned, since they may have changed.
    pub fn look(&self) {
        self.library.mark();
        self.looker.look();
    }
}

fn registration(method: &str, register_options: Option<serde_json::Value>) -> Registration {
    Registration { id: format!("{SECTION}/{method}"), method: method.to_owned(), register_options }
}
