//! Files as people have them: reads bytes to a text that the engine reads as any draft, and keeps the way back to the file.

mod detect;
mod docx;
mod fault;
mod file_text;
mod kind;
pub mod limits;
mod part;
#[cfg(feature = "pdf")]
mod pdf;
mod places;
mod regular;
mod repack;
mod writer;
mod xlsx;
pub mod xml;
pub mod zip;

pub use docx::write::{OfficeBlock, OfficeCell, OfficeRun, OfficeTable, write_docx};
pub use docx::{Annotated, Annotator, CommentAuthor, WordComment};
pub use fault::FileFault;
pub use file_text::{Certainty, FileText};
pub use kind::FileKind;
pub use places::{FilePlace, FilePlaces, Story, TablePlace};
pub use regular::{all_of, bytes};

use crate::text::encoding;

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
        FileKind::Xlsx => xlsx::read(&bytes),
        #[cfg(feature = "pdf")]
        FileKind::Pdf => pdf::read(&bytes),
        #[cfg(not(feature = "pdf"))]
        FileKind::Pdf => Err(FileFault::NotHere(kind)),
        kind => match promised {
            Some(promised) if promised.is_read() => Err(FileFault::Misnamed { promised, kind }),
            _ => Err(FileFault::Unread(kind)),
        },
    }
}
