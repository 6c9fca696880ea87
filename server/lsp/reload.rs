//! Requests the client's settings, registers watchers, and has the open drafts checked again when either changes.

use super::client::Client;
use super::drafts::Drafts;
use super::keeper::Keeper;
use super::library::Library;
use super::looker::Looker;
use super::queue::Queue;
use super::workspace::{SECTION, Workspace, complaint};
use crate::config::files::{EXTENSIONS, IGNORE_FILES};
use crate::config::{FILE_NAME, project};
use crate::protocol::NegotiatedCapabilities;
use lsp_types::notification::{DidChangeConfiguration, DidChangeWatchedFiles, Notification};
use lsp_types::request::{RegisterCapability, WorkspaceConfiguration};
use lsp_types::{
    ConfigurationParams, DidChangeWatchedFilesRegistrationOptions, FileEvent, FileSystemWatcher, GlobPattern,
    MessageType, Registration, RegistrationParams,
};
use serde_json::json;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

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
    /// The thread that reads settings files.
    pub keeper: Keeper,
    /// The reports known in the session.
    pub library: Arc<Library>,
    /// The thread that scans the folders.
    pub looker: Looker,
    /// The negotiated capabilities.
    pub agreed: Arc<OnceLock<NegotiatedCapabilities>>,
}

impl Reload {
    /// Registers for changes, as far as the client supports that.
    pub async fn register(&self, agreed: NegotiatedCapabilities) {
        let mut registrations = Vec::new();
        if agreed.watches_files {
            // Settings files, and drafts that others take figures from.
            let drafts = format!("**/*.{{{}}}", EXTENSIONS.join(","));
            let watcher = |glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob), kind: None };
            let ignoring = format!("**/{{{}}}", IGNORE_FILES.join(","));
            let watchers = vec![watcher(format!("**/{FILE_NAME}")), watcher(drafts), watcher(ignoring)];
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
            let params = ConfigurationParams { items: items.clone() };
            let problems = match self.client.request::<WorkspaceConfiguration>(params).await {
                Ok(answers) => self.workspace.answer(&items, &answers),
                Err(error) => {
                    tracing::warn!("the client does not say its settings: {error}");
                    Vec::new()
                }
            };
            self.complain(complaint(&problems));
        }
        self.keeper.apply();
    }

    /// Shows the user a complaint.
    pub fn complain(&self, complaint: Option<String>) {
        if let Some(complaint) = complaint {
            self.client.show(MessageType::WARNING, complaint);
        }
    }

    /// Takes note of changed files: settings files are read again, drafts as far as others look them up.
    pub fn changed(&self, changes: Vec<FileEvent>) {
        let paths = changes.into_iter().filter_map(|change| change.uri.to_file_path().ok());
        let (projects, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| project::is_project_file(path));
        if !projects.is_empty() {
            self.keeper.changed(projects);
        }
        // Which files count is another matter then.
        match files.iter().any(|path| path.file_name().is_some_and(|name| IGNORE_FILES.iter().any(|it| name == *it))) {
            true => self.library.mark(),
            false => self.library.mark_files(files),
        }
        self.looker.look();
    }

    /// Has the folders scanned, since they are others now.
    pub fn look(&self) {
        self.library.mark();
        self.looker.look();
    }

    /// Waits until settings and folders are known as they are now.
    pub async fn up_to_date(&self) {
        self.settings_up_to_date().await;
        self.looker.up_to_date().await;
    }

    /// Waits until the settings are known as they are now.
    pub async fn settings_up_to_date(&self) {
        if !self.agreed.get().is_some_and(|agreed| agreed.watches_files) {
            self.keeper.look();
        }
        self.keeper.idle().await;
    }
}

fn registration(method: &str, register_options: Option<serde_json::Value>) -> Registration {
    Registration { id: format!("{SECTION}/{method}"), method: method.to_owned(), register_options }
}
