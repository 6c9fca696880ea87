//! HTML as characters: which of them are printed, where they stand in the source, and where a piece of HTML ends.
//! Knows nothing of cells.

mod printed;
pub mod walk;

use super::block::line_length;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use memchr::{memchr, memchr_iter, memchr3, memmem};
pub use printed::Printed;
use std::convert::Infallible;
use std::ops::Range;
use walk::{LONGEST_NAME, Visitor, lower_case, walk};

/// The character that stands for an image among the printed ones.
pub const IMAGE: char = '\u{fffc}';

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

/// Whether a line behind a blank one belongs to no table that is open: a heading of Markdown, in which a blank line ends
/// HTML, or the beginning of another page. A table that somebody has yet to close does not swallow the reports behind it.
pub fn interrupts(line: &str) -> bool {
    let begins = |tag: &str| line.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    match line.as_bytes().first() {
        Some(b'#') => {
            let text = line.trim_start_matches('#');
            line.len() - text.len() <= 6 && text.starts_with([' ', '\t'])
        }
        Some(b'<') => begins("<!doctype") || begins("<html"),
        _ => false,
    }
}

/// The bytes of the HTML that begins a text: up to the end of the line on which its tables and paragraphs are closed, or
/// up to a line that [`interrupts`] it.
pub fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut open = Open::default();
    let mut at = 0;
    let mut line = 0;
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
        if interrupts(next) && text[line..at].trim().is_empty() {
            return at;
        }
        line = at;
    }
    text.len()
}

/// What is open where [`length`] is.
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
        let mut buffer = [0; LONGEST_NAME];
        let name = lower_case(tag_name(&bytes[1 + usize::from(closing)..]), &mut buffer);
        if name.is_empty() {
            return match bytes.get(1) {
                Some(b'!' | b'?') => after(memchr(b'>', bytes), 1),
                _ => at + 1,
            };
        }
        match (name, closing) {
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
                let ends = |at: &usize| {
                    let end = bytes[*at..].strip_prefix(b"</").and_then(|end| end.get(..name.len()));
                    end.is_some_and(|end| end.eq_ignore_ascii_case(name))
                };
                return after(memchr_iter(b'<', bytes).find(ends), 2);
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
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', &bytes[at..])?;
        match bytes[at] {
            b'>' => return Some(at + 1),
            quote if bytes[at - 1] == b'=' => at += 1 + memchr(quote, &bytes[at + 1..])? + 1,
            _ => at += 1,
        }
    }
}

/// Whether a text has neither tags nor entities nor escapes in it, and so prints itself.
pub fn is_plain(source: &str) -> bool {
    memchr3(b'<', b'&', b'\\', source.as_bytes()).is_none()
}

/// The printed characters of a piece of text with their places: tags left out, entities and escapes decoded. A tag
/// that breaks the line gives a line feed.
pub fn printed(source: &str) -> Printed {
    if is_plain(source) {
        return Printed::plain(source);
    }
    let mut printer = Printer::default();
    walk(source, &mut printer);
    if !printer.0.text().contains("\\|") {
        return printer.0;
    }
    // An escaped pipe is one character.
    let mut printed = Printed::default();
    let mut characters = printer.0.characters().peekable();
    while let Some((c, place)) = characters.next() {
        match characters.next_if(|(next, _)| c == '\\' && *next == '|') {
            Some((pipe, behind)) => printed.push(pipe, place.start..behind.end),
            None => printed.push(c, place),
        }
    }
    printed
}

/// Prints everything.
#[derive(Default)]
struct Printer(Printed);

impl Visitor for Printer {
    fn printed(&mut self) -> Option<&mut Printed> {
        Some(&mut self.0)
    }

    fn open(&mut self, name: &[u8], at: usize) {
        if breaks_line(name) {
            self.0.push('\n', at..at);
        }
    }

    fn span(&mut self, _: &[u8], _: &[u8]) {}

    fn opened(&mut self, _: usize) {}

    fn close(&mut self, _: &[u8], _: usize) {}
}

/// Calls `each` for every piece of HTML with its bytes in the source.
pub fn tokenize(source: &str, mut each: impl FnMut(CallbackEvent<'_>, Range<usize>)) {
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
fn align(source: &str, span: Range<usize>, value: &[u8], printed: &mut Printed) {
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
        printed.push(c, at..at + length);
        at += length;
    }
}

/// Whether a tag begins a new line.
pub fn breaks_line(name: &[u8]) -> bool {
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
