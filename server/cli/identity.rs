//! Which names are one file: spellings of a path, links to a file, and hard links.

use super::files::Source;
use std::collections::HashMap;
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

/// The sources sorted by name, each file once, and the names that were left out with the ones that stand for them. A name
/// that was given counts more than one that was found, and the file's own more than that of a link.
pub fn each_once(mut sources: Vec<Source>) -> (Vec<Source>, Vec<(Source, Source)>) {
    sources.sort_unstable();
    let mut at: HashMap<FileIdentity, usize> = HashMap::new();
    let (mut once, mut left_out): (Vec<Source>, Vec<(Source, usize)>) = (Vec::with_capacity(sources.len()), Vec::new());
    for source in sources {
        // Standard input is no file, and is read once.
        let known = match source.path() {
            Some(_) => source.identity().and_then(|identity| {
                let next = once.len();
                let index = *at.entry(identity).or_insert(next);
                (index < next).then_some(index)
            }),
            None => once.iter().position(|other| other.path().is_none()),
        };
        match known.and_then(|index| Some((index, once.get_mut(index)?))) {
            None => once.push(source),
            Some((index, kept)) => {
                let is_better = rank(&source) > rank(kept);
                left_out.push((if is_better { std::mem::replace(kept, source) } else { source }, index));
            }
        }
    }
    let left_out = left_out.into_iter().filter_map(|(source, index)| Some((source, once.get(index)?.clone()))).collect();
    once.sort_unstable();
    (once, left_out)
}

/// How well a name stands for its file.
fn rank(source: &Source) -> (bool, bool) {
    let is_own = |path: &Path| path.canonicalize().ok() == std::path::absolute(path).ok();
    (source.is_named, source.path().is_some_and(is_own))
}
