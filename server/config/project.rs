//! A file of settings, with the files on which it builds.

use super::keys::{Keys, Layer};
use super::problem::{Problem, SettingsError};
use super::read;
use super::roots::Roots;
use crate::files::bytes;
use crate::text::Places;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

/// The name of the file that holds a project's settings.
pub const FILE_NAME: &str = "nianbao.toml";

/// How many files may build on each other.
const DEPTH: usize = 8;

/// The longest file of settings that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// A `nianbao.toml`, or another file of settings.
#[derive(Debug)]
pub struct Project {
    /// The file.
    pub path: PathBuf,
    /// Its text; empty if it cannot be read.
    pub text: String,
    /// Its settings. The patterns of a file that another one `extends` are relative to that one's folder.
    pub layer: Layer,
    /// The problems in it.
    pub problems: Vec<Problem>,
    /// Why it cannot be read.
    pub unreadable: Option<Arc<io::Error>>,
    /// The file on which it builds.
    pub extends: Option<Arc<Project>>,
    /// Whether it lies outside the workspace: it counts, is never edited, and nothing of its text is told.
    pub is_outside: bool,
    /// Every file that was looked at for it, as it was then.
    seen: Vec<SeenFile>,
}

/// A file as it was when it was looked at; `None` if it was not there.
pub type SeenFile = (PathBuf, Signature);

impl Project {
    /// Reads a file and those on which it builds, wherever they lie. Valid settings are kept along with the problems.
    pub fn read(path: &Path) -> Self {
        Project::within(path, &Roots::default())
    }

    /// Reads a file, as it is seen from a workspace.
    pub fn within(path: &Path, roots: &Roots) -> Self {
        let base = path.parent().unwrap_or(Path::new(""));
        Project::chained(path, base, roots, &mut Vec::new())
    }

    /// Reads a file whose patterns count everywhere.
    pub fn everywhere(path: &Path) -> Self {
        Project::chained(path, Path::new(""), &Roots::default(), &mut Vec::new())
    }

    /// Reads a file on which those in `before` build; patterns are relative to `base`.
    fn chained(path: &Path, base: &Path, roots: &Roots, before: &mut Vec<PathBuf>) -> Self {
        let mut seen = vec![(path.to_path_buf(), signature(path))];
        let (text, unreadable) = match text_of(path, roots) {
            Ok(text) => (text, None),
            Err(error) => (String::new(), Some(Arc::new(error))),
        };
        let (keys, mut problems) = read::toml(&text);
        before.push(path.canonicalize().unwrap_or_else(|_| path.to_path_buf()));
        let mut extends = None;
        if let Some(name) = &keys.extends {
            let file = beside(path, name);
            match Project::extended(&file, base, roots, before) {
                Ok(project) => {
                    seen.extend(project.seen.iter().cloned());
                    extends = Some(Arc::new(project));
                }
                Err(message) => {
                    seen.push((file.clone(), signature(&file)));
                    let range = keys.places.get("extends").cloned().unwrap_or(0..0);
                    problems.push(Problem { range, key: "extends".to_owned(), message, meant: None });
                    problems.sort_by_key(|problem| problem.range.start);
                }
            }
        }
        let is_outside = roots.are_outside(path);
        if is_outside {
            problems = problems.into_iter().map(Problem::without_content).collect();
        }
        let layer = Layer { base: base.to_path_buf(), keys };
        Project { path: path.to_path_buf(), text, layer, problems, unreadable, extends, is_outside, seen }
    }

    /// The file on which another one builds.
    ///
    /// # Errors
    /// Why it is none, in Chinese.
    fn extended(file: &Path, base: &Path, roots: &Roots, before: &mut Vec<PathBuf>) -> Result<Self, String> {
        let shown = file.display();
        if file.canonicalize().is_ok_and(|real| before.contains(&real)) {
            return Err(format!("“{shown}”：几个设置文件互为基础，成了循环"));
        }
        if before.len() >= DEPTH {
            return Err(format!("“{shown}”：设置文件一层层引用，超过 {DEPTH} 层"));
        }
        let project = Project::chained(file, base, roots, before);
        match &project.unreadable {
            Some(reason) => Err(format!("“{shown}”：{}", crate::text::system_error::reason(reason))),
            None => Ok(project),
        }
    }

    /// The keys it sets itself.
    pub fn keys(&self) -> &Keys {
        &self.layer.keys
    }

    /// The file and those on which it builds, the strongest first.
    pub fn chain(&self) -> impl Iterator<Item = &Project> {
        std::iter::successors(Some(self), |project| project.extends.as_deref())
    }

    /// Whether a file that was looked at for it is another one by now.
    pub fn is_stale(&self) -> bool {
        self.seen.iter().any(|(file, seen)| signature(file) != *seen)
    }

    /// All its problems as errors that name the file `shown`.
    pub fn errors(&self, shown: &Path) -> Vec<SettingsError> {
        if let Some(reason) = &self.unreadable {
            return vec![SettingsError::Unreadable { file: shown.to_path_buf(), reason: reason.clone() }];
        }
        let text = Places::new(&self.text);
        self.problems.iter().map(|problem| problem.in_file(shown.to_path_buf(), &text)).collect()
    }

    /// The line, from 1, on which a key stands.
    pub fn line_of(&self, key: &str) -> Option<usize> {
        let range = self.keys().places.get(key)?;
        Some(self.text.get(..range.start)?.matches('\n').count() + 1)
    }
}

/// The file that another one names, as people read its path: `..` is the folder above, whatever is a link.
fn beside(file: &Path, name: &str) -> PathBuf {
    let named = std::path::absolute(file.with_file_name(name)).unwrap_or_else(|_| file.with_file_name(name));
    let mut path = PathBuf::new();
    for component in named.components() {
        match component {
            Component::ParentDir => drop(path.pop()),
            component => path.push(component),
        }
    }
    path
}

/// The text of a file of settings.
fn text_of(path: &Path, roots: &Roots) -> io::Result<String> {
    if roots.are_left_by(path) {
        return Err(io::Error::other("是指向工作区以外的链接，不读取"));
    }
    let text = String::from_utf8(bytes(path, LONGEST)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "不是 UTF-8 编码"))?;
    // A byte order mark does not belong to the text, and editors do not count it.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Whether a path has the name of a `nianbao.toml`.
pub fn is_project_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

/// The time and length of a file, which change when it is written. `None` if there is no file.
pub type Signature = Option<(SystemTime, u64)>;

/// The signature of a file.
pub fn signature(file: &Path) -> Signature {
    let data = fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
    Some((data.modified().unwrap_or(SystemTime::UNIX_EPOCH), data.len()))
}
