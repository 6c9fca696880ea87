//! Finds the `nianbao.toml` nearest to a file, those above it, and the user's own, with a cache.

use super::project::{FILE_NAME, Project};
use super::roots::Roots;
use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The source of project settings. Clones share what has been found.
#[derive(Debug, Default, Clone)]
pub enum Projects {
    /// None.
    #[default]
    None,
    /// One file for all drafts.
    Fixed(Arc<Project>),
    /// For each draft the nearest file in its folder or above, and for all the user's own.
    Nearest(NearestProjects),
}

/// The cache of searched folders: what they contained.
#[derive(Debug, Default, Clone)]
pub struct NearestProjects {
    roots: Arc<Roots>,
    folders: Arc<Mutex<HashMap<PathBuf, Option<Arc<Project>>>>>,
    /// The folder of the user's own file.
    user: Option<PathBuf>,
}

impl Projects {
    /// The nearest file above each draft, wherever somebody works.
    pub fn nearest() -> Self {
        Projects::within(Vec::new())
    }

    /// The nearest file above each draft, as seen from the folders of a workspace, whose paths are absolute: a file outside
    /// them is told of without its content, and a link out of them is not followed.
    pub fn within(folders: Vec<PathBuf>) -> Self {
        let roots = Arc::new(Roots::new(folders));
        let user = user_folder(cfg!(windows), cfg!(target_os = "macos"), env::var_os);
        Projects::Nearest(NearestProjects { roots, user, ..NearestProjects::default() })
    }

    /// The project of what lies in a folder: of a file, whose path is absolute, or of a folder by that of its parent.
    pub fn of(&self, path: &Path) -> Option<Arc<Project>> {
        self.above(path).next()
    }

    /// The same, and the projects further up, of which only `exclude` counts.
    pub fn above<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = Arc<Project>> + 'a {
        let (fixed, nearest) = match self {
            Projects::None => (None, None),
            Projects::Fixed(project) => (Some(project.clone()), None),
            Projects::Nearest(found) => (None, Some(found)),
        };
        let found = nearest.map(|found| path.ancestors().skip(1).filter_map(|folder| found.in_folder(folder)));
        fixed.into_iter().chain(found.into_iter().flatten())
    }

    /// The user's own settings for all projects.
    pub fn user(&self) -> Option<Arc<Project>> {
        let Projects::Nearest(found) = self else { return None };
        found.in_folder(found.user.as_deref()?)
    }

    /// Every file found so far, with those on which they build, sorted by path.
    pub fn all(&self) -> Vec<Arc<Project>> {
        let mut all = match self {
            Projects::None => Vec::new(),
            Projects::Fixed(project) => vec![project.clone()],
            Projects::Nearest(found) => found.lock().values().flatten().cloned().collect(),
        };
        let mut next = 0;
        while let Some(project) = all.get(next) {
            all.extend(project.extends.clone());
            next += 1;
        }
        all.sort_by(|one, other| one.path.cmp(&other.path));
        all.dedup_by(|one, other| one.path == other.path);
        all
    }

    /// Whether all that the settings of a file depend on is known, so that [`Self::above`] and [`Self::user`] touch no disk.
    pub fn know(&self, path: &Path) -> bool {
        let Projects::Nearest(found) = self else { return true };
        let known = found.lock();
        path.ancestors().skip(1).chain(found.user.as_deref()).all(|folder| known.contains_key(folder))
    }

    /// Reads the files again that have changed on disk, in those of the searched folders that `concern` somebody; the user's
    /// own, and those that build on others, whose names nobody watches, always. Returns whether there were any.
    pub fn refresh(&self, concern: impl Fn(&Path) -> bool) -> bool {
        let Projects::Nearest(found) = self else { return false };
        let is_wanted = |folder: &PathBuf, project: &Option<Arc<Project>>| {
            concern(folder)
                || found.user.as_ref() == Some(folder)
                || project.as_ref().is_some_and(|project| project.keys().extends.is_some())
        };
        let mut known: Vec<(PathBuf, Option<Arc<Project>>)> = {
            let folders = found.lock();
            let wanted = folders.iter().filter(|(folder, project)| is_wanted(folder, project));
            wanted.map(|(folder, project)| (folder.clone(), project.clone())).collect()
        };
        // The disk may be slow: nobody else waits for it.
        known.retain(|(folder, project)| {
            project.as_ref().map_or_else(|| folder.join(FILE_NAME).is_file(), |project| project.is_stale())
        });
        known.iter().for_each(|(folder, _)| drop(found.read_anew(folder)));
        !known.is_empty()
    }

    /// Reads one file again, of which somebody says that it has changed; returns whether its text has.
    pub fn read_again(&self, file: &Path) -> bool {
        let (Projects::Nearest(found), Some(folder)) = (self, file.parent()) else { return false };
        let text =
            |project: &Option<Arc<Project>>| project.as_ref().map(|it| (it.text.clone(), it.unreadable.is_some()));
        let before = found.lock().get(folder).map(text);
        before != Some(text(&found.read_anew(folder)))
    }
}

impl NearestProjects {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Option<Arc<Project>>>> {
        // Entries are complete before they are inserted, so a panic elsewhere leaves none half done.
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn in_folder(&self, folder: &Path) -> Option<Arc<Project>> {
        if let Some(project) = self.lock().get(folder) {
            return project.clone();
        }
        // Whoever has read it again meanwhile knows better.
        let project = self.read(folder);
        self.lock().entry(folder.to_path_buf()).or_insert(project).clone()
    }

    fn read_anew(&self, folder: &Path) -> Option<Arc<Project>> {
        let project = self.read(folder);
        self.lock().insert(folder.to_path_buf(), project.clone());
        project
    }

    fn read(&self, folder: &Path) -> Option<Arc<Project>> {
        let file = folder.join(FILE_NAME);
        let read = || match self.user.as_deref() == Some(folder) {
            true => Project::everywhere(&file),
            false => Project::within(&file, &self.roots),
        };
        file.is_file().then(|| Arc::new(read()))
    }
}

/// The folder of the user's settings: that of the XDG base directories where the variable is set, else the platform's.
fn user_folder(
    is_windows: bool,
    is_macos: bool,
    variable: impl Fn(&'static str) -> Option<OsString>,
) -> Option<PathBuf> {
    // The specification ignores a relative path.
    let folder = |name| variable(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let platform = || match (is_windows, is_macos) {
        (true, _) => folder("APPDATA"),
        (_, true) => Some(folder("HOME")?.join("Library/Application Support")),
        _ => Some(folder("HOME")?.join(".config")),
    };
    Some(folder("XDG_CONFIG_HOME").or_else(platform)?.join("nianbao"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_settings_lie_where_the_platform_has_them() {
        let root = if cfg!(windows) { "C:/" } else { "/" };
        let at = |windows, macos, set: &'static [(&'static str, &'static str)]| {
            let value = |name: &str| set.iter().find(|(of, _)| *of == name).map(|(_, value)| value.replace('/', root));
            let folder = user_folder(windows, macos, |name| value(name).map(OsString::from))?;
            Some(folder.display().to_string().replace('\\', "/").replace(root, "/"))
        };
        let some = |path: &str| Some(path.to_owned());
        assert_eq!(at(false, false, &[("HOME", "/u")]), some("/u/.config/nianbao"));
        assert_eq!(at(false, false, &[("HOME", "/u"), ("XDG_CONFIG_HOME", "/x")]), some("/x/nianbao"));
        assert_eq!(at(false, false, &[("HOME", "/u"), ("XDG_CONFIG_HOME", "x")]), some("/u/.config/nianbao"));
        assert_eq!(at(false, true, &[("HOME", "/u")]), some("/u/Library/Application Support/nianbao"));
        assert_eq!(at(true, false, &[("APPDATA", "/r")]), some("/r/nianbao"));
        assert_eq!(at(false, false, &[]), None);
    }
}
