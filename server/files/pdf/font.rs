//! Fonts: which characters the codes of a text are, and how wide.

use super::guard::unpacked;
use crate::files::limits;
use encoding_rs::{GBK, UTF_16BE};
use hayro_cmap::{BfString, CMap};
use lopdf::{Dictionary, Document, Encoding, Object, Stream};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// The most widths of a font that are kept: one for each code of two bytes.
const MOST_WIDTHS: usize = 65_536;

/// A font.
pub(super) struct Font<'a> {
    codes: Codes<'a>,
    /// What the font itself says of its characters.
    to_unicode: Option<CMap>,
    /// By code, in thousandths of the font's size.
    widths: FxHashMap<u32, f64>,
    default_width: f64,
}

/// How a text is cut into codes, and what these are where the font does not say.
enum Codes<'a> {
    /// One byte each.
    Single(Option<Encoding<'a>>),
    /// Two bytes each, of which nothing is known.
    Double,
    /// UTF-16.
    Unicode,
    /// GBK: one byte or two.
    Gbk,
}

/// A character of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ShownCode {
    /// What it is; the replacement character if that is not known.
    pub text: SmolStr,
    /// Its width, in thousandths of the font's size.
    pub width: f64,
    /// Whether it is the blank of one byte, which is spaced in its own way.
    pub is_blank: bool,
}

impl<'a> Font<'a> {
    /// Reads a font.
    pub fn new(font: &'a Dictionary, document: &'a Document) -> Self {
        let stream = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let to_unicode = stream.and_then(content).and_then(|map| CMap::parse(&map, |_| None));
        let name = |key: &[u8]| font.get_deref(key, document).and_then(Object::as_name).unwrap_or_default();
        let encoding = name(b"Encoding");
        if name(b"Subtype") == b"Type0" {
            let codes = match encoding {
                name if name.starts_with(b"GBK") || name.starts_with(b"GB-") || name.starts_with(b"GBpc") => Codes::Gbk,
                name if name.starts_with(b"UniGB-") => Codes::Unicode,
                _ => Codes::Double,
            };
            let (widths, default_width) = wide(font, document);
            return Font { codes, to_unicode, widths, default_width };
        }
        // A code table of wide characters belongs to no font of this kind.
        let is_named = !encoding.starts_with(b"Identity");
        let codes = Codes::Single(is_named.then(|| font.get_font_encoding(document).ok()).flatten());
        Font { codes, to_unicode, widths: narrow(font, document), default_width: 500.0 }
    }

    /// The characters of a text.
    pub fn characters(&self, text: &[u8], mut take: impl FnMut(ShownCode)) {
        let mut rest = text;
        while let [first, ..] = rest {
            let length = match self.codes {
                Codes::Single(_) => 1,
                Codes::Double | Codes::Unicode => 2,
                Codes::Gbk => 1 + usize::from(*first >= 0x80),
            };
            let (code, behind) = rest.split_at(length.min(rest.len()));
            rest = behind;
            let number = code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
            let text = self.text(code, number);
            let width = self.widths.get(&number).copied().unwrap_or(match self.codes {
                Codes::Gbk if code.len() == 1 => 500.0,
                _ => self.default_width,
            });
            take(ShownCode { text, width, is_blank: code == b" " });
        }
    }

    fn text(&self, code: &[u8], number: u32) -> SmolStr {
        const UNKNOWN: &str = "\u{fffd}";
        match self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(number)) {
            Some(BfString::Char(character)) => return SmolStr::from_iter([character]),
            Some(BfString::String(text)) => return text.into(),
            None => {}
        }
        match &self.codes {
            Codes::Single(Some(encoding)) => {
                let text = encoding.bytes_to_string(code).unwrap_or_default();
                if text.is_empty() { UNKNOWN.into() } else { text.into() }
            }
            Codes::Single(None) | Codes::Double => UNKNOWN.into(),
            Codes::Unicode => UTF_16BE.decode_without_bom_handling(code).0.into(),
            Codes::Gbk => GBK.decode_without_bom_handling(code).0.into(),
        }
    }
}

/// What a stream holds; `None` if it is packed in an unusual way, or too long.
pub(super) fn content(stream: &Stream) -> Option<Vec<u8>> {
    const LONGEST: usize = limits::PART_BYTES_AT_ANY_RATIO * 4;
    // Between two resets 3,838 codes of 12 bits stand for at most 1 to 3,838 bytes.
    const LZW_RATIO: usize = 1300;
    match stream.filters().unwrap_or_default().as_slice() {
        [] => Some(stream.content.clone()),
        [b"FlateDecode" | b"Fl"] => unpacked(&stream.content, LONGEST),
        [b"ASCII85Decode" | b"A85"] => stream.decompressed_content().ok(),
        [b"LZWDecode"] if stream.content.len() <= LONGEST / LZW_RATIO => stream.decompressed_content().ok(),
        _ => None,
    }
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|number| number.is_finite())
}

/// The widths of a font of single bytes.
fn narrow(font: &Dictionary, document: &Document) -> FxHashMap<u32, f64> {
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
    let width = |(code, width): (u32, &Object)| {
        let (_, width) = document.dereference(width).ok()?;
        Some((code, number(width)?))
    };
    (u32::try_from(first).unwrap_or(0)..256).zip(widths).filter_map(width).collect()
}

/// The widths of a font of two bytes, and that of all others.
fn wide(font: &Dictionary, document: &Document) -> (FxHashMap<u32, f64>, f64) {
    let mut widths = FxHashMap::default();
    let descendant = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
    let descendant = descendant.and_then(|all| document.dereference(all.first()?).ok()?.1.as_dict().ok());
    let Some(descendant) = descendant else { return (widths, 1000.0) };
    let default_width = descendant.get_deref(b"DW", document).ok().and_then(number).unwrap_or(1000.0);
    let list = descendant.get_deref(b"W", document).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut items = list.iter().filter_map(|item| Some(document.dereference(item).ok()?.1));
    let code = |object: &Object| object.as_i64().ok().and_then(|code| u32::try_from(code).ok());
    while let (Some(first), Some(second)) = (items.next().and_then(code), items.next()) {
        if widths.len() >= MOST_WIDTHS {
            break;
        }
        if let Ok(of_each) = second.as_array() {
            widths.extend(
                (first..).zip(of_each).take(MOST_WIDTHS).filter_map(|(code, width)| Some((code, number(width)?))),
            );
        } else if let (Some(last), Some(width)) = (code(second), items.next().and_then(number)) {
            widths.extend((first..=last).take(MOST_WIDTHS).map(|code| (code, width)));
        }
    }
    (widths, default_width)
}
