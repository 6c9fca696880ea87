//! Checks what has changed and publishes the diagnostics.
//!
//! Changes wait until the loop that reads messages has nothing left to read, so that states superseded by then are
//! skipped. The loop itself checks small drafts, in the order of the changes; from the first large one on, everything
//! goes to a thread with a queue, until that is idle again. So only one of the two publishes at any time, and
//! diagnostics reach the client in the order of the states. The diagnostics of a superseded state, or of a draft closed
//! meanwhile, are dropped; the newest state of an open draft is always published, with its version, even if its
//! diagnostics are unchanged: clients go by the version, and so do users who wait for an answer.
//!
//! A client that pulls diagnostics is only asked here to pull again: [`super::pull`] answers it.

use super::client::Client;
use super::diagnostics::diagnostics;
use super::drafts::{Drafts, Stamp};
use super::library::{Library, Rejudged};
use super::looker::Looker;
use super::panics::{Panicked, survive};
use super::queue::{Event, Queue};
use super::transport::{Frame, News, Output};
use super::workspace::{Workspace, project_complaint, project_file};
use crate::check::Draft;
use crate::protocol::{self, NegotiatedCapabilities};
use lsp_types::notification::{Notification, PublishDiagnostics};
use lsp_types::request::{InlayHintRefreshRequest, WorkspaceDiagnosticRefresh};
use lsp_types::{Diagnostic, MessageType, PublishDiagnosticsParams, Url};
use serde::Serialize;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The most text, in bytes, that is checked between two messages: some milliseconds of work. Larger drafts go to the
/// thread.
pub const QUICK: usize = 256 * 1024;

/// From this size of a text on, in bytes, free memory is returned to the system after a check or a close.
pub const LARGE: usize = 1 << 20;

/// The pending changes, and their ways to the client.
#[derive(Debug)]
pub struct Publisher {
    teller: Arc<Teller>,
    queue: Queue,
    looker: Looker,
    news: Mutex<Vec<Event>>,
}

impl Publisher {
    /// Starts the threads.
    pub fn start(teller: Teller) -> Self {
        let teller = Arc::new(teller);
        let (queue, to_tell, left) = Queue::new();
        let on_thread = teller.clone();
        std::thread::spawn(move || on_thread.run(&to_tell, &left));
        let looker = Looker::start(teller.library.clone(), teller.agreed.clone(), queue.clone());
        Publisher { teller, queue, looker, news: Mutex::default() }
    }

    /// The thread's queue, for events other than messages.
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The thread that scans the folders.
    pub fn looker(&self) -> &Looker {
        &self.looker
    }

    /// Notes an event caused by a message.
    pub fn note(&self, event: Event) {
        self.news().push(event);
    }

    fn news(&self) -> MutexGuard<'_, Vec<Event>> {
        // Nothing panics while it is locked.
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl News for Publisher {
    fn is_waiting(&self) -> bool {
        !self.news().is_empty()
    }

    /// Publishes pending small drafts here, and hands the rest to the thread.
    fn publish(&self) {
        let news = std::mem::take(&mut *self.news());
        for event in news {
            match event {
                Event::Changed(url, stamp) if self.queue.is_done() && self.teller.is_quick(&url, stamp) => {
                    self.queue.tell(self.teller.changed(url, stamp));
                }
                event => self.queue.send(event),
            }
        }
        if self.teller.library.is_behind() {
            self.looker.look();
        }
    }
}

/// Sends diagnostics and messages to the client.
#[derive(Debug)]
pub struct Teller {
    /// The client.
    pub client: Client,
    /// The destination of diagnostics.
    pub output: Output,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The reports known in the session.
    pub library: Arc<Library>,
    /// The negotiated capabilities; set before a draft can be opened.
    pub agreed: Arc<OnceLock<NegotiatedCapabilities>>,
    /// Whether the client has been told of a panic while checking.
    pub told_panic: AtomicBool,
    /// Returns free memory to the system.
    pub give_back: fn(),
}

/// What the client has been told about settings files.
#[derive(Debug, Default)]
struct Told {
    /// The diagnostics of settings files that are not open.
    projects: HashMap<PathBuf, Vec<Diagnostic>>,
    /// The same in words, for clients that pull diagnostics.
    complaints: HashMap<PathBuf, String>,
}

/// A notification of the protocol.
#[derive(Serialize)]
struct Message<P> {
    jsonrpc: &'static str,
    method: &'static str,
    params: P,
}

impl Teller {
    fn agreed(&self) -> NegotiatedCapabilities {
        self.agreed.get().copied().unwrap_or_default()
    }

    fn run(&self, events: &mpsc::Receiver<Event>, left: &AtomicUsize) {
        let mut told = Told::default();
        for event in events {
            self.output.wait_for_room();
            self.tell(event, &mut told);
            left.fetch_sub(1, Ordering::AcqRel);
        }
    }

    fn tell(&self, event: Event, told: &mut Told) {
        match event {
            Event::Changed(url, stamp) => {
                let news = self.changed(url, stamp);
                news.drafts.into_iter().for_each(|(url, stamp)| self.tell(Event::Changed(url, stamp), told));
            }
            Event::Closed(url) => {
                let is_project = project_file(&url).is_some();
                if !self.agreed().pulls {
                    let closed = url.clone();
                    // A draft that was opened again has a later event of its own.
                    self.publish(url, Vec::new(), None, || !self.drafts.is_open(&closed));
                    if is_project {
                        self.projects(told);
                    }
                }
            }
            Event::Projects => self.projects(told),
            Event::Neighbours => self.refresh(),
            Event::Settings => {
                self.projects(told);
                self.refresh();
                if self.agreed().refreshes_hints {
                    self.client.request_only::<InlayHintRefreshRequest>(());
                }
            }
        }
    }

    /// Asks a client that pulls diagnostics to pull again, in the background.
    fn refresh(&self) {
        if self.agreed().pulls && self.agreed().refreshes {
            self.client.request_only::<WorkspaceDiagnosticRefresh>(());
        }
    }

    /// Sends diagnostics directly to the client: tower-lsp would first convert them to a tree of values.
    fn publish(&self, url: Url, diagnostics: Vec<Diagnostic>, version: Option<i32>, is_wanted: impl FnOnce() -> bool) {
        let params = PublishDiagnosticsParams::new(url, diagnostics, version);
        match Frame::new(&Message { jsonrpc: "2.0", method: PublishDiagnostics::METHOD, params }) {
            Ok(frame) => self.output.send_if(&frame, is_wanted),
            Err(error) => tracing::error!("diagnostics cannot be written: {error}"),
        }
    }

    /// Whether a state can be checked and sent without noticeable delay.
    fn is_quick(&self, url: &Url, stamp: Stamp) -> bool {
        let is_short = |draft: Draft| draft.unread() <= QUICK;
        self.drafts.at(url, stamp).is_none_or(is_short) && !self.output.is_behind()
    }

    /// Checks a state and publishes its diagnostics, with its version. A text without a report gets an empty list, so
    /// that every state is answered, and a draft that ceased to be a report is cleared.
    ///
    /// Returns the effect on other drafts, if the contributions of its reports changed.
    fn changed(&self, url: Url, stamp: Stamp) -> Rejudged {
        if self.agreed().pulls {
            return Rejudged::default();
        }
        let Some(draft) = self.drafts.at(&url, stamp) else { return Rejudged::default() };
        let version = draft.buffer().version();
        let is_large = draft.unread() >= LARGE;
        match survive(|| diagnostics(&draft, &url, self.agreed())) {
            Ok(diagnostics) => {
                let checked = url.clone();
                self.publish(url.clone(), diagnostics, Some(version), || self.drafts.is_newest(&checked, stamp));
            }
            Err(Panicked(what)) => {
                tracing::error!(%url, version, "checking panicked: {what}");
                if !self.told_panic.swap(true, Ordering::Relaxed) {
                    let message =
                        "nianbao 检查时发生内部错误，已跳过这一次检查。文本不受影响，详情见日志（NIANBAO_LOG）。";
                    self.client.show(MessageType::ERROR, message.to_owned());
                }
            }
        }
        if is_large {
            (self.give_back)();
        }
        draft.taken().map(|snapshot| self.library.note(&url, snapshot.contributions())).unwrap_or_default()
    }

    /// Publishes the problems of settings files that are not open; open ones have diagnostics of their own text. A
    /// client that pulls diagnostics may never pull these, so it gets a message.
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
                    self.client.show(MessageType::WARNING, complaint.clone());
                }
            }
            told.complaints = complaints;
            return;
        }
        let all =
            |project: &Arc<crate::config::Project>| (project.path.clone(), protocol::project(project, self.agreed()));
        let mut wrong: HashMap<PathBuf, Vec<Diagnostic>> = projects.iter().map(all).collect();
        wrong.retain(|_, diagnostics| !diagnostics.is_empty());
        let gone = told.projects.keys().filter(|file| !wrong.contains_key(*file) && !open.contains(*file));
        let news = wrong.iter().filter(|(file, diagnostics)| told.projects.get(*file) != Some(*diagnostics));
        let news =
            news.map(|(file, diagnostics)| (file, diagnostics.clone())).chain(gone.map(|file| (file, Vec::new())));
        for (file, diagnostics) in news {
            if let Ok(url) = Url::from_file_path(file) {
                self.publish(url, diagnostics, None, || true);
            }
        }
        told.projects = wrong;
    }
}
