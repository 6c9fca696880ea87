//! The text of a paragraph as it is with all changes accepted: without what is deleted, hidden, or an instruction.

use super::names::{Element, Name, attribute, child, chosen, elements, name, switch, value};
use super::styles::Styles;
use super::symbols::symbol;
use super::trace::{Anchor, TracedText, Written};
use crate::files::limits;
use crate::files::writer::PICTURE;

/// Reads paragraphs, one behind another: fields reach over several.
#[derive(Debug)]
pub(super) struct Runs<'s> {
    styles: &'s Styles,
    /// Whether it is kept where texts stand.
    is_traced: bool,
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
    /// The contents of its text boxes, with where these stand.
    pub boxes: Vec<(Element<'a>, Anchor)>,
    /// The ids of its notes, with where the references stand.
    pub notes: Vec<(NoteReference<'a>, Anchor)>,
    /// Whether anything in it was hidden or deleted.
    pub has_hidden: bool,
    /// Where its text stands, if that is kept.
    pub traced: Vec<TracedText>,
    /// Where the text stands that is being read.
    anchor: Anchor,
}

/// A reference to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteReference<'a> {
    /// To a footnote, by its id.
    Foot(&'a str),
    /// To an endnote, by its id.
    End(&'a str),
}

impl<'a> Line<'a> {
    fn refer(&mut self, note: Option<NoteReference<'a>>) {
        self.notes.extend(note.map(|note| (note, self.anchor.clone())));
    }
}

/// Where the text of a run may be changed: in a paragraph itself, in a link, in a content control.
fn written(run: Element<'_>, element: Element<'_>) -> Option<Written> {
    let around = run.parent().map(name);
    let is_plain = element.parent() == Some(run)
        && matches!(around, Some(Name::Word("p" | "hyperlink" | "sdtContent")))
        && element.children().count() == 1;
    let content = element.first_child().filter(|_| is_plain)?.range();
    let properties = child(run, "rPr").map(|it| it.range());
    Some(Written { run: run.range(), properties, element: element.range(), content })
}

impl<'s> Runs<'s> {
    /// Reads paragraphs with these styles; `is_traced` says whether it is kept where texts stand.
    pub fn new(styles: &'s Styles, is_traced: bool) -> Self {
        Runs { styles, is_traced, fields: Vec::new(), found: Found::default() }
    }

    /// Reads a paragraph.
    pub fn read<'a>(&mut self, paragraph: Element<'a>) -> Line<'a> {
        let properties = child(paragraph, "pPr");
        let is_hidden = self.styles.is_hidden(self.styles.of_paragraph(properties));
        let mut line = Line { anchor: Anchor { paragraph: paragraph.range(), child: None }, ..Line::default() };
        for element in elements(paragraph) {
            line.anchor.child = Some(element.range());
            self.element(element, is_hidden, &mut line);
        }
        // An instruction ends with its paragraph at the latest, so that a broken field does not hide the rest.
        self.fields.retain(|field| *field == Field::Result);
        line
    }

    /// Forgets the fields that are open: another part begins.
    pub fn begin(&mut self) {
        self.fields.clear();
    }

    /// Reads what stands in an element around some runs.
    fn inside<'a>(&mut self, element: Element<'a>, is_hidden: bool, line: &mut Line<'a>) {
        elements(element).for_each(|element| self.element(element, is_hidden, line));
    }

    /// Reads a run, or an element around some.
    fn element<'a>(&mut self, element: Element<'a>, is_hidden: bool, line: &mut Line<'a>) {
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
                Name::Word("t") => {
                    let start = line.text.len();
                    line.text.extend(piece.children().filter_map(|it| it.text()));
                    if self.is_traced {
                        let written = if self.fields.is_empty() { written(run, piece) } else { None };
                        let (text, anchor) = (start..line.text.len(), line.anchor.clone());
                        line.traced.push(TracedText { text, anchor, written });
                    }
                }
                Name::Word("tab" | "ptab") => line.text.push('\t'),
                Name::Word("br" | "cr") => line.text.push('\n'),
                Name::Word("noBreakHyphen") => line.text.push('-'),
                Name::Word("sym") => line.text.extend(symbol_of(piece)),
                Name::Word("ruby") => {
                    child(piece, "rubyBase").into_iter().for_each(|it| self.inside(it, is_hidden, line));
                }
                Name::Word("footnoteReference") => line.refer(attribute(piece, "id").map(NoteReference::Foot)),
                Name::Word("endnoteReference") => line.refer(attribute(piece, "id").map(NoteReference::End)),
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
        let anchor = &line.anchor;
        line.boxes.extend(parts.boxes.into_iter().map(|content| (content, anchor.clone())));
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
