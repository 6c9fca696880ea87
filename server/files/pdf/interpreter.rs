//! Draws pages: follows their operations and notes the characters, lines and pictures.

use super::font::{Font, content};
use super::matrix::Matrix;
use super::page::{Glyph, Page, Picture, Rule};
use crate::files::{FileFault, limits};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A filled shape that is thinner than this, in points, is a line.
const THIN: f64 = 3.0;

/// Draws the pages of a document.
pub(super) struct Interpreter<'a> {
    document: &'a Document,
    /// Fonts by the place of their dictionary in memory, which stays as long as the document.
    fonts: FxHashMap<*const Dictionary, Rc<Font<'a>>>,
    /// How many operations and bytes of them are left.
    operations: usize,
    bytes: usize,
    page: Page,
}

/// What `q` keeps and `Q` restores.
#[derive(Clone)]
struct GraphicsState<'a> {
    matrix: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// What is drawn in one stream.
struct Drawing<'a> {
    state: GraphicsState<'a>,
    kept: Vec<GraphicsState<'a>>,
    /// The matrices of the text and of its line.
    text: Matrix,
    line: Matrix,
    /// The shapes of the path that is not painted yet, on the page.
    shapes: Vec<Vec<(f64, f64)>>,
}

impl<'a> Interpreter<'a> {
    /// Draws pages of a document.
    pub fn new(document: &'a Document) -> Self {
        let (operations, bytes) = (limits::OPERATIONS, limits::PDF_BYTES);
        Interpreter { document, fonts: FxHashMap::default(), operations, bytes, page: Page::default() }
    }

    /// Draws a page.
    ///
    /// # Errors
    /// If the pages have more operations than are read.
    pub fn page(&mut self, id: ObjectId) -> Result<Page, FileFault> {
        let mut source = Vec::new();
        for part in self.document.get_page_contents(id) {
            let stream = self.document.get_object(part).and_then(Object::as_stream).ok();
            source.extend(stream.and_then(content).unwrap_or_default());
            source.push(b'\n');
        }
        let state = GraphicsState {
            matrix: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.draw(&source, self.resources(id), state, 0)?;
        let mut page = std::mem::take(&mut self.page);
        (page.width, page.height) = self.size(id);
        page.turn();
        page.strike();
        Ok(page)
    }

    /// The resources of a page.
    fn resources(&self, page: ObjectId) -> Option<&'a Dictionary> {
        self.inherited(page, b"Resources").and_then(|it| it.as_dict().ok())
    }

    /// How wide and how high a page is.
    fn size(&self, page: ObjectId) -> (f64, f64) {
        const A4: (f64, f64) = (595.0, 842.0);
        let area = self.inherited(page, b"CropBox").or_else(|| self.inherited(page, b"MediaBox"));
        let corners: Vec<f64> = area
            .and_then(|it| it.as_array().ok())
            .into_iter()
            .flatten()
            .map(|at| self.document.dereference(at).map_or(0.0, |(_, at)| number(at)))
            .collect();
        match corners.as_slice() {
            [left, bottom, right, top] if left != right && bottom != top => {
                ((right - left).abs(), (top - bottom).abs())
            }
            _ => A4,
        }
    }

    /// What is said of a page, which it may have from the pages above it.
    fn inherited(&self, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
        const DEEPEST: usize = 64;
        let mut node = self.document.get_dictionary(page).ok()?;
        for _ in 0..DEEPEST {
            if let Ok(said) = node.get_deref(key, self.document) {
                return Some(said);
            }
            node = node.get_deref(b"Parent", self.document).and_then(Object::as_dict).ok()?;
        }
        None
    }

    fn draw(
        &mut self,
        source: &[u8],
        resources: Option<&'a Dictionary>,
        state: GraphicsState<'a>,
        depth: usize,
    ) -> Result<(), FileFault> {
        self.bytes = self.bytes.checked_sub(source.len()).ok_or(FileFault::TooManyOperations)?;
        let Ok(Content { operations }) = Content::decode(source) else { return Ok(()) };
        self.operations = self.operations.checked_sub(operations.len()).ok_or(FileFault::TooManyOperations)?;
        let (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut drawing = Drawing { state, kept: Vec::new(), text, line, shapes: Vec::new() };
        for Operation { operator, operands } in &operations {
            match (operator.as_str(), operands.as_slice()) {
                ("Do", [Object::Name(name)]) => self.object(name, resources, &drawing.state, depth)?,
                ("Tf", [Object::Name(name), size]) => {
                    drawing.state.font = self.font(name, resources);
                    drawing.state.size = number(size);
                }
                ("Tj", [Object::String(text, _)]) => self.show(&mut drawing, text)?,
                ("'", [Object::String(text, _)]) => {
                    drawing.next_line(0.0, -drawing.state.leading);
                    self.show(&mut drawing, text)?;
                }
                ("\"", [word, character, Object::String(text, _)]) => {
                    drawing.state.word_spacing = number(word);
                    drawing.state.character_spacing = number(character);
                    drawing.next_line(0.0, -drawing.state.leading);
                    self.show(&mut drawing, text)?;
                }
                ("TJ", [Object::Array(items)]) => {
                    for item in items {
                        match item {
                            Object::String(text, _) => self.show(&mut drawing, text)?,
                            space => drawing.space(number(space)),
                        }
                    }
                }
                ("BI", _) => self.picture(&drawing.state),
                ("S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "n", _) => self.paint(operator, &mut drawing),
                (operator, operands) => drawing.set(operator, operands),
            }
        }
        Ok(())
    }

    fn font(&mut self, name: &[u8], resources: Option<&'a Dictionary>) -> Option<Rc<Font<'a>>> {
        let fonts = resources?.get_deref(b"Font", self.document).and_then(Object::as_dict).ok()?;
        let font = fonts.get_deref(name, self.document).and_then(Object::as_dict).ok()?;
        let known = self.fonts.entry(std::ptr::from_ref(font));
        Some(known.or_insert_with(|| Rc::new(Font::new(font, self.document))).clone())
    }

    /// Notes a picture. Each is drawn into a square, which the matrix makes what it is on the page.
    fn picture(&mut self, state: &GraphicsState<'a>) {
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        self.page.pictures.push(Picture::around(&corners.map(|(x, y)| state.matrix.point(x, y))));
    }

    /// Draws a form, or notes a picture.
    fn object(
        &mut self,
        name: &[u8],
        resources: Option<&'a Dictionary>,
        state: &GraphicsState<'a>,
        depth: usize,
    ) -> Result<(), FileFault> {
        let objects = resources.and_then(|it| it.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok());
        let stream = objects.and_then(|it| it.get_deref(name, self.document).and_then(Object::as_stream).ok());
        let Some(stream) = stream else { return Ok(()) };
        match stream.dict.get_deref(b"Subtype", self.document).and_then(Object::as_name) {
            Ok(b"Image") => self.picture(state),
            Ok(b"Form") if depth < limits::FORMS => {
                let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
                let matrix = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
                let matrix = matrix.and_then(|it| Matrix::of(it)).unwrap_or(Matrix::IDENTITY);
                let state = GraphicsState { matrix: matrix.then(state.matrix), ..state.clone() };
                let source = content(stream).unwrap_or_default();
                self.draw(&source, own.or(resources), state, depth + 1)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes the characters of a text.
    ///
    /// # Errors
    /// If there are too many.
    fn show(&mut self, drawing: &mut Drawing<'a>, text: &[u8]) -> Result<(), FileFault> {
        self.operations = self.operations.checked_sub(text.len()).ok_or(FileFault::TooManyOperations)?;
        let Some(font) = drawing.state.font.clone() else { return Ok(()) };
        let state = &drawing.state;
        let glyphs = &mut self.page.glyphs;
        let (size, scale, rise) = (state.size, state.scale, state.rise);
        font.characters(text, |shown| {
            let matrix = Matrix([size * scale, 0.0, 0.0, size, 0.0, rise]).then(drawing.text).then(state.matrix);
            let Matrix([a, b, c, d, x, y]) = matrix;
            let along = a.hypot(b);
            let turn = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
                (true, true, _) => 0,
                (true, false, _) => 2,
                (false, _, true) => 1,
                (false, _, false) => 3,
            };
            let is_straight = a.abs().min(b.abs()) <= along * 0.05;
            if is_straight && x.is_finite() && y.is_finite() && !shown.text.chars().all(char::is_whitespace) {
                let (width, size) = (shown.width / 1000.0 * along, c.hypot(d));
                let order = glyphs.len();
                glyphs.push(Glyph { x, y, width, size, text: shown.text, turn, order });
            }
            let spacing = state.character_spacing + if shown.is_blank { state.word_spacing } else { 0.0 };
            let advance = (shown.width / 1000.0 * size + spacing) * scale;
            drawing.text = Matrix::shift(advance, 0.0).then(drawing.text);
        });
        Ok(())
    }

    /// Notes the lines of a path, and forgets the path.
    fn paint(&mut self, operator: &str, drawing: &mut Drawing<'_>) {
        let is_closed = matches!(operator, "s" | "b" | "b*");
        let is_drawn = is_closed || matches!(operator, "S" | "B" | "B*");
        let is_filled = !matches!(operator, "S" | "s" | "n");
        for mut shape in std::mem::take(&mut drawing.shapes) {
            if is_filled && let Some(rule) = thin(&shape) {
                self.page.rules.push(rule);
            } else if is_drawn {
                if is_closed {
                    shape.extend(shape.first().copied());
                }
                self.page.rules.extend(shape.windows(2).filter_map(|ends| match ends {
                    [first, second] => Rule::between(*first, *second),
                    _ => None,
                }));
            }
        }
        self.page.rules.truncate(limits::RULES);
    }
}

impl Drawing<'_> {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    /// Moves the next character to the left, by thousandths of the font's size.
    fn space(&mut self, thousandths: f64) {
        let advance = -thousandths / 1000.0 * self.state.size * self.state.scale;
        self.text = Matrix::shift(advance, 0.0).then(self.text);
    }

    /// The operations that change what later ones do.
    fn set(&mut self, operator: &str, operands: &[Object]) {
        const DEEPEST: usize = 256;
        let state = &mut self.state;
        match (operator, operands) {
            ("q", _) if self.kept.len() < DEEPEST => self.kept.push(state.clone()),
            ("Q", _) => *state = self.kept.pop().unwrap_or_else(|| state.clone()),
            ("cm", numbers) => {
                state.matrix = Matrix::of(numbers).map_or(state.matrix, |matrix| matrix.then(state.matrix));
            }
            ("BT", _) => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            ("Tm", numbers) => {
                self.line = Matrix::of(numbers).unwrap_or(self.line);
                self.text = self.line;
            }
            ("Td", [x, y]) => self.next_line(number(x), number(y)),
            ("TD", [x, y]) => {
                state.leading = -number(y);
                self.next_line(number(x), number(y));
            }
            ("T*", _) => {
                let leading = state.leading;
                self.next_line(0.0, -leading);
            }
            ("Tc", [spacing]) => state.character_spacing = number(spacing),
            ("Tw", [spacing]) => state.word_spacing = number(spacing),
            ("Tz", [percent]) => state.scale = number(percent) / 100.0,
            ("TL", [leading]) => state.leading = number(leading),
            ("Ts", [rise]) => state.rise = number(rise),
            ("m", [x, y]) => {
                let point = state.matrix.point(number(x), number(y));
                self.shapes.push(vec![point]);
            }
            ("l", [x, y]) => {
                let point = state.matrix.point(number(x), number(y));
                self.shapes.last_mut().into_iter().for_each(|shape| shape.push(point));
            }
            // A curve is no line: what follows it begins anew.
            ("c", [.., x, y]) | ("v" | "y", [.., x, y]) => {
                let point = state.matrix.point(number(x), number(y));
                self.shapes.push(vec![point]);
            }
            ("h", _) => {
                let shape = self.shapes.last_mut();
                shape.into_iter().for_each(|shape| shape.extend(shape.first().copied()));
            }
            ("re", [x, y, width, height]) => {
                let (x, y, width, height) = (number(x), number(y), number(width), number(height));
                let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
                self.shapes.push(corners.map(|(x, y)| state.matrix.point(x, y)).to_vec());
            }
            _ => {}
        }
    }
}

fn number(object: &Object) -> f64 {
    object.as_float().map(f64::from).ok().filter(|number| number.is_finite()).unwrap_or(0.0)
}

/// The line that a thin shape is.
fn thin(shape: &[(f64, f64)]) -> Option<Rule> {
    let (first, rest) = shape.split_first()?;
    let mut bounds = (*first, *first);
    for (x, y) in rest {
        bounds.0 = (bounds.0.0.min(*x), bounds.0.1.min(*y));
        bounds.1 = (bounds.1.0.max(*x), bounds.1.1.max(*y));
    }
    let ((left, bottom), (right, top)) = bounds;
    let (width, height) = (right - left, top - bottom);
    if height <= THIN && width > height {
        let at = f64::midpoint(bottom, top);
        Rule::between((left, at), (right, at))
    } else if width <= THIN && height > width {
        let at = f64::midpoint(left, right);
        Rule::between((at, bottom), (at, top))
    } else {
        None
    }
}
