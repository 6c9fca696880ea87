//! The number of an item of an article, as the headings in table two name it: 第二十条第(一)项.

use super::number;

/// The number of an item of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemNumber {
    /// The article.
    pub article: u32,
    /// The item.
    pub item: u32,
    /// The word behind it: 项, 款, 目.
    pub unit: Option<char>,
    /// Whether Chinese numbers, brackets and both 第 are there.
    pub official: bool,
    /// How many bytes it takes.
    pub length: usize,
}

/// The number with which a folded text begins; brackets, 第 and the word behind it may be missing.
pub fn item_number(text: &str) -> Option<ItemNumber> {
    let is_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let after = text.strip_prefix('第').unwrap_or(text);
    let mut official = after.len() < text.len() && !is_digit(after);
    let (article, length) = number::ordinal(after)?;
    let rest = after[length..].strip_prefix('条')?;
    let after = rest.strip_prefix('第').unwrap_or(rest);
    official &= after.len() < rest.len();
    let inner = after.strip_prefix('(').unwrap_or(after);
    let (item, length) = number::ordinal(inner)?;
    official &= !is_digit(inner);
    let after_item = &inner[length..];
    let rest = after_item.strip_prefix(')').unwrap_or(after_item);
    official &= inner.len() < after.len() && rest.len() < after_item.len();
    let unit = rest.chars().next().filter(|c| matches!(c, '项' | '款' | '目'));
    let length = text.len() - rest.len() + unit.map_or(0, char::len_utf8);
    Some(ItemNumber { article, item, unit, official, length })
}
