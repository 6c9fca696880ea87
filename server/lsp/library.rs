//! The reports that are known in a session: those of the open drafts and those in the folders, laid over each other.
//!
//! What is known is an immutable index, which every open draft has. It is replaced when the reports of an open draft say
//! something else, and when the folders have been looked through; the drafts that look up what has changed are judged
//! again. Looking through the folders takes its time and belongs on a thread on which nobody waits; everything else here is
//! quick.

use super::convert::{self, NegotiatedCapabilities};
use super::drafts::{Drafts, Stamp, from_disk};
use super::panics::survive;
use super::workspace::Workspace;
use crate::check::corpus::Corpus;
use crate::config::Layers;
use crate::ide::Crossing;
use crate::report::neighbours::{Contributions, Neighbours, ReportSource};
use lsp_types::{Location, Url};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// The reports of a session.
#[derive(Debug)]
pub struct Library {
    workspace: Arc<Workspace>,
    drafts: Arc<Drafts>,
    /// What is known now. It is locked for moments only.
    known: Mutex<Neighbours>,
    /// Locked while the folders are looked through.
    folders: Mutex<Folders>,
    /// Whether something may have changed since the folders were looked through.
    stale: AtomicBool,
}

/// What is known of the files in the folders.
#[derive(Debug, Default)]
struct Folders {
    corpus: Corpus,
    /// The settings with which the folders were looked through.
    layers: Option<Arc<Layers>>,
}

/// What became of it when something else was known.
#[derive(Debug, Default)]
pub struct Rejudged {
    /// The open drafts that are to be judged again, with their new stamps.
    pub drafts: Vec<(Url, Stamp)>,
    /// Whether reports that are not open may be judged in another way, too.
    pub others: bool,
}

impl Rejudged {
    /// Whether nothing is judged in another way.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && !self.others
    }
}

impl Library {
    /// The reports in the folders and on the screen of a session. Nothing is read yet.
    pub fn new(workspace: Arc<Workspace>, drafts: Arc<Drafts>) -> Self {
        let stale = AtomicBool::new(true);
        Library { workspace, drafts, known: Mutex::default(), folders: Mutex::default(), stale }
    }

    /// Says that something may have changed in the folders.
    pub fn mark(&self) {
        self.stale.store(true, Ordering::Release);
    }

    /// Whether the folders are to be looked through: something may have changed in them, and an open draft has reports
    /// that could look it up.
    pub fn is_behind(&self) -> bool {
        let has_reports = |(_, reports): &(Arc<ReportSource>, Contributions)| !reports.all().is_empty();
        self.stale.load(Ordering::Acquire) && self.known().open().iter().any(has_reports)
    }

    /// What is known now beside a document.
    pub fn beside(&self, url: &Url) -> Neighbours {
        let document = Arc::new(self.document(url));
        self.known().beside(document)
    }

    /// What is known now, and what stands in a folder that is in none of the session's.
    pub fn with_folder(&self, folder: Option<&Path>) -> Neighbours {
        let is_inside = |folder: &Path| self.workspace.folders().iter().any(|known| folder.starts_with(known));
        let Some(folder) = folder.filter(|folder| !is_inside(folder)) else { return self.known().clone() };
        let mut corpus = Corpus::default();
        corpus.look_through(&[folder.to_path_buf()], &self.workspace.layers(), |path| self.file(path));
        self.known().with_files_of(corpus.neighbours())
    }

    /// Takes over what the reports of an open draft say, if it is not what is known.
    pub fn note(&self, url: &Url, reports: &Contributions) -> Rejudged {
        let address = address(url);
        let is_known =
            |(document, known): &(Arc<ReportSource>, Contributions)| document.address == address && known.are(reports);
        if self.known().open().iter().any(is_known) {
            return Rejudged::default();
        }
        self.take_over(None)
    }

    /// Takes over what all open drafts say: they are read as far as they have not been.
    pub fn note_all(&self) -> Rejudged {
        for (_, draft) in self.drafts.all() {
            // Who asks for its diagnostics hears of it.
            let _ = survive(|| draft.snapshot());
        }
        self.take_over(None)
    }

    /// Looks through the folders, if something may have changed in them, and takes over what is found there and what the
    /// open drafts say.
    pub fn refresh(&self, agreed: NegotiatedCapabilities) -> Rejudged {
        let layers = self.workspace.layers();
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let same_settings = folders.layers.as_ref().is_some_and(|known| Arc::ptr_eq(known, &layers));
        // What is marked while the folders are looked through counts the next time.
        let stale = self.stale.swap(false, Ordering::AcqRel);
        if !stale && same_settings && agreed.watches_files {
            return self.note_all();
        }
        folders.corpus.look_through(&self.workspace.folders(), &layers, |path| self.file(path));
        folders.layers = Some(layers);
        let files = folders.corpus.neighbours().clone();
        for (_, draft) in self.drafts.all() {
            let _ = survive(|| draft.snapshot());
        }
        self.take_over(Some(files))
    }

    /// Looks whether a file from which an open draft takes figures is not as it was.
    pub fn look_at_files(&self) {
        let folders = match self.folders.try_lock() {
            Ok(folders) => folders,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Somebody is looking.
            Err(TryLockError::WouldBlock) => return,
        };
        let drafts = self.drafts.all();
        let looked_up = drafts.iter().filter_map(|(_, draft)| draft.taken()).flat_map(|it| it.looked_up());
        let is_current = |document: &ReportSource| {
            let path = Path::new(&document.address);
            !path.is_absolute()
                || drafts.iter().any(|(url, _)| address(url) == document.address)
                || folders.corpus.is_current(path)
        };
        if looked_up.flat_map(|last_year| last_year.reports().to_vec()).any(|it| !is_current(&it.document)) {
            self.mark();
        }
    }

    /// The places of a figure, or of a row's label, in the reports on the other side of the turn of the year.
    pub fn locate(&self, crossing: &Crossing, agreed: NegotiatedCapabilities) -> Vec<Location> {
        let known = self.known().clone();
        let mut addresses: Vec<String> = Vec::new();
        for report in known.reports(&crossing.key) {
            // A document may hold several such reports, and is looked at once.
            if !addresses.contains(&report.document.address) {
                addresses.push(report.document.address.clone());
            }
        }
        let places = addresses.iter().filter_map(|address| self.url(address)).flat_map(|url| {
            let path = url.to_file_path().unwrap_or_default();
            let from_disk = || from_disk(&path, self.workspace.settings(&url), Neighbours::default());
            let draft = self.drafts.now(&url).unwrap_or_else(from_disk);
            survive(|| convert::navigation::across(&draft.snapshot(), &url, crossing, agreed)).unwrap_or_default()
        });
        places.collect()
    }

    /// The URL of a document.
    pub fn url(&self, of: &str) -> Option<Url> {
        let open = self.drafts.urls().into_iter().find(|url| address(url) == of);
        open.or_else(|| Url::from_file_path(of).ok()).or_else(|| Url::parse(of).ok())
    }

    /// Lays what the open drafts say, as far as they have been read, over the files, and tells the open drafts.
    fn take_over(&self, files: Option<Neighbours>) -> Rejudged {
        let mut known = self.known();
        let drafts = self.drafts.all();
        let mut open = Vec::with_capacity(drafts.len());
        for (url, draft) in &drafts {
            let document = self.document(url);
            let before = known.open().iter().find(|(it, _)| it.address == document.address);
            let reports = draft.taken().map(|snapshot| snapshot.contributions().clone());
            let reports = reports.or_else(|| before.map(|(_, reports)| reports.clone()));
            open.extend(reports.map(|reports| (Arc::new(document), reports)));
        }
        let new = files.unwrap_or_else(|| known.clone()).with_open(open);
        if new.say_as(&known) {
            // The drafts need not hear of it, but what they say is recognized the next time.
            *known = new;
            return Rejudged::default();
        }
        let others = new.may_concern_files(&known);
        *known = new;
        let concerned = drafts.iter().filter_map(|(url, _)| {
            let stamp = self.drafts.set_neighbours(url, known.beside(Arc::new(self.document(url))))?;
            Some((url.clone(), stamp))
        });
        Rejudged { drafts: concerned.collect(), others }
    }

    fn known(&self) -> MutexGuard<'_, Neighbours> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, path: &Path) -> Option<ReportSource> {
        Some(self.document(&Url::from_file_path(path).ok()?))
    }

    /// A document as others know it.
    fn document(&self, url: &Url) -> ReportSource {
        ReportSource { address: address(url), name: self.name(url) }
    }

    /// How people call a document: its path below the folder, or else its last part.
    fn name(&self, url: &Url) -> String {
        let Ok(path) = url.to_file_path() else { return url.path().rsplit('/').next().unwrap_or("").to_owned() };
        let folders = self.workspace.folders();
        let below =
            folders.iter().filter_map(|folder| path.strip_prefix(folder).ok()).min_by_key(|it| it.as_os_str().len());
        let name = below.or(path.file_name().map(Path::new)).unwrap_or(&path);
        name.display().to_string()
    }
}

/// What tells a document from all others, however its URL is written: its path, or else the URL.
fn address(url: &Url) -> String {
    url.to_file_path().map_or_else(|()| url.to_string(), |path: PathBuf| path.display().to_string())
}
