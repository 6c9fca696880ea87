//! The text that is read from an office file, with the places of its paragraphs.

use super::docx::trace::{Anchor, TracedText};
use super::{FilePlace, Story, TablePlace};
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// What stands for a picture in the text of a paragraph.
pub(super) const PICTURE: char = '\u{fffc}';

/// The text of an office file as it is written.
#[derive(Debug, Default)]
pub(super) struct FileWriter {
    text: String,
    places: Vec<FilePlace>,
    /// Where the text stands in the document, if that is kept.
    traced: Option<Vec<TracedText>>,
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
    /// Where it begins, until a paragraph is written into it or into a cell of a table in it.
    start: Option<usize>,
    /// Whether a paragraph is written into it.
    is_written: bool,
}

impl FileWriter {
    /// A text without anything in it; `is_traced` says whether it is kept where it stands in the document.
    pub fn new(is_traced: bool) -> Self {
        FileWriter { traced: is_traced.then(Vec::new), ..FileWriter::default() }
    }

    /// Writes a paragraph. Outside tables one without text leaves nothing behind. `whole` is where the paragraph stands, and
    /// `traced` where its text does.
    pub fn paragraph(
        &mut self,
        text: &str,
        (story, source): (Story, Range<usize>),
        (whole, traced): (Anchor, Vec<TracedText>),
    ) {
        self.paragraphs += 1;
        let from = match self.cells.last_mut() {
            Some(cell) => {
                if cell.is_written {
                    self.text.push_str("<br>");
                }
                cell.is_written = true;
                cell.start.take().unwrap_or(self.text.len())
            }
            None if is_blank(text) => return,
            None => self.text.len(),
        };
        let start = self.text.len();
        let table = self.cells.last().map(|cell| cell.place);
        let mut written = Offsets::new(text, self.traced.is_some());
        match table {
            Some(_) => push_cell_text(&mut self.text, text, &mut written),
            None => push_lines(&mut self.text, text, &mut written),
        }
        let text = start..self.text.len();
        if let Some(all) = &mut self.traced {
            all.push(TracedText { text: start..start, anchor: whole, written: None });
            let at = |offset: usize| written.of(offset, text.end);
            all.extend(traced.into_iter().map(|it| TracedText { text: at(it.text.start)..at(it.text.end), ..it }));
        }
        let paragraph = self.paragraphs;
        let (sheet, page) = (self.sheet.clone(), self.page);
        self.places.push(FilePlace { from, text, paragraph, table, story, source, sheet, page });
        if table.is_none() {
            self.text.push_str("\n\n");
        }
    }

    /// Writes a paragraph of a file that is not made of paragraphs.
    pub fn plain(&mut self, text: &str) {
        self.paragraph(text, (Story::Body, 0..0), (Anchor::default(), Vec::new()));
    }

    /// Writes a line that is a cell of a sheet.
    pub fn line(&mut self, text: &str, place: TablePlace) {
        let before = self.places.len();
        self.plain(text);
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
        let around = self.cells.last_mut().and_then(|cell| cell.start.take());
        let start = around.unwrap_or(self.text.len());
        self.text.push_str("<td");
        for (attribute, count) in [("rowspan", rows), ("colspan", columns)] {
            if count > 1 {
                // Writing to a string cannot fail.
                let _ = write!(self.text, " {attribute}=\"{count}\"");
            }
        }
        self.text.push('>');
        self.cells.push(OpenCell { place, start: Some(start), is_written: false });
    }

    /// Closes it.
    pub fn end_cell(&mut self) {
        if let Some(OpenCell { place, start, is_written: false }) = self.cells.pop() {
            let from = start.unwrap_or(self.text.len());
            let (text, table) = (self.text.len()..self.text.len(), Some(place));
            let (paragraph, story, source) = (self.paragraphs, Story::Body, 0..0);
            let (sheet, page) = (self.sheet.clone(), self.page);
            self.places.push(FilePlace { from, text, paragraph, table, story, source, sheet, page });
        }
        self.text.push_str("</td>");
    }

    /// The text, the places of its paragraphs, and where it stands in the document, if that was kept.
    pub fn finish(self) -> (String, Vec<FilePlace>, Vec<TracedText>) {
        (self.text, self.places, self.traced.unwrap_or_default())
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Where the bytes of a paragraph went in the text.
#[derive(Debug)]
struct Offsets(Option<Vec<Option<usize>>>);

impl Offsets {
    fn new(text: &str, is_kept: bool) -> Self {
        Offsets(is_kept.then(|| vec![None; text.len()]))
    }

    /// Says that what is at a byte of the paragraph comes next.
    fn put(&mut self, at: usize, next: usize) {
        if let Some(place) = self.0.as_mut().and_then(|all| all.get_mut(at)) {
            *place = Some(next);
        }
    }

    /// Where a byte of the paragraph went: what was left out went to where the next one is that was not.
    fn of(&self, at: usize, end: usize) -> usize {
        let behind = self.0.as_ref().and_then(|all| all.get(at..)).unwrap_or_default();
        behind.iter().flatten().next().copied().unwrap_or(end)
    }
}

/// Writes the text of a paragraph in a cell.
fn push_cell_text(into: &mut String, text: &str, written: &mut Offsets) {
    for (at, character) in text.char_indices() {
        written.put(at, into.len());
        match character {
            '\n' => into.push_str("<br>"),
            '\t' => into.push(' '),
            character => push_escaped(into, character),
        }
    }
}

/// Writes a paragraph as lines of their own. Tabs between its words stay: they may be the columns of a table.
fn push_lines(into: &mut String, text: &str, written: &mut Offsets) {
    let mut behind = 0;
    let mut is_first = true;
    for whole in text.split('\n') {
        let start = behind + whole.len() - whole.trim_start_matches([' ', '\t', '\r']).len();
        behind += whole.len() + 1;
        let line = whole.trim_matches([' ', '\t', '\r']);
        if line.is_empty() {
            continue;
        }
        if !is_first {
            into.push('\n');
        }
        is_first = false;
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        for (index, character) in line.char_indices() {
            written.put(start + index, into.len());
            match character {
                '|' => into.push_str("&#124;"),
                '`' if is_fence && index == 0 => into.push_str("&#96;"),
                '~' if is_fence && index == 0 => into.push_str("&#126;"),
                '#' if index == 0 => into.push_str("&#35;"),
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
