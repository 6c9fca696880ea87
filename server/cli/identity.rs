//! Which names are one file: spellings of a path, links to a file, and hard links.

use std::path::{Path, PathBuf};

/// What two names of one file have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FileIdentity {
    /// The file's device and number on it.
    #[cfg(unix)]
    Number(u64, u64),
    /// Its path without links.
    Path(PathBuf),
}

impl FileIdentity {
    /// That of an existing file.
    pub fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        if let Ok(data) = path.metadata() {
            use std::os::unix::fs::MetadataExt;
            return Some(FileIdentity::Number(data.dev(), data.ino()));
        }
        path.canonicalize().ok().map(FileIdentity::Path)
    }
}
