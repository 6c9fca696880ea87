//! Workbooks of Excel.

use super::docx::{Docx, DraftPiece, pieces};
use rust_xlsxwriter::{Format, Workbook};
use std::fmt::Write as _;

/// A draft as a workbook: its paragraphs and headings in the first column, one below the other, and its tables between
/// them, blank rows around. With `apart`, each table is on a sheet of its own, with the heading before it.
pub fn workbook(text: &str, apart: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let (merged, plain) = (Format::new().set_text_wrap(), Format::new());
    let mut sheets = vec![(Vec::new(), "正文".to_owned())];
    for piece in pieces(text) {
        if apart && matches!(piece, DraftPiece::Table(_)) {
            let number = sheets.len();
            let (before, _) = sheets.last_mut().expect("a sheet");
            let heading = before.pop();
            sheets.push((heading.into_iter().chain([piece]).collect(), format!("表{number}")));
            sheets.push((Vec::new(), format!("正文{number}")));
        } else {
            sheets.last_mut().expect("a sheet").0.push(piece);
        }
    }
    for (pieces, name) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        let mut row = 0;
        for piece in pieces {
            match piece {
                DraftPiece::Line(line) => {
                    sheet.write(row, 0, line).expect("a cell");
                    row += 2;
                }
                DraftPiece::Table(grid) => {
                    for cells in &grid.rows {
                        for cell in cells {
                            let column = cell.column as u16;
                            let last = (row + cell.rows as u32 - 1, column + cell.columns as u16 - 1);
                            if last != (row, column) {
                                sheet.merge_range(row, column, last.0, last.1, "", &merged).expect("a region");
                            }
                            match cell.text.parse::<f64>() {
                                Ok(number) => sheet.write_with_format(row, column, number, &plain),
                                Err(_) => sheet.write_with_format(row, column, cell.text.as_str(), &plain),
                            }
                            .expect("a cell");
                        }
                        row += 1;
                    }
                    row += 1;
                }
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// A workbook of one sheet with this content of its part, and these styles.
pub fn raw_workbook(sheet: &str, styles: &str) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relationships = |all: &[(&str, &str)]| {
        let mut written =
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">".to_owned();
        for (index, (kind, target)) in all.iter().enumerate() {
            write!(written, "<Relationship Id=\"r{index}\" Type=\"{kinds}/{kind}\" Target=\"{target}\"/>")
                .expect("memory");
        }
        written + "</Relationships>"
    };
    let book = format!(
        "<workbook xmlns=\"{namespace}\" xmlns:r=\"{kinds}\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"r0\"/>\
         <sheet name=\"乙\" sheetId=\"2\" state=\"hidden\" r:id=\"r9\"/></sheets></workbook>"
    );
    Docx::empty()
        .part("_rels/.rels", relationships(&[("officeDocument", "xl/workbook.xml")]))
        .part(
            "xl/_rels/workbook.xml.rels",
            relationships(&[("worksheet", "worksheets/a.xml"), ("styles", "styles.xml")]),
        )
        .part("xl/workbook.xml", book)
        .part("xl/styles.xml", format!("<styleSheet xmlns=\"{namespace}\">{styles}</styleSheet>"))
        .part("xl/worksheets/a.xml", format!("<worksheet xmlns=\"{namespace}\">{sheet}</worksheet>"))
        .bytes()
}
