//! What stands in a section, in the order of the text.

use super::table::{FormTable, TableSpan};
use crate::check::{PlacedCell, View};
use crate::report::ordinals;
use crate::syntax::block::printed;
use crate::syntax::html::IMAGE;
use std::ops::Range;

/// Something that stands in a section.
#[derive(Debug, Clone, PartialEq)]
pub enum FormBlock<'a> {
    /// A paragraph.
    Paragraph {
        /// What is printed.
        text: String,
        /// Its bytes.
        range: Range<usize>,
        /// Whether it is a sub-heading.
        heading: bool,
    },
    /// The official table.
    Table(Box<FormTable<'a>>),
    /// Another table.
    Other {
        /// What is printed in each row.
        rows: Vec<Vec<String>>,
        /// Its bytes.
        range: Range<usize>,
    },
}

/// What stands for a picture.
const PICTURE: &str = "［图］";

/// The blocks of a section with this body: its table stands where it begins, or at the end if it does not stand there.
pub(super) fn blocks<'a>(
    view: &View,
    body: &Range<usize>,
    (id, table): (&str, Option<FormTable<'a>>),
    spans: &[TableSpan<'_>],
) -> Vec<FormBlock<'a>> {
    let own = spans.iter().find(|(other, _)| *other == id).map(|(_, span)| span.start);
    let own = own.filter(|start| body.start <= *start && *start < body.end);
    let Some(table) = table else { return other_blocks(view, body, spans) };
    let at = own.unwrap_or(body.end);
    let mut blocks = other_blocks(view, &(body.start..at), spans);
    blocks.push(FormBlock::Table(Box::new(table)));
    blocks.extend(other_blocks(view, &(at..body.end), spans));
    blocks
}

/// The blocks in a range that belong to none of these official tables.
pub(super) fn other_blocks<'a>(view: &View, within: &Range<usize>, spans: &[TableSpan<'_>]) -> Vec<FormBlock<'a>> {
    let mut blocks: Vec<FormBlock<'a>> = Vec::new();
    let mut last = None;
    for cell in view.cells(within) {
        let range = cell.range.start.max(within.start)..cell.range.end.min(within.end);
        let is_official = spans.iter().any(|(_, span)| span.start <= range.start && range.end <= span.end);
        if range.start > range.end || is_official {
            continue;
        }
        let table = cell.table();
        match (table, blocks.last_mut()) {
            (Some(_), Some(FormBlock::Other { rows, range: whole })) if table == last => {
                whole.end = whole.end.max(range.end);
                add(rows, view, &cell);
            }
            (Some(_), _) => {
                let mut rows = Vec::new();
                add(&mut rows, view, &cell);
                blocks.push(FormBlock::Other { rows, range });
            }
            (None, _) => blocks.extend(paragraph(view, range)),
        }
        last = table;
    }
    blocks
}

/// Adds a cell to the rows of its table.
fn add(rows: &mut Vec<Vec<String>>, view: &View, cell: &PlacedCell<'_>) {
    let Some(place) = cell.cell.place else { return };
    let (row, column) = (place.row as usize, place.column as usize);
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    let Some(row) = rows.get_mut(row) else { return };
    if row.len() < column {
        row.resize(column, String::new());
    }
    row.push(words(&view.text[cell.range.clone()]));
}

/// A paragraph, unless nothing is printed in it.
fn paragraph<'a>(view: &View, range: Range<usize>) -> Option<FormBlock<'a>> {
    let source = &view.text[range.clone()];
    let text = words(source);
    let ordinals = ordinals::ordinals(&text);
    let begins = ordinals.first().filter(|ordinal| ordinal.opens);
    let heading = source.starts_with('#') || begins.is_some_and(|it| ordinals::is_heading(&text[it.at.end as usize..]));
    (!text.is_empty()).then_some(FormBlock::Paragraph { text, range, heading })
}

/// What a source prints, on one line and without marks of Markdown.
fn words(source: &str) -> String {
    let text = printed(source).replace(IMAGE, PICTURE).replace("**", "");
    text.trim_start_matches(['#', ' ', '\t']).split_whitespace().collect::<Vec<_>>().join(" ")
}
