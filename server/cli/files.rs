//! Finds and reads the files named on the command line.

use crate::check::Language;
use crate::config::{Layers, Settings, files};
use crate::report::neighbours::ReportSource;
use crate::text::encoding::{self, Encoding};
use crate::text::system_error::reason;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// The source of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The path as shown to the user.
    pub name: String,
    /// The file; `None` for standard input.
    path: Option<PathBuf>,
}

/// A text with its original bytes.
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
    /// A file cannot be decoded.
    #[error("{0}：{1}")]
    Decode(String, encoding::EncodingError),
}

impl Source {
    fn file(path: PathBuf) -> Self {
        Source { name: path.display().to_string(), path: Some(path) }
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

    /// Its address and name for the other files of a run.
    pub fn document(&self) -> ReportSource {
        let address = self.path.as_deref().and_then(|path| std::path::absolute(path).ok());
        ReportSource {
            address: address.map(|it| it.display().to_string()).unwrap_or_default(),
            name: self.name.clone(),
        }
    }

    /// What is said of it if the program has panicked over it.
    pub fn fault(&self) -> String {
        format!("{}：程序出错，已跳过这个文件；请报告这个问题", self.name)
    }

    /// Reads and decodes the text.
    ///
    /// # Errors
    /// If the file cannot be read or decoded.
    pub fn read(&self) -> Result<String, FileError> {
        self.decoded(self.bytes()?).map(|(text, _)| text)
    }

    /// Reads and decodes the text, keeping what is needed to write it again.
    ///
    /// # Errors
    /// If the file cannot be read or decoded.
    pub fn open(&self) -> Result<Opened, FileError> {
        let bytes = self.bytes()?;
        let (text, encoding) = self.decoded(bytes.clone())?;
        Ok(Opened { text, encoding, bytes })
    }

    fn bytes(&self) -> Result<Vec<u8>, FileError> {
        let bytes = match &self.path {
            Some(path) => std::fs::read(path),
            None => input(),
        };
        bytes.map_err(|error| FileError::Read(self.name.clone(), error))
    }

    fn decoded(&self, bytes: Vec<u8>) -> Result<(String, Encoding), FileError> {
        let (text, encoding) = encoding::decode(bytes).map_err(|error| FileError::Decode(self.name.clone(), error))?;
        tracing::debug!(file = self.name, ?encoding, bytes = text.len(), "read");
        Ok((text, encoding))
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

/// The sources that the arguments name, sorted by name and without duplicates, and the arguments that name none.
///
/// A file is taken regardless of its extension and the settings, a folder for the drafts in it. `-` is standard input
/// under `stdin_name`.
pub fn find(paths: &[PathBuf], stdin_name: Option<&str>, layers: &Arc<Layers>) -> (Vec<Source>, Vec<FileError>) {
    let mut sources = Vec::new();
    let mut errors = Vec::new();
    if stdin_name.is_some() && !paths.iter().any(|path| path.as_os_str() == STDIN) {
        errors.push(FileError::NoStdin);
    }
    for path in paths {
        if path.as_os_str() == STDIN {
            sources.push(Source { name: stdin_name.unwrap_or(STDIN).to_owned(), path: None });
            continue;
        }
        match named(path) {
            Ok(_) if path.is_dir() => walk(path, layers, &mut sources, &mut errors),
            Ok(source) => sources.push(source),
            Err(error) => errors.push(error),
        }
    }
    sources.sort_unstable();
    sources.dedup();
    (sources, errors)
}

/// The source that an argument names.
///
/// # Errors
/// If the path does not exist.
pub fn named(path: &Path) -> Result<Source, FileError> {
    match path.metadata() {
        Ok(_) => Ok(Source::file(path.to_path_buf())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(FileError::Missing(path.display().to_string())),
        Err(error) => Err(FileError::Read(path.display().to_string(), error)),
    }
}

/// A file among the sources, by whatever name it is there; it is added if it is not.
pub fn included(file: Source, sources: &mut Vec<Source>) -> Source {
    let same = |path: Option<&Path>| path.and_then(|path| path.canonicalize().ok());
    let known = sources.iter().find(|source| same(source.path()).is_some_and(|it| Some(it) == same(file.path())));
    if let Some(known) = known {
        return known.clone();
    }
    let at = sources.partition_point(|source| *source < file);
    sources.insert(at, file.clone());
    file
}

/// Whether the arguments name exactly one text, for which the user expects feedback.
pub fn only_one_named(paths: &[PathBuf]) -> bool {
    matches!(paths, [path] if path.as_os_str() == STDIN || path.is_file())
}

fn walk(folder: &Path, layers: &Arc<Layers>, sources: &mut Vec<Source>, errors: &mut Vec<FileError>) {
    files::drafts(folder, layers, |found| {
        match found {
            // `nianbao check` without a path means `.`; a `./` before every name would only be noise.
            Ok(path) => sources.push(Source::file(path.strip_prefix(".").unwrap_or(&path).to_path_buf())),
            Err(error) => {
                let shown = path_of(&error).unwrap_or(folder).display().to_string();
                let error = error.into_io_error().unwrap_or_else(|| io::Error::other("无法遍历"));
                errors.push(FileError::Read(shown, error));
            }
        }
        true
    });
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
        for name in ["b.md", "a.TXT", "乙/c.htm", "乙/丙/d.tsv", "e.docx", "f", ".hidden/g.md", "skipped.md"] {
            fs::write(root.join(name), "").unwrap();
        }
        let (sources, errors) = find(&[root.to_path_buf(), root.join("b.md")], None, &Arc::default());
        assert!(errors.is_empty());
        let prefix = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
        let found: Vec<String> =
            names(&sources).iter().map(|name| name.trim_start_matches(&prefix).replace('\\', "/")).collect();
        assert_eq!(found, ["a.TXT", "b.md", "乙/c.htm", "乙/丙/d.tsv"]);
    }

    #[test]
    fn a_named_file_is_taken_whatever_its_ending_and_a_missing_one_reported() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("报告");
        fs::write(&named, "文本").unwrap();
        let (sources, errors) = find(&[named.clone(), folder.path().join("missing.md")], None, &Arc::default());
        assert_eq!(names(&sources), [named.display().to_string()]);
        assert_eq!(sources[0].read().unwrap(), "文本");
        assert!(matches!(&errors[..], [FileError::Missing(name)] if name.ends_with("missing.md")));
    }

    #[test]
    fn standard_input_has_the_name_it_is_given() {
        assert_eq!(names(&find(&["-".into()], Some("草稿.md"), &Arc::default()).0), ["草稿.md"]);
        assert_eq!(names(&find(&["-".into()], None, &Arc::default()).0), ["-"]);
        assert!(only_one_named(&["-".into()]));
        assert!(!only_one_named(&[".".into()]));
    }

    #[test]
    fn an_error_names_the_file_and_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("word.txt");
        fs::write(&path, b"PK\0\x01\xff").unwrap();
        let (sources, _) = find(std::slice::from_ref(&path), None, &Arc::default());
        let message = sources[0].read().unwrap_err().to_string();
        assert_eq!(message, format!("{}：像是二进制文件，不是文本", path.display()));
    }
}
