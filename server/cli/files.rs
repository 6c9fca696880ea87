//! Finds the files named on the command line, each once.

use super::identity::FileIdentity;
use super::leftovers;
use super::source::STDIN;
pub use super::source::{FileError, Opened, Source};
use crate::config::Layers;
use crate::config::files::{self, FoundFile, WalkOptions};
use crate::files::FileKind;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What some arguments name.
#[derive(Debug, Default)]
pub struct Listing {
    /// The sources, sorted by name, each file once.
    pub sources: Vec<Source>,
    /// The arguments that name none.
    pub errors: Vec<FileError>,
    /// The files in folders that may hold reports and are of kinds that are not read, sorted by name.
    pub unread: Vec<Source>,
    /// The links in folders that are not followed, sorted by name.
    pub links: Vec<Source>,
    /// Further names of the sources, each with the source.
    pub also_named: Vec<(Source, Source)>,
}

/// Finds what the arguments name.
///
/// A file is taken regardless of its extension and the settings, a folder for the drafts in it. `-` is standard input
/// under `stdin_name`.
pub fn find(paths: &[PathBuf], stdin_name: Option<&str>, layers: &Arc<Layers>, options: WalkOptions) -> Listing {
    let mut listing = Listing::default();
    if stdin_name.is_some() && !paths.iter().any(|path| path.as_os_str() == STDIN) {
        listing.errors.push(FileError::NoStdin);
    }
    for path in paths {
        if path.as_os_str() == STDIN {
            listing.sources.push(Source::stdin(stdin_name));
            continue;
        }
        match named(path) {
            Ok(_) if path.is_dir() => listing.walk(path, layers, options),
            Ok(source) => listing.sources.push(source),
            Err(error) => listing.errors.push(error),
        }
    }
    (listing.sources, listing.also_named) = each_once(listing.sources);
    listing.unread = each_once(listing.unread).0;
    listing.unread.retain(|file| !listing.sources.contains(file));
    listing.count_links();
    listing
}

/// The source that an argument names.
///
/// # Errors
/// If the path does not exist.
pub fn named(path: &Path) -> Result<Source, FileError> {
    match path.metadata() {
        Ok(_) => Ok(Source::file(path.to_path_buf(), true)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(FileError::Missing(path.display().to_string())),
        Err(error) => Err(FileError::Read(path.display().to_string(), error)),
    }
}

/// A file among the sources, by whatever name it is there; it is added if it is not.
pub fn included(file: Source, sources: &mut Vec<Source>) -> Source {
    let identity = file.identity();
    if let Some(known) = sources.iter().find(|source| identity.is_some() && source.identity() == identity) {
        return known.clone();
    }
    let at = sources.partition_point(|source| *source < file);
    sources.insert(at, file.clone());
    file
}

/// The most names that are listed in a line.
const MOST: usize = 10;

/// What is said of files in folders that are not read, and of links that are not followed: a line for each kind.
pub fn passed_over(unread: &[Source], links: &[Source]) -> Vec<String> {
    let promised = |file: &Source| file.path().and_then(FileKind::promised);
    let (texts, others): (Vec<&Source>, Vec<&Source>) = unread.iter().partition(|file| promised(file).is_none());
    let is_scanned = |file: &Source| promised(file).is_some_and(FileKind::is_read);
    let name = |file: &&Source| file.name.clone() + if is_scanned(file) { "（没有文字）" } else { "" };
    let line = |files: &[&Source], what: &str, advice: &str| {
        let names: Vec<String> = files.iter().take(MOST).map(name).collect();
        let more = if files.len() > MOST { "等" } else { "" };
        (!files.is_empty()).then(|| format!("未检查 {} {what}{}{more}；{advice}", files.len(), names.join("、")))
    };
    let lines = [
        line(&others, "个文件：", "用 Word 或 WPS 打开，另存为 .docx 后就能检查（装有 LibreOffice 时可用 --convert）"),
        line(&texts, "个文件（不是文本，或编码不明）：", "是报告的，另存为 UTF-8 后就能检查"),
        line(&links.iter().collect::<Vec<_>>(), "个链接：", "加 --follow 检查所指的文件和文件夹"),
    ];
    lines.into_iter().flatten().collect()
}

/// Removes what runs that were killed have left beside the files.
pub fn sweep(sources: &[Source]) {
    let folders: BTreeSet<&Path> = sources.iter().filter_map(|source| source.path()?.parent()).collect();
    folders.into_iter().for_each(leftovers::sweep);
}

/// What is said of office files in folders that a command leaves as they are; `None` if there are none.
pub fn left_line(left: &[Source]) -> Option<String> {
    let how = "nianbao annotate 把意见写成批注，nianbao convert 转成可以改写的草稿";
    (!left.is_empty()).then(|| format!("{} 个 Word 文件没有改动；{how}", left.len()))
}

/// Whether exactly one text is named, and nothing else that is missing: the user expects feedback on it.
pub fn only_one_named(sources: &[Source], missing: usize) -> bool {
    missing == 0 && matches!(sources, [source] if source.is_named)
}

impl Listing {
    /// Has files of kinds that are not read converted.
    pub fn convert(&mut self) {
        let is_converted = |source: &Source| {
            let kind = source.path().and_then(FileKind::promised);
            kind.is_some_and(|kind| kind.converted().is_some())
        };
        self.sources.extend(self.unread.extract_if(.., |source| is_converted(source)));
        self.sources.sort_unstable();
        self.sources.dedup();
        self.sources.iter_mut().for_each(|source| source.converts = true);
    }

    fn walk(&mut self, folder: &Path, layers: &Arc<Layers>, options: WalkOptions) {
        // `nianbao check` without a path means `.`; a `./` before every name would only be noise.
        let source = |path: PathBuf| Source::file(path.strip_prefix(".").unwrap_or(&path).to_path_buf(), false);
        files::walk(folder, layers, options, |found| {
            match found {
                Ok(FoundFile::Draft(path)) => self.sources.push(source(path)),
                Ok(FoundFile::Unread(path)) => self.unread.push(source(path)),
                Ok(FoundFile::Link(path)) => self.links.push(source(path)),
                Err(error) => {
                    let shown = path_of(&error).unwrap_or(folder).display().to_string();
                    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("无法遍历"));
                    self.errors.push(FileError::Read(shown, error));
                }
            }
            true
        });
    }

    /// Sorts the links, without those that lead to files that were found: they hide nothing.
    fn count_links(&mut self) {
        if self.links.is_empty() {
            return;
        }
        let found = self.sources.iter().chain(&self.unread).filter_map(Source::identity);
        let found: HashSet<FileIdentity> = found.collect();
        self.links.retain(|link| link.identity().is_none_or(|it| !found.contains(&it)));
        self.links.sort_unstable();
        self.links.dedup();
    }

    /// Counts as not read what was found in folders and is no text; what the arguments name themselves stays.
    pub fn only_texts(&mut self) {
        let is_text = |path: &Path| FileKind::promised(path).is_none();
        let stays = |source: &Source| source.is_named || source.path().is_none_or(is_text);
        self.unread = self.sources.extract_if(.., |source| !stays(source)).collect();
    }

    /// Leaves out the files that an argument names and the settings exclude.
    pub fn force_exclude(&mut self, layers: &Layers) {
        self.sources.retain(|source| {
            let path = source.path().unwrap_or(Path::new(&source.name));
            std::path::absolute(path).map_or(true, |path| !layers.stack(Some(&path)).excludes(&path, false))
        });
    }
}

/// The sources sorted by name, each file once, and the names that were left out with the ones that stand for them. A name
/// that was given counts more than one that was found, and the file's own more than that of a link.
fn each_once(mut sources: Vec<Source>) -> (Vec<Source>, Vec<(Source, Source)>) {
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
    let left_out =
        left_out.into_iter().filter_map(|(source, index)| Some((source, once.get(index)?.clone()))).collect();
    once.sort_unstable();
    (once, left_out)
}

/// How well a name stands for its file.
fn rank(source: &Source) -> (bool, bool) {
    let is_own = |path: &Path| path.canonicalize().ok() == std::path::absolute(path).ok();
    (source.is_named, source.path().is_some_and(is_own))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(sources: &[Source]) -> Vec<&str> {
        sources.iter().map(|source| source.name.as_str()).collect()
    }

    #[test]
    fn folders_are_searched_for_drafts_in_sorted_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("乙/丙")).unwrap();
        fs::create_dir_all(root.join(".hidden")).unwrap();
        fs::write(root.join(".ignore"), "skipped.md\n").unwrap();
        for name in [
            "b.md",
            "a.TXT",
            "乙/c.htm",
            "乙/丙/d.tsv",
            "e.docx",
            "~$e.docx",
            "f",
            ".hidden/g.md",
            "skipped.md",
            "h.ofd",
        ] {
            fs::write(root.join(name), "").unwrap();
        }
        let Listing { sources, errors, unread, .. } =
            find(&[root.to_path_buf(), root.join("b.md")], None, &Arc::default(), WalkOptions::default());
        assert!(errors.is_empty());
        assert_eq!(names(&unread), [root.join("h.ofd").display().to_string()]);
        let prefix = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
        let found: Vec<String> =
            names(&sources).iter().map(|name| name.trim_start_matches(&prefix).replace('\\', "/")).collect();
        assert_eq!(found, ["a.TXT", "b.md", "e.docx", "乙/c.htm", "乙/丙/d.tsv"]);
    }

    #[test]
    fn a_named_file_is_taken_whatever_its_ending_and_a_missing_one_reported() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("报告");
        fs::write(&named, "文本").unwrap();
        let Listing { sources, errors, .. } =
            find(&[named.clone(), folder.path().join("missing.md")], None, &Arc::default(), WalkOptions::default());
        assert_eq!(names(&sources), [named.display().to_string()]);
        assert_eq!(sources[0].read().unwrap().text, "文本");
        assert!(matches!(&errors[..], [FileError::Missing(name)] if name.ends_with("missing.md")));
    }

    #[test]
    fn standard_input_has_the_name_it_is_given() {
        assert_eq!(
            names(&find(&["-".into()], Some("草稿.md"), &Arc::default(), WalkOptions::default()).sources),
            ["草稿.md"]
        );
        assert_eq!(names(&find(&["-".into()], None, &Arc::default(), WalkOptions::default()).sources), ["-"]);
        let found = |path: &str| find(&[path.into()], None, &Arc::default(), WalkOptions::default()).sources;
        assert!(only_one_named(&found("-"), 0));
        assert!(!only_one_named(&found("tests/drafts"), 0));
    }

    #[test]
    fn an_error_names_the_file_and_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("word.txt");
        fs::write(&path, b"PK\0\x01\xff").unwrap();
        let sources = find(std::slice::from_ref(&path), None, &Arc::default(), WalkOptions::default()).sources;
        let message = sources[0].read().unwrap_err().to_string();
        assert_eq!(message, format!("{}：像是二进制文件，不是文本", path.display()));
    }
}
