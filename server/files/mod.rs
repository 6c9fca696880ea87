//! Files as people have them: reads bytes to a text that the engine reads as any draft, and keeps the way back to the file.

mod detect;
mod docx;
mod fault;
mod kind;
pub mod limits;
mod places;
pub mod xml;
pub mod zip;

pub use fault::FileFault;
pub use kind::FileKind;
pub use places::{FilePlace, FilePlaces, Story, TablePlace};

use crate::text::encoding::{self, Encoding};

/// A file as a text.
#[derive(Debug, Clone)]
pub struct FileText {
    /// The text: of an office file its paragraphs as lines, with blank lines between them, and its tables as HTML.
    pub text: String,
    /// What it was read from.
    pub kind: FileKind,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// From the bytes of the text to the places in the file; empty for text files.
    pub places: FilePlaces,
    /// How sure it is that the text is what the file shows.
    pub certainty: Certainty,
    /// What was left out or could not be read, each in Chinese.
    pub remarks: Vec<String>,
}

/// How sure it is that a text is what its file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Certainty {
    /// The file says so.
    #[default]
    Certain,
    /// It was guessed, from places on a page.
    Uncertain,
}

/// Reads a file. Its name tells its kind where its bytes do not.
///
/// # Errors
/// If it is of a kind that is not read, broken, encrypted, or exceeds a limit.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<FileText, FileFault> {
    let kind = FileKind::of(name, &bytes);
    let promised = FileKind::promised(std::path::Path::new(name));
    match kind {
        FileKind::Text => {
            let (text, encoding) = encoding::decode(bytes)?;
            let encoding = Some(encoding);
            let (places, certainty) = (FilePlaces::default(), Certainty::Certain);
            Ok(FileText { text, kind, encoding, places, certainty, remarks: Vec::new() })
        }
        _ if bytes.len() > limits::FILE_BYTES => Err(FileFault::FileTooLong),
        _ if detect::is_encrypted(&bytes) => Err(FileFault::Encrypted),
        FileKind::Docx => docx::read(&bytes),
        kind => match promised {
            Some(promised) if promised.is_read() => Err(FileFault::Misnamed { promised, kind }),
            _ => Err(FileFault::Unread(kind)),
        },
    }
}
