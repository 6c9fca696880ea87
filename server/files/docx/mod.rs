//! Documents of Word and WPS: .docx.
//!
//! A document is read as it is printed with all changes accepted: with the numbers that Word writes before paragraphs, and
//! without comments, hidden text, deleted text and the instructions of fields.

mod annotator;
mod comments;
mod fields;
mod names;
mod notes;
mod numbering;
mod numerals;
mod parts;
mod reader;
mod runs;
mod splices;
mod styles;
mod symbols;
mod table;
pub(super) mod trace;
pub mod write;

use super::xml::parse;
use super::zip::Package;
use super::{Certainty, FileFault, FileKind, FilePlace, FilePlaces, FileText};
use names::{Element, child};
use notes::Notes;
use numbering::Numbering;
use parts::{Part, Parts};
use reader::Reader;
use roxmltree::Document;
use runs::Found;
use styles::Styles;
use trace::TracedText;

pub use annotator::{Annotated, Annotator, WordComment};
pub use comments::CommentAuthor;

/// Reads a .docx.
///
/// # Errors
/// If it is broken, encrypted, or exceeds a limit.
pub fn read(bytes: &[u8]) -> Result<FileText, FileFault> {
    let ReadDocument { text, places, found, embedded, .. } = read_parts(&Parts::new(&Package::open(bytes)?)?, false)?;
    Ok(FileText {
        text,
        kind: FileKind::Docx,
        encoding: None,
        places: FilePlaces::new(places),
        certainty: Certainty::Certain,
        remarks: remarks(found, embedded),
    })
}

/// A document as it was read.
#[derive(Debug)]
struct ReadDocument {
    /// Its text.
    text: String,
    /// The places of its paragraphs.
    places: Vec<FilePlace>,
    /// Where its text stands, if that was kept.
    traced: Vec<TracedText>,
    found: Found,
    embedded: usize,
}

/// Reads the parts of a .docx; `is_traced` says whether it is kept where its text stands.
fn read_parts(parts: &Parts, is_traced: bool) -> Result<ReadDocument, FileFault> {
    let document = parse(&parts.document.name, &parts.document.text)?;
    let styles = parsed(parts.styles.as_ref())?.map(|it| Styles::new(it.root_element())).unwrap_or_default();
    let numbering = parsed(parts.numbering.as_ref())?.map(|it| Numbering::new(it.root_element())).unwrap_or_default();
    let (footnotes, endnotes) = (parsed(parts.footnotes.as_ref())?, parsed(parts.endnotes.as_ref())?);
    let notes = Notes::new(footnotes.as_ref().map(root), endnotes.as_ref().map(root));
    let body = child(document.root_element(), "body").ok_or_else(|| FileFault::Damaged("没有正文".to_owned()))?;
    let mut reader = Reader::new(&styles, numbering, &notes, is_traced);
    reader.body(body)?;
    let embedded = reader.embedded;
    let (writer, found) = reader.finish();
    let (text, places, traced) = writer.finish();
    Ok(ReadDocument { text, places, traced, found, embedded })
}

fn parsed(part: Option<&Part>) -> Result<Option<Document<'_>>, FileFault> {
    part.map(|part| parse(&part.name, &part.text)).transpose()
}

fn root<'a>(document: &'a Document<'a>) -> Element<'a> {
    document.root_element()
}

/// What was not read, in Chinese.
fn remarks(found: Found, embedded: usize) -> Vec<String> {
    let Found { pictures, formulas, objects, drawings } = found;
    let counts = [
        (pictures, "幅图片"),
        (formulas, "个公式"),
        (objects, "个嵌入的对象（如 Excel 表格）"),
        (drawings, "个图表或图形"),
        (embedded, "个插入的外部文档"),
    ];
    counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect()
}
