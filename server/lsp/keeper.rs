//! Keeps the settings of the open drafts: reads settings files on a thread of its own, so that no message waits for a
//! disk.
//!
//! A draft in a folder that is known has its settings when it is opened. Any other gets them here, and nothing is said of
//! it until then. Files outside the client's folders, which it cannot watch, and all where it watches none are looked
//! at in [rounds](super::rounds), as long as a draft that they concern is open.

use super::drafts::Drafts;
use super::library::Library;
use super::looker::Looker;
use super::panics::survive;
use super::queue::{Event, Queue};
use super::rounds::{LOOK, Rounds};
use super::turns::Turns;
use super::workspace::Workspace;
use crate::protocol::NegotiatedCapabilities;
use lsp_types::Url;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// What is asked of the thread.
#[derive(Debug)]
enum Task {
    /// A draft was opened whose settings are not known.
    Opened(Url),
    /// These settings files have changed, says the client.
    Files(Vec<PathBuf>),
    /// Any settings file may have changed.
    Look,
    /// Those in these folders may have changed: the next that nobody watches.
    Folders(Vec<PathBuf>),
    /// Other settings of the editor, or other folders.
    Apply,
    /// Drafts are open, or none is any more: nobody waits for this.
    Wake,
}

/// A handle to the thread; clones share it. The thread ends with the last one.
#[derive(Debug, Clone)]
pub struct Keeper {
    tasks: mpsc::Sender<Task>,
    turns: Turns,
}

/// What the thread works with.
#[derive(Debug)]
pub struct Keeping {
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The queue of events for the client.
    pub events: Queue,
    /// The reports known in the session, which depend on the settings.
    pub library: Arc<Library>,
    /// The thread that scans the folders.
    pub looker: Looker,
    /// The negotiated capabilities.
    pub agreed: Arc<OnceLock<NegotiatedCapabilities>>,
}

impl Keeper {
    /// Starts the thread.
    pub fn start(kept: Keeping) -> Self {
        let (tasks, to_do) = mpsc::channel();
        let turns = Turns::default();
        let on_thread = turns.clone();
        std::thread::spawn(move || {
            let mut done = 0;
            let mut rounds = Rounds::default();
            loop {
                let patience = if kept.drafts.is_empty() { Duration::MAX } else { LOOK };
                let task = match to_do.recv_timeout(patience) {
                    Ok(Task::Wake) => continue,
                    Ok(task) => task,
                    Err(RecvTimeoutError::Timeout) => Task::Folders(rounds.next(|| kept.unwatched())),
                    Err(RecvTimeoutError::Disconnected) => return,
                };
                done += u64::from(!matches!(task, Task::Folders(_)));
                if survive(|| kept.perform(task)).is_err() {
                    tracing::error!("reading settings panicked");
                }
                on_thread.finish(done);
            }
        });
        Keeper { tasks, turns }
    }

    /// Reads the settings of a draft that was opened.
    pub fn opened(&self, url: Url) {
        self.send(Task::Opened(url));
    }

    /// Reads settings files that have changed.
    pub fn changed(&self, files: Vec<PathBuf>) {
        self.send(Task::Files(files));
    }

    /// Reads all settings files that have changed.
    pub fn look(&self) {
        self.send(Task::Look);
    }

    /// Applies the current settings to every draft.
    pub fn apply(&self) {
        self.send(Task::Apply);
    }

    /// Has it look at the files that nobody watches from now on, if a draft is open.
    pub fn wake(&self) {
        // If the thread has ended, whoever asks it for more says so.
        let _ = self.tasks.send(Task::Wake);
    }

    /// Whether it has nothing to do.
    pub fn is_idle(&self) -> bool {
        self.turns.is_done()
    }

    /// Waits until what was asked so far is done.
    pub async fn idle(&self) {
        self.turns.done(self.turns.asked()).await;
    }

    fn send(&self, task: Task) {
        self.turns.ask();
        if self.tasks.send(task).is_err() {
            tracing::error!("no settings are read any more: the thread for it has ended");
        }
    }
}

impl Keeping {
    fn perform(&self, task: Task) {
        let projects = &self.workspace.layers().projects;
        let is_changed = match task {
            Task::Opened(url) => return self.opened(url),
            Task::Files(files) => files.iter().filter(|file| projects.read_again(file)).count() > 0,
            Task::Look => projects.refresh(|_| true),
            Task::Folders(folders) => {
                let folders: HashSet<PathBuf> = folders.into_iter().collect();
                projects.refresh(|folder| folders.contains(folder))
            }
            Task::Apply => true,
            Task::Wake => false,
        };
        if is_changed {
            self.apply();
        }
    }

    fn opened(&self, url: Url) {
        let settings = self.workspace.settings(&url);
        if let Some(stamp) = self.drafts.set(&url, settings) {
            self.events.send(Event::Changed(url, stamp));
        }
        self.events.send(Event::Projects);
        // Only now is it known whether it has reports that look something up.
        self.looker.look();
    }

    fn apply(&self) {
        let changed = self.workspace.apply(&self.drafts).into_iter();
        let changed = changed.map(|(url, stamp)| Event::Changed(url, stamp));
        changed.chain([Event::Settings]).for_each(|event| self.events.send(event));
        self.library.mark();
        self.looker.look();
    }

    /// The folders whose settings files concern an open draft, and are not watched by the client.
    fn unwatched(&self) -> Vec<PathBuf> {
        let watches = self.agreed.get().is_some_and(|agreed| agreed.watches_files);
        let watched = if watches { self.workspace.folders() } else { Vec::new() };
        let mut unwatched = BTreeSet::new();
        for path in self.drafts.urls().iter().filter_map(|url| url.to_file_path().ok()) {
            for folder in path.ancestors().skip(1).filter(|it| !watched.iter().any(|watched| it.starts_with(watched))) {
                if !unwatched.insert(Path::to_path_buf(folder)) {
                    break;
                }
            }
        }
        unwatched.into_iter().collect()
    }
}
