//! Finds the drafts in a folder.

use super::layers::Layers;
use ignore::{DirEntry, WalkBuilder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The extensions of files that count as drafts unless `include` is set.
pub const EXTENSIONS: [&str; 6] = ["md", "markdown", "txt", "tsv", "html", "htm"];

/// Calls `found` for every file in a folder that is to be checked, in any order, and for every error. Skips hidden
/// files and those ignored by `.gitignore`, and prunes folders that `exclude` matches.
///
/// `found` returns whether to continue.
pub fn drafts(folder: &Path, layers: &Arc<Layers>, mut found: impl FnMut(Result<PathBuf, ignore::Error>) -> bool) {
    let of_filter = layers.clone();
    let walk = WalkBuilder::new(folder).filter_entry(move |entry| !is_excluded_folder(entry, &of_filter)).build();
    for entry in walk {
        let go_on = match entry {
            Err(error) => found(Err(error)),
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_draft(entry.path(), layers) => {
                found(Ok(entry.into_path()))
            }
            Ok(_) => true,
        };
        if !go_on {
            return;
        }
    }
}

fn is_excluded_folder(entry: &DirEntry, layers: &Layers) -> bool {
    // The requested folder itself is searched regardless of the settings.
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    std::path::absolute(entry.path()).is_ok_and(|path| layers.stack(Some(&path)).is_excluded(&path, true))
}

/// Whether a file counts as a draft when its folder is searched.
pub fn is_draft(path: &Path, layers: &Layers) -> bool {
    let Ok(path) = std::path::absolute(path) else { return has_known_ending(path) };
    let stack = layers.stack(Some(&path));
    (stack.has_include() || has_known_ending(&path)) && !stack.is_excluded(&path, false)
}

fn has_known_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| EXTENSIONS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
