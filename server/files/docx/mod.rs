//! Documents of Word and WPS: .docx.
//!
//! A document is read as it is printed with all changes accepted: with the numbers that Word writes before paragraphs, and
//! without comments, hidden text, deleted text and the instructions of fields.

mod names;
mod notes;
mod numbering;
mod numerals;
mod parts;
mod reader;
mod runs;
mod styles;
mod symbols;
mod table;

use super::part::PackagePart;
use super::xml::parse;
use super::zip::Package;
use super::{Certainty, FileFault, FileKind, FilePlaces, FileText};
use names::{Element, child};
use notes::Notes;
use numbering::Numbering;
use parts::Parts;
use reader::Reader;
use roxmltree::Document;
use runs::Found;
use styles::Styles;

/// Reads a .docx.
///
/// # Errors
/// If it is broken, encrypted, or exceeds a limit.
pub fn read(bytes: &[u8]) -> Result<FileText, FileFault> {
    let parts = Parts::new(&Package::open(bytes)?)?;
    let document = parse(&parts.document.name, &parts.document.text)?;
    let styles = parsed(parts.styles.as_ref())?.map(|it| Styles::new(it.root_element())).unwrap_or_default();
    let numbering = parsed(parts.numbering.as_ref())?.map(|it| Numbering::new(it.root_element())).unwrap_or_default();
    let (footnotes, endnotes) = (parsed(parts.footnotes.as_ref())?, parsed(parts.endnotes.as_ref())?);
    let notes = Notes::new(footnotes.as_ref().map(root), endnotes.as_ref().map(root));
    let body = child(document.root_element(), "body").ok_or_else(|| FileFault::Damaged("没有正文".to_owned()))?;
    let mut reader = Reader::new(&styles, numbering, &notes);
    reader.body(body)?;
    let embedded = reader.embedded;
    let (writer, found) = reader.finish();
    let (text, places) = writer.finish();
    Ok(FileText {
        text,
        kind: FileKind::Docx,
        encoding: None,
        places: FilePlaces::new(places),
        certainty: Certainty::Certain,
        remarks: remarks(found, embedded),
    })
}

fn parsed(part: Option<&PackagePart>) -> Result<Option<Document<'_>>, FileFault> {
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
