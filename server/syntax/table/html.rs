//! HTML: tables and the text around them, from a single `<table>` in Markdown to a whole page saved from a browser.
//!
//! Tags are only followed as far as cells need it. Any tag may stand inside a cell, tags may be missing, tables may
//! stand in tables; what stands in no table cell is read paragraph by paragraph.

use super::{Grid, lines};
use crate::syntax::block::{Cells, Place, is_blank, line_length};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use memchr::{memchr, memchr3, memmem};
use std::convert::Infallible;
use std::ops::Range;

/// A printed character and its bytes in the source.
type Printed = (char, Range<usize>);

/// The character that stands for an image among the printed ones.
pub const IMAGE: char = '\u{fffc}';

/// The longest text of a table cell, in characters; a longer one belongs to a table that only lays out the page.
const LONGEST_CELL: usize = 160;

/// Whether HTML begins on this line, which is trimmed.
pub fn opens(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some(first) = memchr(b'<', bytes) else { return false };
    if first == 0 && matches!(bytes.get(1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!')) {
        return !["<http:", "<https:", "<mailto:"].iter().any(|scheme| line.starts_with(scheme));
    }
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let name = tag_name(&bytes[at + 1..]);
        ["table", "tr", "td", "th"].iter().any(|table| name.eq_ignore_ascii_case(table.as_bytes()))
    })
}

/// The bytes of the HTML that begins a text: up to the end of the line on which its tables and paragraphs are closed.
pub fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut open = Open::default();
    let mut at = 0;
    while let Some(found) = memchr3(b'<', b'\n', b'\r', &bytes[at..]) {
        at += found;
        if bytes[at] == b'<' {
            at = open.follow_tag(text, at);
            continue;
        }
        at += line_length(&text[at..]);
        let next = &text[at..at + line_length(&text[at..])];
        if open.tables == 0 && (!open.paragraph || next.trim().is_empty()) {
            return at;
        }
    }
    text.len()
}

/// What is open where the scanner of [`length`] stands.
#[derive(Default)]
struct Open {
    tables: usize,
    paragraph: bool,
}

impl Open {
    /// Follows the tag, comment or text that begins with the `<` at `at`; gives the byte after it.
    fn follow_tag(&mut self, text: &str, at: usize) -> usize {
        let rest = &text[at..];
        let bytes = rest.as_bytes();
        let after = |end: Option<usize>, length: usize| end.map_or(text.len(), |end| at + end + length);
        if rest.starts_with("<!--") {
            return after(memmem::find(&bytes[4..], b"-->").map(|end| end + 4), 3);
        }
        let closing = bytes.get(1) == Some(&b'/');
        let name = tag_name(&bytes[1 + usize::from(closing)..]).to_ascii_lowercase();
        if name.is_empty() {
            return match bytes.get(1) {
                Some(b'!' | b'?') => after(memchr(b'>', bytes), 1),
                _ => at + 1,
            };
        }
        match (name.as_slice(), closing) {
            (b"table", false) => {
                self.tables += 1;
                self.paragraph = false;
            }
            (b"table", true) => self.tables = self.tables.saturating_sub(1),
            (b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"dt" | b"dd" | b"title" | b"pre", _) => {
                self.paragraph = !closing;
            }
            (b"div" | b"body" | b"html" | b"section" | b"article" | b"ul" | b"ol", _) => self.paragraph = false,
            (b"script" | b"style", false) => {
                let end = [b"</", name.as_slice()].concat();
                let found = bytes.windows(end.len()).position(|window| window.eq_ignore_ascii_case(&end));
                return after(found, 2);
            }
            _ => {}
        }
        tag_end(bytes).map_or(text.len(), |end| at + end)
    }
}

/// The name at the start of `bytes`; empty where no tag name begins.
fn tag_name(bytes: &[u8]) -> &[u8] {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return &[];
    }
    let length = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    &bytes[..length]
}

/// The byte after the `>` of the tag that begins `bytes`; a `>` inside quoted attribute values is none.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, &b) in bytes.iter().enumerate() {
        match quote {
            Some(open) if b == open => quote = None,
            Some(_) => {}
            None if b == b'>' => return Some(at + 1),
            None if matches!(b, b'"' | b'\'') && bytes[at - 1] == b'=' => quote = Some(b),
            None => {}
        }
    }
    None
}

/// The printed characters of a piece of text with their places: tags left out, entities and escapes decoded. A tag
/// that breaks the line gives a line feed.
pub fn characters(source: &str) -> Vec<Printed> {
    if memchr3(b'<', b'&', b'\\', source.as_bytes()).is_none() {
        return source.char_indices().map(|(at, c)| (c, at..at + c.len_utf8())).collect();
    }
    let mut printed = Vec::new();
    tokenize(source, |event, span| match event {
        CallbackEvent::String { value } => align(source, span, value, &mut printed),
        CallbackEvent::OpenStartTag { name } if breaks_line(name) => printed.push(('\n', span.start..span.start)),
        _ => {}
    });
    let mut at = 0;
    while at + 1 < printed.len() {
        if printed[at].0 == '\\' && printed[at + 1].0 == '|' {
            printed[at + 1].1.start = printed[at].1.start;
            printed.remove(at);
        }
        at += 1;
    }
    printed
}

fn tokenize(source: &str, mut each: impl FnMut(CallbackEvent<'_>, Range<usize>)) {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        each(event, span.start.min(source.len())..span.end.min(source.len()));
        None
    });
    emitter.naively_switch_states(true);
    // The callback yields no tokens and a string cannot fail to be read: the loop only drives the tokenizer.
    Tokenizer::new_with_emitter(source, emitter).for_each(|token| match token {
        Ok(never) => match never {},
        Err(never) => match never {},
    });
}

/// Finds the source of each character of a text event; entities and CRLF take more bytes than they print.
fn align(source: &str, span: Range<usize>, value: &[u8], printed: &mut Vec<Printed>) {
    let value = String::from_utf8_lossy(value);
    let mut at = span.start;
    let end = span.end;
    for c in value.chars() {
        let rest = source.get(at..end).unwrap_or("");
        let length = if rest.starts_with('&') && (c != '&' || rest.starts_with("&amp")) {
            let name = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
            1 + name + usize::from(rest[1 + name..].starts_with(';'))
        } else if c == '\n' && rest.starts_with("\r\n") {
            2
        } else {
            rest.chars().next().map_or(0, char::len_utf8)
        };
        printed.push((c, at..at + length));
        at += length;
    }
}

fn breaks_line(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"p"
            | b"div"
            | b"li"
            | b"ul"
            | b"ol"
            | b"hr"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"dt"
            | b"dd"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"nav"
            | b"tr"
            | b"td"
            | b"th"
            | b"table"
            | b"caption"
            | b"pre"
            | b"blockquote"
            | b"body"
            | b"option"
    )
}

/// Reads the cells of all tables and the paragraphs between them.
pub fn read(text: &str, cells: &mut Cells) {
    let mut reader = Reader::new(text, cells);
    let mut attribute = Vec::new();
    tokenize(text, |event, span| match event {
        CallbackEvent::OpenStartTag { name } => reader.open(name, span.start),
        CallbackEvent::AttributeName { name } => attribute = name.to_vec(),
        CallbackEvent::AttributeValue { value } => reader.attribute(&attribute, value),
        CallbackEvent::CloseStartTag { .. } => reader.opened(span.end),
        CallbackEvent::EndTag { name } => reader.close(name, span.start),
        CallbackEvent::String { value } if !reader.hidden => align(text, span, value, &mut reader.printed),
        _ => {}
    });
    reader.end_all(text.len());
}

/// A table that is open while [`read`] goes through a text.
struct Table {
    id: u32,
    /// The row that is open, from 0; `None` before the first.
    row: Option<u32>,
    column: u32,
    /// For each column, up to which row (exclusive) a cell from above reaches into it.
    taken: Vec<u32>,
    /// The cell that is open: its place, and its first byte.
    cell: Option<(Place, usize)>,
}

struct Reader<'a> {
    text: &'a str,
    cells: &'a mut Cells,
    tables: Vec<Table>,
    tables_seen: u32,
    /// The printed characters of the open cell or paragraph.
    printed: Vec<Printed>,
    /// Whether what is read now is not printed: scripts, styles, the page's title.
    hidden: bool,
    /// The table cell whose tag is being read: its spans.
    opening: Option<(u32, u32)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, cells: &'a mut Cells) -> Self {
        Reader { text, cells, tables: Vec::new(), tables_seen: 0, printed: Vec::new(), hidden: false, opening: None }
    }

    fn open(&mut self, name: &[u8], at: usize) {
        match name {
            b"table" => {
                // The outer cell only holds tables together: what else stands in it is running text.
                match self.tables.last_mut().and_then(|outer| outer.cell.take()) {
                    Some(_) => self.end_paragraphs(at),
                    None => self.end_paragraph(at),
                }
                let table = Table { id: self.tables_seen, row: None, column: 0, taken: Vec::new(), cell: None };
                self.tables.push(table);
                self.tables_seen += 1;
            }
            b"tr" => self.begin_row(at),
            b"td" | b"th" => {
                self.end_cell(at);
                if self.tables.last().is_some_and(|table| table.row.is_none()) {
                    self.begin_row(at);
                }
                self.opening = Some((1, 1));
            }
            b"script" | b"style" | b"title" | b"noscript" => {
                self.end_paragraph(at);
                self.hidden = true;
            }
            b"img" => self.printed.push((IMAGE, at..at)),
            _ if breaks_line(name) => self.break_line(at),
            _ => {}
        }
    }

    fn attribute(&mut self, name: &[u8], value: &[u8]) {
        let Some((rows, columns)) = &mut self.opening else { return };
        let span = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        match name {
            b"rowspan" => *rows = span.clamp(1, 1000),
            b"colspan" => *columns = span.clamp(1, 1000),
            _ => {}
        }
    }

    fn opened(&mut self, at: usize) {
        let Some((rows, columns)) = self.opening.take() else { return };
        let Some(table) = self.tables.last_mut() else { return };
        let row = table.row.unwrap_or(0);
        while table.taken.get(table.column as usize).is_some_and(|&until| until > row) {
            table.column += 1;
        }
        let column = table.column;
        table.column += columns;
        if table.taken.len() < table.column as usize {
            table.taken.resize(table.column as usize, 0);
        }
        table.taken[column as usize..table.column as usize].fill(row + rows);
        table.cell = Some((Place { table: table.id, row, column }, at));
    }

    fn close(&mut self, name: &[u8], at: usize) {
        match name {
            b"table" => {
                self.end_cell(at);
                self.tables.pop();
            }
            b"td" | b"th" | b"tr" => self.end_cell(at),
            b"script" | b"style" | b"title" | b"noscript" => self.hidden = false,
            _ if breaks_line(name) => self.break_line(at),
            _ => {}
        }
    }

    fn begin_row(&mut self, at: usize) {
        self.end_cell(at);
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(table.row.map_or(0, |row| row + 1));
            table.column = 0;
        }
    }

    fn break_line(&mut self, at: usize) {
        if self.tables.last().is_some_and(|table| table.cell.is_some()) {
            self.printed.push(('\n', at..at));
        } else {
            self.end_paragraph(at);
        }
    }

    /// Ends the open table cell, or the open paragraph where no cell is open.
    fn end_cell(&mut self, at: usize) {
        let Some((place, start)) = self.tables.last_mut().and_then(|table| table.cell.take()) else {
            return self.end_paragraph(at);
        };
        if self.printed.iter().filter(|(c, _)| !is_blank(*c)).count() > LONGEST_CELL {
            self.end_paragraphs(at);
        } else {
            let printed = std::mem::take(&mut self.printed);
            self.cells.push_characters(&printed, start, 0, Some(place));
        }
    }

    /// Ends a table cell that holds running text: each of its lines is a paragraph.
    fn end_paragraphs(&mut self, at: usize) {
        let printed = std::mem::take(&mut self.printed);
        for paragraph in printed.split(|(c, _)| *c == '\n') {
            self.printed.extend_from_slice(paragraph);
            self.end_paragraph(at);
        }
    }

    /// Ends the open paragraph: one cell, or several where a row of a table stands in it.
    fn end_paragraph(&mut self, at: usize) {
        let printed = std::mem::take(&mut self.printed);
        if printed.iter().all(|(c, _)| is_blank(*c)) {
            return;
        }
        let text: String = printed.iter().map(|(c, _)| *c).collect();
        match lines::pieces(&text) {
            None => self.cells.push_characters(&printed, at, 0, None),
            Some(pieces) => {
                for piece in pieces {
                    let first = text[..piece.start].chars().count();
                    let count = text[piece].chars().count();
                    self.cells.push_characters(&printed[first..first + count], at, 0, None);
                }
            }
        }
    }

    fn end_all(&mut self, at: usize) {
        debug_assert!(at <= self.text.len());
        while !self.tables.is_empty() {
            self.end_cell(at);
            self.tables.pop();
        }
        self.end_paragraph(at);
    }
}

/// Writes a table with its merged cells.
pub fn write(grid: &Grid) -> String {
    let mut text = String::from("<table>\n");
    for row in &grid.rows {
        text.push_str("<tr>");
        for cell in row {
            text.push_str("<td");
            for (name, span) in [("rowspan", cell.rows), ("colspan", cell.columns)] {
                if span > 1 {
                    text.push_str(&format!(" {name}=\"{span}\""));
                }
            }
            text.push('>');
            text.push_str(&cell.text.replace('&', "&amp;").replace('<', "&lt;"));
            text.push_str("</td>");
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</table>\n");
    text
}
