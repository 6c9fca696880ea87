//! Traditional characters and pinyin glosses, which folding removes: how many a text has, and where the first one is.

use super::variants::simplified;
use std::ops::{AddAssign, Range};

/// What folding changed in a text besides its width and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Script {
    /// Characters in Traditional spelling.
    pub traditional: u32,
    /// Glosses that spell a syllable: 业(yè), 业(ye).
    pub glosses: u32,
    /// Those of them with a tone: 业(yè).
    pub toned: u32,
}

impl Script {
    /// Whether the text is in Simplified script without glosses.
    pub fn is_plain(self) -> bool {
        self == Script::default()
    }

    /// Counts a gloss by its letters, if they spell a syllable: app and docx do not.
    pub(super) fn add_gloss(&mut self, letters: &str) {
        let toned = letters.chars().any(is_toned);
        if toned || is_syllable(letters) {
            self.glosses += 1;
            self.toned += u32::from(toned);
        }
    }
}

impl AddAssign for Script {
    fn add_assign(&mut self, other: Self) {
        self.traditional += other.traditional;
        self.glosses += other.glosses;
        self.toned += other.toned;
    }
}

/// Whether a character is one of the common Chinese ones: CJK Unified Ideographs.
pub fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a character is a Traditional spelling only. Simplified texts have 覆 too: 覆盖.
pub fn is_traditional(c: char) -> bool {
    is_han(c) && c != '覆' && simplified(c) != c
}

/// A vowel with its tone, as glosses write it.
pub(super) fn is_toned(c: char) -> bool {
    matches!(c, 'à'..='ý' | 'ā' | 'ă' | 'ē' | 'ě' | 'ī' | 'ĭ' | 'ń' | 'ň' | 'ǹ' | 'ō' | 'ŏ' | 'ū' | 'ŭ' | 'ǎ'..='ǜ' | 'ɡ' | 'ḿ' | '\u{300}'..='\u{30c}')
}

/// Whether plain letters may spell a syllable.
fn is_syllable(letters: &str) -> bool {
    const LONGEST: usize = 6;
    let ends = letters.ends_with(['a', 'e', 'i', 'o', 'u', 'v', 'n', 'g', 'r']);
    ends && letters.len() <= LONGEST && letters.contains(['a', 'e', 'i', 'o', 'u', 'v'])
}

/// The bytes of the first Traditional character of a text and of the Chinese characters right behind it.
pub fn first_traditional(text: &str) -> Option<Range<usize>> {
    let start = text.find(is_traditional)?;
    let rest = &text[start..];
    let length = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
    Some(start..start + length)
}

/// The bytes of the first glossed character of a text, with its gloss.
pub fn first_gloss(text: &str) -> Option<Range<usize>> {
    text.match_indices(['(', '（']).find_map(|(open, bracket)| {
        let glossed = text[..open].chars().next_back().filter(|c| is_han(*c))?;
        let inside = &text[open + bracket.len()..];
        let length = inside.find(|c: char| !c.is_ascii_lowercase() && !is_toned(c))?;
        let close = inside[length..].chars().next().filter(|c| matches!(c, ')' | '）'))?;
        let mut script = Script::default();
        script.add_gloss(&inside[..length]);
        (script.glosses > 0).then(|| open - glossed.len_utf8()..open + bracket.len() + length + close.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glosses_are_syllables() {
        let of = |letters: &str| {
            let mut script = Script::default();
            script.add_gloss(letters);
            (script.glosses, script.toned)
        };
        for letters in ["yè", "guān", "lüè"] {
            assert_eq!(of(letters), (1, 1), "{letters}");
        }
        for letters in ["ye", "guan", "er", "fu"] {
            assert_eq!(of(letters), (1, 0), "{letters}");
        }
        for letters in ["app", "docx", "www", "pdf", "wps", "ofd", "ppt", "qq"] {
            assert_eq!(of(letters), (0, 0), "{letters}");
        }
    }

    #[test]
    fn the_first_places_are_found() {
        let first = |text: &'static str| first_gloss(text).map(|range| &text[range]);
        assert_eq!(first("客户端（app）和业务（yè）"), Some("务（yè）"));
        assert_eq!(first("客户端(app)(yè)"), None);
        assert_eq!(first("（一）业(ye"), None);
        let text = "某县 政府信息公開條例，覆盖";
        assert_eq!(first_traditional(text).map(|range| &text[range]), Some("開條例"));
        assert_eq!(first_traditional("覆盖率"), None);
    }
}
