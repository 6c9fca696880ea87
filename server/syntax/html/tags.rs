//! The tags of a piece of HTML with their offsets, for readers that need no printed text.
//!
//! The reader is lenient: an unclosed tag extends to the end of the text, a `>` inside a quoted attribute value is part
//! of the value, and comments, scripts and other raw text contain no tags. [`super::walk`], which parses HTML into
//! cells, sees the same tags.

use memchr::{memchr, memchr_iter, memchr3};
use std::ops::Range;

/// A tag with its place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'t> {
    /// The element's name as written; [`Tag::is`] compares it.
    pub name: &'t str,
    /// Its bytes, from `<` to `>`.
    pub range: Range<usize>,
    /// Whether it is a closing tag.
    pub closes: bool,
    /// The source between its name and its `>`.
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// Whether it is a tag of the element of this name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it is a tag of any of these elements.
    pub fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Whether it is an opening tag of the element of this name.
    pub fn opens(&self, name: &str) -> bool {
        !self.closes && self.is(name)
    }

    /// The value of an attribute, without its quotation marks, and the bytes of that value.
    pub fn attribute(&self, name: &str) -> Option<(&'t str, Range<usize>)> {
        let (_, value) = self.attributes().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        let start = self.range.start + 1 + usize::from(self.closes) + self.name.len();
        Some((&self.attributes[value.clone()], start + value.start..start + value.end))
    }

    /// The attributes with the bytes of their values in [`Self::attributes`].
    fn attributes(&self) -> impl Iterator<Item = (&'t str, Range<usize>)> {
        let text = self.attributes;
        let bytes = text.as_bytes();
        let until = |from: usize, ends: fn(&u8) -> bool| {
            from + bytes[from..].iter().position(ends).unwrap_or(bytes.len() - from)
        };
        let mut at = 0;
        std::iter::from_fn(move || {
            at = until(at, |b| !is_blank(b) && *b != b'/');
            if at == bytes.len() {
                return None;
            }
            // A name may begin with an equals sign.
            let end = until(at + 1, |b| is_blank(b) || matches!(b, b'=' | b'/'));
            let name = text.get(at..end)?;
            at = until(end, |b| !is_blank(b));
            if bytes.get(at) != Some(&b'=') {
                return Some((name, end..end));
            }
            at = until(at + 1, |b| !is_blank(b));
            let value = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    at + 1..memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |length| at + 1 + length)
                }
                _ => at..until(at, is_blank),
            };
            at = until(value.end, |b| !matches!(b, b'"' | b'\''));
            Some((name, value))
        })
    }
}

/// The tags of a text, in order.
pub fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    tags_in(text, 0..text.len())
}

/// The tags in a piece of a text, as if the text ended with it. Offsets count in the whole text.
pub fn tags_in(text: &str, piece: Range<usize>) -> impl Iterator<Item = Tag<'_>> {
    let text = &text[..piece.end];
    let mut at = piece.start;
    std::iter::from_fn(move || {
        loop {
            at += memchr(b'<', &text.as_bytes()[at..])?;
            match markup_at(text, at) {
                MarkupAt::Text => at += 1,
                MarkupAt::Hidden(end) => at = end,
                MarkupAt::Tag(tag) => {
                    at = if !tag.closes && is_raw_text(tag.name) { raw_text_end(text, &tag) } else { tag.range.end };
                    return Some(tag);
                }
            }
        }
    })
}

/// What a `<` begins.
pub(super) enum MarkupAt<'t> {
    /// A tag.
    Tag(Tag<'t>),
    /// A comment, a document type or an instruction, up to this offset.
    Hidden(usize),
    /// Ordinary text.
    Text,
}

/// What the `<` at an offset begins.
pub(super) fn markup_at(text: &str, at: usize) -> MarkupAt<'_> {
    let bytes = &text.as_bytes()[at..];
    let closes = bytes.get(1) == Some(&b'/');
    let name = tag_name(&bytes[1 + usize::from(closes)..]);
    if !name.is_empty() {
        let attributes = at + 1 + usize::from(closes) + name.len();
        let inside = attributes_length(&text.as_bytes()[attributes..]);
        let end = attributes + inside;
        return MarkupAt::Tag(Tag {
            name: &text[attributes - name.len()..attributes],
            range: at..text.len().min(end + 1),
            closes,
            attributes: &text[attributes..end],
        });
    }
    match bytes.get(1) {
        Some(b'!' | b'?') => {
            let length = match bytes.starts_with(b"<!--") {
                true => comment_length(bytes),
                false => memchr(b'>', bytes).map(|end| end + 1),
            };
            MarkupAt::Hidden(length.map_or(text.len(), |length| at + length))
        }
        _ => MarkupAt::Text,
    }
}

/// The length of the comment at the beginning of a text, in bytes; `None` if there is none, or if it is not closed.
pub fn comment_length(bytes: &[u8]) -> Option<usize> {
    let inside = bytes.strip_prefix(b"<!--")?;
    let ends = |at: &usize| {
        let before = &inside[..*at];
        matches!(before, b"" | b"-") || before.ends_with(b"--") || before.ends_with(b"--!")
    };
    memchr_iter(b'>', inside).find(ends).map(|end| 4 + end + 1)
}

/// The tag name at the start of `bytes`; empty if there is none.
pub(super) fn tag_name(bytes: &[u8]) -> &[u8] {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return &[];
    }
    let length = bytes.iter().take_while(|b| IN_NAME[usize::from(**b)]).count();
    &bytes[..length]
}

/// The bytes between a tag's name and its `>`.
fn attributes_length(bytes: &[u8]) -> usize {
    // Most tags have none.
    if bytes.first() == Some(&b'>') {
        return 0;
    }
    let mut at = 0;
    while let Some(found) = memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        at += found;
        at = match bytes[at] {
            b'>' => return at,
            // A quote begins a value only behind an equals sign.
            quote if bytes[..at].trim_ascii_end().ends_with(b"=") => match memchr(quote, &bytes[at + 1..]) {
                Some(length) => at + 1 + length + 1,
                None => break,
            },
            _ => at + 1,
        };
    }
    bytes.len()
}

/// Whether the content of an element of this name is raw text, without tags.
pub(super) fn is_raw_text(name: &str) -> bool {
    RAW_TEXT.iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noscript"];

/// Where the raw text behind a tag ends: at the closing tag of its element.
pub(super) fn raw_text_end(text: &str, tag: &Tag<'_>) -> usize {
    let rest = &text.as_bytes()[tag.range.end..];
    let closes = |at: &usize| {
        let end = rest[*at..].strip_prefix(b"</").and_then(|end| end.get(..tag.name.len()));
        end.is_some_and(|end| end.eq_ignore_ascii_case(tag.name.as_bytes()))
    };
    memchr_iter(b'<', rest).find(closes).map_or(text.len(), |length| tag.range.end + length)
}

fn is_blank(b: &u8) -> bool {
    matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// Longer names, in bytes, belong to unknown elements.
pub(super) const LONGEST_NAME: usize = 16;

/// A name in lower case. Names longer than the buffer are unknown elements and stay as they are.
pub(super) fn lower_case<'a>(name: &'a [u8], buffer: &'a mut [u8; LONGEST_NAME]) -> &'a [u8] {
    match buffer.get_mut(..name.len()) {
        Some(buffer) if name.iter().any(u8::is_ascii_uppercase) => {
            buffer.copy_from_slice(name);
            buffer.make_ascii_lowercase();
            buffer
        }
        _ => name,
    }
}

/// The bytes that simple names consist of.
pub(super) static IN_NAME: [bool; 256] = {
    let mut in_name = [false; 256];
    let mut b = 0_u8;
    while b < 128 {
        in_name[b as usize] = b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.');
        b += 1;
    }
    in_name
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::html::Printed;
    use crate::syntax::html::walk::{Visitor, walk};
    use proptest::prelude::*;

    fn sources(text: &str) -> Vec<&str> {
        tags(text).map(|tag| &text[tag.range]).collect()
    }

    #[test]
    fn a_quoted_bracket_ends_no_tag() {
        for tag in ["<td title=\"a>b\">", "<td title = 'a>b'>", "<TD a=1 b=\"\" c='>' d>", "<td title=a\"b>"] {
            assert_eq!(sources(&format!("{tag}一</td>")), [tag, "</td>"]);
        }
    }

    #[test]
    fn what_is_hidden_or_raw_text_has_no_tags() {
        for hidden in ["<!-- <td> -->", "<!-- a > b --!>", "<!-->", "<!--->", "<!DOCTYPE html>", "<?xml x?>"] {
            assert_eq!(sources(&format!("<p>{hidden}</p>")), ["<p>", "</p>"], "{hidden}");
        }
        assert_eq!(sources("<script>a<b; '<td>'</SCRIPT ><p>"), ["<script>", "</SCRIPT >", "<p>"]);
        assert_eq!(sources("a < b, <1>, </>, <p"), ["<p"]);
        assert_eq!(sources("<!-- <p>"), [""; 0]);
    }

    #[test]
    fn a_piece_is_read_by_itself() {
        let text = "<tr><td rowspan='2'>一</td></tr>";
        let ranges: Vec<Range<usize>> = tags_in(text, 4..27).map(|tag| tag.range).collect();
        assert_eq!(ranges, [4..20, 23..27]);
    }

    #[test]
    fn attributes_have_places() {
        let text = "二<td nowrap rowspan='3' class=\"a>b\" COLSPAN = 4 title=/x/>";
        let tag = tags(text).next().unwrap();
        let value = |name: &str| tag.attribute(name).map(|(value, place)| (value, &text[place]));
        assert_eq!(value("rowspan"), Some(("3", "3")));
        assert_eq!(value("colspan"), Some(("4", "4")));
        assert_eq!(value("class"), Some(("a>b", "a>b")));
        assert_eq!(value("nowrap"), Some(("", "")));
        assert_eq!(value("title"), Some(("/x/", "/x/")));
        assert_eq!(value("id"), None);
    }

    /// Lists the tags.
    #[derive(Default)]
    struct Record(Vec<(String, usize, bool)>);

    impl Visitor for Record {
        fn printed(&mut self) -> Option<&mut Printed> {
            None
        }

        fn open(&mut self, name: &[u8], at: usize) {
            self.0.push((String::from_utf8_lossy(name).to_ascii_lowercase(), at, false));
        }

        fn span(&mut self, _: &[u8], _: &[u8]) {}

        fn opened(&mut self, _: usize) {}

        fn close(&mut self, name: &[u8], at: usize) {
            self.0.push((String::from_utf8_lossy(name).to_ascii_lowercase(), at, true));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn who_reads_cells_sees_the_same_tags(pieces in prop::collection::vec(prop::sample::select(vec![
            "<td>", "<TD title=\"a>b\">", "<td title = 'c>d' rowspan=2>", "<p class=x/>", "<br/>", "<o:p>", "</o:p>", "</td >",
            "</table>", "<!-- <td> -->", "<!-- ' -->", "<!-->", "<!--->", "<!-- a > b --!>", "<!DOCTYPE html \"x\">", "<?x ?>",
            "<style>td > p {} <b></style>", "<script>a<b && '</td>'</script>", "<title>题<b></title>", " < ", "<1>", "</>", "&lt;",
            "一", " = \"x\" > ", "\r\n", "\0",
        ]), 0..14)) {
            let source = pieces.concat();
            let mut seen = Record::default();
            walk(&source, &mut seen);
            let own: Vec<_> = tags(&source).map(|tag| (tag.name.to_ascii_lowercase(), tag.range.start, tag.closes)).collect();
            prop_assert_eq!(own, seen.0, "{:?}", source);
        }
    }
}
