//! Finds the drafts in a folder.

use super::layers::Layers;
use crate::files::FileKind;
use ignore::{DirEntry, Error, WalkBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The names of files that say which files do not count.
pub const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// The longest of these files, in bytes.
const LONGEST_IGNORE_FILE: u64 = 256 << 10;

/// The extensions of files that count as drafts unless `include` is set.
pub const EXTENSIONS: [&str; 9] = ["md", "markdown", "txt", "tsv", "html", "htm", "docx", "xlsx", "pdf"];

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundFile {
    /// One that is to be checked.
    Draft(PathBuf),
    /// One that may hold a report, and is of a kind that is not read.
    Unread(PathBuf),
    /// A link to one of these or to a folder, which is not followed, or leads nowhere.
    Link(PathBuf),
}

/// What is looked at in folders besides the ordinary.
#[derive(Debug, Clone, Copy, Default)]
pub struct WalkOptions {
    /// Hidden files and folders.
    pub hidden: bool,
    /// What `.gitignore` and `.ignore` name.
    pub ignored: bool,
    /// Where links lead.
    pub links: bool,
}

/// Calls `found` for every file in a folder that is to be checked, in any order, and for every error. Skips hidden
/// files, links and those ignored by `.gitignore`, and prunes folders that `exclude` matches.
///
/// `found` returns whether to continue.
pub fn drafts(folder: &Path, layers: &Arc<Layers>, mut found: impl FnMut(Result<PathBuf, Error>) -> bool) {
    walk(folder, layers, WalkOptions::default(), |file| match file {
        Ok(FoundFile::Draft(path)) => found(Ok(path)),
        Ok(FoundFile::Unread(_) | FoundFile::Link(_)) => true,
        Err(error) => found(Err(error)),
    });
}

/// Calls `found` as [`drafts`] does, and for the files that may hold reports and are not read. `.gitignore` counts in a
/// repository of git and elsewhere.
pub fn walk(
    folder: &Path,
    layers: &Arc<Layers>,
    options: WalkOptions,
    mut found: impl FnMut(Result<FoundFile, Error>) -> bool,
) {
    let (of_filter, refused) = (layers.clone(), Arc::new(Mutex::new(Vec::new())));
    let of_walk = refused.clone();
    let mut builder = builder(folder, options);
    let is_looked_through = move |entry: &DirEntry| {
        if is_excluded_folder(entry, &of_filter) {
            return false;
        }
        let too_long = if options.ignored { None } else { too_long_ignore_file(entry) };
        too_long.map(|file| of_walk.lock().unwrap_or_else(PoisonError::into_inner).push(file)).is_none()
    };
    let walk = builder.filter_entry(is_looked_through).build();
    for entry in walk {
        let file = match entry {
            // What a link leads back to is looked through anyway.
            Err(error) if is_loop(&error) => None,
            Err(error) => match broken_link(&error) {
                Some(path) => kind_of(&path, layers).map(|_| Ok(FoundFile::Link(path))),
                None => Some(Err(error)),
            },
            Ok(entry) => found_file(entry, layers).map(Ok),
        };
        if file.is_some_and(|file| !found(file)) {
            return;
        }
    }
    for path in refused.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let reason = io::Error::other(format!("超过 {} KB，没有查找它所在的文件夹", LONGEST_IGNORE_FILE >> 10));
        if !found(Err(Error::WithPath { path, err: Box::new(Error::Io(reason)) })) {
            return;
        }
    }
}

/// The file in a folder that says which files do not count, if it is so long that its patterns would take long to compile.
fn too_long_ignore_file(folder: &DirEntry) -> Option<PathBuf> {
    if !folder.file_type().is_some_and(|kind| kind.is_dir()) {
        return None;
    }
    let files = IGNORE_FILES.map(|name| folder.path().join(name));
    files.into_iter().find(|file| file.metadata().is_ok_and(|data| data.len() > LONGEST_IGNORE_FILE))
}

fn builder(folder: &Path, options: WalkOptions) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(!options.ignored).require_git(false).hidden(!options.hidden).follow_links(options.links);
    builder
}

/// Whether a search of a folder finds this file as one that is to be checked. Only the folders on the way are listed.
pub fn is_draft_in(folder: &Path, file: &Path, layers: &Arc<Layers>) -> bool {
    if !file.starts_with(folder) {
        return false;
    }
    let (of_filter, wanted) = (layers.clone(), file.to_path_buf());
    let is_on_the_way = move |entry: &DirEntry| {
        wanted.starts_with(entry.path())
            && !is_excluded_folder(entry, &of_filter)
            && too_long_ignore_file(entry).is_none()
    };
    let mut builder = builder(folder, WalkOptions::default());
    let entry = builder.filter_entry(is_on_the_way).build().flatten().find(|entry| entry.path() == file);
    matches!(entry.and_then(|entry| found_file(entry, layers)), Some(FoundFile::Draft(_)))
}

/// What an entry of a folder counts as; `None` for a folder, and for what is no draft.
fn found_file(entry: DirEntry, layers: &Layers) -> Option<FoundFile> {
    let kind = entry.file_type()?;
    if kind.is_file() {
        return Some(kind_of(entry.path(), layers)?(entry.into_path()));
    }
    if !kind.is_symlink() {
        return None;
    }
    let is_folder = entry.path().is_dir();
    let counts = if is_folder { !is_excluded(entry.path(), layers) } else { kind_of(entry.path(), layers).is_some() };
    counts.then(|| FoundFile::Link(entry.into_path()))
}

fn is_loop(error: &Error) -> bool {
    match error {
        Error::Loop { .. } => true,
        Error::WithPath { err, .. } | Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

/// The link that could not be followed, for there is nothing where it leads.
fn broken_link(error: &Error) -> Option<PathBuf> {
    match error {
        Error::WithPath { path, .. } => (path.is_symlink() && !path.exists()).then(|| path.clone()),
        Error::WithDepth { err, .. } => broken_link(err),
        _ => None,
    }
}

fn is_excluded_folder(entry: &DirEntry, layers: &Layers) -> bool {
    // The requested folder itself is searched regardless of the settings.
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    is_excluded(entry.path(), layers)
}

/// Whether a folder is excluded.
fn is_excluded(folder: &Path, layers: &Layers) -> bool {
    std::path::absolute(folder).is_ok_and(|path| layers.stack(Some(&path)).is_excluded(&path, true))
}

/// What a file counts as when its folder is searched.
fn kind_of(path: &Path, layers: &Layers) -> Option<fn(PathBuf) -> FoundFile> {
    if is_lock(path) {
        return None;
    }
    let is_unread = || FileKind::promised(path).is_some_and(|kind| !kind.is_read());
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let stack = layers.stack(Some(&path));
    if stack.is_excluded(&path, false) {
        None
    } else if stack.has_include() || has_known_ending(&path) {
        Some(FoundFile::Draft)
    } else {
        is_unread().then_some(FoundFile::Unread)
    }
}

/// Whether it is what Word and WPS put beside a document that is open.
fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
}

fn has_known_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| EXTENSIONS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
