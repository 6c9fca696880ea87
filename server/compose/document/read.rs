//! Reads a checked text as a document.

use super::model::{Document, DocumentBlock, DocumentTable, unmarked};
use super::official;
use super::pieces::{PieceContent, pieces};
use crate::check::{Draft, Language, View};
use crate::config::Settings;
use crate::report::{Heading, Report};
use std::ops::Range;

/// The document that a text is.
pub fn of_text(text: &str, language: Language, settings: Settings) -> Document {
    let mut draft = Draft::new(text, 0).with_language(language);
    draft.set_settings(settings);
    read(&draft.snapshot().whole())
}

/// The document that a whole draft is: its tables as official forms where the text has all of one and nothing else, the
/// others as they are.
pub fn read(view: &View) -> Document {
    let mut tables = official::tables(view).into_iter().peekable();
    let headings = headings(&view.checked.reports);
    let mut blocks = Vec::new();
    let mut open: Option<&PlacedHeading> = None;
    let mut behind = 0;
    for piece in pieces(&view.checked.syntax) {
        while let Some((range, table)) = tables.next_if(|(range, _)| range.start < piece.range.end) {
            behind = range.end;
            blocks.push(DocumentBlock::Table(table));
        }
        let is_comment = matches!(piece.content, PieceContent::Comment(_));
        if piece.range.start < behind && !is_comment {
            continue;
        }
        let (level, line) = match piece.content {
            PieceContent::Line(level, line) => (level, line),
            PieceContent::Table(grid) => {
                blocks.push(DocumentBlock::Table(DocumentTable { grid, header_rows: 0 }));
                continue;
            }
            PieceContent::Comment(comment) => {
                blocks.push(DocumentBlock::Comment(comment));
                continue;
            }
            PieceContent::Example(example) => {
                blocks.push(DocumentBlock::Example(example));
                continue;
            }
        };
        let heading = heading_at(&headings, &piece.range);
        match (blocks.last_mut(), heading) {
            // A title, or an ordinal and its heading, may stand on several lines.
            (Some(DocumentBlock::Title(text) | DocumentBlock::Heading(_, text)), Some(heading))
                if open.is_some_and(|open| std::ptr::eq(open, heading)) =>
            {
                text.push_str(&unmarked(&line));
            }
            (_, Some(heading)) if heading.is_title => blocks.push(DocumentBlock::Title(unmarked(&line))),
            (_, Some(_)) => blocks.push(DocumentBlock::Heading(1, unmarked(&line))),
            (_, None) => blocks.push(match level {
                Some(level) => DocumentBlock::Heading(level.saturating_sub(1).max(1), unmarked(&line)),
                None => DocumentBlock::Paragraph(line),
            }),
        }
        open = heading;
    }
    blocks.extend(tables.map(|(_, table)| DocumentBlock::Table(table)));
    Document { blocks }
}

/// The title of a report or the heading of a section, on lines of its own.
#[derive(Debug)]
struct PlacedHeading {
    range: Range<usize>,
    is_title: bool,
}

/// The titles and headings of reports, in order.
fn headings(reports: &[Report]) -> Vec<PlacedHeading> {
    let mut headings = Vec::new();
    for report in reports {
        let title = report.title.as_ref().filter(|title| title.alone);
        headings.extend(title.map(|title| PlacedHeading { range: title.range.clone(), is_title: true }));
        let sections = report.sections.iter().map(|section| &section.heading).chain(&report.duplicate_headings);
        let alone = sections.filter(|heading: &&Heading| !heading.glued);
        headings.extend(alone.map(|heading| PlacedHeading { range: heading.range.clone(), is_title: false }));
    }
    headings.sort_by_key(|heading| heading.range.start);
    headings
}

fn heading_at<'a>(headings: &'a [PlacedHeading], range: &Range<usize>) -> Option<&'a PlacedHeading> {
    let first = headings.partition_point(|heading| heading.range.end <= range.start);
    headings.get(first).filter(|heading| heading.range.start < range.end)
}
