//! Findings that a reviewer has accepted, kept in a file of JSON.
//!
//! A finding is known by its file and its [`FindingIdentity`], so it stays accepted while lines move and other things
//! change. Where the marked text changes, it is new.

use super::files::Source;
use super::output::FindingIdentity;
use super::rewrite::{self, RewriteError};
use super::stdout::complain;
use crate::report::Report;
use crate::rules::Finding;
use crate::text::system_error::reason;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The version of the file's structure.
const VERSION: u32 = 1;

/// The content of the file: the accepted findings of each draft, with how many there are alike.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    version: u32,
    files: BTreeMap<String, Vec<Entry>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    subject: serde_json::Value,
    text: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

fn is_one(count: &usize) -> bool {
    *count == 1
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read.
    #[error("{0}：无法读取：{reason}", reason = reason(.1))]
    Read(String, io::Error),
    /// It is not what `--write-baseline` writes.
    #[error("{0}：不是 --write-baseline 写出的文件：第 {line} 行第 {column} 列有误", line = .1.line(), column = .1.column())]
    Content(String, serde_json::Error),
    /// It was written by a later version of the program.
    #[error("{0}：由更新版本的 nianbao 写出，请升级 nianbao")]
    Version(String),
    /// It cannot be written.
    #[error("{0}：{1}")]
    Write(String, RewriteError),
}

/// Accepted findings by draft, each with how many there are alike.
#[derive(Debug, Default)]
pub struct Baseline {
    folder: PathBuf,
    files: HashMap<String, HashMap<FindingIdentity, usize>>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// If it cannot be read, or is no baseline.
    fn read(path: &Path) -> Result<Self, BaselineError> {
        let name = || path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| BaselineError::Read(name(), error))?;
        let content: Content = serde_json::from_str(&text).map_err(|error| BaselineError::Content(name(), error))?;
        if content.version > VERSION {
            return Err(BaselineError::Version(name()));
        }
        let accepted = |Entry { rule, subject, text, count }| {
            (FindingIdentity { rule, subject: subject.to_string(), text }, count)
        };
        let files = content.files.into_iter();
        let files = files.map(|(file, entries)| (file, entries.into_iter().map(accepted).collect())).collect();
        Ok(Baseline { folder: folder(path), files })
    }

    /// The baseline that a command was given; one without findings if it was given none. `None` if it cannot be used, which was
    /// reported.
    pub fn given(path: Option<&Path>) -> Option<Self> {
        path.map_or(Ok(Baseline::default()), Baseline::read).map_err(complain).ok()
    }

    /// Leaves out the accepted findings of a text; returns how many these are.
    pub fn filter(&self, source: &Source, text: &str, reports: &[Report], findings: &mut Vec<Finding>) -> usize {
        let Some(accepted) = self.files.get(&name(source, &self.folder)) else { return 0 };
        let mut left = accepted.clone();
        let before = findings.len();
        findings.retain(|finding| match left.get_mut(&FindingIdentity::of(finding, text, reports)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        before - findings.len()
    }
}

/// Findings that become a baseline.
#[derive(Debug)]
pub struct NewBaseline<'a> {
    path: &'a Path,
    folder: PathBuf,
    files: Mutex<BTreeMap<String, BTreeMap<FindingIdentity, usize>>>,
}

impl<'a> NewBaseline<'a> {
    /// A baseline without findings, to be written to a path.
    pub fn new(path: &'a Path) -> Self {
        NewBaseline { path, folder: folder(path), files: Mutex::default() }
    }

    /// Takes the findings of a text; those it was given of the same text before are replaced.
    pub fn take(&self, source: &Source, text: &str, reports: &[Report], findings: &[Finding]) {
        let mut accepted: BTreeMap<FindingIdentity, usize> = BTreeMap::new();
        for finding in findings {
            *accepted.entry(FindingIdentity::of(finding, text, reports)).or_default() += 1;
        }
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.insert(name(source, &self.folder), accepted);
    }

    /// Writes the baseline; returns how many findings are in it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(self) -> Result<usize, BaselineError> {
        let files = self.files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = files.values().flat_map(BTreeMap::values).sum();
        let entry = |(FindingIdentity { rule, subject, text }, count): (FindingIdentity, usize)| Entry {
            rule,
            subject: serde_json::from_str(&subject).unwrap_or_default(),
            text,
            count,
        };
        let files = files.into_iter().filter(|(_, accepted)| !accepted.is_empty());
        let files = files.map(|(file, accepted)| (file, accepted.into_iter().map(entry).collect())).collect();
        let content = Content { version: VERSION, files };
        let text = serde_json::to_string_pretty(&content).unwrap_or_default() + "\n";
        let written = rewrite::write(self.path, text.as_bytes());
        written.map_err(|error| BaselineError::Write(self.path.display().to_string(), error))?;
        Ok(count)
    }
}

/// The folder of a file, which may not exist yet, by its one path.
fn folder(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(&path);
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The name of a draft in a baseline: its path from the baseline's folder, with `/` on every system.
fn name(source: &Source, folder: &Path) -> String {
    let Some(path) = source.path().and_then(|path| path.canonicalize().ok()) else { return source.name.clone() };
    let path = path.strip_prefix(folder).unwrap_or(&path);
    path.components().map(|it| it.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
