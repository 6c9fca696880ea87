//! XML parts: decoded, and parsed within limits.
//!
//! A tree is built only of what was found harmless: the parser follows attributes and namespaces of an element one by
//! one, so a few megabytes of either would take it hours, and whoever walks the tree may go as deep as it is.

use super::fault::FileFault;
use super::limits;
use crate::text::encoding::{Encoding, utf16};
use memchr::{memchr, memmem};
use roxmltree::{Document, Error, Node, ParsingOptions};

/// A node of a part.
pub type Element<'a> = Node<'a, 'a>;

/// The elements in an element.
pub fn elements<'a>(element: Element<'a>) -> impl Iterator<Item = Element<'a>> {
    element.children().filter(Node::is_element)
}

/// An attribute, whatever its namespace.
pub fn attribute<'a>(element: Element<'a>, local: &str) -> Option<&'a str> {
    element.attributes().find(|attribute| attribute.name() == local).map(|attribute| attribute.value())
}

/// The encoding of a part.
pub fn encoding_of(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xff, 0xfe, ..] => Encoding::Utf16LeMarked,
        [0xfe, 0xff, ..] => Encoding::Utf16BeMarked,
        [b'<', 0, ..] => Encoding::Utf16Le,
        [0, b'<', ..] => Encoding::Utf16Be,
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8Marked,
        _ => Encoding::Utf8,
    }
}

/// The text of a part, in UTF-8 and without a byte order mark. Places in the part are bytes of it.
///
/// # Errors
/// If it is neither UTF-8 nor UTF-16.
pub fn decoded(name: &str, bytes: Vec<u8>) -> Result<String, FileFault> {
    let damaged = || FileFault::Damaged(format!("{name} 的编码"));
    let encoding = encoding_of(&bytes);
    let mark = encoding.mark().len();
    let unit: Option<fn([u8; 2]) -> u16> = match encoding {
        Encoding::Utf16Le | Encoding::Utf16LeMarked => Some(u16::from_le_bytes),
        Encoding::Utf16Be | Encoding::Utf16BeMarked => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = unit {
        return utf16(bytes.get(mark..).unwrap_or_default(), unit).ok_or_else(damaged);
    }
    let mut text = String::from_utf8(bytes).map_err(|_| damaged())?;
    text.drain(..mark);
    Ok(text)
}

/// A text without what no XML can hold, and with what has a meaning in it written as entities.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    text.chars().for_each(|character| push_escaped(&mut escaped, character));
    escaped
}

/// Writes a character as [`escaped`] does.
pub fn push_escaped(into: &mut String, character: char) {
    match character {
        '&' => into.push_str("&amp;"),
        '<' => into.push_str("&lt;"),
        '>' => into.push_str("&gt;"),
        '"' => into.push_str("&quot;"),
        '\t' | '\n' => into.push(character),
        '\u{fffe}' | '\u{ffff}' => {}
        character if character.is_control() => {}
        character => into.push(character),
    }
}

/// Parses a part.
///
/// # Errors
/// If it is no XML, defines entities, or exceeds a limit.
pub fn parse<'t>(name: &str, text: &'t str) -> Result<Document<'t>, FileFault> {
    check_limits(text)?;
    let options = ParsingOptions { nodes_limit: limits::NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::DtdDetected => FileFault::Entities,
        Error::NodesLimitReached => FileFault::TooManyNodes,
        Error::AttributesLimitReached | Error::NamespacesLimitReached => FileFault::TooManyAttributes,
        error => {
            let place = error.pos();
            FileFault::Damaged(format!("{name} 第 {} 行第 {} 列不是正确的 XML", place.row, place.col))
        }
    })
}

/// Follows the tags of a text and refuses what would take long to parse. What is no XML is left to the parser.
fn check_limits(text: &str) -> Result<(), FileFault> {
    let bytes = text.as_bytes();
    // How many namespaces are declared around the content of each open element.
    let mut open: Vec<usize> = Vec::new();
    let mut declarations = 0;
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        let behind = |end: &str| memmem::find(rest, end.as_bytes()).map_or(rest.len(), |found| found + end.len());
        at += if rest.starts_with(b"<!--") {
            behind("-->")
        } else if rest.starts_with(b"<![CDATA[") {
            behind("]]>")
        } else if rest.starts_with(b"<!") {
            return Err(FileFault::Entities);
        } else if rest.starts_with(b"<?") {
            behind("?>")
        } else if rest.starts_with(b"</") {
            open.pop();
            behind(">")
        } else {
            let tag = StartTag::of(rest);
            let namespaces = open.last().copied().unwrap_or(0) + tag.namespaces;
            declarations += tag.namespaces;
            let is_too_much = tag.attributes > limits::ATTRIBUTES || namespaces > limits::NAMESPACES;
            if is_too_much || declarations > limits::DECLARATIONS {
                return Err(FileFault::TooManyAttributes);
            }
            if !tag.is_empty {
                open.push(namespaces);
            }
            if open.len() > limits::DEPTH {
                return Err(FileFault::TooDeep);
            }
            tag.length
        };
    }
    Ok(())
}

/// What a start tag has.
struct StartTag {
    /// Its length in bytes.
    length: usize,
    attributes: usize,
    /// How many of the attributes declare a namespace.
    namespaces: usize,
    /// Whether it is an end tag, too.
    is_empty: bool,
}

impl StartTag {
    /// The start tag at the beginning of these bytes.
    fn of(bytes: &[u8]) -> Self {
        let mut tag = StartTag { length: bytes.len(), attributes: 0, namespaces: 0, is_empty: false };
        let mut at = 1;
        let mut name = 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => {
                    tag.attributes += 1;
                    tag.namespaces += usize::from(bytes[name..at].starts_with(b"xmlns"));
                    let Some(length) = memchr(*byte, &bytes[at + 1..]) else { return tag };
                    at += length + 1;
                    name = at + 1;
                }
                b'>' => {
                    tag.is_empty = bytes[at - 1] == b'/';
                    tag.length = at + 1;
                    return tag;
                }
                byte if byte.is_ascii_whitespace() => name = at + 1,
                _ => {}
            }
            at += 1;
        }
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<FileFault> {
        parse("部件", text).err()
    }

    #[test]
    fn parts_are_read_in_every_encoding() {
        let text = "<?xml version=\"1.0\"?><甲/>";
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            units(u16::to_le_bytes),
            units(u16::to_be_bytes),
            marked(b"\xff\xfe", units(u16::to_le_bytes)),
            marked(b"\xfe\xff", units(u16::to_be_bytes)),
        ] {
            assert_eq!(decoded("部件", bytes).as_deref(), Ok(text));
        }
        assert!(decoded("部件", b"\xff\xff".to_vec()).is_err());
    }

    #[test]
    fn what_would_take_long_is_refused() {
        let entities = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert_eq!(fault(entities), Some(FileFault::Entities));
        assert_eq!(fault(&"<a>".repeat(300_000)), Some(FileFault::TooDeep));
        let nested = format!("{}{}", "<a>".repeat(limits::DEPTH), "</a>".repeat(limits::DEPTH));
        assert_eq!(fault(&nested), None);
        let attributes: String = (0..300).map(|at| format!(" a{at}=''")).collect();
        assert_eq!(fault(&format!("<a{attributes}/>")), Some(FileFault::TooManyAttributes));
        let inside = "<a xmlns:b='c' xmlns:d='e' xmlns:f='g' xmlns:h='i'>".repeat(100);
        assert_eq!(fault(&inside), Some(FileFault::TooManyAttributes));
        let beside = "<b xmlns:b='c'/>".repeat(limits::DECLARATIONS + 1);
        assert_eq!(fault(&format!("<a>{beside}</a>")), Some(FileFault::TooManyAttributes));
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let fault = fault("<a>\n<b></a>").unwrap().to_string();
        assert!(fault.contains("部件 第 2 行第 4 列"), "{fault}");
        assert_eq!(super::parse("部件", "<a b='>'><!-- <c> --><![CDATA[<d>]]></a>").err(), None);
    }
}
