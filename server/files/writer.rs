//! The text that is read from an office file, with the places of its paragraphs.

use super::{FilePlace, Story, TablePlace};
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// What stands for a picture in the text of a paragraph.
pub const PICTURE: char = '\u{fffc}';

/// The text of an office file as it is written.
#[derive(Debug, Default)]
pub struct FileWriter {
    text: String,
    places: Vec<FilePlace>,
    paragraphs: u32,
    /// The cell that is open, and those around it.
    cells: Vec<OpenCell>,
    /// The sheet of a workbook in which what follows stands.
    pub sheet: Option<Arc<str>>,
    /// The page on which what follows stands.
    pub page: Option<u32>,
}

#[derive(Debug)]
struct OpenCell {
    place: TablePlace,
    /// Where it begins, until a paragraph is written into it.
    start: Option<usize>,
}

impl FileWriter {
    /// Writes a paragraph. Outside tables one without text leaves nothing behind.
    pub fn paragraph(&mut self, text: &str, story: Story, source: Range<usize>) {
        self.paragraphs += 1;
        let from = match self.cells.last_mut() {
            Some(cell) => match cell.start.take() {
                Some(start) => start,
                None => {
                    self.text.push_str("<br>");
                    self.text.len()
                }
            },
            None if is_blank(text) => return,
            None => self.text.len(),
        };
        let start = self.text.len();
        let table = self.cells.last().map(|cell| cell.place);
        match table {
            Some(_) => push_cell_text(&mut self.text, text),
            None => push_lines(&mut self.text, text),
        }
        let text = start..self.text.len();
        let paragraph = self.paragraphs;
        let (sheet, page) = (self.sheet.clone(), self.page);
        self.places.push(FilePlace { from, text, paragraph, table, story, source, sheet, page });
        if table.is_none() {
            self.text.push_str("\n\n");
        }
    }

    /// Writes a line that is a cell of a sheet.
    pub fn line(&mut self, text: &str, place: TablePlace) {
        let before = self.places.len();
        self.paragraph(text, Story::Body, 0..0);
        self.places.iter_mut().skip(before).for_each(|written| written.table = Some(place));
    }

    /// Opens a table.
    pub fn table(&mut self) {
        self.text.push_str("<table>\n");
    }

    /// Closes it.
    pub fn end_table(&mut self) {
        self.text.push_str("</table>\n");
        if self.cells.is_empty() {
            self.text.push('\n');
        }
    }

    /// Opens a row.
    pub fn row(&mut self) {
        self.text.push_str("<tr>");
    }

    /// Closes it.
    pub fn end_row(&mut self) {
        self.text.push_str("</tr>\n");
    }

    /// Opens a cell.
    pub fn cell(&mut self, place: TablePlace, columns: usize, rows: usize) {
        let start = self.text.len();
        self.text.push_str("<td");
        for (attribute, count) in [("rowspan", rows), ("colspan", columns)] {
            if count > 1 {
                // Writing to a string cannot fail.
                let _ = write!(self.text, " {attribute}=\"{count}\"");
            }
        }
        self.text.push('>');
        self.cells.push(OpenCell { place, start: Some(start) });
    }

    /// Closes it.
    pub fn end_cell(&mut self) {
        if let Some(OpenCell { place, start: Some(from) }) = self.cells.pop() {
            let (text, table) = (self.text.len()..self.text.len(), Some(place));
            let (paragraph, story, source) = (self.paragraphs, Story::Body, 0..0);
            let (sheet, page) = (self.sheet.clone(), self.page);
            self.places.push(FilePlace { from, text, paragraph, table, story, source, sheet, page });
        }
        self.text.push_str("</td>");
    }

    /// The text and the places.
    pub fn finish(self) -> (String, Vec<FilePlace>) {
        (self.text, self.places)
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Writes the text of a paragraph in a cell.
fn push_cell_text(into: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '\n' => into.push_str("<br>"),
            '\t' => into.push(' '),
            character => push_escaped(into, character),
        }
    }
}

/// Writes a paragraph as lines of their own. Tabs between its words stay: they may be the columns of a table.
fn push_lines(into: &mut String, text: &str) {
    let lines = text.split('\n').map(|line| line.trim_matches([' ', '\t', '\r'])).filter(|line| !line.is_empty());
    for (index, line) in lines.enumerate() {
        if index > 0 {
            into.push('\n');
        }
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        for (index, character) in line.chars().enumerate() {
            match character {
                '|' => into.push_str("&#124;"),
                '`' if is_fence && index == 0 => into.push_str("&#96;"),
                '~' if is_fence && index == 0 => into.push_str("&#126;"),
                character => push_escaped(into, character),
            }
        }
    }
}

fn push_escaped(into: &mut String, character: char) {
    match character {
        '&' => into.push_str("&amp;"),
        '<' => into.push_str("&lt;"),
        '>' => into.push_str("&gt;"),
        '\r' => into.push(' '),
        PICTURE => into.push_str("<img>"),
        character => into.push(character),
    }
}
