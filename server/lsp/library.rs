//! The reports that are known beside the one somebody works on: those on the screen and those in the folders, by whose
//! they are and for which year. Knows nothing of what is done with them.
//!
//! The files are read when they are first asked about, and again when their time or length has changed; the folders are
//! looked through again when the client says that something changed in them, or, where it does not watch them, whenever
//! they are asked about. All of that takes its time: [`Library::find`] and [`Library::locate`] belong on a thread on which
//! nobody waits.

use super::convert::{self, NegotiatedCapabilities};
use super::drafts::{Drafts, from_disk};
use super::panics::survive;
use super::workspace::Workspace;
use crate::check::Snapshot;
use crate::config::{Layers, files, project};
use crate::ide::Crossing;
use crate::report;
use crate::report::carry_over::{CarryOver, Key, Neighbour, Neighbours};
use crate::syntax::Syntax;
use crate::text::encoding;
use lsp_types::{Location, Url};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The reports of a session.
#[derive(Debug)]
pub struct Library {
    workspace: Arc<Workspace>,
    drafts: Arc<Drafts>,
    shelf: Mutex<Shelf>,
    /// Whether something may have changed since the folders were looked through.
    stale: AtomicBool,
}

/// What is known of the files in the folders.
#[derive(Debug, Default)]
struct Shelf {
    files: Arc<Files>,
    /// The settings with which the folders were looked through.
    layers: Option<Arc<Layers>>,
}

type Files = BTreeMap<PathBuf, File>;

/// A file as it was when it was last read.
#[derive(Debug, Clone)]
struct File {
    signature: Option<(SystemTime, u64)>,
    edition: Option<u16>,
    carry_overs: Vec<Arc<CarryOver>>,
}

/// A report that was asked for.
#[derive(Debug, Clone)]
pub struct Found {
    /// The document in which it stands.
    pub url: Url,
    /// What it carries over, and how its file is called.
    pub neighbour: Neighbour,
}

/// What reports of the year before say.
pub fn neighbours(found: &[Found]) -> Neighbours {
    Neighbours(found.iter().map(|found| found.neighbour.clone()).collect())
}

/// What every report of a draft carries over, without putting the whole draft together: places are counted from the
/// pieces.
fn carry_overs(snapshot: &Snapshot) -> Vec<CarryOver> {
    snapshot.pieces().flat_map(|(_, piece)| CarryOver::all(&piece.reports)).collect()
}

impl Library {
    /// The reports in the folders and on the screen of a session. Nothing is read yet.
    pub fn new(workspace: Arc<Workspace>, drafts: Arc<Drafts>) -> Self {
        Library { workspace, drafts, shelf: Mutex::default(), stale: AtomicBool::new(true) }
    }

    /// Says that something may have changed in the folders.
    pub fn mark(&self) {
        self.stale.store(true, Ordering::Release);
    }

    /// The reports with these keys, those on the screen first, each list in the order of their addresses. What is on the
    /// screen counts as it is there. `folder` is looked through too where it is in none of the session's.
    pub fn find(&self, keys: &[Key], folder: Option<&Path>, agreed: NegotiatedCapabilities) -> Vec<Found> {
        let open = self.drafts.all();
        let mut found = Vec::new();
        for (url, draft) in &open {
            let of_draft = survive(|| carry_overs(&draft.snapshot())).unwrap_or_default();
            let wanted = of_draft.into_iter().filter(|it| keys.contains(&it.key)).map(Arc::new);
            found.extend(wanted.map(|carry_over| self.found(url.clone(), carry_over)));
        }
        let is_open: BTreeSet<PathBuf> = open.iter().filter_map(|(url, _)| url.to_file_path().ok()).collect();
        let files = self.files(agreed);
        let elsewhere = self.elsewhere(folder);
        for (path, file) in files.iter().chain(&elsewhere).filter(|(path, _)| !is_open.contains(*path)) {
            let Ok(url) = Url::from_file_path(path) else { continue };
            let wanted = file.carry_overs.iter().filter(|it| keys.contains(&it.key));
            found.extend(wanted.map(|carry_over| self.found(url.clone(), carry_over.clone())));
        }
        found
    }

    /// The places of a figure, or of a row's label, in the reports on the other side of the turn of the year.
    pub fn locate(&self, crossing: &Crossing, agreed: NegotiatedCapabilities) -> Vec<Location> {
        let mut urls: Vec<Url> = Vec::new();
        for found in self.find(std::slice::from_ref(&crossing.key), None, agreed) {
            // A file may hold several such reports, and is looked at once.
            if !urls.contains(&found.url) {
                urls.push(found.url);
            }
        }
        let places = urls.into_iter().flat_map(|url| {
            let path = url.to_file_path().unwrap_or_default();
            let from_disk = || from_disk(&path, self.workspace.settings(&url));
            let draft = self.drafts.now(&url).unwrap_or_else(from_disk);
            survive(|| convert::navigation::across(&draft.snapshot(), &url, crossing, agreed)).unwrap_or_default()
        });
        places.collect()
    }

    fn found(&self, url: Url, carry_over: Arc<CarryOver>) -> Found {
        let file = self.name(&url);
        Found { url, neighbour: Neighbour { file, carry_over } }
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

    /// What is known of the files in the folders, after a look whether it still holds.
    fn files(&self, agreed: NegotiatedCapabilities) -> Arc<Files> {
        let layers = self.workspace.layers();
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let same_settings = shelf.layers.as_ref().is_some_and(|known| Arc::ptr_eq(known, &layers));
        // What is marked while the folders are looked through counts the next time.
        let stale = self.stale.swap(false, Ordering::AcqRel);
        if stale || !same_settings || !agreed.watches_files {
            shelf.files = Arc::new(read(&self.workspace.folders(), &layers, &shelf.files));
            shelf.layers = Some(layers);
        }
        shelf.files.clone()
    }

    /// The files of a folder that is in none of the session's.
    fn elsewhere(&self, folder: Option<&Path>) -> Files {
        let is_inside = |folder: &Path| self.workspace.folders().iter().any(|known| folder.starts_with(known));
        let outside = folder.filter(|folder| !is_inside(folder)).map(Path::to_path_buf);
        read(outside.as_slice(), &self.workspace.layers(), &Files::new())
    }
}

/// Reads the drafts in some folders, but those that are as they were known.
fn read(folders: &[PathBuf], layers: &Arc<Layers>, known: &Files) -> Files {
    let mut paths = BTreeSet::new();
    for folder in folders {
        files::drafts(folder, layers, |found| {
            paths.extend(found.ok());
            true
        });
    }
    let file = |path: PathBuf| {
        let signature = project::signature(&path);
        let required = layers.settings(Some(&path)).required_edition();
        let edition = required.map(|edition| edition.year);
        let same = known.get(&path).filter(|known| (known.signature, known.edition) == (signature, edition));
        let file = same.cloned().unwrap_or_else(|| {
            let text = std::fs::read(&path).ok().and_then(|bytes| encoding::decode(bytes).ok());
            let text = text.map(|(text, _)| text).unwrap_or_default();
            let carry_overs = survive(|| CarryOver::all(&report::read_as(&Syntax::parse(&text), required)));
            let carry_overs = carry_overs.unwrap_or_default().into_iter().map(Arc::new).collect();
            File { signature, edition, carry_overs }
        });
        (path, file)
    };
    paths.into_iter().collect::<Vec<_>>().into_par_iter().map(file).collect()
}
