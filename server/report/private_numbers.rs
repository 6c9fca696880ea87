//! Numbers that belong to a person: of citizens, of mobile phones, of bank cards.
//!
//! A number may be printed in groups, with blanks or hyphens between them. What a number is depends on its digits alone
//! here; whether it is private depends on the words around it, too, which are the rules' business.

use super::prose::Stretch;
use crate::text::number::first_digit;
use std::borrow::Cow;
use std::ops::Range;

/// A number that may be private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateNumber {
    /// Its bytes.
    pub at: Stretch,
    /// What it is.
    pub kind: PrivateKind,
    /// Whether blanks stand between its groups: they may be figures of their own.
    pub spaced: bool,
}

/// What a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrivateKind {
    /// The number of a citizen: 18 digits with a date and a check digit, GB 11643.
    Citizen,
    /// The number of a citizen as it was until 2013: 15 digits with a date.
    OldCitizen,
    /// The number of a mobile phone.
    Mobile,
    /// The number of a bank card: its last digit is checked by Luhn's formula.
    Card,
}

/// The number of a mobile phone is the shortest, in digits.
const SHORTEST: usize = 11;
/// The longest is that of a bank card.
const LONGEST: usize = 19;

/// The longest word of which a number may be a part, in bytes: an address.
const LONGEST_WORD: usize = 256;

/// Digits without a mark between them.
#[derive(Debug)]
struct Group {
    at: Range<usize>,
    /// What stands before it.
    gap: Gap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Blank,
    Hyphen,
    Other,
}

/// The numbers in a folded text that may be private; `printed` gives what was printed for some of its bytes.
pub fn private_numbers<'a>(folded: &str, printed: impl Fn(Stretch) -> Cow<'a, str>) -> Vec<PrivateNumber> {
    let mut found = Vec::new();
    if folded.len() < SHORTEST {
        return found;
    }
    let bytes = folded.as_bytes();
    let mut at = 0;
    while let Some(start) = first_digit(&folded[at..]).map(|offset| at + offset) {
        let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'x' | b'X');
        let end = start + bytes[start..].iter().take_while(is_part).count();
        at = end;
        let digits = bytes[start..end].iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits >= SHORTEST && !is_code(folded, start..end) {
            let at = Stretch::new(start..end);
            let groups = groups(&bytes[start..end], start, &printed(at));
            found.extend(numbers(folded, &groups));
        }
    }
    found
}

/// Whether digits are a part of something longer: of a code, an address, or an amount.
fn is_code(folded: &str, at: Range<usize>) -> bool {
    let before = &folded[..at.start];
    let word = before.len() - before.bytes().rev().take(LONGEST_WORD).take_while(u8::is_ascii_graphic).count();
    let mut word = &before[word..];
    // Tel:138…; but https://….
    while let Some((_, rest)) = word.split_once(':').filter(|(_, rest)| !rest.starts_with("//")) {
        word = rest;
    }
    let mut behind = folded[at.end..].chars();
    let next = behind.next();
    let is_longer = match next {
        Some('.') => behind.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) => c.is_ascii_alphanumeric() || "_=/@元万亿余多条件次人个份".contains(c),
        None => false,
    };
    is_longer || word.ends_with('.') || word.contains(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '=' | '@'))
}

/// The groups of a run of digits as they were printed; none where that cannot be told.
fn groups(run: &[u8], start: usize, printed: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let (mut at, mut gap, mut apart) = (0, Gap::Other, true);
    for c in printed.chars() {
        let is_digit = matches!(c, '0'..='9' | '０'..='９' | 'x' | 'X' | 'ｘ' | 'Ｘ');
        if is_digit || run.get(at) == Some(&b'-') && !c.is_whitespace() {
            at += 1;
        }
        if !is_digit {
            gap = match c {
                c if c.is_whitespace() && gap != Gap::Hyphen => Gap::Blank,
                c if c.is_whitespace() || run.get(at.wrapping_sub(1)) == Some(&b'-') => Gap::Hyphen,
                _ => Gap::Other,
            };
            apart = true;
            continue;
        }
        match groups.last_mut() {
            Some(last) if !apart => last.at.end += 1,
            _ => groups.push(Group { at: start + at - 1..start + at, gap }),
        }
        (gap, apart) = (Gap::Other, false);
    }
    if at == run.len() { groups } else { Vec::new() }
}

/// The numbers that some groups make up, each group in one of them at most.
fn numbers(folded: &str, groups: &[Group]) -> Vec<PrivateNumber> {
    const MOST_GROUPS: usize = 5;
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let most = MOST_GROUPS.min(groups.len() - first);
        let joined = (1..=most).rev().find_map(|count| {
            let joined = &groups[first..first + count];
            let number = of_groups(folded, joined)?;
            Some((number, count))
        });
        found.extend(joined.map(|(number, _)| number));
        first += joined.map_or(1, |(_, count)| count);
    }
    found
}

/// The number that groups make up together.
fn of_groups(folded: &str, groups: &[Group]) -> Option<PrivateNumber> {
    let (first, rest) = groups.split_first()?;
    let gap = rest.first().map(|group| group.gap);
    let lengths: Vec<usize> = groups.iter().map(|group| group.at.len()).collect();
    let digits: String = groups.iter().filter_map(|group| folded.get(group.at.clone())).collect();
    let joined = gap != Some(Gap::Other) && rest.iter().all(|group| Some(group.gap) == gap);
    if !joined || digits.len() > LONGEST || !is_grouping(&lengths, gap) {
        return None;
    }
    let mut start = first.at.start;
    // +86 stands before the number of a mobile phone.
    let abroad = groups.len() == 1 && digits.len() == 13 && folded[..start].ends_with('+');
    let digits = digits.strip_prefix("86").filter(|_| abroad).inspect(|_| start += 2).unwrap_or(&digits);
    let kind = kind(digits)?;
    let end = groups.last().map_or(first.at.end, |last| last.at.end);
    Some(PrivateNumber { at: Stretch::new(start..end), kind, spaced: gap == Some(Gap::Blank) })
}

/// Whether numbers are printed in groups of these lengths.
fn is_grouping(lengths: &[usize], gap: Option<Gap>) -> bool {
    let everywhere = matches!(lengths, [_] | [3, 4, 4] | [6, 8, 4] | [6, 4, 4, 4] | [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3]);
    let with_blanks = matches!(lengths, [3, 8] | [7, 4] | [4, 3, 4] | [4, 4, 3] | [3, 3, 4, 4, 4] | [6, 10..=13]);
    everywhere || (with_blanks && gap == Some(Gap::Blank))
}

/// What a number may be, by its digits.
fn kind(digits: &str) -> Option<PrivateKind> {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let only_digits = values.len() == digits.len();
    match digits.len() {
        18 if is_citizen(digits) => Some(PrivateKind::Citizen),
        11 if only_digits && matches!(values[..], [1, 3..=9, ..]) => Some(PrivateKind::Mobile),
        15 if only_digits && has_area(digits) && is_date("19", &digits[6..12]) => Some(PrivateKind::OldCitizen),
        16..=LONGEST if only_digits && "34569".contains(&digits[..1]) && is_luhn(&values) => Some(PrivateKind::Card),
        _ => None,
    }
}

/// Whether 18 digits, the last of which may be X, are the number of a citizen.
fn is_citizen(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let (body, check) = digits.split_at(17);
    let values: Vec<u32> = body.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let is_checked = check.as_bytes().first().map(u8::to_ascii_uppercase) == Some(CHECKS[sum as usize % 11]);
    values.len() == 17 && is_checked && has_area(digits) && is_date("", &digits[6..14])
}

/// Whether a number begins with the code of a province, GB/T 2260.
fn has_area(digits: &str) -> bool {
    let province: u32 = digits[..2].parse().unwrap_or(0);
    matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Whether digits are the day on which somebody may have been born: the year with `century` before it, month, day.
fn is_date(century: &str, digits: &str) -> bool {
    let (year, day) = digits.split_at(digits.len() - 4);
    let year: u32 = format!("{century}{year}").parse().unwrap_or(0);
    let (month, day) = (day[..2].parse().unwrap_or(0), day[2..].parse().unwrap_or(0));
    let days = match month {
        2 => 28 + u32::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1900..=2099).contains(&year) && (1..=days).contains(&day)
}

/// Luhn's formula.
fn is_luhn(values: &[u32]) -> bool {
    let weighed = values.iter().rev().enumerate().map(|(at, value)| match at % 2 {
        0 => *value,
        _ => value * 2 / 10 + value * 2 % 10,
    });
    weighed.sum::<u32>() % 10 == 0
}

/// A printed number with asterisks for all its digits but the first three and the last two. It has as many bytes.
pub fn masked(printed: &str) -> String {
    const FIRST: usize = 3;
    const LAST: usize = 2;
    let is_digit = |c: char| c.is_numeric() || matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
    let count = printed.chars().filter(|c| is_digit(*c)).count();
    let mut at = 0;
    let mask = |c: char| {
        if !is_digit(c) {
            return c;
        }
        at += 1;
        match c.len_utf8() {
            _ if at <= FIRST || at + LAST > count => c,
            1 => '*',
            _ => '＊',
        }
    };
    printed.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn found(text: &str) -> Vec<(&str, PrivateKind)> {
        let folded = Folded::of(text);
        let printed = |at: Stretch| Cow::Borrowed(&text[folded.source(at.range())]);
        let numbers = private_numbers(&folded.text, printed);
        numbers.iter().map(|number| (&text[folded.source(number.at.range())], number.kind)).collect()
    }

    #[test]
    fn numbers_are_found_however_they_are_printed() {
        use PrivateKind::{Card, Citizen, Mobile, OldCitizen};
        for (text, number, kind) in [
            ("申请人张某（13800138000）", "13800138000", Mobile),
            ("手机138 0013 8000。", "138 0013 8000", Mobile),
            ("手机138-0013-8000。", "138-0013-8000", Mobile),
            ("手机：１３８００１３８０００", "１３８００１３８０００", Mobile),
            ("电话0453-6789012 13800138000", "13800138000", Mobile),
            ("电话0453-6789012、13800138000。", "13800138000", Mobile),
            ("电话：+8613800138000", "13800138000", Mobile),
            ("Tel:13800138000", "13800138000", Mobile),
            ("身份证号11010519491231002X。", "11010519491231002X", Citizen),
            ("身份证号11010519491231002x，", "11010519491231002x", Citizen),
            ("身份证号110105 19491231 002X", "110105 19491231 002X", Citizen),
            ("身份证号440524188001010014440524198001010013", "", Citizen),
            ("身份证号130503670401001。", "130503670401001", OldCitizen),
            ("卡号6217 0012 3456 7893", "6217 0012 3456 7893", Card),
        ] {
            let expected: Vec<_> = (!number.is_empty()).then_some((number, kind)).into_iter().collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "电话：0453-6789012，邮编：157000",
            "电话01012345678",
            "统一社会信用代码113307007539502413",
            "统一社会信用代码91330700MA28D3X72P",
            "索引号：000014349/2024-00012",
            "索引号：SY13800138000",
            "身份证号110105194912310021",
            "身份证号110105194913310020",
            "采购总金额13800138000元",
            "采购总金额13800138000.50",
            "138****8000",
            "http://www.yunxi.gov.cn/art/2024/13800138000.html",
            "http://www.yunxi.gov.cn/13800138000",
            "t20240113_13800138000",
            "13 8 0 0 1 3 8 0 0 0 0",
            "1380 0138 00 0",
            "1330-2024-001",
            "2024-001-1380-0138",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_mask_is_as_long_as_the_number() {
        assert_eq!(masked("13800138000"), "138******00");
        assert_eq!(masked("138 0013-8000"), "138 ****-**00");
        assert_eq!(masked("１３８００１３８０００"), "１３８＊＊＊＊＊＊００");
        assert_eq!(masked("11010519491231002X"), "110*************2X");
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[0-9Xx０-９①⑴ \\u{a0}*./:+_=年a-]{0,60}") {
            for (printed, _) in found(&text) {
                proptest::prop_assert_eq!(masked(printed).len(), printed.len());
            }
        }
    }
}
