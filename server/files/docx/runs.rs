//! The text of a paragraph as it is with all changes accepted: without what is deleted, hidden, or an instruction.

use super::names::{Element, Name, attribute, child, chosen, elements, name, switch, value};
use super::styles::Styles;
use super::symbols::symbol;
use crate::files::limits;
use crate::files::writer::PICTURE;

/// Reads paragraphs, one behind another: fields reach over several.
#[derive(Debug)]
pub(super) struct Runs<'s> {
    styles: &'s Styles,
    /// The fields around the next run.
    fields: Vec<Field>,
    /// What stands in the paragraphs besides text.
    pub found: Found,
}

/// A part of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// The instruction, which is not shown.
    Instruction,
    /// What the instruction gave, which is shown.
    Result,
}

/// How much stands in a document besides text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Pictures.
    pub pictures: usize,
    /// Formulas.
    pub formulas: usize,
    /// Documents of other programs.
    pub objects: usize,
    /// Charts and drawings.
    pub drawings: usize,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    /// Its text, with [`PICTURE`] for pictures, tabs, and line feeds for breaks.
    pub text: String,
    /// The contents of its text boxes.
    pub boxes: Vec<Element<'a>>,
    /// The ids of its notes.
    pub notes: Vec<NoteReference<'a>>,
    /// Whether anything in it was hidden or deleted.
    pub has_hidden: bool,
}

/// A reference to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteReference<'a> {
    /// To a footnote, by its id.
    Foot(&'a str),
    /// To an endnote, by its id.
    End(&'a str),
}

impl<'s> Runs<'s> {
    /// Reads paragraphs with these styles.
    pub fn new(styles: &'s Styles) -> Self {
        Runs { styles, fields: Vec::new(), found: Found::default() }
    }

    /// Reads a paragraph.
    pub fn read<'a>(&mut self, paragraph: Element<'a>) -> Line<'a> {
        let properties = child(paragraph, "pPr");
        let is_hidden = self.styles.is_hidden(self.styles.of_paragraph(properties));
        let mut line = Line::default();
        self.inside(paragraph, is_hidden, &mut line);
        // An instruction ends with its paragraph at the latest, so that a broken field does not hide the rest.
        self.fields.retain(|field| *field == Field::Result);
        line
    }

    /// Forgets the fields that are open: another part begins.
    pub fn begin(&mut self) {
        self.fields.clear();
    }

    /// Reads what stands in a paragraph, or in an element around some of its runs.
    fn inside<'a>(&mut self, element: Element<'a>, is_hidden: bool, line: &mut Line<'a>) {
        for element in elements(element) {
            match name(element) {
                Name::Word("r") => self.run(element, is_hidden, line),
                Name::Word("del" | "moveFrom") => line.has_hidden = true,
                Name::Word("ins" | "moveTo" | "hyperlink" | "smartTag" | "customXml" | "fldSimple" | "dir" | "bdo") => {
                    self.inside(element, is_hidden, line);
                }
                Name::Word("sdt") => {
                    child(element, "sdtContent").into_iter().for_each(|it| self.inside(it, is_hidden, line));
                }
                Name::Alternatives => {
                    chosen(element).into_iter().for_each(|it| self.inside(it, is_hidden, line));
                }
                Name::Math("oMath" | "oMathPara") => self.found.formulas += 1,
                _ => {}
            }
        }
    }

    fn run<'a>(&mut self, run: Element<'a>, in_hidden: bool, line: &mut Line<'a>) {
        let properties = child(run, "rPr");
        let own = properties.and_then(|it| switch(it, "vanish"));
        // Of two styles that both hide, the second shows again.
        let by_style = self.styles.is_hidden(properties.and_then(|it| value(it, "rStyle")));
        let is_hidden = own.unwrap_or(in_hidden != by_style);
        line.has_hidden |= is_hidden;
        self.pieces(run, is_hidden, line);
    }

    /// Reads what stands in a run.
    fn pieces<'a>(&mut self, run: Element<'a>, is_hidden: bool, line: &mut Line<'a>) {
        for piece in elements(run) {
            let kind = name(piece);
            if kind == Name::Word("fldChar") {
                self.field(attribute(piece, "fldCharType").unwrap_or_default());
                continue;
            }
            if is_hidden || self.fields.contains(&Field::Instruction) {
                continue;
            }
            match kind {
                Name::Word("t") => line.text.extend(piece.children().filter_map(|it| it.text())),
                Name::Word("tab" | "ptab") => line.text.push('\t'),
                Name::Word("br" | "cr") => line.text.push('\n'),
                Name::Word("noBreakHyphen") => line.text.push('-'),
                Name::Word("sym") => line.text.extend(symbol_of(piece)),
                Name::Word("ruby") => {
                    child(piece, "rubyBase").into_iter().for_each(|it| self.inside(it, is_hidden, line));
                }
                Name::Word("footnoteReference") => line.notes.extend(attribute(piece, "id").map(NoteReference::Foot)),
                Name::Word("endnoteReference") => line.notes.extend(attribute(piece, "id").map(NoteReference::End)),
                Name::Word("drawing" | "pict") => self.graphic(piece, line),
                Name::Word("object") => self.found.objects += 1,
                Name::Alternatives => chosen(piece).into_iter().for_each(|it| self.pieces(it, is_hidden, line)),
                Name::Math(_) => self.found.formulas += 1,
                _ => {}
            }
        }
    }

    fn field(&mut self, part: &str) {
        match part {
            "begin" if self.fields.len() < limits::DEPTH => self.fields.push(Field::Instruction),
            "separate" => self.fields.last_mut().into_iter().for_each(|field| *field = Field::Result),
            "end" => drop(self.fields.pop()),
            _ => {}
        }
    }

    /// Reads a graphic: text boxes are put aside, the rest is counted.
    fn graphic<'a>(&mut self, graphic: Element<'a>, line: &mut Line<'a>) {
        let mut parts = Parts::default();
        parts.look(graphic);
        if parts.is_hidden {
            return;
        }
        self.found.pictures += parts.pictures;
        line.text.extend((0..parts.pictures.min(1)).map(|_| PICTURE));
        if parts.boxes.is_empty() && parts.pictures == 0 {
            self.found.drawings += parts.drawings.min(1);
        }
        line.boxes.append(&mut parts.boxes);
    }
}

/// What a graphic is made of.
#[derive(Debug, Default)]
struct Parts<'a> {
    boxes: Vec<Element<'a>>,
    pictures: usize,
    drawings: usize,
    is_hidden: bool,
}

impl<'a> Parts<'a> {
    fn look(&mut self, element: Element<'a>) {
        for element in elements(element) {
            match name(element) {
                Name::Word("txbxContent") => self.boxes.push(element),
                Name::Alternatives => chosen(element).into_iter().for_each(|it| self.look(it)),
                // The picture in its frame, and the picture itself: one of them is there.
                Name::Other("blip" | "imagedata") => self.pictures += 1,
                Name::Other("chart" | "relIds") => self.drawings += 1,
                Name::Other("docPr") => {
                    self.is_hidden |= matches!(attribute(element, "hidden"), Some("1" | "true" | "on"));
                }
                _ => self.look(element),
            }
        }
    }
}

fn symbol_of(piece: Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(attribute(piece, "char")?, 16).ok()?;
    symbol(attribute(piece, "font").unwrap_or_default(), code)
}
