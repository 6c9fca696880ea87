//! The way from a text that was read from an office file back to the places in that file.

use std::ops::Range;
use std::sync::Arc;

/// Where the paragraphs of a file stand in the text that was read from it.
#[derive(Debug, Clone, Default)]
pub struct FilePlaces {
    /// In the order of the text.
    all: Vec<FilePlace>,
}

/// A paragraph of a file. In a table every cell has at least one, if an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The first byte of the text that belongs to it; it ends where the next one begins. What stands around the paragraph,
    /// as the tags of a cell, belongs to it.
    pub from: usize,
    /// The bytes of its text.
    pub text: Range<usize>,
    /// Its number among all paragraphs of the file that are read, from 1.
    pub paragraph: u32,
    /// The cell in which it stands.
    pub table: Option<TablePlace>,
    /// Where outside the text's own course it stands.
    pub story: Story,
    /// The bytes of the paragraph in its part, once that is decoded to UTF-8 without a byte order mark. Empty where the file
    /// is not made of paragraphs.
    pub source: Range<usize>,
    /// The name of the sheet, in a workbook.
    pub sheet: Option<Arc<str>>,
    /// The page, from 1, where the file has pages.
    pub page: Option<u32>,
}

/// A cell of a table. All count from 1, as people count what they see: merged cells are one. In a workbook the row and the
/// cell are those of the sheet, which is the table: B5 is cell 2 in row 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TablePlace {
    /// The number of the table in the file.
    pub table: u32,
    /// The row in the table.
    pub row: u32,
    /// The cell in the row.
    pub cell: u32,
}

impl TablePlace {
    /// The name of a cell of a sheet: B5.
    pub fn name(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.cell;
        while rest > 0 {
            letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
            rest = (rest - 1) / 26;
        }
        format!("{}{}", letters.iter().rev().collect::<String>(), self.row)
    }
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Story {
    /// In the text's own course.
    Body,
    /// In a text box.
    TextBox,
    /// In a footnote.
    Footnote,
    /// In an endnote.
    Endnote,
}

impl FilePlaces {
    /// Places in the order of the text.
    pub fn new(all: Vec<FilePlace>) -> Self {
        FilePlaces { all }
    }

    /// All places, in the order of the text.
    pub fn all(&self) -> &[FilePlace] {
        &self.all
    }

    /// Whether there are none, as in a text file.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The paragraph to which a byte of the text belongs.
    pub fn at(&self, offset: usize) -> Option<&FilePlace> {
        let behind = self.all.partition_point(|place| place.from <= offset);
        self.all[..behind].last()
    }

    /// The paragraphs that begin in a range of the text.
    pub fn within(&self, range: &Range<usize>) -> &[FilePlace] {
        let index = |offset: usize| self.all.partition_point(|place| place.text.start < offset);
        let (start, end) = (index(range.start), index(range.end));
        self.all.get(start..end).unwrap_or_default()
    }
}
