//! The folders of the workspace, and what lies outside them.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folders in which somebody works; none if that is not known, and then nothing lies outside.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    folders: Vec<PathBuf>,
    /// The same without links, once somebody has looked on the disk.
    real: OnceLock<Vec<PathBuf>>,
}

impl Roots {
    /// Those of a workspace, whose paths are absolute.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Roots { folders, real: OnceLock::new() }
    }

    fn real(&self) -> &[PathBuf] {
        let real = |folder: &PathBuf| folder.canonicalize().unwrap_or_else(|_| folder.clone());
        self.real.get_or_init(|| self.folders.iter().map(real).collect())
    }

    /// Whether they are known, and a file lies in none of them.
    pub fn are_outside(&self, file: &Path) -> bool {
        let real = file.canonicalize();
        let real = real.as_deref().unwrap_or(file);
        !self.folders.is_empty() && !self.real().iter().any(|folder| real.starts_with(folder))
    }

    /// Whether a file whose path lies in one of them is really elsewhere: it, or a folder on the way, is a link.
    pub fn are_left_by(&self, file: &Path) -> bool {
        self.folders.iter().chain(self.real()).any(|folder| file.starts_with(folder)) && self.are_outside(file)
    }
}
