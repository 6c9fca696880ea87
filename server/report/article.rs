//! Article headings above the blocks of table two: 第二十条第（一）项.

use crate::text::number;
use std::ops::Range;

/// An article heading as a draft writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The bytes of the heading.
    pub range: Range<usize>,
    /// The article it names.
    pub article: u32,
    /// The item it names.
    pub item: u32,
    /// The word behind the item: 项, 款, 目, or `None`.
    pub unit: Option<char>,
    /// Whether it is spelled as in the form, apart from article and unit: Chinese numbers, brackets, both 第.
    pub official: bool,
}

/// The words that may stand before the article.
const PREFIXES: [&str; 5] = ["《", "中华人民共和国", "政府信息公开", "条例", "》"];

/// Parses the folded text of a cell that holds only an article heading; the heading's range counts in the folded text.
/// An ordinal or a heading mark may precede it, a note in brackets may follow.
pub fn banner(folded: &str) -> Option<Banner> {
    // Cheap test first: most cells contain neither.
    if !folded.contains('条') || folded.len() > 120 {
        return None;
    }
    let mut rest = folded.trim_start_matches(['#', '>']);
    if let Some(after) = number::ordinal(rest).and_then(|(_, length)| rest[length..].strip_prefix([',', '.'])) {
        rest = after;
    }
    let start = folded.len() - rest.len();
    for prefix in PREFIXES {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let after = rest.strip_prefix('第').unwrap_or(rest);
    let mut official = after.len() < rest.len();
    let (article, length) = number::ordinal(after)?;
    official &= !after.starts_with(|c: char| c.is_ascii_digit());
    let rest = after[length..].strip_prefix('条')?;
    let after = rest.strip_prefix('第').unwrap_or(rest);
    official &= after.len() < rest.len();
    let inner = after.strip_prefix('(').unwrap_or(after);
    let (item, length) = number::ordinal(inner)?;
    official &= !inner.starts_with(|c: char| c.is_ascii_digit());
    let after_item = &inner[length..];
    let rest = after_item.strip_prefix(')').unwrap_or(after_item);
    official &= inner.len() < after.len() && rest.len() < after_item.len();
    let unit = rest.chars().next().filter(|c| matches!(c, '项' | '款' | '目'));
    let rest = rest.strip_prefix(['项', '款', '目']).unwrap_or(rest);
    let range = start..folded.len() - rest.len();
    let note = rest.starts_with('(') && rest.ends_with(')');
    let alone = note || rest.trim_end_matches([':', '。', ',', '#']).is_empty();
    alone.then_some(Banner { range, article, item, unit, official })
}
