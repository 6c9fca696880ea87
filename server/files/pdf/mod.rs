//! Page descriptions: PDF.
//!
//! A PDF says where each character stands, and nothing of paragraphs, tables and cells. Tables are found by the lines
//! around their cells, paragraphs by lines that reach the right margin. So what is read is [`Certainty::Uncertain`].

mod font;
mod guard;
mod interpreter;
mod layout;
mod line;
mod matrix;
mod page;
mod rebuilt;
mod ruled;

use super::writer::FileWriter;
use super::{Certainty, FileFault, FileKind, FilePlaces, FileText, limits};
use interpreter::Interpreter;
use layout::Layouter;
use lopdf::{Document, Error, Object};
use memchr::memmem;
use page::Page;
use rebuilt::rebuilt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a PDF.
///
/// # Errors
/// If it is broken, encrypted, exceeds a limit, or has no text.
pub fn read(bytes: &[u8]) -> Result<FileText, FileFault> {
    guard::check(bytes)?;
    // The parser is not made for files that are broken on purpose.
    let pages = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let pages = pages.unwrap_or_else(|_| Err(damaged())).map_err(|fault| match fault {
        // It cannot be told from a broken one where it is encrypted in a way that is not known.
        FileFault::Damaged(_) if memmem::find(bytes, b"/Encrypt").is_some() => FileFault::Encrypted,
        fault => fault,
    })?;
    let pictures: usize = pages.iter().map(|page| page.pictures.len()).sum();
    if !has_text(&pages) {
        return Err(FileFault::NoText);
    }
    let mut layouter = Layouter::new(FileWriter::default(), &pages);
    for (page, number) in pages.iter().zip(1..) {
        layouter.page(page, number)?;
    }
    let (text, places, _) = layouter.finish().finish();
    let struck: usize = pages.iter().map(|page| page.struck).sum();
    let counts = [(pictures, "幅图片"), (struck, "个划去的字")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let remarks = counts.map(|(count, what)| format!("{count} {what}")).collect();
    let (kind, encoding, places) = (FileKind::Pdf, None, FilePlaces::new(places));
    Ok(FileText { text, kind, encoding, places, certainty: Certainty::Uncertain, remarks })
}

fn damaged() -> FileFault {
    FileFault::Damaged("不是完整的 PDF".to_owned())
}

/// What is on each page.
fn pages(bytes: &[u8]) -> Result<Vec<Page>, FileFault> {
    let document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_)) => {
            return Err(FileFault::Encrypted);
        }
        // Its table of objects may be all that is broken.
        Err(_) => {
            let whole = rebuilt(bytes).ok_or_else(damaged)?;
            guard::check(&whole)?;
            Document::load_mem(&whole).map_err(|_| damaged())?
        }
    };
    if document.is_encrypted() {
        return Err(FileFault::Encrypted);
    }
    let mut interpreter = Interpreter::new(&document);
    let mut pages = Vec::new();
    for id in document.page_iter() {
        if pages.len() >= limits::PAGES {
            return Err(FileFault::TooManyPages);
        }
        pages.push(interpreter.page(id)?);
    }
    let has_pages = document.catalog().is_ok_and(|it| it.get(b"Pages").and_then(Object::as_reference).is_ok());
    if has_pages { Ok(pages) } else { Err(damaged()) }
}

/// Whether the characters on the pages are known, all but a few.
fn has_text(pages: &[Page]) -> bool {
    const UNKNOWN: &str = "\u{fffd}";
    let glyphs = || pages.iter().flat_map(|page| &page.glyphs);
    let unknown = glyphs().filter(|glyph| glyph.text == UNKNOWN).count();
    let all = glyphs().count();
    all > 0 && unknown * 2 < all
}
