//! Checks what has changed and publishes the diagnostics. Knows nothing of how drafts change.
//!
//! One thread takes one state after the other from a queue, and nobody else publishes: diagnostics reach the client
//! in the order of the states. Every state stands in the queue once; the thread passes over those that are not the
//! newest of their draft any more, before the check and after it. So a state that was overtaken, closed or opened
//! again is never shown, and the newest state of an open draft always is: nothing comes after it in the queue that
//! would take its place.
//!
//! A client that asks for diagnostics is told nothing here but that it should ask again: [`super::pull`] answers it.

use super::convert::{self, Agreed};
use super::drafts::{Drafts, Stamp};
use super::guard::panic_message;
use super::workspace::{Workspace, project_complaint, project_file};
use lsp_types::{Diagnostic, MessageType, Url};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::runtime::Handle;
use tower_lsp::Client;

/// How often files with settings are looked at where the client does not watch them.
const LOOK: Duration = Duration::from_secs(1);

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
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// What client and server have agreed on; set before a draft can be opened.
    pub agreed: Arc<OnceLock<Agreed>>,
}

/// What the client has been told about other things than drafts.
#[derive(Debug, Default)]
struct Told {
    /// That checking panicked.
    panic: bool,
    /// What is wrong with files with settings that are not open.
    projects: HashMap<PathBuf, Vec<Diagnostic>>,
    /// The same in words, where the client does not get diagnostics unasked.
    complaints: HashMap<PathBuf, String>,
}

impl Publisher {
    /// Starts the thread and returns its queue.
    pub fn start(self) -> mpsc::Sender<Event> {
        let (queue, events) = mpsc::channel();
        std::thread::spawn(move || self.run(&events));
        queue
    }

    fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
    }

    fn run(&self, events: &mpsc::Receiver<Event>) {
        let mut told = Told::default();
        loop {
            let look = if self.agreed().watches_files { Duration::MAX } else { LOOK };
            match events.recv_timeout(look) {
                Ok(event) => self.tell(event, &mut told),
                Err(RecvTimeoutError::Timeout) if self.workspace.layers().projects.refresh() => {
                    let changed = self.workspace.apply(&self.drafts).into_iter();
                    changed.for_each(|(url, stamp)| self.tell(Event::Changed(url, stamp), &mut told));
                    self.tell(Event::Settings, &mut told);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn tell(&self, event: Event, told: &mut Told) {
        match event {
            Event::Changed(..) | Event::Closed(_) if self.agreed().pulls => {}
            Event::Changed(url, stamp) => {
                if self.changed(url, stamp).is_err() && !told.panic {
                    told.panic = true;
                    let message =
                        "nianbao 检查时发生内部错误，已跳过这一次检查。文本不受影响，详情见日志（NIANBAO_LOG）。";
                    self.runtime.block_on(self.client.show_message(MessageType::ERROR, message));
                }
            }
            // A draft that is open again has its own event further on.
            Event::Closed(url) if self.drafts.is_open(&url) => {}
            Event::Closed(url) => {
                let is_project = project_file(&url).is_some();
                self.publish(url, Vec::new(), None);
                if is_project {
                    self.projects(told);
                }
            }
            Event::Projects => self.projects(told),
            Event::Settings => {
                self.projects(told);
                // The client answers when it likes; nothing here waits for that.
                if self.agreed().pulls && self.agreed().refreshes {
                    let client = self.client.clone();
                    self.runtime.spawn(async move { client.workspace_diagnostic_refresh().await });
                }
                if self.agreed().refreshes_hints {
                    let client = self.client.clone();
                    self.runtime.spawn(async move { client.inlay_hint_refresh().await });
                }
            }
        }
    }

    fn publish(&self, url: Url, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
        self.runtime.block_on(self.client.publish_diagnostics(url, diagnostics, version));
    }

    /// Checks a state and publishes its diagnostics, with its version. A text that holds no report gets an empty
    /// list, so that a client sees every state answered, and a draft that ceased to be a report is cleared.
    fn changed(&self, url: Url, stamp: Stamp) -> Result<(), Panicked> {
        let Some(draft) = self.drafts.at(&url, stamp) else { return Ok(()) };
        let version = draft.buffer().version();
        let diagnostics = survive(|| convert::document(&draft, &url, self.agreed()))
            .inspect_err(|Panicked(what)| tracing::error!(%url, version, "checking panicked: {what}"))?;
        if self.drafts.is_newest(&url, stamp) {
            self.publish(url, diagnostics, Some(version));
        }
        Ok(())
    }

    /// Says what is wrong with the files with settings that are not open: those that are have diagnostics of their own
    /// text. A client that asks for diagnostics may never ask for these, so it gets a message.
    fn projects(&self, told: &mut Told) {
        let open: Vec<PathBuf> = self.drafts.urls().iter().filter_map(project_file).collect();
        let mut projects = self.workspace.layers().projects.all();
        projects.retain(|project| !open.contains(&project.path));
        if self.agreed().pulls {
            let folders = self.workspace.folders();
            let complaint = |project: &Arc<crate::config::Project>| {
                Some((project.path.clone(), project_complaint(project, &folders)?))
            };
            let complaints: HashMap<PathBuf, String> = projects.iter().filter_map(complaint).collect();
            for (file, complaint) in &complaints {
                if told.complaints.get(file) != Some(complaint) {
                    self.runtime.block_on(self.client.show_message(MessageType::WARNING, complaint));
                }
            }
            told.complaints = complaints;
            return;
        }
        let all =
            |project: &Arc<crate::config::Project>| (project.path.clone(), convert::project(project, self.agreed()));
        let mut wrong: HashMap<PathBuf, Vec<Diagnostic>> = projects.iter().map(all).collect();
        wrong.retain(|_, diagnostics| !diagnostics.is_empty());
        let gone = told.projects.keys().filter(|file| !wrong.contains_key(*file) && !open.contains(*file));
        let news = wrong.iter().filter(|(file, diagnostics)| told.projects.get(*file) != Some(*diagnostics));
        let news =
            news.map(|(file, diagnostics)| (file, diagnostics.clone())).chain(gone.map(|file| (file, Vec::new())));
        for (file, diagnostics) in news {
            if let Ok(url) = Url::from_file_path(file) {
                self.publish(url, diagnostics, None);
            }
        }
        told.projects = wrong;
    }
}

/// That checking panicked, and what the panic said.
#[derive(Debug, PartialEq, Eq)]
pub struct Panicked(String);

/// Does `work`. A rule's panic is the fault of one rule on one text: the server and the other drafts go on.
pub fn survive<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
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
