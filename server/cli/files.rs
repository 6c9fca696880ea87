//! Finds and reads the files named on the command line.

use super::identity::{FileIdentity, each_once};
use super::soffice;
use crate::check::Language;
use crate::config::files::{self, FoundFile, WalkOptions};
use crate::config::{Layers, Settings};
use crate::files::{FileFault, FileKind, FileText, read};
use crate::report::neighbours::ReportSource;
use crate::text::encoding::Encoding;
use crate::text::system_error::reason;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// The source of a text.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as shown to the user.
    pub name: String,
    /// Whether an argument names it, and not a folder that holds it.
    pub is_named: bool,
    /// The file; `None` for standard input.
    path: Option<PathBuf>,
    /// Whether it is converted if it is of a kind that is not read.
    converts: bool,
}

impl Source {
    /// What tells one from another.
    fn key(&self) -> (&str, Option<&Path>) {
        (&self.name, self.path.as_deref())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Source {}

impl PartialOrd for Source {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Source {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// A text file with its original bytes.
#[derive(Debug)]
pub struct Opened {
    /// The text.
    pub text: String,
    /// Its encoding.
    pub encoding: Encoding,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

/// Why a file cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Standard input was given a name but is not read.
    #[error("--stdin-filename 只与路径 - 一起使用")]
    NoStdin,
    /// A path on the command line does not exist.
    #[error("{0}：没有这个文件或文件夹")]
    Missing(String),
    /// A folder or file could not be read.
    #[error("{0}：无法读取：{reason}", reason = reason(.1))]
    Read(String, io::Error),
    /// What is in a file cannot be read.
    #[error("{0}：{1}")]
    Content(String, FileFault),
    /// Only texts are written again.
    #[error("{0}：不改写 {kind} 文件；nianbao annotate 把意见写成批注，nianbao convert 转成可以改写的草稿", kind = .1.name())]
    NoText(String, FileKind),
}

impl Source {
    fn file(path: PathBuf, is_named: bool) -> Self {
        Source { name: path.display().to_string(), is_named, path: Some(path), converts: false }
    }

    fn stdin(name: Option<&str>) -> Self {
        Source { name: name.unwrap_or(STDIN).to_owned(), is_named: true, path: None, converts: false }
    }

    /// Its settings. The name given to standard input selects them as if it were a file.
    pub fn settings(&self, layers: &Layers) -> Settings {
        let path = self.path.as_deref().unwrap_or(Path::new(&self.name));
        layers.settings(std::path::absolute(path).ok().as_deref())
    }

    /// The kind of document, as its name tells.
    pub fn language(&self) -> Language {
        let ending = Path::new(&self.name).extension().and_then(|ending| ending.to_str());
        Language::named(ending.unwrap_or_default())
    }

    /// The file; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The file, by whatever name; `None` for standard input.
    pub fn identity(&self) -> Option<FileIdentity> {
        self.path.as_deref().and_then(FileIdentity::of)
    }

    /// Its address and name for the other files of a run.
    pub fn document(&self) -> ReportSource {
        let address = self.path.as_deref().and_then(|path| std::path::absolute(path).ok());
        ReportSource {
            address: address.map(|it| it.display().to_string()).unwrap_or_default(),
            name: self.name.clone(),
        }
    }

    /// Whether it was found in a folder and is none that is read: that is no failure, and is told at the end.
    pub fn is_passed_over(&self, error: &FileError) -> bool {
        !self.is_named && matches!(error, FileError::Content(_, fault) if fault.is_unread())
    }

    /// What is said of it if the program has panicked over it.
    pub fn fault(&self) -> String {
        format!("{}：程序出错，已跳过这个文件；请报告这个问题", self.name)
    }

    /// Reads the file as a text.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(&self) -> Result<FileText, FileError> {
        self.text(self.bytes()?)
    }

    /// Reads a text file, keeping what is needed to write it again.
    ///
    /// # Errors
    /// If the file cannot be read, or is no text.
    pub fn open(&self) -> Result<Opened, FileError> {
        let bytes = self.bytes()?;
        let kind = FileKind::of(&self.name, &bytes);
        if kind != FileKind::Text {
            return Err(FileError::NoText(self.name.clone(), kind));
        }
        let FileText { text, encoding, .. } = self.text(bytes.clone())?;
        Ok(Opened { text, encoding: encoding.unwrap_or(Encoding::Utf8), bytes })
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, FileError> {
        let bytes = match &self.path {
            Some(path) => std::fs::read(path),
            None => input(),
        };
        bytes.map_err(|error| FileError::Read(self.name.clone(), error))
    }

    fn text(&self, bytes: Vec<u8>) -> Result<FileText, FileError> {
        let kind = if self.converts { FileKind::of(&self.name, &bytes) } else { FileKind::Text };
        let file = if kind.converted().is_some() {
            let converted = soffice::converted(kind, &bytes);
            let file = converted.and_then(|(ending, bytes)| read(&format!("{}.{ending}", self.name), bytes));
            file.map(|file| FileText { kind, ..file })
        } else {
            read(&self.name, bytes)
        };
        let file = file.map_err(|fault| FileError::Content(self.name.clone(), fault))?;
        match file.encoding {
            Some(encoding) => tracing::debug!(file = self.name, ?encoding, bytes = file.text.len(), "read"),
            None => tracing::debug!(file = self.name, kind = file.kind.name(), bytes = file.text.len(), "read"),
        }
        Ok(file)
    }
}

/// All of standard input, which is read once and kept.
fn input() -> io::Result<Vec<u8>> {
    static READ: Mutex<Option<Vec<u8>>> = Mutex::new(None);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = &*read {
        return Ok(bytes.clone());
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(read.insert(bytes).clone())
}

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
    // A link beside the file to which it leads hides nothing.
    let found: HashSet<FileIdentity> =
        listing.sources.iter().chain(&listing.unread).filter_map(Source::identity).collect();
    let is_found = |link: &Source| link.identity().is_some_and(|it| found.contains(&it));
    listing.links.retain(|link| !is_found(link));
    listing.links.sort_unstable();
    listing.links.dedup();
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

/// What is said of office files in folders that a command leaves as they are; `None` if there are none.
pub fn left_line(left: &[Source]) -> Option<String> {
    let how = "nianbao annotate 把意见写成批注，nianbao convert 转成可以改写的草稿";
    (!left.is_empty()).then(|| format!("{} 个 Word 文件没有改动；{how}", left.len()))
}

/// Whether exactly one text is named, for which the user expects feedback.
pub fn only_one_named(sources: &[Source]) -> bool {
    matches!(sources, [source] if source.is_named)
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

    /// Counts as not read what was found in folders and is no text; what the arguments name themselves stays.
    pub fn only_texts(&mut self) {
        let is_text = |path: &Path| FileKind::promised(path).is_none();
        let stays = |source: &Source| source.is_named || source.path().is_none_or(is_text);
        self.unread = self.sources.extract_if(.., |source| !stays(source)).collect();
    }

    /// Leaves out the files that an argument names and the settings exclude.
    pub fn force_exclude(&mut self, layers: &Layers) {
        self.sources.retain(|source| {
            let path = source.path.as_deref().unwrap_or(Path::new(&source.name));
            std::path::absolute(path).map_or(true, |path| !layers.stack(Some(&path)).excludes(&path, false))
        });
    }
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
        let Listing { sources, errors, unread, .. } = find(&[root.to_path_buf(), root.join("b.md")], None, &Arc::default(), WalkOptions::default());
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
        assert_eq!(names(&find(&["-".into()], Some("草稿.md"), &Arc::default(), WalkOptions::default()).sources), ["草稿.md"]);
        assert_eq!(names(&find(&["-".into()], None, &Arc::default(), WalkOptions::default()).sources), ["-"]);
        let found = |path: &str| find(&[path.into()], None, &Arc::default(), WalkOptions::default()).sources;
        assert!(only_one_named(&found("-")));
        assert!(!only_one_named(&found("tests/drafts")));
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
