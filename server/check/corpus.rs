//! The reports in folders: what each of them contributes to others, cached per file until the file changes.
//!
//! Scanning folders is slow, so it belongs on a background thread. The result is a [`Neighbours`], an immutable index,
//! over which the server lays its open drafts.

use crate::config::{Layers, Settings, files, project};
use crate::files::read;
use crate::report::neighbours::{Contributions, Neighbours, ReportSource, Succession};
use crate::report::read_as;
use crate::syntax::Syntax;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

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
}

/// The state of a file when it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    signature: Option<(SystemTime, u64)>,
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
        let reports = |(path, file): (&PathBuf, &File)| (path.clone(), file.reports.clone());
        let is_same = self.files.iter().map(reports).eq(files.iter().map(reports));
        self.files = files;
        if is_same {
            return;
        }
        let named =
            self.files.iter().filter_map(|(path, file)| Some((Arc::new(document(path)?), file.reports.clone())));
        self.neighbours = Neighbours::of_files(named);
    }

    /// Whether a file is unchanged since it was last read.
    pub fn is_current(&self, path: &Path) -> bool {
        self.files.get(path).map(|file| file.signature) == Some(project::signature(path))
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
        let bytes = std::fs::read(path).unwrap_or_default();
        // A panic over one file must not lose the others.
        let reports = catch_unwind(AssertUnwindSafe(|| {
            let file = read(&path.to_string_lossy(), bytes);
            file.map(|file| contributions(&file.text, &settings)).unwrap_or_default()
        }));
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
