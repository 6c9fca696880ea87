//! Writes a document as a document of Word.

use super::model::{Document, DocumentBlock, DocumentTable, spans, unmarked};
use crate::compose::fields::Template;
use crate::files::{OfficeBlock, OfficeCell, OfficeRun, OfficeTable, write_docx};
use crate::syntax::html::IMAGE;

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
        DocumentBlock::Title(text) => vec![OfficeBlock::Title(shown(text))],
        DocumentBlock::Heading(level, text) => vec![OfficeBlock::Heading(*level, shown(text))],
        DocumentBlock::Paragraph(text) => vec![OfficeBlock::Paragraph(spans(text).into_iter().map(run).collect())],
        DocumentBlock::Table(it) => vec![OfficeBlock::Table(table(it))],
        DocumentBlock::Comment(_) => Vec::new(),
        DocumentBlock::Example(text) => {
            text.lines().map(|line| OfficeBlock::Paragraph(vec![run((false, line))])).collect()
        }
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
