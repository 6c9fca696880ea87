//! HTML as characters: which are printed, where they stand in the source, where the tags are, and where a piece of HTML
//! ends.

mod elements;
mod extent;
mod printed;
mod tags;
pub mod walk;

use crate::text::Folded;
pub use elements::{cell, element, reworded, row, tags_of_row};
pub use extent::{interrupts, length, opens};
use memchr::memchr3;
pub use printed::Printed;
pub use tags::{Tag, comment_length, tags, tags_in};
use walk::{Visitor, walk};

/// The character that represents an image in printed text.
pub const IMAGE: char = '\u{fffc}';

/// Whether a text is free of tags, entities and escapes, so that it prints itself.
pub fn is_plain(source: &str) -> bool {
    memchr3(b'<', b'&', b'\\', source.as_bytes()).is_none()
}

/// What a source prints, folded, with the way back.
pub fn folded(source: &str) -> Folded {
    match is_plain(source) {
        true => Folded::of(source),
        false => Folded::new(printed(source).characters()),
    }
}

/// The printed characters of a text with their offsets: tags are left out, entities and escapes decoded. A tag that
/// breaks the line prints a line feed.
pub fn printed(source: &str) -> Printed {
    if is_plain(source) {
        return Printed::plain(source);
    }
    let mut printer = Printer::default();
    walk(source, &mut printer);
    if !printer.0.text().contains("\\|") {
        return printer.0;
    }
    // An escaped pipe prints one character.
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

/// A visitor that prints everything.
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
