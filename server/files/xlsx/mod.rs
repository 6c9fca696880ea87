//! Workbooks of Excel and WPS: .xlsx.
//!
//! A workbook is read as its sheets are seen: values as their formats show them, those of formulas as they were last
//! computed, merged cells as one, and nothing that is hidden. A row with a single text is a line, as a title above a table.

mod book;
mod layout;
mod number_format;
mod sheet;

use super::part::PackagePart;
use super::writer::FileWriter;
use super::xml::parse;
use super::zip::Package;
use super::{Certainty, FileFault, FileKind, FilePlaces, FileText};
use book::Book;
use sheet::Sheet;

/// Reads a .xlsx.
///
/// # Errors
/// If it is broken, encrypted, or exceeds a limit.
pub fn read(bytes: &[u8]) -> Result<FileText, FileFault> {
    let package = Package::open(bytes)?;
    let book = Book::read(&package)?;
    let mut writer = FileWriter::default();
    let mut cells = 0;
    let mut number = 0;
    let mut left = LeftOut { sheets: book.hidden, ..LeftOut::default() };
    for (name, part) in &book.sheets {
        let Some(part) = PackagePart::read(&package, part)? else {
            return Err(FileFault::Damaged(format!("没有工作表 {part}")));
        };
        let sheet = Sheet::read(parse(&part.name, &part.text)?.root_element(), &book, &mut cells)?;
        left.lines += sheet.hidden;
        left.drawings += usize::from(sheet.has_drawing);
        number += 1;
        writer.sheet = Some(name.as_str().into());
        layout::write(&sheet, number, &mut writer, &mut cells)?;
    }
    let (text, places, _) = writer.finish();
    Ok(FileText {
        text,
        kind: FileKind::Xlsx,
        encoding: None,
        places: FilePlaces::new(places),
        certainty: Certainty::Certain,
        remarks: left.remarks(),
    })
}

/// How much was left out.
#[derive(Debug, Default)]
struct LeftOut {
    /// Hidden sheets.
    sheets: usize,
    /// Hidden rows and columns with something in them.
    lines: usize,
    /// Sheets with pictures or charts.
    drawings: usize,
}

impl LeftOut {
    fn remarks(&self) -> Vec<String> {
        let counts = [
            (self.sheets, "个隐藏的工作表"),
            (self.lines, "个隐藏的行或列"),
            (self.drawings, "个工作表中的图片或图表"),
        ];
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect()
    }
}
