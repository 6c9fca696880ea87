//! The reports known in a session: those of the open drafts, laid over those in the folders.
//!
//! They form an immutable index shared by all open drafts. It is replaced when the contributions of an open draft
//! change, and after a scan of the folders; drafts whose lookups change are then checked again. Scanning folders is
//! slow and belongs on a background thread; everything else here is quick.
//!
//! The folders are scanned once. From then on a client that watches files says which have changed, and only those are
//! read. What it cannot say is made up for: from time to time, when somebody asks, all are scanned again, and where
//! nobody watches they are scanned whenever somebody asks. Either takes a bounded part of the time.

use super::drafts::{Drafts, Stamp, from_disk};
use super::panics::survive;
use super::workspace::Workspace;
use crate::check::corpus::Corpus;
use crate::config::Layers;
use crate::config::project::Signature;
use crate::ide::Crossing;
use crate::protocol::{self, NegotiatedCapabilities};
use crate::report::neighbours::{Contributions, Neighbours, ReportSource};
use lsp_types::{Location, Url};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// The reports of a session.
#[derive(Debug)]
pub struct Library {
    workspace: Arc<Workspace>,
    drafts: Arc<Drafts>,
    /// The current index. It is locked only briefly.
    known: Mutex<Neighbours>,
    /// Locked during a scan of the folders.
    folders: Mutex<Folders>,
    /// What may have changed since the last scan. It is locked only briefly.
    pending: Mutex<Pending>,
}

/// What may have changed in the folders.
#[derive(Debug, Default)]
enum Pending {
    /// Anything.
    #[default]
    Everything,
    /// These files.
    Files(BTreeSet<PathBuf>),
}

/// So many files at most are looked at one by one: more come from a checkout, or a folder that was unpacked.
const FEW: usize = 256;

/// How often all folders are scanned on request although the client watches them, at most. A folder that is removed, or
/// another `.gitignore`, is told by few clients.
const HEAL: Duration = Duration::from_secs(60);

/// Scans take one part in so many of the time where a client watches files.
const WATCHED_SHARE: u32 = 100;

/// The same where nobody does, and a scan is not as quick as [`AT_ONCE`].
const UNWATCHED_SHARE: u32 = 20;

/// A scan that takes no longer is repeated whenever somebody asks.
const AT_ONCE: Duration = Duration::from_millis(250);

/// What is known of the files in the folders.
#[derive(Debug, Default)]
struct Folders {
    corpus: Corpus,
    /// The settings of the last scan.
    layers: Option<Arc<Layers>>,
    /// When the last scan ended, and how long it took.
    scanned: Option<(Instant, Duration)>,
}

impl Folders {
    /// Whether a scan that somebody asks for is due, although nothing is known to have changed.
    fn is_due(&self, watches_files: bool) -> bool {
        let Some((end, took)) = self.scanned else { return true };
        let pause = match watches_files {
            true => HEAL.max(took.saturating_mul(WATCHED_SHARE)),
            false if took <= AT_ONCE => Duration::ZERO,
            false => took.saturating_mul(UNWATCHED_SHARE),
        };
        end.elapsed() >= pause
    }
}

/// The effect of a change of the index.
#[derive(Debug, Default)]
pub struct Rejudged {
    /// The open drafts to be checked again, with their new stamps.
    pub drafts: Vec<(Url, Stamp)>,
    /// Whether findings in files that are not open may change, too.
    pub others: bool,
}

impl Rejudged {
    /// Whether it affects nothing.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && !self.others
    }
}

impl Library {
    /// The reports of a session. Nothing is read yet.
    pub fn new(workspace: Arc<Workspace>, drafts: Arc<Drafts>) -> Self {
        Library { workspace, drafts, known: Mutex::default(), folders: Mutex::default(), pending: Mutex::default() }
    }

    /// Marks the folders as possibly changed.
    pub fn mark(&self) {
        *self.pending() = Pending::Everything;
    }

    /// Marks files as possibly changed.
    pub fn mark_files(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut pending = self.pending();
        if let Pending::Files(files) = &mut *pending {
            files.extend(paths);
            if files.len() > FEW {
                *pending = Pending::Everything;
            }
        }
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the folders have to be scanned: they may have changed, and an open draft has reports that could look
    /// something up.
    pub fn is_behind(&self) -> bool {
        let has_reports = |(_, reports): &(Arc<ReportSource>, Contributions)| !reports.all().is_empty();
        let is_pending = !matches!(&*self.pending(), Pending::Files(files) if files.is_empty());
        is_pending && self.known().open().iter().any(has_reports)
    }

    /// Whether no draft is open.
    pub fn has_none_open(&self) -> bool {
        self.drafts.is_empty()
    }

    /// The current neighbours of a document.
    pub fn beside(&self, url: &Url) -> Neighbours {
        let document = Arc::new(self.document(url));
        self.known().beside(document)
    }

    /// The current index, with the reports in a folder outside the session's.
    pub fn with_folder(&self, folder: Option<&Path>) -> Neighbours {
        let is_inside = |folder: &Path| self.workspace.folders().iter().any(|known| folder.starts_with(known));
        let Some(folder) = folder.filter(|folder| !is_inside(folder)) else { return self.known().clone() };
        let mut corpus = Corpus::default();
        corpus.look_through(&[folder.to_path_buf()], &self.workspace.layers(), |path| self.file(path));
        self.known().with_files_of(corpus.neighbours())
    }

    /// Updates the contributions of an open draft, if they have changed.
    pub fn note(&self, url: &Url, reports: &Contributions) -> Rejudged {
        let address = address(url);
        let is_known =
            |(document, known): &(Arc<ReportSource>, Contributions)| document.address == address && known.are(reports);
        if self.known().open().iter().any(is_known) {
            return Rejudged::default();
        }
        self.take_over(None)
    }

    /// Updates the contributions of all open drafts; unread ones are parsed.
    pub fn note_all(&self) -> Rejudged {
        for (_, draft) in self.drafts.all() {
            // A panic is reported where the draft's diagnostics are made.
            let _ = survive(|| draft.snapshot());
        }
        self.take_over(None)
    }

    /// Scans the folders as far as they may have changed, and updates the index with them and with the open drafts.
    pub fn refresh(&self, agreed: NegotiatedCapabilities) -> Rejudged {
        let layers = self.workspace.layers();
        let mut folders = self.folders();
        let same_settings = folders.layers.as_ref().is_some_and(|known| Arc::ptr_eq(known, &layers));
        // What is marked during the scan counts for the next one.
        let pending = std::mem::replace(&mut *self.pending(), Pending::Files(BTreeSet::new()));
        match pending {
            Pending::Files(files) if same_settings && !folders.is_due(agreed.watches_files) => {
                if files.is_empty() {
                    return self.note_all();
                }
                folders.corpus.look_at(&files, &self.workspace.folders(), &layers, |path| self.file(path));
            }
            Pending::Files(_) | Pending::Everything => {
                let start = Instant::now();
                folders.corpus.look_through(&self.workspace.folders(), &layers, |path| self.file(path));
                folders.scanned = Some((Instant::now(), start.elapsed()));
            }
        }
        folders.layers = Some(layers);
        let files = folders.corpus.neighbours().clone();
        for (_, draft) in self.drafts.all() {
            let _ = survive(|| draft.snapshot());
        }
        self.take_over(Some(files))
    }

    /// The drafts in the folders by the last scan, with the time and length of each, and another number after every
    /// change that was found.
    pub fn files(&self) -> (Vec<(PathBuf, Signature)>, u64) {
        let folders = self.folders();
        let files = folders.corpus.paths().map(|path| (path.to_path_buf(), folders.corpus.signature(path)));
        (files.collect(), folders.corpus.revision())
    }

    /// Those of the drafts in the folders with reports that others may look up.
    pub fn reports(&self) -> Vec<(PathBuf, Signature)> {
        let folders = self.folders();
        let paths = folders.corpus.contributing_paths();
        paths.map(|path| (path.to_path_buf(), folders.corpus.signature(path))).collect()
    }

    fn folders(&self) -> MutexGuard<'_, Folders> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files from which open drafts take figures, and which are not open themselves.
    pub fn looked_up_files(&self) -> Vec<PathBuf> {
        let drafts = self.drafts.all();
        let looked_up = drafts.iter().filter_map(|(_, draft)| draft.taken()).flat_map(|it| it.looked_up());
        let reports = looked_up.flat_map(|last_year| last_year.reports().to_vec());
        let mut files: BTreeSet<String> = reports.map(|report| report.document.address.clone()).collect();
        if !files.is_empty() {
            for (url, _) in &drafts {
                files.remove(&address(url));
            }
        }
        files.into_iter().map(PathBuf::from).filter(|file| file.is_absolute()).collect()
    }

    /// Looks whether any of these files has changed since the last scan; if so, the folders are behind.
    pub fn look_at_files(&self, files: &[PathBuf]) {
        let folders = match self.folders.try_lock() {
            Ok(folders) => folders,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // A scan is in progress.
            Err(TryLockError::WouldBlock) => return,
        };
        if files.iter().any(|file| !folders.corpus.is_current(file)) {
            self.mark();
        }
    }

    /// The locations of a figure, or of a row's label, in the reports on the other side of a crossing.
    pub fn locate(&self, crossing: &Crossing, agreed: NegotiatedCapabilities) -> Vec<Location> {
        let known = self.known().clone();
        let mut addresses: Vec<String> = Vec::new();
        for report in crossing.keys.iter().flat_map(|key| known.reports(key)) {
            // A document with several such reports is searched once.
            if !addresses.contains(&report.document.address) {
                addresses.push(report.document.address.clone());
            }
        }
        let places = addresses.iter().filter_map(|address| self.url(address)).flat_map(|url| {
            let path = url.to_file_path().unwrap_or_default();
            let from_disk = || from_disk(&path, self.workspace.settings(&url), Neighbours::default());
            let draft = self.drafts.now(&url).unwrap_or_else(from_disk);
            survive(|| protocol::navigation::across(&draft.snapshot(), &url, crossing, agreed)).unwrap_or_default()
        });
        places.collect()
    }

    /// The URL of a document.
    pub fn url(&self, of: &str) -> Option<Url> {
        let open = self.drafts.urls().into_iter().find(|url| address(url) == of);
        open.or_else(|| Url::from_file_path(of).ok()).or_else(|| Url::parse(of).ok())
    }

    /// Lays the contributions of the open drafts, as far as they have been checked, over the files, and updates the
    /// open drafts.
    fn take_over(&self, files: Option<Neighbours>) -> Rejudged {
        let mut known = self.known();
        let drafts = self.drafts.all();
        let before: HashMap<&str, &Contributions> =
            known.open().iter().map(|(document, reports)| (document.address.as_str(), reports)).collect();
        let mut open = Vec::with_capacity(drafts.len());
        for (url, draft) in &drafts {
            let document = self.document(url);
            let reports = draft.taken().map(|snapshot| snapshot.contributions().clone());
            let reports = reports.or_else(|| before.get(document.address.as_str()).map(|reports| (*reports).clone()));
            open.extend(reports.map(|reports| (Arc::new(document), reports)));
        }
        let new = files.unwrap_or_else(|| known.clone()).with_open(open);
        if new.say_as(&known) {
            // The drafts keep their equal index; storing the new one makes the next comparison cheap.
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

    /// The address and name of a document.
    fn document(&self, url: &Url) -> ReportSource {
        ReportSource { address: address(url), name: self.name(url) }
    }

    /// The name of a document for users: its path relative to the folder, or else its last part.
    fn name(&self, url: &Url) -> String {
        let Ok(path) = url.to_file_path() else { return url.path().rsplit('/').next().unwrap_or("").to_owned() };
        let folders = self.workspace.folders();
        let below =
            folders.iter().filter_map(|folder| path.strip_prefix(folder).ok()).min_by_key(|it| it.as_os_str().len());
        let name = below.or(path.file_name().map(Path::new)).unwrap_or(&path);
        name.display().to_string()
    }
}

/// The unique address of a document, independent of how its URL is written: its path, or else the URL.
fn address(url: &Url) -> String {
    url.to_file_path().map_or_else(|()| url.to_string(), |path: PathBuf| path.display().to_string())
}
