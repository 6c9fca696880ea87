//! Folds every spelling of a label to one, with a map back to the source.
//!
//! Drafts write the same label in full or half width, in Traditional script, with pinyin after each character, with
//! blanks, line breaks, quotation marks or Markdown emphasis inside. Folding drops what carries no meaning and
//! normalises the rest, so that labels compare as plain strings.

use super::script::{Script, is_han, is_toned, is_traditional};
use super::variants::simplified;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::char::decompose_compatible;

/// A folded text with a map back to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of the folded text, the source bytes of the character it came from.
    source: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds characters with their ranges in a source.
    pub fn new(characters: impl IntoIterator<Item = (char, Range<usize>)>) -> Self {
        let mut folder = Folder::with_source();
        for (c, range) in characters {
            folder.push(c, range.start as u32, range.end as u32);
        }
        Folded { text: folder.text, source: folder.source.unwrap_or_default() }
    }

    /// The source bytes of a part of the folded text. Folds only as many characters as this needs.
    pub fn source_of(characters: impl IntoIterator<Item = (char, Range<usize>)>, part: Range<usize>) -> Range<usize> {
        let mut folder = Folder::append_to(String::with_capacity(part.end + 8));
        let (mut start, mut end) = (None, None);
        // Where the last kept character ends, now and when the open bracket began.
        let (mut last, mut opened) = (0, 0);
        for (c, range) in characters {
            // The text before an open bracket is final, whatever follows.
            if folder.text.len() > part.end && folder.gloss.is_none() {
                break;
            }
            let before = folder.text.len();
            folder.push(c, 0, 0);
            let after = folder.text.len();
            if after < before {
                start = start.filter(|_| part.start < after);
                end = end.filter(|_| part.end <= after);
                last = opened;
            } else if after > before {
                if folder.gloss == Some(before) {
                    opened = last;
                }
                let added = before..after;
                start = start.or(added.contains(&part.start).then_some(range.start));
                end = end.or((before < part.end && part.end <= after).then_some(range.end));
                last = range.end;
            }
        }
        let start = start.unwrap_or(last);
        let end = if part.is_empty() { start } else { end.unwrap_or(last) };
        start..end.max(start)
    }

    /// Folds a plain text.
    pub fn of(text: &str) -> Self {
        Folded::new(text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8())))
    }

    /// The source bytes from the first to the last character of a folded range. An empty range gives the offset before
    /// its character; the end of the folded text maps to the end of the source.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let end_of_text = self.source.last().map_or(0, |last| last.1);
        let start = self.source.get(range.start).map_or(end_of_text, |first| first.0);
        let end = match range.is_empty() {
            true => start,
            false => self.source.get(range.end - 1).map_or(end_of_text, |last| last.1),
        };
        start as usize..end.max(start) as usize
    }
}

/// Folds a plain text, without the map to its source.
pub fn fold(text: &str) -> String {
    let mut folder = Folder::append_to(String::with_capacity(text.len()));
    folder.push_str(text);
    folder.finish()
}

/// Folds characters one after the other; shared by [`Folded`] and [`fold`].
#[derive(Debug, Default)]
pub struct Folder {
    text: String,
    source: Option<Vec<(u32, u32)>>,
    after_han: bool,
    /// Where a bracket opened right after a Chinese character: the beginning of a pinyin gloss, if it proves to be one.
    gloss: Option<usize>,
    script: Script,
}

impl Folder {
    fn with_source() -> Self {
        Folder { source: Some(Vec::new()), ..Folder::default() }
    }

    /// Starts with a text that is already folded, to append to it.
    pub fn append_to(text: String) -> Self {
        Folder { text, ..Folder::default() }
    }

    /// Folds a plain text whose place in the source does not matter.
    pub fn push_str(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (length, after_han) = if self.source.is_none() { unchanged(rest.as_bytes()) } else { (0, false) };
            if length > 0 {
                self.text.push_str(&rest[..length]);
                self.gloss = None;
                self.after_han = after_han;
                rest = &rest[length..];
            } else if self.source.is_none() && matches!(c, '，' | '、') {
                // The commonest character that folding changes.
                self.text.push(',');
                self.gloss = None;
                self.after_han = false;
                rest = &rest[c.len_utf8()..];
            } else {
                self.push(c, 0, 0);
                rest = &rest[c.len_utf8()..];
            }
        }
    }

    /// Folds a character.
    pub fn push(&mut self, c: char, start: u32, end: u32) {
        if c.is_ascii() {
            self.push_ascii(c, start, end);
        } else if is_han(c) {
            self.gloss = None;
            self.after_han = true;
            if is_changed(c) {
                self.script.traditional += u32::from(is_traditional(c));
                self.put(simplified(c), start, end);
            } else {
                self.put(c, start, end);
            }
        } else {
            self.push_other(c, start, end);
        }
    }

    /// The Traditional characters and glosses it was given.
    pub fn script(&self) -> Script {
        self.script
    }

    /// The folded text.
    pub fn finish(self) -> String {
        self.text
    }

    fn put(&mut self, c: char, start: u32, end: u32) {
        self.text.push(c);
        if let Some(source) = &mut self.source {
            source.resize(self.text.len(), (start, end));
        }
    }

    fn push_ascii(&mut self, c: char, start: u32, end: u32) {
        match c {
            '\0'..=' ' | '"' | '\'' | '*' | '\\' | '\u{7f}' => return,
            '(' if self.after_han => self.gloss = Some(self.text.len()),
            ')' => {
                if let Some(opened) = self.gloss.take()
                    && self.text.len() > opened + 1
                {
                    self.script.add_gloss(&self.text[opened + 1..]);
                    self.text.truncate(opened);
                    if let Some(source) = &mut self.source {
                        source.truncate(opened);
                    }
                    self.after_han = true;
                    return;
                }
            }
            'a'..='z' => {
                if self.gloss.is_none() {
                    self.after_han = false;
                }
                return self.put(c, start, end);
            }
            _ => self.gloss = None,
        }
        self.after_han = false;
        self.put(c, start, end);
    }

    /// Folds a character that is neither ASCII nor an ordinary Chinese one.
    fn push_other(&mut self, c: char, start: u32, end: u32) {
        let folded = match c {
            '、' | '，' => ',',
            '。' => '。',
            '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '＇' => return,
            '—' | '－' | '–' | '―' | '−' | '‐' | '‑' | '─' => '-',
            '〔' | '［' | '【' => '(',
            '〕' | '］' | '】' => ')',
            // The wide forms of ASCII, in the same order.
            '！'..='～' => char::from((c as u32 - '！' as u32) as u8 + b'!'),
            c if c.is_whitespace() => return,
            // Invisible: soft hyphen, zero-width blanks and joiners, directional marks, byte order mark.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => return,
            c if is_toned(c) => {
                if self.gloss.is_none() {
                    self.after_han = false;
                }
                return self.put(c, start, end);
            }
            c => {
                decompose_compatible(c, |part| {
                    if part.is_ascii() {
                        self.push_ascii(part, start, end);
                    } else if !part.is_whitespace() {
                        self.gloss = None;
                        self.after_han = ('\u{3400}'..='\u{9fff}').contains(&part);
                        self.put(simplified(part), start, end);
                    }
                });
                return;
            }
        };
        self.push_ascii_or_mark(folded, start, end);
    }

    fn push_ascii_or_mark(&mut self, c: char, start: u32, end: u32) {
        if c.is_ascii() {
            self.push_ascii(c, start, end);
        } else {
            self.gloss = None;
            self.after_han = false;
            self.put(c, start, end);
        }
    }
}

/// How many bytes at the start of a text folding leaves unchanged, and whether they end in a Chinese character: Chinese
/// characters, figures and some marks. Most of any draft is such runs.
fn unchanged(text: &[u8]) -> (usize, bool) {
    let changed = &*CHANGED;
    let mut rest = text;
    let mut after_han = false;
    loop {
        match *rest {
            [first @ 0xe0..=0xef, second, third, ..] if !is_set(changed, first, second, third) => {
                after_han = first >= 0xe4;
                rest = &rest[3..];
            }
            [b'0'..=b'9' | b'.' | b',' | b'-' | b'%' | b':' | b';' | b'/', ..] => {
                after_han = false;
                rest = &rest[1..];
            }
            _ => return (text.len() - rest.len(), after_han),
        }
    }
}

/// One bit for each character of three bytes, zero if folding is sure to leave it unchanged. A character has four bits
/// in its first byte and six in each of the others.
static CHANGED: LazyLock<[u64; 1024]> = LazyLock::new(|| {
    let mut changed = [u64::MAX; 1024];
    for c in ('\u{4e00}'..='\u{9fff}').chain(['。', '《', '》', '〈', '〉']).filter(|&c| simplified(c) == c) {
        changed[c as usize / 64] &= !(1 << (c as usize % 64));
    }
    changed
});

/// Whether folding may change a character of three bytes.
fn is_changed(c: char) -> bool {
    CHANGED[c as usize / 64] >> (c as usize % 64) & 1 != 0
}

fn is_set(bits: &[u64; 1024], first: u8, second: u8, third: u8) -> bool {
    bits[usize::from(first & 0xf) << 6 | usize::from(second & 0x3f)] >> (third & 0x3f) & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_label_fold_to_one() {
        for text in [
            "（三）不予公开",
            "(三)\n不予公开",
            "㈢ 不予 公开",
            "「(三)」不予公開",
            "**（三）不予公开**",
            "(三)不予公開(kai)(kai)",
            "（三）不\u{200b}予\u{a0}公\u{3000}开",
        ] {
            assert_eq!(fold(text), "(三)不予公开", "{text}");
        }
        assert_eq!(fold("危及“三安全一稳定”"), fold("危及\"三安全一穩(wěn)定\""));
        assert_eq!(fold("一(yī)、總體情況"), "一,总体情况");
        assert_eq!(fold("１２，０２４"), "12,024");
        assert_eq!(fold("⼀、"), "一,");
    }

    #[test]
    fn brackets_that_are_no_gloss_stay() {
        assert_eq!(fold("规章()"), "规章()");
        assert_eq!(fold("金额（单位：万元）"), "金额(单位:万元)");
        assert_eq!(fold("信息(AB)岗"), "信息(AB)岗");
        assert_eq!(fold("信息(ab"), "信息(ab");
        assert_eq!(fold("x(ab)"), "x(ab)");
    }

    #[test]
    fn a_part_is_found_without_folding_the_rest() {
        let text = "一(yī)、總(zǒng)體 情況（甲）(bing)乙。";
        let folded = Folded::of(text);
        for start in 0..=folded.text.len() {
            for end in start..=folded.text.len() {
                let characters = text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8()));
                assert_eq!(Folded::source_of(characters, start..end), folded.source(start..end), "{start}..{end}");
            }
        }
    }

    #[test]
    fn folding_knows_the_way_back() {
        let text = "本年 业(yè)务（甲）";
        let folded = Folded::of(text);
        assert_eq!(folded.text, "本年业务(甲)");
        let at = folded.text.find("业务").unwrap();
        assert_eq!(&text[folded.source(at..at + "业务".len())], "业(yè)务");
        assert_eq!(&text[folded.source(0..folded.text.len())], text);
        assert_eq!(folded.source(folded.text.len()..folded.text.len()), text.len()..text.len());
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "[（）()a-zè一業本 　、,１1㈠①⒜⑴《》“”*-]{0,30}") {
            let once = Folded::of(&text);
            proptest::prop_assert_eq!(&once.text, &fold(&text));
            for start in 0..=once.text.len() {
                for end in start..=once.text.len() {
                    let characters = text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8()));
                    let found = Folded::source_of(characters, start..end);
                    proptest::prop_assert_eq!(found, once.source(start..end), "{}..{} of {}", start, end, text);
                }
            }
            proptest::prop_assert_eq!(once.source.len(), once.text.len());
            // Removing the inside of a gloss may reveal another gloss; all else is settled at once.
            let twice = fold(&once.text);
            proptest::prop_assert!(twice.len() <= once.text.len());
        }
    }
}
