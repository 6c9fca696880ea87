//! Finds the `nianbao.toml` nearest to a file, with a cache.

use super::keys::{Keys, Layer};
use super::problem::{Problem, SettingsError};
use super::read;
use crate::files::bytes;
use crate::files::limits::SETTINGS_BYTES;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{fs, io};

/// The name of the file that holds a project's settings.
pub const FILE_NAME: &str = "nianbao.toml";

/// A `nianbao.toml`.
#[derive(Debug)]
pub struct Project {
    /// The file.
    pub path: PathBuf,
    /// Its text; empty if it cannot be read.
    pub text: String,
    /// Its settings.
    pub layer: Layer,
    /// The problems in it.
    pub problems: Vec<Problem>,
    /// Why it cannot be read.
    pub unreadable: Option<Arc<io::Error>>,
}

impl Project {
    /// Reads a file. Valid settings are kept along with the problems.
    pub fn read(path: &Path) -> Self {
        let (text, unreadable) = match bytes(path, SETTINGS_BYTES).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "不是 UTF-8 编码"))
        }) {
            Ok(text) => (text, None),
            Err(error) => (String::new(), Some(Arc::new(error))),
        };
        // A byte order mark does not belong to the text, and editors do not count it.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let (keys, problems) = read::toml(&text);
        let base = path.parent().unwrap_or(Path::new("")).to_path_buf();
        Project { path: path.to_path_buf(), text, layer: Layer { base, keys }, problems, unreadable }
    }

    /// The keys it sets.
    pub fn keys(&self) -> &Keys {
        &self.layer.keys
    }

    /// All its problems as errors that name the file `shown`.
    pub fn errors(&self, shown: &Path) -> Vec<SettingsError> {
        if let Some(reason) = &self.unreadable {
            return vec![SettingsError::Unreadable { file: shown.to_path_buf(), reason: reason.clone() }];
        }
        self.problems.iter().map(|problem| problem.in_file(shown.to_path_buf(), &self.text)).collect()
    }

    /// The line, from 1, on which a key stands.
    pub fn line_of(&self, key: &str) -> Option<usize> {
        let range = self.keys().places.get(key)?;
        Some(self.text.get(..range.start)?.matches('\n').count() + 1)
    }
}

/// Whether a path has the name of a `nianbao.toml`.
pub fn is_project_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

/// The source of project settings. Clones share what has been found.
#[derive(Debug, Default, Clone)]
pub enum Projects {
    /// None.
    #[default]
    None,
    /// One file for all drafts.
    Fixed(Arc<Project>),
    /// For each draft the nearest file in its folder or above.
    Nearest(NearestProjects),
}

/// The cache of searched folders: what they contained, and a signature to detect changes.
#[derive(Debug, Default, Clone)]
pub struct NearestProjects(Arc<Mutex<HashMap<PathBuf, Entry>>>);

type Entry = (Signature, Option<Arc<Project>>);

impl Projects {
    /// The nearest file above each draft.
    pub fn nearest() -> Self {
        Projects::Nearest(NearestProjects::default())
    }

    /// The project of what lies in a folder: of a file, whose path is absolute, or of a folder by that of its parent.
    pub fn of(&self, path: &Path) -> Option<Arc<Project>> {
        match self {
            Projects::None => None,
            Projects::Fixed(project) => Some(project.clone()),
            Projects::Nearest(found) => above(path).find_map(|folder| found.in_folder(folder)),
        }
    }

    /// Whether the project of a file is known, so that [`Self::of`] touches no disk.
    pub fn know(&self, path: &Path) -> bool {
        let Projects::Nearest(found) = self else { return true };
        let known = found.lock();
        for folder in above(path) {
            match known.get(folder) {
                None => return false,
                Some((_, Some(_))) => return true,
                Some((_, None)) => {}
            }
        }
        true
    }

    /// Every project found so far, sorted by path.
    pub fn all(&self) -> Vec<Arc<Project>> {
        let mut all = match self {
            Projects::None => Vec::new(),
            Projects::Fixed(project) => vec![project.clone()],
            Projects::Nearest(found) => found.lock().values().filter_map(|(_, project)| project.clone()).collect(),
        };
        all.sort_by(|one, other| one.path.cmp(&other.path));
        all
    }

    /// Reads the files again that have changed on disk, in those of the searched folders that `concern` somebody;
    /// returns whether there were any.
    pub fn refresh(&self, concern: impl Fn(&Path) -> bool) -> bool {
        let Projects::Nearest(found) = self else { return false };
        // The disk may be slow: nobody else waits for it.
        let known = found
            .lock()
            .iter()
            .filter(|(folder, _)| concern(folder))
            .map(|(folder, (seen, _))| (folder.clone(), *seen))
            .collect::<Vec<_>>();
        let changed = known.into_iter().filter(|(folder, seen)| signature(&folder.join(FILE_NAME)) != *seen);
        changed.map(|(folder, _)| found.read(&folder)).count() > 0
    }

    /// Reads one file again, of which somebody says that it has changed; returns whether its text has.
    pub fn read_again(&self, file: &Path) -> bool {
        let (Projects::Nearest(found), Some(folder)) = (self, file.parent()) else { return false };
        let text =
            |project: &Option<Arc<Project>>| project.as_ref().map(|it| (it.text.clone(), it.unreadable.is_some()));
        let before = found.lock().get(folder).map(|(_, project)| text(project));
        before != Some(text(&found.read(folder)))
    }
}

impl NearestProjects {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Entry>> {
        // Entries are complete before they are inserted, so a panic elsewhere leaves none half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn in_folder(&self, folder: &Path) -> Option<Arc<Project>> {
        if let Some((_, project)) = self.lock().get(folder) {
            return project.clone();
        }
        self.read(folder)
    }

    fn read(&self, folder: &Path) -> Option<Arc<Project>> {
        let file = folder.join(FILE_NAME);
        let seen = signature(&file);
        let project = seen.map(|_| Arc::new(Project::read(&file)));
        self.lock().insert(folder.to_path_buf(), (seen, project.clone()));
        project
    }
}

/// The folders above a path, the nearest first.
fn above(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().skip(1)
}

/// The time and length of a file, which change when it is written. `None` if there is no file.
pub type Signature = Option<(SystemTime, u64)>;

/// The signature of a file.
pub fn signature(file: &Path) -> Signature {
    let data = fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
    Some((data.modified().unwrap_or(SystemTime::UNIX_EPOCH), data.len()))
}
