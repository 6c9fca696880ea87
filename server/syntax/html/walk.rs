//! Walks through a piece of HTML: its tags, and the text between them.
//!
//! Drafts are full of tags and attributes, most of them simple. Simple HTML is read here, by the rules of the standard;
//! at the first construct that is not, the rest is left to a full tokenizer.

use super::printed::Printed;
use super::tags::{IN_NAME, LONGEST_NAME, lower_case};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use memchr::{memchr, memchr2, memchr3, memmem};
use std::convert::Infallible;
use std::ops::Range;

/// Receives the tags and the text between them. Offsets are bytes of the source.
pub trait Visitor {
    /// Where text is collected; `None` where it is not printed.
    fn printed(&mut self) -> Option<&mut Printed>;
    /// The opening tag of an element begins at this offset.
    fn open(&mut self, name: &[u8], at: usize);
    /// The element being opened spans so many rows or columns.
    fn span(&mut self, name: &[u8], value: &[u8]);
    /// The opening tag ends before this offset.
    fn opened(&mut self, at: usize);
    /// The closing tag of an element begins at this offset.
    fn close(&mut self, name: &[u8], at: usize);
}

/// Walks through a piece of HTML from beginning to end.
pub fn walk(source: &str, visitor: &mut impl Visitor) {
    let start = match memchr(0, source.as_bytes()) {
        None => walk_simple(source, visitor),
        Some(_) => 0,
    };
    if start < source.len() {
        walk_tokens(source, start, visitor);
    }
}

/// Walks to the end from an offset between two tags, with the full tokenizer.
fn walk_tokens(source: &str, start: usize, visitor: &mut impl Visitor) {
    let mut attribute = Vec::new();
    // A closing tag may have attributes too; they are ignored.
    let mut opens = false;
    tokenize(&source[start..], |event, span| match event {
        CallbackEvent::OpenStartTag { name } => {
            opens = true;
            visitor.open(name, start + span.start);
        }
        CallbackEvent::AttributeName { name } => attribute = name.to_vec(),
        CallbackEvent::AttributeValue { value } if opens => visitor.span(&attribute, value),
        CallbackEvent::CloseStartTag { .. } => {
            opens = false;
            visitor.opened(start + span.end);
        }
        CallbackEvent::EndTag { name } => visitor.close(name, start + span.start),
        CallbackEvent::String { value } => {
            if let Some(printed) = visitor.printed() {
                align(source, start + span.start..start + span.end, value, printed);
            }
        }
        _ => {}
    });
}

/// Calls `each` for every token with its bytes in the source.
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

/// Finds the source of each character of a text token; entities and CRLF take more bytes than they print.
fn align(source: &str, span: Range<usize>, value: &[u8], printed: &mut Printed) {
    let value = String::from_utf8_lossy(value);
    let mut at = span.start;
    let end = span.end;
    for (index, c) in value.char_indices() {
        let rest = source.get(at..end).unwrap_or("");
        let length = if rest.starts_with('&') && (c != '&' || rest.starts_with("&amp")) {
            entity_length(rest, &value[index + c.len_utf8()..])
        } else if c == '\n' && rest.starts_with("\r\n") {
            2
        } else {
            rest.chars().next().map_or(0, char::len_utf8)
        };
        printed.push(c, at..at + length);
        at += length;
    }
}

/// Walks while the HTML is simple; returns the offset between two tags where the rest begins.
fn walk_simple(source: &str, visitor: &mut impl Visitor) -> usize {
    let bytes = source.as_bytes();
    let mut text = 0;
    let mut at = 0;
    while let Some(found) = memchr2(b'<', b'&', &bytes[at..]) {
        at += found;
        if bytes[at] == b'&' {
            let Some((_, length)) = entity(&bytes[at..]) else { return text };
            at += length;
            continue;
        }
        let Some(next) = bytes.get(at + 1) else { return text };
        let closes = *next == b'/';
        let end = match next {
            b'!' | b'?' => declaration(&bytes[at..]),
            b'/' | b'a'..=b'z' | b'A'..=b'Z' => {
                let Some(tag) = SimpleTag::read(bytes, at + 1 + usize::from(closes)) else { return text };
                let mut buffer = [0; LONGEST_NAME];
                let name = lower_case(&bytes[tag.name.clone()], &mut buffer);
                let Some(raw) = (if closes { Some(None) } else { raw_text(source, name, tag.end) }) else {
                    return text;
                };
                show_text(source, text..at, visitor);
                if closes {
                    visitor.close(name, at);
                } else {
                    visitor.open(name, at);
                    for (name, value) in tag.spans.into_iter().flatten() {
                        visitor.span(name, &bytes[value]);
                    }
                    visitor.opened(tag.end);
                }
                at = tag.end;
                text = at;
                if let Some(end) = raw {
                    if let Some(printed) = visitor.printed() {
                        print(source, at..end, |_| None, printed);
                    }
                    at = end;
                    text = end;
                }
                continue;
            }
            // It begins no tag.
            _ => {
                at += 1;
                continue;
            }
        };
        let Some(length) = end else { return text };
        show_text(source, text..at, visitor);
        at += length;
        text = at;
    }
    show_text(source, text..source.len(), visitor);
    source.len()
}

/// Prints a text with its entities.
fn show_text(source: &str, range: Range<usize>, visitor: &mut impl Visitor) {
    if range.is_empty() {
        return;
    }
    if let Some(printed) = visitor.printed() {
        print(source, range, entity, printed);
    }
}

/// Prints a text, every line end as a line feed. `decode` decodes what begins with a `&`.
fn print(source: &str, range: Range<usize>, decode: impl Fn(&[u8]) -> Option<(char, usize)>, printed: &mut Printed) {
    let mut from = range.start;
    while let Some(found) = memchr2(b'&', b'\r', &source.as_bytes()[from..range.end]) {
        let at = from + found;
        let bytes = &source.as_bytes()[at..range.end];
        let (c, length) = match bytes {
            [b'\r', b'\n', ..] => ('\n', 2),
            [b'\r', ..] => ('\n', 1),
            _ => decode(bytes).unwrap_or(('&', 1)),
        };
        if from < at {
            printed.push_str(&source[from..at], from);
        }
        printed.push(c, at..at + length);
        from = at + length;
    }
    if from < range.end {
        printed.push_str(&source[from..range.end], from);
    }
}

/// The longest entity that is looked for without its end, in bytes; names have at most 33 with `&` and `;`.
const LONGEST_ENTITY: usize = 40;

/// How many bytes the entity takes with which a text begins, of which the rest prints what is behind the entity. It need not
/// end with `;`: of `&nbsp12` the name is what leaves the 12.
fn entity_length(text: &str, printed: &str) -> usize {
    let name = text[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let whole = 1 + name + usize::from(text[1 + name..].starts_with(';'));
    let bytes = text.as_bytes();
    // Up to there the text prints itself.
    let plain = 1 + memchr3(b'&', b'\r', 0, &bytes[1..]).unwrap_or(bytes.len() - 1);
    let leaves_the_rest = |length: &usize| printed.as_bytes().starts_with(&bytes[*length..plain]);
    (3..=whole.min(LONGEST_ENTITY)).find(leaves_the_rest).unwrap_or(whole)
}

/// The entities found in drafts, from programs that write HTML and from people who escape it.
const ENTITIES: [(&[u8], char); 16] = [
    (b"nbsp;", '\u{a0}'),
    (b"amp;", '&'),
    (b"lt;", '<'),
    (b"gt;", '>'),
    (b"quot;", '"'),
    (b"ensp;", '\u{2002}'),
    (b"emsp;", '\u{2003}'),
    (b"thinsp;", '\u{2009}'),
    (b"ldquo;", '“'),
    (b"rdquo;", '”'),
    (b"lsquo;", '‘'),
    (b"rsquo;", '’'),
    (b"mdash;", '—'),
    (b"ndash;", '–'),
    (b"middot;", '·'),
    (b"hellip;", '…'),
];

/// The character that a `&` begins, and how many bytes it takes; `None` if the entity is not a simple one.
fn entity(bytes: &[u8]) -> Option<(char, usize)> {
    let rest = &bytes[1..];
    match rest.first() {
        Some(b'#') => number(&rest[1..]).map(|(c, length)| (c, 2 + length)),
        Some(b) if b.is_ascii_alphanumeric() => {
            let (name, c) = ENTITIES.iter().find(|(name, _)| rest.starts_with(name))?;
            Some((*c, 1 + name.len()))
        }
        _ => Some(('&', 1)),
    }
}

/// The character of a numeric entity behind its `&#`, and its bytes; `None` for control characters and invalid numbers.
fn number(bytes: &[u8]) -> Option<(char, usize)> {
    let (radix, start) = if matches!(bytes.first(), Some(b'x' | b'X')) { (16, 1) } else { (10, 0) };
    let length = memchr(b';', &bytes[..bytes.len().min(9)])?;
    let digits = std::str::from_utf8(bytes.get(start..length)?).ok()?;
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    (digits.as_bytes()[0] != b'+' && !c.is_control() && c != '&').then_some((c, length + 1))
}

/// The length of what begins with `<!` or `<?`, in bytes: a comment, a document type or an instruction.
fn declaration(bytes: &[u8]) -> Option<usize> {
    let Some(inside) = bytes.strip_prefix(b"<!--") else {
        let is_simple = !bytes.starts_with(b"<![CDATA[");
        return memchr(b'>', bytes).map(|end| end + 1).filter(|_| is_simple);
    };
    let end = memmem::find(inside, b"-->")?;
    let is_simple =
        !inside.starts_with(b">") && !inside.starts_with(b"->") && memmem::find(&inside[..end], b"--!>").is_none();
    is_simple.then_some(4 + end + 3)
}

/// Where the raw text of this element ends, `Some(None)` if its content is not raw text; `None` if it needs the full
/// tokenizer.
fn raw_text(source: &str, name: &[u8], start: usize) -> Option<Option<usize>> {
    let has_entities = matches!(name, b"textarea" | b"title");
    match name {
        b"plaintext" => return None,
        b"textarea" | b"title" | b"script" | b"style" | b"iframe" | b"xmp" | b"noembed" | b"noframe" | b"noscript" => {}
        _ => return Some(None),
    }
    let rest = &source.as_bytes()[start..];
    let ends = |at: &usize| {
        let end = rest[*at..].strip_prefix(b"</").filter(|end| end.len() > name.len());
        end.is_some_and(|end| {
            end[..name.len()].eq_ignore_ascii_case(name)
                && matches!(end[name.len()], b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>')
        })
    };
    let length = memchr::memchr_iter(b'<', rest).find(ends)?;
    let inside = &rest[..length];
    let nested = || {
        let mut tags = memchr::memchr_iter(b'<', inside);
        tags.any(|at| inside.get(at + 1..at + 7).is_some_and(|name| name.eq_ignore_ascii_case(b"script")))
    };
    let is_simple = match name {
        _ if has_entities => memchr(b'&', inside).is_none(),
        b"script" if nested() => false,
        _ => memmem::find(inside, b"&amp").is_none(),
    };
    is_simple.then_some(Some(start + length))
}

/// The attributes for how many rows and columns a cell spans.
const SPANS: [&[u8]; 2] = [b"rowspan", b"colspan"];

/// A simple tag, with the spans it declares.
struct SimpleTag {
    name: Range<usize>,
    spans: [Option<(&'static [u8], Range<usize>)>; 4],
    /// The offset behind its `>`.
    end: usize,
}

impl SimpleTag {
    /// Reads the tag whose name begins at `start`; `None` if it is not simple.
    fn read(bytes: &[u8], start: usize) -> Option<SimpleTag> {
        let run = |from: usize| from + bytes[from..].iter().take_while(|b| IN_NAME[usize::from(**b)]).count();
        let is_blank = |b: &u8| matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
        let skip = |from: usize| from + bytes[from..].iter().take_while(|b| is_blank(b)).count();
        let mut tag = SimpleTag { name: start..run(start), spans: [const { None }; 4], end: 0 };
        let mut at = tag.name.end;
        if !bytes.get(start)?.is_ascii_alphabetic() || !matches!(bytes.get(at)?, b'>' | b'/') && !is_blank(&bytes[at]) {
            return None;
        }
        let mut spans = 0;
        loop {
            at = skip(at);
            match bytes.get(at)? {
                b'>' => {
                    tag.end = at + 1;
                    return Some(tag);
                }
                b'/' => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let name = at..run(at);
            at = skip(name.end);
            if name.is_empty() || (at == name.end && !matches!(bytes.get(at)?, b'=' | b'>' | b'/')) {
                return None;
            }
            if bytes.get(at)? != &b'=' {
                continue;
            }
            at = skip(at + 1);
            let value = match bytes.get(at)? {
                b'>' => return None,
                quote @ (b'"' | b'\'') => at + 1..at + 1 + memchr(*quote, &bytes[at + 1..])?,
                _ => at..at + bytes[at..].iter().position(|b| is_blank(b) || *b == b'>')?,
            };
            at = value.end + usize::from(matches!(bytes[at], b'"' | b'\''));
            let is_name = |known: &&&[u8]| bytes[name.clone()].eq_ignore_ascii_case(known);
            if let Some(known) = SPANS.iter().find(is_name) {
                if memchr2(b'&', b'\r', &bytes[value.clone()]).is_some() {
                    return None;
                }
                *tag.spans.get_mut(spans)? = Some((*known, value));
                spans += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Records what it is shown.
    #[derive(Default)]
    struct Record {
        shown: Vec<String>,
        printed: Printed,
    }

    impl Record {
        fn of(source: &str, walk: impl Fn(&str, &mut Record)) -> Vec<String> {
            let mut record = Record::default();
            walk(source, &mut record);
            record.show(String::new());
            record.shown
        }

        fn show(&mut self, what: String) {
            self.shown.extend(self.printed.characters().map(|(c, place)| format!("{c:?} {place:?}")));
            self.shown.push(what);
            self.printed.clear();
        }
    }

    impl Visitor for Record {
        fn printed(&mut self) -> Option<&mut Printed> {
            Some(&mut self.printed)
        }

        fn open(&mut self, name: &[u8], at: usize) {
            self.show(format!("<{} {at}", name.escape_ascii()));
        }

        fn span(&mut self, name: &[u8], value: &[u8]) {
            if SPANS.contains(&name) {
                self.show(format!("{}={}", name.escape_ascii(), value.escape_ascii()));
            }
        }

        fn opened(&mut self, at: usize) {
            self.show(format!("> {at}"));
        }

        fn close(&mut self, name: &[u8], at: usize) {
            self.show(format!("</{} {at}", name.escape_ascii()));
        }
    }

    #[test]
    fn what_drafts_have_is_simple() {
        for source in [
            "<TABLE class=\"a>b\" width=604><tr style='mso: 1'>\r\n<td rowspan=2 colSpan = '3' nowrap>1&nbsp;&#160;</td>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD\"><?xml:namespace prefix = o ?><![if !x]><o:p></o:p><br/>a < b && c &",
            "<title>题</title><style><!-- td > p {} --></style><script>if (a<b) x = '<td>' && 1</script >文<!-- 注 -- -->",
        ] {
            assert_eq!(walk_simple(source, &mut Record::default()), source.len(), "{source}");
            assert_eq!(Record::of(source, walk), Record::of(source, |source, record| walk_tokens(source, 0, record)));
        }
    }

    #[test]
    fn an_entity_without_its_end_leaves_what_is_behind_it() {
        for (source, shown) in [
            ("1&nbsp23", "'1' 0..1, '\\u{a0}' 1..6, '2' 6..7, '3' 7..8"),
            ("&ampamp;1", "'&' 0..4, 'a' 4..5, 'm' 5..6, 'p' 6..7, ';' 7..8, '1' 8..9"),
            ("&notit;", "'¬' 0..4, 'i' 4..5, 't' 5..6, ';' 6..7"),
            ("&#49 2", "'1' 0..4, ' ' 4..5, '2' 5..6"),
            ("&#x31&lt2", "'1' 0..5, '<' 5..8, '2' 8..9"),
            ("&hearts;2&nbsp\r\n3", "'♥' 0..8, '2' 8..9, '\\u{a0}' 9..14, '\\n' 14..16, '3' 16..17"),
        ] {
            let record = Record::of(source, |source, record| walk_tokens(source, 0, record));
            assert_eq!(record[..record.len() - 1].join(", "), shown, "{source}");
        }
    }

    #[test]
    fn a_closing_tag_has_no_attributes() {
        for source in ["</style/rowspan=2<title>", "<td></td rowspan=2>文", "<td colspan=3></td\0 colspan='2'>"] {
            let shown = Record::of(source, walk);
            assert_eq!(shown, Record::of(source, |source, record| walk_tokens(source, 0, record)));
            assert!(!shown.iter().any(|line| line.contains("=2")), "{shown:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_simple_way_is_that_of_the_standard(pieces in prop::collection::vec(prop::sample::select(vec![
            "<td", "<TD>", "<p>", "</p>", "</td >", "<br/>", "<o:p>", "<t\u{e9}>", "<1>", "</>", "</ p>", "<", ">", "/", "=",
            " ", "\n", "\r\n", "\r", "\t", "\0", "'", "\"", "`", "colspan", "rowspan=2", " ROWSPAN=\"3\"", " colspan = 4 ",
            " a='>'", " b", "style=\"x:y\"", "<!", "<!-", "<!--", "-->", "--!>", "->", "<!DOCTYPE html>", "<?x?>",
            "<![CDATA[", "]]>", "<script>", "</script>", "<SCRIPT", "<style>", "</style", "<title>", "</title>",
            "<textarea>", "</textarea>", "<xmp>", "</xmp>", "<plaintext>", "<iframe>", "<noscript>", "</noscript>", "&",
            "&nbsp;", "&amp;", "&amp", "&lt;", "&notit;", "&#19968;", "&#x4E00;", "&#38;", "&#0;", "&#x+1;", "&#150;",
            "&#xd800;", "&#;", "#", ";", "x", "一", "é", "𠮷", "1",
        ]), 0..14)) {
            let source = pieces.concat();
            let standard = Record::of(&source, |source, record| walk_tokens(source, 0, record));
            prop_assert_eq!(Record::of(&source, walk), standard, "{:?}", source);
        }
    }
}
