//! Finds the drafts in a folder.

use super::layers::Layers;
use crate::files::FileKind;
use ignore::{DirEntry, WalkBuilder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The extensions of files that count as drafts unless `include` is set.
pub const EXTENSIONS: [&str; 9] = ["md", "markdown", "txt", "tsv", "html", "htm", "docx", "xlsx", "pdf"];

/// The names of files that say which files do not count.
pub const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundFile {
    /// One that is to be checked.
    Draft(PathBuf),
    /// One that may hold a report, and is of a kind that is not read.
    Unread(PathBuf),
}

/// Calls `found` for every file in a folder that is to be checked, in any order, and for every error. Skips hidden
/// files and those ignored by `.gitignore`, and prunes folders that `exclude` matches.
///
/// `found` returns whether to continue.
pub fn drafts(folder: &Path, layers: &Arc<Layers>, mut found: impl FnMut(Result<PathBuf, ignore::Error>) -> bool) {
    walk(folder, layers, |file| match file {
        Ok(FoundFile::Draft(path)) => found(Ok(path)),
        Ok(FoundFile::Unread(_)) => true,
        Err(error) => found(Err(error)),
    });
}

/// Calls `found` as [`drafts`] does, and for the files that may hold reports and are not read.
pub fn walk(folder: &Path, layers: &Arc<Layers>, mut found: impl FnMut(Result<FoundFile, ignore::Error>) -> bool) {
    let of_filter = layers.clone();
    let walk = WalkBuilder::new(folder).filter_entry(move |entry| !is_excluded_folder(entry, &of_filter)).build();
    for entry in walk {
        let go_on = match entry {
            Err(error) => found(Err(error)),
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => match kind_of(entry.path(), layers) {
                Some(kind) => found(Ok(kind(entry.into_path()))),
                None => true,
            },
            Ok(_) => true,
        };
        if !go_on {
            return;
        }
    }
}

/// Whether a search of a folder finds this file as one that is to be checked. Only the folders on the way are listed.
pub fn is_draft_in(folder: &Path, file: &Path, layers: &Arc<Layers>) -> bool {
    let (of_filter, wanted) = (layers.clone(), file.to_path_buf());
    let is_on_the_way =
        move |entry: &DirEntry| wanted.starts_with(entry.path()) && !is_excluded_folder(entry, &of_filter);
    let mut entries = WalkBuilder::new(folder).filter_entry(is_on_the_way).build().flatten();
    let is_wanted = |entry: &DirEntry| entry.path() == file && entry.file_type().is_some_and(|kind| kind.is_file());
    file.starts_with(folder)
        && entries.any(|entry| is_wanted(&entry))
        && matches!(kind_of(file, layers).map(|kind| kind(file.to_path_buf())), Some(FoundFile::Draft(_)))
}

fn is_excluded_folder(entry: &DirEntry, layers: &Layers) -> bool {
    // The requested folder itself is searched regardless of the settings.
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    std::path::absolute(entry.path()).is_ok_and(|path| layers.stack(Some(&path)).is_excluded(&path, true))
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
