//! Texts of drafts, names of files and keys of settings as they may be shown: a character that controls a terminal, or
//! reverses the direction of writing, must neither act nor change how the words around it read.

use memchr::memchr3_iter;
use std::borrow::Cow;

/// What stands for a character that is not shown.
const REPLACEMENT: char = '\u{fffd}';

/// A text on one line, without such characters, and without those that nobody sees.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_blank(c) || is_harmful(c) || is_invisible(c)) {
        return text.into();
    }
    text.chars().filter(|c| !is_invisible(*c)).map(|c| if is_blank(c) { ' ' } else { replaced(c) }).collect()
}

/// A text in its lines, without such characters.
pub fn lines(text: &str) -> Cow<'_, str> {
    if !has_harmful(text) {
        return text.into();
    }
    text.chars().map(replaced).collect()
}

/// Makes a text what [`lines`] makes of it.
pub fn make(text: &mut String) {
    if let Cow::Owned(shown) = lines(text) {
        *text = shown;
    }
}

/// A text without such characters, in which every other one stands at the byte where it stood.
pub fn in_place(text: &str) -> Cow<'_, str> {
    if !has_harmful(text) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c.len_utf8() {
            _ if !is_harmful(c) => shown.push(c),
            length if length == REPLACEMENT.len_utf8() => shown.push(REPLACEMENT),
            length => shown.extend(std::iter::repeat_n('?', length)),
        }
    }
    shown.into()
}

/// JSON in which such characters are written as escapes, those that only are not seen aside. Outside its strings it has none.
pub fn json(json: &str) -> Cow<'_, str> {
    if !has_harmful(json) {
        return json.into();
    }
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        match u32::from(c) {
            unit @ ..0x1_0000 if is_harmful(c) => shown.push_str(&format!("\\u{unit:04x}")),
            _ => shown.push(c),
        }
    }
    shown.into()
}

/// What a terminal is given: such characters are replaced, and only the colours stay that the program itself has set.
pub fn coloured(text: &str) -> Cow<'_, str> {
    if !has_harmful(text) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = style_length(rest).unwrap_or(c.len_utf8());
        let (done, left) = rest.split_at(length);
        if length > c.len_utf8() {
            shown.push_str(done)
        } else {
            shown.push(replaced(c))
        }
        rest = left;
    }
    shown.into()
}

/// The length of the sequence for a style with which a text begins.
fn style_length(text: &str) -> Option<usize> {
    let codes = text.strip_prefix("\u{1b}[")?;
    let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    codes[end..].starts_with('m').then_some("\u{1b}[".len() + end + 1)
}

/// What parts the words of a line, or ends it.
fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What nobody sees, and does nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What acts, or changes how the text around it reads, besides the ends of lines and tabs.
fn is_harmful(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2065}'..='\u{206f}' => true,
        '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// Whether a text has such a character. Hardly any has, and every message passes here: its bytes are looked at first.
fn has_harmful(text: &str) -> bool {
    let bytes = text.as_bytes();
    let may_have = bytes.chunks(PIECE).any(has_rare_byte)
        || memchr3_iter(0xc2, 0xe2, 0xef, bytes).any(|at| begins_harmful(&bytes[at..]));
    may_have && text.contains(is_harmful)
}

/// So many bytes are looked at together, which the compiler turns into wide comparisons.
const PIECE: usize = 64;

/// Whether a byte is there with which such characters begin, and hardly any other of a Chinese text.
fn has_rare_byte(piece: &[u8]) -> bool {
    piece.iter().fold(false, |any, byte| any | matches!(byte, ..0x20 | 0x7f | 0xd8 | 0xe1 | 0xf0..))
}

/// Whether bytes begin with such a character, if they begin as a middle dot, a quotation mark or wide punctuation does.
fn begins_harmful(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xc2, 0x80..=0x9f, ..]
            | [0xe2, 0x80, 0x8e | 0x8f | 0xa8..=0xae, ..]
            | [0xe2, 0x81, 0xa5..=0xaf, ..]
            | [0xef, 0xb7, 0x90..=0xaf, ..]
            | [0xef, 0xbf, 0xb9..=0xbf, ..]
    )
}

fn replaced(c: char) -> char {
    if is_harmful(c) { REPLACEMENT } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_harmful_character_is_seen_by_its_bytes() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            assert_eq!(has_harmful(&format!("“甲·乙”，{c}")), is_harmful(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn what_is_not_seen_does_not_get_through() {
        assert_eq!(line("a\tb\r\nc\u{2028}d"), "a b  c d");
        assert_eq!(line("一\u{202e}二\u{2066}三\u{1b}[31m\0\u{200b}四\u{feff}"), "一�二�三�[31m�四");
        assert_eq!(line("<script>&\"'𠮷"), "<script>&\"'𠮷");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(lines("a\tb\r\nc\u{9b}d\u{7}\u{7f}\u{202e}"), "a\tb\r\nc�d���");
        assert!(matches!(lines("一\n二"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_other_byte_keeps_its_place() {
        let text = "一\u{1b}\u{9b}二\u{202e}三\u{e0041}四";
        let shown = in_place(text);
        assert_eq!(shown, "一???二�三????四");
        assert_eq!(shown.find('四'), text.find('四'));
    }

    #[test]
    fn json_says_the_same() {
        let text = "\u{1b}\u{9b}\u{202e}𠮷\n";
        let written = serde_json::to_string(text).unwrap();
        let shown = json(&written);
        assert_eq!(shown, r#""\u001b\u009b\u202e𠮷\n""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    #[test]
    fn colours_are_all_that_a_terminal_gets() {
        assert_eq!(coloured("\u{1b}[1;31m一\u{1b}[0m\u{1b}[2J\u{1b}]0;\u{7}"), "\u{1b}[1;31m一\u{1b}[0m�[2J�]0;�");
    }
}
