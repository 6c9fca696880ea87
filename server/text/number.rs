//! Numbers as drafts write them: the figure in a table cell, and the ordinal of a heading.
//!
//! Everything here works on folded text, where digits, brackets, commas and dashes each have one spelling.

use rust_decimal::Decimal;
use std::ops::Range;

/// A figure and what surrounds it in its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its value. A decrease in words (减38) is negative.
    pub value: Decimal,
    /// The bytes of the figure in the folded text: sign, digits and separators, without unit and remark.
    pub figure: Range<usize>,
    /// The bytes of a unit that follows the figure directly.
    pub unit: Option<Range<usize>>,
    /// Whether the cell holds anything besides figure and unit, other than a page number that was copied along.
    pub remark: bool,
}

/// Units that may follow a figure, longer ones first.
const UNITS: [&str; 19] = [
    "万元", "亿元", "千元", "人次", "元", "件", "条", "项", "宗", "个", "份", "次", "篇", "起", "例", "家", "人", "批",
    "笔",
];
const INCREASES: [&str; 5] = ["增加", "新增", "上升", "增", "+"];
const DECREASES: [&str; 6] = ["减少", "下降", "核减", "减", "降", "-"];
const INTRODUCTIONS: [&str; 5] = ["共计", "合计", "总计", "共", "计"];
/// The longest of them, in bytes.
const LONGEST_PREFIX: usize = 6;

/// Where the first ASCII digit of a text is.
pub fn first_digit(text: &str) -> Option<usize> {
    const PIECE: usize = 64;
    // In pieces, which the compiler turns into wide comparisons.
    let has_digit = |piece: &[u8]| piece.iter().fold(false, |any, byte| any | byte.is_ascii_digit());
    let (piece, at) = text.as_bytes().chunks(PIECE).zip((0..).step_by(PIECE)).find(|(piece, _)| has_digit(piece))?;
    Some(at + piece.iter().position(u8::is_ascii_digit)?)
}

/// Reads the number of a folded cell. `None` if the cell holds none, or several of which none is evidently meant.
pub fn read(folded: &str) -> Option<Number> {
    if !folded.is_empty() && folded.len() <= 18 && folded.bytes().all(|b| b.is_ascii_digit()) {
        let value = Decimal::from(folded.parse::<u64>().ok()?);
        return Some(Number { value, figure: 0..folded.len(), unit: None, remark: false });
    }
    // Labels have none, and are asked most; paragraphs have theirs further behind.
    if !folded.bytes().take(LONGEST_PREFIX + 1).any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (sign, word, after_prefix) = prefix(folded);
    let rest = &folded[after_prefix..];
    let (digits, length) = figure(rest)?;
    let mut value: Decimal = digits.parse().ok()?;
    let end = after_prefix + length;
    let mut tail = &folded[end..];
    let unit = UNITS.iter().find(|unit| tail.starts_with(**unit)).map(|unit| end..end + unit.len());
    if let Some(unit) = &unit {
        tail = &folded[unit.end..];
    }
    if !is_remark(tail) {
        return None;
    }
    let decrease_in_remark =
        DECREASES[..4].iter().any(|word| tail.strip_prefix('(').is_some_and(|t| t.starts_with(word)));
    if sign < 0 || (sign == 0 && decrease_in_remark) {
        value.set_sign_negative(!value.is_zero());
    }
    // A sign belongs to the figure, a word before it does not.
    let start = if word { after_prefix } else { 0 };
    Some(Number { value, figure: start..end, unit, remark: word || !(tail.is_empty() || is_page_number(tail)) })
}

/// Whether a folded text is only a figure: digits with separators and a sign.
pub fn is_figure(folded: &str) -> bool {
    let unsigned = folded.strip_prefix(['+', '-']).unwrap_or(folded);
    figure(unsigned).is_some_and(|(_, length)| length == unsigned.len())
}

/// The sign of a prefix (−1, 0 or 1), whether the prefix is a word, and where the digits begin.
fn prefix(folded: &str) -> (i8, bool, usize) {
    let find = |words: &[&str]| words.iter().find(|word| folded.starts_with(**word)).map(|word| word.len());
    if let Some(length) = find(&INCREASES) {
        (1, length > 1, length)
    } else if let Some(length) = find(&DECREASES) {
        (-1, length > 1, length)
    } else {
        let length = find(&INTRODUCTIONS).unwrap_or(0);
        (0, length > 0, length)
    }
}

/// The most digits of a number: a [`Decimal`] holds the sum of any hundred such numbers.
const MOST_DIGITS: usize = 26;

/// The digits at the start of a text without their separators, and how many bytes they take with the separators.
fn figure(text: &str) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    // Of more digits than a number may have it does not matter how many they are.
    let run = |from: usize| bytes[from..].iter().take(MOST_DIGITS + 1).take_while(|b| b.is_ascii_digit()).count();
    let mut end = run(0);
    if end == 0 {
        return None;
    }
    let mut digits = text[..end].to_owned();
    while end <= bytes.len()
        && digits.len() <= MOST_DIGITS
        && bytes.get(end) == Some(&b',')
        && run(end + 1) == 3
        && first_group(text) <= 3
    {
        digits.push_str(&text[end + 1..end + 4]);
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        let length = 1 + run(end + 1);
        digits.push_str(&text[end..end + length]);
        end += length;
    }
    (digits.len() <= MOST_DIGITS).then_some((digits, end))
}

/// How many digits a text begins with, as far as a number may have them.
fn first_group(text: &str) -> usize {
    text.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count()
}

/// Every figure in a folded text, in order: whole numbers and decimals, without signs.
pub fn figures(folded: &str) -> Vec<Decimal> {
    let mut figures = Vec::new();
    let mut rest = folded;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        // More digits than a number may have are split into several numbers.
        let chunk = || (rest[..first_group(rest)].to_owned(), first_group(rest));
        let (digits, length) = figure(rest).unwrap_or_else(chunk);
        figures.extend(digits.parse::<Decimal>().ok());
        rest = &rest[length..];
    }
    figures
}

/// The ordinals of list items in a folded label: one digit, a mark behind it, and then words: 1.属于, (2)其他.
pub fn item_ordinals(folded: &str) -> Vec<Decimal> {
    let mut before = ' ';
    let mut ordinals = Vec::new();
    let mut characters = folded.chars();
    while let Some(c) = characters.next() {
        let mut ahead = characters.clone();
        let marked = ahead.next().is_some_and(|mark| matches!(mark, '.' | ',' | ')' | ':'));
        let is_item = marked && !before.is_ascii_digit() && ahead.next().is_some_and(char::is_alphabetic);
        ordinals.extend(c.to_digit(10).filter(|_| is_item).map(Decimal::from));
        before = c;
    }
    ordinals
}

/// Whether the text behind a figure leaves it unambiguous: nothing, a bracket with any content, a page number between
/// dashes, or words without digits.
fn is_remark(tail: &str) -> bool {
    if tail.starts_with('(') {
        return true;
    }
    if let Some(page) = tail.strip_prefix('-') {
        let digits = first_group(page);
        return digits > 0 && &page[digits..] == "-";
    }
    !tail.starts_with(['.', ',', ':', '/', '年', '-', '%', '+', '~']) && !tail.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a folded text is a page number: `-4-`, 第4页, 第4页共9页.
pub fn is_page_number(folded: &str) -> bool {
    let page = folded.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
    let page = page.or_else(|| folded.strip_prefix('第')?.split_once('页').map(|(page, _)| page));
    page.is_some_and(|page| (1..=3).contains(&page.len()) && page.bytes().all(|b| b.is_ascii_digit()))
}

/// An ordinal at the start of a folded text, 一 … 九十九 or 1 … 99, and how many bytes it takes.
pub fn ordinal(folded: &str) -> Option<(u32, usize)> {
    let digits = first_group(folded);
    if digits > 0 {
        return (digits <= 2).then(|| folded[..digits].parse().ok()).flatten().map(|value| (value, digits));
    }
    let mut value = 0;
    let mut unit = None;
    let mut length = 0;
    for c in folded.chars().take(3) {
        match chinese_digit(c) {
            Some(digit) if unit.is_none() => unit = Some(digit),
            None if c == '十' && value == 0 => value = unit.take().unwrap_or(1) * 10,
            _ => break,
        }
        length += c.len_utf8();
    }
    value += unit.unwrap_or(0);
    (value > 0).then_some((value, length))
}

/// A number from 1 to 99 in Chinese numerals, a larger one in digits.
pub fn chinese(value: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or_default();
    match value {
        1..=9 => digit(value).to_owned(),
        10..=19 => format!("十{}", digit(value - 10)),
        20..=99 => format!("{}十{}", digit(value / 10), digit(value % 10)),
        _ => value.to_string(),
    }
}

fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn number(cell: &str) -> Option<String> {
        read(&fold(cell)).map(|number| number.value.to_string())
    }

    #[test]
    fn numbers_as_drafts_write_them() {
        for (cell, expected) in [
            ("266", "266"),
            ("１２", "12"),
            ("1,024", "1024"),
            ("1，024", "1024"),
            ("21273.89", "21273.89"),
            ("478822元", "478822"),
            ("113.96万元", "113.96"),
            ("1(增加)", "1"),
            ("增1558", "1558"),
            ("减38", "-38"),
            ("5（减少）", "-5"),
            ("+21", "21"),
            ("-2", "-2"),
            ("－2", "-2"),
            ("-0", "0"),
            ("22（其中修订16件）", "22"),
            ("5(建设工程规划许可证)", "5"),
            ("123- 5 -", "123"),
            ("123— 5 —", "123"),
            ("共12件", "12"),
            ("2 6 6", "266"),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            assert_eq!(number(cell).as_deref(), Some(expected), "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_or_not_one_number() {
        for cell in [
            "",
            "/",
            "—",
            "-",
            "无",
            "0/0",
            "1-2",
            "1.2.3",
            "1.属于国家秘密",
            "2024年",
            "12件16份",
            "O",
            "1,2",
            "5%",
            "99999999999999999999999999999999",
        ] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn the_figure_is_told_from_what_stands_around_it() {
        let read = |text: &str| read(text).unwrap();
        assert_eq!(read("478822元").unit, Some(6..9));
        assert!(!read("478822元").remark);
        assert_eq!(read("增1558").figure, 3..7);
        assert!(read("增1558").remark);
        assert_eq!(read("-2").figure, 0..2);
        assert!(!read("-2").remark);
        assert!(read("22(其中修订16件)").remark);
    }

    #[test]
    fn page_numbers() {
        for (text, is_page) in [
            ("- 4 -", true),
            ("—12—", true),
            ("第4页", true),
            ("第 4 页 共 9 页", true),
            ("-1234-", false),
            ("--", false),
            ("-4", false),
            ("第四页", false),
            ("第4条", false),
            ("4", false),
        ] {
            assert_eq!(is_page_number(&fold(text)), is_page, "{text}");
        }
    }

    #[test]
    fn figures_in_running_text() {
        let shown = |text: &str| figures(&fold(text)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(shown("2024年共１２件，收费1,024.50万元；增长3%"), ["2024", "12", "1024.50", "3"]);
        assert_eq!(shown("82.重复申请 0.5.1"), ["82", "0.5", "1"]);
        assert_eq!(shown(&"7".repeat(30)), ["7".repeat(26), "7777".to_owned()]);
        let ordinals = |text: &str| item_ordinals(&fold(text)).iter().map(ToString::to_string).collect::<String>();
        assert_eq!(["1.属于", "不予公开2、其他", "（3）其他"].map(ordinals), ["1", "2", "3"]);
        assert_eq!(["82.重复申请", "行政处罚（1）", "3行政强制", "1.5"].map(ordinals), ["", "", "", ""]);
        assert!(shown("第二十条").is_empty());
    }

    #[test]
    fn ordinals() {
        for (text, expected) in
            [("一", 1), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("12", 12)]
        {
            assert_eq!(ordinal(text), Some((expected, text.len())), "{text}");
        }
        for value in 1..=99 {
            assert_eq!(ordinal(&chinese(value)).map(|(read, _)| read), Some(value));
        }
        assert_eq!(ordinal("二十条"), Some((20, 6)));
        assert_eq!(ordinal("六,其他"), Some((6, 3)));
        assert_eq!(ordinal("总"), None);
        assert_eq!(ordinal("2024"), None);
    }
}
