//! What a run that was killed has left beside files, by its name. The next run removes what is of no use, and tells of the rest.

use super::stderr::tell;
use crate::text::visible;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How the names of all files begin that are put beside others.
const BEGINNING: &str = ".nianbao-";

/// What a file beside another one is worth if it is left behind. The contents are known by their digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leftover {
    /// Nothing: it was not finished.
    Begun,
    /// It has exchanged places, or was about to, with the file that it is to become: it holds either content, unless another
    /// program wrote into the file at that moment.
    Exchanged {
        /// The content of the file.
        old: String,
        /// What it was to become.
        new: String,
    },
    /// It is the copy of a file that was written into, and may be damaged.
    Copy {
        /// The digest of the file's name.
        file: String,
        /// The content of the file.
        old: String,
        /// What it was to become.
        new: String,
    },
}

impl Leftover {
    /// The name of such a file of this process, as short as every file system has them.
    pub fn name(&self, number: usize) -> String {
        let mut name = format!("{BEGINNING}{}-{number}", std::process::id());
        let digests: &[&String] = match self {
            Leftover::Begun => &[],
            Leftover::Exchanged { old, new } => &[old, new],
            Leftover::Copy { file, old, new } => &[old, new, file],
        };
        digests.iter().for_each(|digest| name.extend(["-", digest]));
        name
    }

    /// What a name says; `None` for any other file's.
    fn of(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.strip_prefix(BEGINNING)?.split('-').collect();
        let (numbers, digests) = parts.split_at_checked(2)?;
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_digest = |part: &&str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !numbers.iter().all(is_number) || !digests.iter().all(is_digest) {
            return None;
        }
        let digest = |part: &str| part.to_owned();
        match digests {
            [] => Some(Leftover::Begun),
            [old, new] => Some(Leftover::Exchanged { old: digest(old), new: digest(new) }),
            [old, new, file] => Some(Leftover::Copy { file: digest(file), old: digest(old), new: digest(new) }),
            _ => None,
        }
    }

    /// Whether such a file is of no use to anybody; `None` if that cannot be found out now.
    fn is_useless(&self, path: &Path, mut file: &File) -> Option<bool> {
        let is_known = |content: &[u8], old: &str, new: &str| {
            let found = digest(content);
            found == old || found == new
        };
        match self {
            Leftover::Begun => Some(true),
            Leftover::Exchanged { old, new } => {
                // Where a lock keeps others from reading, whoever has it can read all the same.
                let mut content = Vec::new();
                file.read_to_end(&mut content).ok()?;
                Some(is_known(&content, old, new))
            }
            Leftover::Copy { file, old, new } => {
                let is_file =
                    |path: &PathBuf| path.file_name().is_some_and(|it| digest(it.as_encoded_bytes()) == *file);
                let all = fs::read_dir(path.parent()?).ok()?;
                let copied = all.flatten().map(|entry| entry.path()).find(is_file);
                // Without the file the copy is all there is.
                copied.map_or(Some(false), |copied| Some(is_known(&fs::read(copied).ok()?, old, new)))
            }
        }
    }
}

/// What a content is known by: sixteen digits.
pub fn digest(content: &[u8]) -> String {
    let mut digits = String::with_capacity(16);
    for byte in Sha256::digest(content).iter().take(8) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Removes from a folder what runs that were killed have left there and nobody needs, and tells of what somebody may need: once
/// in a run.
pub fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    // The folder of a name alone is the current one.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(folder) = folder.canonicalize() else { return };
    // Nobody puts a file beside another one before it is done.
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if swept.insert(folder.clone()) {
        left_in(&folder).iter().for_each(tell);
    }
}

/// Removes what is of no use, and says what is.
fn left_in(folder: &Path) -> Vec<String> {
    let mut said = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return said };
    for entry in entries.flatten() {
        let leftover = entry.file_name().to_str().and_then(Leftover::of);
        // Never what only has the name of one.
        let Some(leftover) = leftover.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())) else { continue };
        let path = entry.path();
        // Other users' files cannot be opened. What cannot be locked belongs to a run that goes on, for all that is known; the
        // lock is kept until the file is gone, so that no other run takes its name meanwhile.
        let for_locks = OpenOptions::new().read(true).write(true).open(&path);
        let Ok(file) = for_locks.or_else(|_| File::open(&path)) else { continue };
        if file.try_lock().is_err() {
            continue;
        }
        match leftover.is_useless(&path, &file) {
            Some(true) => {
                if let Err(error) = fs::remove_file(&path) {
                    tracing::warn!(path = %path.display(), "a leftover stays: {error}");
                }
            }
            Some(false) => said.push(format!("{}：{}", visible::line(&path.display().to_string()), leftover.advice())),
            None => {}
        }
    }
    said.sort();
    said
}

impl Leftover {
    /// What to do with one that may be of use.
    fn advice(&self) -> &'static str {
        match self {
            Leftover::Copy { .. } => "上次写入时程序中断，这是写入前的原文；请与文件比对，不再需要时删除",
            _ => "上次写入时程序中断，这是其他程序当时写的内容；请与文件比对，不再需要时删除",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "甲.md";

    #[test]
    fn a_name_says_what_a_leftover_is_worth() {
        let (old, new, file) = (digest(b"old"), digest(b"new"), digest(FILE.as_bytes()));
        for leftover in [
            Leftover::Begun,
            Leftover::Exchanged { old: old.clone(), new: new.clone() },
            Leftover::Copy { file, old, new },
        ] {
            assert_eq!(Leftover::of(&leftover.name(3)), Some(leftover));
        }
        for other in
            ["甲.md", ".nianbao", ".nianbao-1", ".nianbao-1-x", ".nianbao--1", ".nianbao-1-2-3", ".nianbao-1-2-"]
        {
            assert_eq!(Leftover::of(other), None, "{other}");
        }
    }

    #[test]
    fn what_nobody_needs_is_removed_and_the_rest_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new, file) = (digest(b"old"), digest(b"new"), digest(FILE.as_bytes()));
        let exchanged = Leftover::Exchanged { old: old.clone(), new: new.clone() };
        let copy = Leftover::Copy { file, old, new };
        let put = |leftover: &Leftover, number, content: &[u8]| {
            let path = folder.path().join(leftover.name(number));
            fs::write(&path, content).unwrap();
            path
        };
        let useless = [put(&Leftover::Begun, 0, b"ol"), put(&exchanged, 1, b"old"), put(&exchanged, 2, b"new")];
        let (theirs, copied) = (put(&exchanged, 3, b"theirs"), put(&copy, 4, b"old"));
        fs::write(folder.path().join(FILE), b"nld").unwrap();
        let said = left_in(folder.path());
        assert!(said.len() == 2 && theirs.exists() && copied.exists(), "{said:?}");
        assert!(useless.iter().all(|path| !path.exists()));
        // A copy is needed for as long as its file is neither what it was nor what it was to become.
        fs::write(folder.path().join(FILE), b"new").unwrap();
        assert_eq!((left_in(folder.path()).len(), copied.exists(), theirs.exists()), (1, false, true));
    }

    #[test]
    fn what_another_run_is_writing_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(Leftover::Begun.name(0));
        let file = File::create(&path).unwrap();
        file.lock().unwrap();
        left_in(folder.path());
        assert!(path.exists());
        drop(file);
        left_in(folder.path());
        assert!(!path.exists());
    }
}
