//! Writes a document as a document of Word.

use super::model::{Document, DocumentBlock, DocumentTable, spans, unmarked};
use crate::compose::fields::Template;
use crate::edition::newest;
use crate::files::{OfficeBlock, OfficeCell, OfficeRun, OfficeTable, write_docx};
use crate::syntax::html::IMAGE;
use unicode_width::UnicodeWidthStr;

/// Stands where a picture stood.
const PICTURE: &str = "［图片］";

/// The bytes of a .docx in the style of official documents. Comments are left out. The same document gives the same bytes.
pub fn docx(document: &Document) -> Vec<u8> {
    let blocks: Vec<OfficeBlock> = document.blocks.iter().flat_map(block).collect();
    write_docx(&blocks)
}

fn block(block: &DocumentBlock) -> Vec<OfficeBlock> {
    let run = |(is_bold, text): (bool, &str)| OfficeRun { is_bold, text: shown(text) };
    match block {
        DocumentBlock::Title(text) => vec![OfficeBlock::Title(in_lines(&shown(text)))],
        DocumentBlock::Heading(level, text) => vec![OfficeBlock::Heading(*level, shown(text))],
        DocumentBlock::Paragraph(text) => vec![OfficeBlock::Paragraph(spans(text).into_iter().map(run).collect())],
        DocumentBlock::Table(it) => vec![OfficeBlock::Table(table(it))],
        DocumentBlock::Comment(_) => Vec::new(),
        DocumentBlock::Example(text) => {
            text.lines().map(|line| OfficeBlock::Paragraph(vec![run((false, line))])).collect()
        }
    }
}

/// A title that is longer than a line, with the name of the document on a line of its own.
fn in_lines(title: &str) -> String {
    /// How many characters of a title a line takes.
    const LINE: usize = 20;
    let name = title.rfind(&newest().title.canonical).filter(|at| *at > 0 && title.width() > 2 * LINE);
    match name.and_then(|at| title.split_at_checked(at)) {
        Some((before, name)) => format!("{}\n{name}", before.trim_end()),
        None => title.to_owned(),
    }
}

fn table(table: &DocumentTable) -> OfficeTable {
    let rows = table.grid.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| {
            let text = shown(&unmarked(&Template::of(&cell.text).text));
            OfficeCell { text, column: cell.column, columns: cell.columns, rows: cell.rows }
        });
        cells.collect()
    });
    OfficeTable { width: table.grid.width, header_rows: table.header_rows, rows: rows.collect() }
}

fn shown(text: &str) -> String {
    text.replace(IMAGE, PICTURE)
}
