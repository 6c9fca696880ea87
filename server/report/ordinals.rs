//! The ordinals with which points and sub-headings begin: 一、 （二） 3. （4） at the beginning of a paragraph, 五是 at the
//! beginning of a sentence.

use super::prose::Stretch;
use crate::text::number;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// An ordinal before a point or a sub-heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinal {
    /// Its number.
    pub value: u32,
    /// How it is written.
    pub style: OrdinalStyle,
    /// Its bytes, with the mark behind it.
    pub at: Stretch,
    /// Whether it begins its paragraph.
    pub opens: bool,
}

/// How the ordinal of a point is written, the higher levels before the lower ones: GB/T 9704—2012, 7.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrdinalStyle {
    /// 一、 or 一. : the level of the report's sections.
    Chinese,
    /// （一）
    Bracketed,
    /// 1. or 1、
    Arabic,
    /// （1）
    BracketedArabic,
    /// 一是, in the middle of a paragraph too.
    Spoken,
}

impl OrdinalStyle {
    /// A number in this style, without the mark behind it that carries no meaning: 二、 （二） 2. （2） 二是.
    pub fn printed(self, value: u32) -> String {
        match self {
            OrdinalStyle::Chinese => format!("{}、", number::chinese(value)),
            OrdinalStyle::Bracketed => format!("（{}）", number::chinese(value)),
            OrdinalStyle::Arabic => format!("{value}."),
            OrdinalStyle::BracketedArabic => format!("（{value}）"),
            OrdinalStyle::Spoken => format!("{}是", number::chinese(value)),
        }
    }
}

/// What makes a numeral an ordinal that is spoken: 一是.
const SPOKEN: char = '是';
static SPOKEN_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(&SPOKEN.to_string()).into_owned());
/// Marks of lists and of Markdown headings.
const MARKS: [char; 8] = ['#', '>', '·', '●', '◆', '★', '■', '-'];
/// The longest sub-heading, in characters.
const LONGEST_HEADING: usize = 40;

/// The ordinals in a folded paragraph, in the order of the text.
pub fn ordinals(folded: &str) -> Vec<Ordinal> {
    let start = folded.len() - folded.trim_start_matches(MARKS).len();
    let mut ordinals: Vec<Ordinal> = opening(&folded[start..])
        .map(|(value, style, length)| Ordinal { value, style, at: Stretch::new(start..start + length), opens: true })
        .into_iter()
        .collect();
    for at in SPOKEN_FINDER.find_iter(folded.as_bytes()) {
        let numeral = folded[..at].trim_end_matches(is_numeral);
        let is_beginning = numeral.is_empty() || numeral.ends_with([',', '。', ';', ':', '!', '?', ')']);
        if let Some((value, length)) = number::ordinal(&folded[numeral.len()..at])
            && is_beginning
            && numeral.len() + length == at
        {
            let end = at + SPOKEN.len_utf8();
            let opens = numeral.len() == start;
            ordinals.push(Ordinal { value, style: OrdinalStyle::Spoken, at: Stretch::new(numeral.len()..end), opens });
        }
    }
    ordinals
}

/// Whether a folded text, behind its ordinal, is only a sub-heading: short, no sentence, and without a figure.
pub fn is_heading(title: &str) -> bool {
    let says = |c: char| matches!(c, '。' | ';' | '!' | '?') || c.is_ascii_digit();
    let title = title.strip_suffix(':').unwrap_or(title);
    title.chars().count() <= LONGEST_HEADING && !title.contains(says) && !title.contains(':')
}

/// The ordinal with which a folded text begins, its style, and its bytes.
fn opening(text: &str) -> Option<(u32, OrdinalStyle, usize)> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let (value, length) = number::ordinal(inner)?;
    let is_arabic = inner.starts_with(|c: char| c.is_ascii_digit());
    let behind = &inner[length..];
    if let Some(rest) = behind.strip_prefix(')') {
        let rest = rest.strip_prefix([',', '.']).unwrap_or(rest);
        let style = if is_arabic { OrdinalStyle::BracketedArabic } else { OrdinalStyle::Bracketed };
        return Some((value, style, text.len() - rest.len()));
    }
    // An enumeration (二、三季度), a decimal, or a half of a bracket is no ordinal.
    let rest = behind.strip_prefix([',', '.'])?;
    if inner.len() < text.len() || rest.starts_with(|c: char| c.is_ascii_digit() || is_numeral(c)) {
        return None;
    }
    let style = if is_arabic { OrdinalStyle::Arabic } else { OrdinalStyle::Chinese };
    Some((value, style, text.len() - rest.len()))
}

/// Whether an ordinal may be written with a character.
fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn read(text: &str) -> Vec<(u32, OrdinalStyle, bool)> {
        let ordinals = ordinals(&fold(text));
        ordinals.iter().map(|ordinal| (ordinal.value, ordinal.style, ordinal.opens)).collect()
    }

    #[test]
    fn paragraphs_begin_with_ordinals_of_every_style() {
        use OrdinalStyle::{Arabic, Bracketed, BracketedArabic, Chinese};
        for (text, value, style) in [
            ("一、主动公开", 1, Chinese),
            ("二.依申请公开", 2, Chinese),
            ("### 十一、其他", 11, Chinese),
            ("（三）平台", 3, Bracketed),
            ("㈣平台", 4, Bracketed),
            ("五）监督", 5, Bracketed),
            ("（六）、其他", 6, Bracketed),
            ("7.培训", 7, Arabic),
            ("8、培训", 8, Arabic),
            ("（9）培训", 9, BracketedArabic),
            ("10)培训", 10, BracketedArabic),
        ] {
            assert_eq!(read(text), [(value, style, true)], "{text}");
        }
    }

    #[test]
    fn what_is_no_ordinal() {
        for text in [
            "二、三季度开展了检查",
            "1.5万元",
            "3,000条",
            "3、4月",
            "一方面加强培训",
            "十余次",
            "2024.总结",
            "（一件）",
            "（2023年）",
            "(一、主动公开)",
            "统一是关键",
            "之一是培训",
            "第一是培训",
            "公开",
            "",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn points_are_spoken_in_the_middle_of_paragraphs() {
        use OrdinalStyle::{Bracketed, Spoken};
        assert_eq!(
            read("一是公开；二是解读。十一是其他"),
            [(1, Spoken, true), (2, Spoken, false), (11, Spoken, false)]
        );
        assert_eq!(
            read("（一）问题：“一是”更新慢，二是解读少"),
            [(1, Bracketed, true), (1, Spoken, false), (2, Spoken, false)]
        );
    }

    #[test]
    fn a_heading_is_short_and_says_nothing() {
        assert!(["主动公开情况", "加强组织领导，健全工作机制", "培训"].into_iter().all(|text| is_heading(&fold(text))));
        assert!(
            !["主动公开12条", "未收到申请。", "更新慢；", "问题：……"].into_iter().any(|text| is_heading(&fold(text)))
        );
    }
}
