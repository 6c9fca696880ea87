//! The reports in folders: what each of them contributes to others, cached per file until the file changes.
//!
//! Scanning folders is slow, so it belongs on a background thread. The result is a [`Neighbours`], an immutable index,
//! over which the server lays its open drafts.

use crate::config::project::Signature;
use crate::config::{Layers, Settings, files, project};
use crate::files::limits::FILE_BYTES;
use crate::files::{bytes, read};
use crate::report::neighbours::{Contributions, Neighbours, ReportSource, Succession};
use crate::report::read_as;
use crate::syntax::Syntax;
use crate::text::stop;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the reports in a text contribute to others.
pub fn contributions(text: &str, settings: &Settings) -> Contributions {
    let syntax = Syntax::parse(text);
    Contributions::of(&read_as(&syntax, settings.required_edition()), &syntax, &settings.succession)
}

/// The reports in some folders, as of the last scan.
#[derive(Debug, Default)]
pub struct Corpus {
    files: BTreeMap<PathBuf, File>,
    neighbours: Neighbours,
    revision: u64,
}

/// The files with reports that contribute anything.
fn contributing(files: &BTreeMap<PathBuf, File>) -> impl Iterator<Item = (&PathBuf, &Contributions)> {
    files.iter().map(|(path, file)| (path, &file.reports)).filter(|(_, reports)| !reports.all().is_empty())
}

/// The state of a file when it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    signature: Signature,
    /// The edition that the settings required of its drafts.
    edition: Option<u16>,
    /// The bodies that the settings name as renamed or merged.
    succession: Succession,
    reports: Contributions,
}

impl Corpus {
    /// Scans folders, and reads the drafts that have changed. `document` gives a file its address and name.
    pub fn look_through(
        &mut self,
        folders: &[PathBuf],
        layers: &Arc<Layers>,
        document: impl Fn(&Path) -> Option<ReportSource>,
    ) {
        let mut paths = BTreeSet::new();
        for folder in folders {
            files::drafts(folder, layers, |found| {
                // Folders that cannot be read contribute nothing.
                paths.extend(found.ok());
                true
            });
        }
        let paths: Vec<PathBuf> = paths.into_iter().collect();
        let files: BTreeMap<PathBuf, File> =
            paths.into_par_iter().map(|path| (path.clone(), self.file(&path, layers))).collect();
        if files == self.files {
            return;
        }
        let is_same = contributing(&self.files).eq(contributing(&files));
        self.files = files;
        self.revision += 1;
        if !is_same {
            self.index(document);
        }
    }

    /// Reads single files of the folders that were scanned, each as far as it has changed, appeared or gone.
    pub fn look_at(
        &mut self,
        paths: &BTreeSet<PathBuf>,
        folders: &[PathBuf],
        layers: &Arc<Layers>,
        document: impl Fn(&Path) -> Option<ReportSource>,
    ) {
        let mut is_same = true;
        for path in paths {
            let known = self.files.get(path);
            let stands = project::signature(path).is_some();
            let is_draft = || known.is_some() || folders.iter().any(|it| files::is_draft_in(it, path, layers));
            let file = (stands && is_draft()).then(|| self.file(path, layers));
            if file.as_ref() == known {
                continue;
            }
            let none = Contributions::default();
            let reports = |file: Option<&File>| file.map_or(none.clone(), |file| file.reports.clone());
            is_same &= reports(known) == reports(file.as_ref());
            self.revision += 1;
            match file {
                Some(file) => drop(self.files.insert(path.clone(), file)),
                None => drop(self.files.remove(path)),
            }
        }
        if !is_same {
            self.index(document);
        }
    }

    fn index(&mut self, document: impl Fn(&Path) -> Option<ReportSource>) {
        let named = contributing(&self.files);
        let named = named.filter_map(|(path, reports)| Some((Arc::new(document(path)?), reports.clone())));
        self.neighbours = Neighbours::of_files(named);
    }

    /// Whether a file is unchanged since it was last read.
    pub fn is_current(&self, path: &Path) -> bool {
        self.files.get(path).map(|file| file.signature) == Some(project::signature(path))
    }

    /// The drafts that were found, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// The drafts with reports that contribute anything.
    pub fn contributing_paths(&self) -> impl Iterator<Item = &Path> {
        contributing(&self.files).map(|(path, _)| path.as_path())
    }

    /// The time and length of a draft when it was last read.
    pub fn signature(&self, path: &Path) -> Signature {
        self.files.get(path)?.signature
    }

    /// Another number after every change that was found in a file.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The reports, without any open documents.
    pub fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }

    fn file(&self, path: &Path, layers: &Layers) -> File {
        let signature = project::signature(path);
        let settings = layers.settings(Some(path));
        let known = self.files.get(path);
        let is_current = |known: &&File| {
            (known.signature, known.edition) == (signature, settings.edition) && known.succession == settings.succession
        };
        if let Some(known) = known.filter(is_current) {
            return known.clone();
        }
        let bytes = bytes(path, FILE_BYTES).unwrap_or_default();
        // What is found is kept, whoever has left meanwhile. A panic over one file must not lose the others.
        let reports = stop::regardless(|| {
            catch_unwind(AssertUnwindSafe(|| {
                let file = read(&path.to_string_lossy(), bytes);
                file.map(|file| contributions(&file.text, &settings)).unwrap_or_default()
            }))
        });
        let reports = reports.unwrap_or_default();
        let reports = match known {
            Some(known) if known.reports == reports => known.reports.clone(),
            _ => reports,
        };
        File { signature, edition: settings.edition, succession: settings.succession, reports }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::neighbours::Key;
    use std::fs;

    const LAST: &str = "云溪县教育局2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n\
        | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n\
        | --- | --- | --- | --- | --- | --- | --- | --- |\n\
        | 四、结转下年度继续办理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n";

    fn named(path: &Path) -> Option<ReportSource> {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(ReportSource { address: path.display().to_string(), name })
    }

    #[test]
    fn files_are_read_again_when_they_have_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, layers) = (folder.path().join("2023.md"), Arc::default());
        let mut corpus = Corpus::default();
        let folders = [folder.path().to_path_buf()];
        let total = |corpus: &Corpus| {
            let key = Key::new("云溪县 教育局", 2023);
            corpus.neighbours().reports(&key).next().and_then(|it| it.said.carried_out.number(6))
        };
        corpus.look_through(&folders, &layers, named);
        assert_eq!(total(&corpus), None);
        fs::write(&path, LAST).unwrap();
        corpus.look_through(&folders, &layers, named);
        assert_eq!(total(&corpus), Some(2.into()));
        let before = corpus.neighbours().clone();
        corpus.look_through(&folders, &layers, named);
        assert!(corpus.neighbours().are_beside(&before), "nothing has changed");
        fs::write(&path, LAST.replace("| 2 |\n", "| 12 |\n")).unwrap();
        corpus.look_through(&folders, &layers, named);
        assert_eq!(total(&corpus), Some(12.into()));
        fs::remove_file(&path).unwrap();
        corpus.look_through(&folders, &layers, named);
        assert_eq!(total(&corpus), None);
    }
}
