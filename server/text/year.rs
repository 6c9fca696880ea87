//! Years in folded text: 2024年, 二〇二四年度.

use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Every year contains it.
static YEAR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("年"));

/// Whether a text may name a year.
pub fn may_name_year(text: &str) -> bool {
    YEAR.find(text.as_bytes()).is_some()
}

/// A year including the 年 behind it.
pub struct Year {
    /// The year.
    pub value: u16,
    /// The bytes of the year, 年 and 度 in the folded text.
    pub range: Range<usize>,
}

/// The first year in a folded text: four digits, or four Chinese digits, and 年. Longer runs of digits are damaged
/// dates.
pub fn year(folded: &str) -> Option<Year> {
    for at in YEAR.find_iter(folded.as_bytes()) {
        let mut before = folded[..at].chars().rev();
        let mut digits = [0; 4];
        let mut start = at;
        let is_year = digits.iter_mut().rev().all(|digit| {
            let c = before.next();
            start -= c.map_or(0, char::len_utf8);
            c.and_then(year_digit).map(|value| *digit = value).is_some()
        });
        if !is_year || before.next().and_then(year_digit).is_some() {
            continue;
        }
        let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
        if !(2003..=2099).contains(&value) {
            continue;
        }
        let mut end = at + '年'.len_utf8();
        if folded[end..].starts_with('度') {
            end += '度'.len_utf8();
        }
        return Some(Year { value, range: start..end });
    }
    None
}

fn year_digit(c: char) -> Option<u16> {
    if let Some(digit) = c.to_digit(10) {
        return Some(digit as u16);
    }
    let position = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    position.map(|digit| digit as u16).or_else(|| matches!(c, '○' | '零' | 'O' | 'o' | '0').then_some(0))
}
