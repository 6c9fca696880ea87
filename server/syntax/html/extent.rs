//! Where a piece of HTML begins and ends.

use super::tags::{LONGEST_NAME, MarkupAt, lower_case, markup_at, raw_text_end, tag_name};
use crate::text::lines::line_length;
use memchr::{memchr, memchr3};

/// Whether HTML begins on this trimmed line.
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

/// Whether a line behind a blank one ends an open table: a heading of Markdown, in which a blank line ends HTML, or the
/// beginning of another page. So a table that is not closed yet does not swallow the reports behind it.
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

/// The length of the HTML at the beginning of a text, in bytes: up to the end of the line that closes its tables and
/// paragraphs, or up to a line that [`interrupts`] it.
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

/// The elements that are open at one point of [`length`].
#[derive(Default)]
struct Open {
    tables: usize,
    paragraph: bool,
}

impl Open {
    /// Follows the tag, comment or text that begins with the `<` at `at`; returns the offset behind it.
    fn follow_tag(&mut self, text: &str, at: usize) -> usize {
        let tag = match markup_at(text, at) {
            MarkupAt::Tag(tag) => tag,
            MarkupAt::Hidden(end) => return end,
            MarkupAt::Text => return at + 1,
        };
        let mut buffer = [0; LONGEST_NAME];
        match (lower_case(tag.name.as_bytes(), &mut buffer), tag.closes) {
            (b"table", false) => {
                self.tables += 1;
                self.paragraph = false;
            }
            (b"table", true) => self.tables = self.tables.saturating_sub(1),
            (b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"dt" | b"dd" | b"title" | b"pre", _) => {
                self.paragraph = !tag.closes;
            }
            (b"div" | b"body" | b"html" | b"section" | b"article" | b"ul" | b"ol", _) => self.paragraph = false,
            (b"script" | b"style", false) => return raw_text_end(text, &tag),
            _ => {}
        }
        tag.range.end
    }
}
