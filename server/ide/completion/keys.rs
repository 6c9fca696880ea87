//! Matches typed text as the beginning of a key, in Chinese, in pinyin or as an ASCII handle, and continues it.

use crate::text::fold::fold;
use pinyin::ToPinyinMulti;
use std::collections::HashMap;

/// How well typed text fits a key: lower is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The key begins with it.
    Beginning,
    /// The key contains it.
    Inside,
}

/// Typed text, folded: script, width, and the apostrophes that input methods insert between syllables are ignored.
#[derive(Debug, Clone)]
pub struct Typed {
    text: String,
}

impl Typed {
    /// The typed text, as it stands in the draft.
    pub fn new(text: &str) -> Self {
        Typed { text: fold(text).to_lowercase() }
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its length in characters.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether it consists of ASCII letters and digits, as without an input method.
    pub fn is_ascii(&self) -> bool {
        !self.is_empty() && self.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    }

    /// How it fits an ASCII handle, and the rest of the handle.
    pub fn fit_handle(&self, handle: &str) -> Option<(Fit, String)> {
        handle.strip_prefix(self.text.as_str()).map(|rest| (Fit::Beginning, rest.to_owned()))
    }

    /// How it fits a Chinese key, and the rest of the key: every character may be typed as itself or by the beginning
    /// of its pinyin; in ASCII text, characters other than Chinese ones may be left out.
    pub fn fit(&self, key: &str) -> Option<(Fit, String)> {
        let folded = fold(key).to_lowercase();
        if let Some(rest) = folded.strip_prefix(self.text.as_str()) {
            return Some((Fit::Beginning, rest.to_owned()));
        }
        let key: Vec<char> = folded.chars().collect();
        if let Some(rest) = spell(&self.text, &key) {
            return Some((Fit::Beginning, rest));
        }
        let inside = folded.find(self.text.as_str()).filter(|_| !self.is_ascii() && self.len() >= SHORTEST_INSIDE)?;
        Some((Fit::Inside, folded[inside + self.text.len()..].to_owned()))
    }
}

/// The fewest Chinese characters that match inside a key; fewer match too many keys.
const SHORTEST_INSIDE: usize = 2;
/// The longest typed text that is matched, in bytes; far more than anybody types before choosing.
const LONGEST_SPELLED: usize = 160;

/// Matches a text as the beginning of a key, character by character; returns the rest of the key, in pinyin if the key
/// was typed in pinyin.
fn spell(typed: &str, key: &[char]) -> Option<String> {
    if typed.len() > LONGEST_SPELLED {
        return None;
    }
    // For each index in the key and each number of typed bytes consumed: the rest of the last syllable.
    let mut reached: HashMap<usize, String> = HashMap::from([(0, String::new())]);
    for (at, &c) in key.iter().enumerate() {
        let mut next: HashMap<usize, String> = HashMap::new();
        let syllables = syllables(c);
        for (used, _) in reached {
            let rest = &typed[used..];
            if rest.starts_with(c) {
                next.insert(used + c.len_utf8(), String::new());
            }
            if syllables.is_empty() && rest.starts_with(|first: char| first.is_ascii_lowercase()) {
                next.entry(used).or_default();
            }
            for syllable in &syllables {
                let common = rest.bytes().zip(syllable.bytes()).take_while(|(one, other)| one == other).count();
                for length in 1..=common {
                    next.insert(used + length, syllable[length..].to_owned());
                }
            }
        }
        if let Some(syllable) = next.get(&typed.len()) {
            let left = key[at + 1..].iter().flat_map(|c| syllables_first(*c)).collect::<String>();
            return Some(format!("{syllable}{left}"));
        }
        reached = next;
    }
    None
}

/// The pronunciations of a character, without tones.
fn syllables(c: char) -> Vec<&'static str> {
    let mut syllables: Vec<&str> =
        c.to_pinyin_multi().into_iter().flatten().map(|pinyin| pinyin.plain()).filter(|it| it.is_ascii()).collect();
    syllables.sort_unstable();
    syllables.dedup();
    syllables
}

fn syllables_first(c: char) -> Option<&'static str> {
    c.to_pinyin_multi()?.into_iter().map(|pinyin| pinyin.plain()).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "二、主动公开政府信息情况";

    #[test]
    fn a_key_is_typed_in_chinese_or_in_pinyin() {
        for typed in [
            "二、主动",
            "二，主動",
            "主动",
            "二",
            "zdgk",
            "zhudong",
            "zhu'dong'gong'kai",
            "ZDGK",
            "zhudgk",
            "二、zdgk",
            "主动gk",
            "ezdgk",
            "zhudonggongkaizhengfuxinxiqingkuang",
            "zdgkzfxxqk",
        ] {
            assert!(
                Typed::new(typed).fit(KEY).is_some() || Typed::new(typed).fit("主动公开政府信息情况").is_some(),
                "{typed}"
            );
        }
        for typed in ["公", "gongkai", "zdx", "三", "主动公开政府信息情况的"] {
            assert_eq!(Typed::new(typed).fit("主动公开政府信息情况"), None, "{typed}");
        }
    }

    #[test]
    fn characters_have_more_than_one_reading() {
        for typed in ["cfsq", "chongfu", "zhongfu"] {
            assert!(Typed::new(typed).fit("2.重复申请").is_some(), "{typed}");
        }
        assert!(Typed::new("xzxk").fit("行政许可").is_some());
    }

    #[test]
    fn the_rest_goes_on_as_it_was_typed() {
        let rest = |typed: &str, key: &str| Typed::new(typed).fit(key);
        assert_eq!(rest("zhud", "主动公开"), Some((Fit::Beginning, "onggongkai".to_owned())));
        assert_eq!(rest("主动", "主动公开"), Some((Fit::Beginning, "公开".to_owned())));
        assert_eq!(rest("公开", "主动公开情况"), Some((Fit::Inside, "情况".to_owned())));
        assert_eq!(Typed::new("tab").fit_handle("table3"), Some((Fit::Beginning, "le3".to_owned())));
        assert_eq!(Typed::new("able").fit_handle("table3"), None);
    }

    #[test]
    fn long_words_take_no_time() {
        assert_eq!(Typed::new(&"z".repeat(2_000)).fit(&"政".repeat(3_000)), None);
        assert!(Typed::new(&"z".repeat(100)).fit(&"政".repeat(3_000)).is_some());
    }
}
