//! A file named on the command line or found in a folder, and how it is read.

use super::identity::FileIdentity;
use super::soffice;
use crate::check::{Draft, Language, View};
use crate::config::{Layers, Settings};
use crate::files::limits::FILE_BYTES;
use crate::files::{self, FileFault, FileKind, FileText, read};
use crate::report::neighbours::{Neighbours, ReportSource};
use crate::text::encoding::Encoding;
use crate::text::system_error::reason;
use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Whether a path names what the program was handed over open, such as a pipe of the shell's `<(…)`.
pub fn is_descriptor(path: &Path) -> bool {
    ["/dev/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/proc/self/fd"].iter().any(|known| path.starts_with(known))
}

/// The argument that stands for standard input.
pub const STDIN: &str = "-";

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
    pub converts: bool,
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
    /// It is a pipe, a device or the like.
    #[error("{0}：不是普通文件，不读取；管道的内容请用 - 从标准输入读")]
    NoFile(String),
    /// What is in a file cannot be read.
    #[error("{0}：{1}")]
    Content(String, FileFault),
    /// Only texts are written again.
    #[error("{0}：不改写 {kind} 文件；nianbao annotate 把意见写成批注，nianbao convert 转成可以改写的草稿", kind = .1.name())]
    NoText(String, FileKind),
}

impl Source {
    /// A file.
    pub fn file(path: PathBuf, is_named: bool) -> Self {
        Source { name: path.display().to_string(), is_named, path: Some(path), converts: false }
    }

    /// Standard input, under a name.
    pub fn stdin(name: Option<&str>) -> Self {
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

    /// Its text as a whole draft that can be repaired. Who has it repaired wants that, whatever is excluded.
    pub fn view(&self, text: &str, mut settings: Settings, neighbours: Neighbours) -> View {
        let mut draft = Draft::new(text, 0).with_language(self.language());
        settings.excluded = false;
        draft.set_settings(settings);
        draft.set_neighbours(neighbours);
        draft.snapshot().whole()
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

    /// Whether it was found in a folder and is none that the command reads: that is no failure, and is told at the end.
    pub fn is_passed_over(&self, error: &FileError) -> bool {
        let is_of_no_use = match error {
            FileError::Content(_, fault) => fault.is_unread(),
            FileError::NoText(..) => true,
            FileError::NoStdin | FileError::Missing(_) | FileError::Read(..) | FileError::NoFile(_) => false,
        };
        is_of_no_use && !self.is_named
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
            // Its other end may never come; what the shell hands over has one.
            Some(path)
                if !is_descriptor(path) && path.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir()) =>
            {
                return Err(FileError::NoFile(self.name.clone()));
            }
            Some(path) if path.is_file() => files::bytes(path, FILE_BYTES),
            Some(path) => File::open(path).and_then(|file| files::all_of(file, FILE_BYTES)),
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
    Ok(read.insert(files::all_of(io::stdin().lock(), FILE_BYTES)?).clone())
}
