//! Reads the body of a document: its paragraphs and tables, in their order.
//!
//! Elements are nested no deeper than [`limits::DEPTH`](crate::files::limits::DEPTH), so walking down may recurse. Text boxes and
//! notes are read behind the paragraph or the table in which they stand, one behind another.

use super::names::{Element, Name, child, chosen, elements, name, switch};
use super::notes::Notes;
use super::numbering::Numbering;
use super::runs::{Found, Line, NoteReference, Runs};
use super::styles::Styles;
use super::table;
use super::trace::{Anchor, TracedText};
use crate::files::writer::FileWriter;
use crate::files::{FileFault, Story, TablePlace, limits};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// Reads a document.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    notes: &'a Notes<'a>,
    runs: Runs<'a>,
    writer: FileWriter,
    story: Story,
    /// Where in the body the box or the note that is being read belongs.
    anchor: Anchor,
    tables: u32,
    cells: usize,
    /// How many tables are open.
    depth: usize,
    /// What is to be read behind the block that is being read.
    waiting: VecDeque<(Story, Element<'a>, Anchor)>,
    /// The notes that were read, or wait.
    referred: FxHashSet<NoteReference<'a>>,
    /// Documents in other formats that are shown as if they were in this one.
    pub embedded: usize,
}

/// The text of paragraphs whose ends were deleted, which goes on with the next paragraph.
#[derive(Debug, Default)]
struct Begun<'a> {
    text: String,
    traced: Vec<TracedText>,
    last: Option<Element<'a>>,
}

impl<'a> Reader<'a> {
    /// Reads with these styles, lists and notes; `is_traced` says whether it is kept where texts stand.
    pub fn new(styles: &'a Styles, numbering: Numbering, notes: &'a Notes<'a>, is_traced: bool) -> Self {
        Reader {
            styles,
            numbering,
            notes,
            runs: Runs::new(styles, is_traced),
            writer: FileWriter::new(is_traced),
            story: Story::Body,
            anchor: Anchor::default(),
            tables: 0,
            cells: 0,
            depth: 0,
            waiting: VecDeque::new(),
            referred: FxHashSet::default(),
            embedded: 0,
        }
    }

    /// Reads the body, and what belongs to it.
    pub fn body(&mut self, body: Element<'a>) -> Result<(), FileFault> {
        self.container(body)
    }

    /// What was read, and what was found besides.
    pub fn finish(self) -> (FileWriter, Found) {
        (self.writer, self.runs.found)
    }

    /// Reads what holds paragraphs and tables: the body, a cell, a text box, a note.
    fn container(&mut self, container: Element<'a>) -> Result<(), FileFault> {
        let mut begun = Begun::default();
        self.blocks(container, &mut begun)?;
        self.end(&mut begun);
        self.read_waiting()
    }

    fn blocks(&mut self, container: Element<'a>, begun: &mut Begun<'a>) -> Result<(), FileFault> {
        for element in elements(container) {
            match name(element) {
                Name::Word("p") => {
                    self.paragraph(element, begun);
                    self.read_waiting()?;
                }
                Name::Word("tbl") => {
                    self.end(begun);
                    self.table(element)?;
                    self.read_waiting()?;
                }
                Name::Word("sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo") => {
                    self.blocks(element, begun)?;
                }
                Name::Alternatives => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen, begun)?;
                    }
                }
                Name::Word("altChunk") => self.embedded += 1,
                Name::Math("oMath" | "oMathPara") => self.runs.found.formulas += 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, paragraph: Element<'a>, begun: &mut Begun<'a>) {
        let Line { text, boxes, notes, has_hidden, mut traced, .. } = self.runs.read(paragraph);
        let outside = (self.story != Story::Body).then(|| self.anchor.clone());
        let anchored = |own: Anchor| outside.clone().unwrap_or(own);
        self.waiting.extend(boxes.into_iter().map(|(content, own)| (Story::TextBox, content, anchored(own))));
        for (note, own) in notes {
            if self.referred.insert(note) {
                let content = self.notes.content(note).map(|(story, content)| (story, content, anchored(own)));
                self.waiting.extend(content);
            }
        }
        if let Some(anchor) = &outside {
            traced.iter_mut().for_each(|it| (it.anchor, it.written) = (anchor.clone(), None));
        }
        let properties = child(paragraph, "pPr");
        let mark = properties.and_then(|it| child(it, "rPr"));
        let is_deleted = mark.is_some_and(|it| child(it, "del").is_some() || child(it, "moveFrom").is_some());
        let is_hidden = mark.and_then(|it| switch(it, "vanish")) == Some(true);
        if is_deleted || (is_hidden && (has_hidden || !text.is_empty())) {
            begun.traced.extend(traced.into_iter().map(|it| it.behind(begun.text.len())));
            begun.text.push_str(&text);
            begun.last = Some(paragraph);
            return;
        }
        let number = self.numbering.next(properties, self.styles);
        let gap = if number.ends_with(char::is_alphanumeric) { " " } else { "" };
        let Begun { text: begin, traced: mut all, .. } = std::mem::take(begun);
        all.extend(traced.into_iter().map(|it| it.behind(begin.len())));
        let lead = number.len() + gap.len();
        let all = all.into_iter().map(|it| it.behind(lead)).collect();
        self.write(&format!("{number}{gap}{begin}{text}"), paragraph, all);
    }

    fn write(&mut self, text: &str, paragraph: Element<'a>, traced: Vec<TracedText>) {
        let source = paragraph.range();
        let whole = match self.story {
            Story::Body => Anchor { paragraph: source.clone(), child: None },
            _ => self.anchor.clone(),
        };
        self.writer.paragraph(text, (self.story, source), (whole, traced));
    }

    /// Writes what goes on in no paragraph, as no other follows.
    fn end(&mut self, begun: &mut Begun<'a>) {
        let Begun { text, traced, last } = std::mem::take(begun);
        if let Some(last) = last.filter(|_| !text.is_empty()) {
            self.write(&text, last, traced);
        }
    }

    fn table(&mut self, table: Element<'a>) -> Result<(), FileFault> {
        let rows = table::rows(table);
        if rows.is_empty() {
            return Ok(());
        }
        self.cells += rows.iter().map(Vec::len).sum::<usize>();
        if self.cells > limits::CELLS {
            return Err(FileFault::TooManyCells);
        }
        self.tables += 1;
        self.depth += 1;
        let number = self.tables;
        self.writer.table();
        for (row, cells) in (1..).zip(rows) {
            self.writer.row();
            for (cell, seen) in (1..).zip(cells) {
                self.writer.cell(TablePlace { table: number, row, cell }, seen.columns, seen.rows);
                if let Some(element) = seen.element {
                    self.container(element)?;
                }
                self.writer.end_cell();
            }
            self.writer.end_row();
        }
        self.writer.end_table();
        self.depth -= 1;
        Ok(())
    }

    /// Reads text boxes and notes that wait, if no table is open.
    fn read_waiting(&mut self) -> Result<(), FileFault> {
        // Those in a text box wait until it is read.
        if self.depth > 0 || self.story != Story::Body {
            return Ok(());
        }
        while let Some((story, content, anchor)) = self.waiting.pop_front() {
            (self.story, self.anchor) = (story, anchor);
            self.runs.begin();
            let read = self.container(content);
            self.story = Story::Body;
            read?;
        }
        Ok(())
    }
}
