//! Figures: a number with its unit, and how exact it is.

use super::calendar::run;
use super::stretch::Stretch;
use crate::edition::phrases::phrases;
use crate::text::WordTable;
use crate::text::fold::fold;
use crate::text::script::is_han;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The number, 万 and 亿 multiplied out.
    pub value: Decimal,
    /// How exact it is.
    pub exactness: Exactness,
    /// The unit, by its place in the phrases.
    pub unit: u8,
    /// The bytes of the number without its unit.
    pub number: Stretch,
    /// Whether it is one only where the words say of what: it is written in Chinese numerals, or has no unit of its own.
    pub needs_words: bool,
}

/// How exact a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// To the last digit.
    Exact,
    /// Rounded to a multiple of this: 2.3万 to 1000.
    Rounded(Decimal),
    /// Words say that it is a rough one: 余, 约.
    Rough,
}

/// The words of the phrases that stand around numbers.
struct Around {
    units: WordTable<u8>,
    before: Vec<String>,
    after: WordTable<()>,
}

static AROUND: LazyLock<Around> = LazyLock::new(|| {
    let phrases = phrases();
    let units = phrases.units.iter().zip(0..);
    Around {
        units: WordTable::new(units.flat_map(|(unit, at)| unit.words.iter().map(move |word| (word.as_str(), at)))),
        before: phrases.approximations.before.iter().map(|word| fold(word)).collect(),
        after: WordTable::new(phrases.approximations.after.iter().map(|word| (word.as_str(), ()))),
    }
});

/// No number has more digits.
const MOST_DIGITS: usize = 15;

/// The figure whose number begins at a digit, and where it ends. The character before is no digit. `None` where no unit
/// follows, or one of time.
pub fn read(text: &str, at: usize) -> Option<(Figure, usize)> {
    let (value, digits) = decimal(text, at)?;
    with_unit(text, at, at + digits, value, false)
}

/// The number without a unit that begins at a digit, behind a word and at the end of a clause, and where it ends.
pub fn read_bare(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let (before, end) = (&text[..at], at + run(text, at));
    let is_behind_word = before.ends_with(|c| is_han(c) && c != '第');
    let is_rough = AROUND.before.iter().any(|word| before.ends_with(word.as_str()));
    let behind = &text[end..];
    let ends = behind.is_empty() || behind.starts_with(['。', ';', ')']);
    // 7,5: nobody knows whether that is one number.
    let ends = ends || (behind.starts_with(',') && run(text, end + 1) == 0);
    let (value, length) = decimal(text, at).filter(|_| is_behind_word && !is_rough && ends)?;
    (at + length == end).then_some((value, end))
}

/// The figure whose number begins with a Chinese numeral.
pub fn read_chinese(text: &str, at: usize) -> Option<(Figure, usize)> {
    let (value, length) = numerals(&text[at..])?;
    with_unit(text, at, at + length, Decimal::from(value), true)
}

/// The length of the digits and separators that begin at a place.
pub fn length(text: &str, at: usize) -> usize {
    decimal(text, at).map_or_else(|| run(text, at), |(_, length)| length)
}

fn with_unit(text: &str, at: usize, digits_end: usize, value: Decimal, needs_words: bool) -> Option<(Figure, usize)> {
    // What is the article of a law, a list number, or the rest of another word.
    let before = &text[..at];
    let joined = before.strip_suffix(['-', '.', '/']).unwrap_or(before);
    if before.ends_with(['第', '.', '/']) || joined.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rough = AROUND.before.iter().any(|word| before.ends_with(word.as_str()));
    let mut end = digits_end;
    rough |= skip_approximation(text, &mut end);
    let (unit, length, multiplied) = unit_at(&text[end..])?;
    if phrases().units[usize::from(unit)].time {
        return None;
    }
    let magnitude = multiplied.map_or(Decimal::ONE, Decimal::from);
    end += length;
    if text[end..].starts_with('性') {
        return None;
    }
    rough |= skip_approximation(text, &mut end);
    let exactness = match (rough, multiplied) {
        (true, _) => Exactness::Rough,
        (false, None) => Exactness::Exact,
        (false, Some(_)) => Exactness::Rounded((magnitude * Decimal::new(1, value.scale())).normalize()),
    };
    let number = Stretch::new(at..digits_end);
    let value = if multiplied.is_some() { value.checked_mul(magnitude)?.normalize() } else { value };
    let figure = Figure { value, exactness, unit, number, needs_words };
    Some((figure, end))
}

/// The unit at the start of a text with what it takes of it, and the magnitude before it.
fn unit_at(text: &str) -> Option<(u8, usize, Option<u32>)> {
    if let Some((length, unit)) = AROUND.units.at_beginning(text) {
        return Some((unit, length, None));
    }
    let (mark, magnitude) = [('万', 10_000), ('亿', 100_000_000), ('千', 1000), ('百', 100)]
        .into_iter()
        .find(|(mark, _)| text.starts_with(*mark))?;
    let mut end = mark.len_utf8();
    skip_approximation(text, &mut end);
    let (length, unit) = AROUND.units.at_beginning(&text[end..])?;
    Some((unit, end + length, Some(magnitude)))
}

fn skip_approximation(text: &str, end: &mut usize) -> bool {
    let word = AROUND.after.at_beginning(&text[*end..]);
    *end += word.map_or(0, |(length, ())| length);
    word.is_some()
}

/// The number at a digit, with its separators and decimals, and its bytes.
fn decimal(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let first = run(text, at);
    let mut end = at + first;
    // Commas separate thousands only where nothing else of a list of numbers stands around: 、 and ， fold to one.
    let mut grouped = end;
    while first <= 3 && text[grouped..].starts_with(',') && run(text, grouped + 1) == 3 {
        grouped += 4;
    }
    let listed = |end: usize| text[end..].starts_with(',') && run(text, end + 1) > 0;
    let in_list = text[..at].ends_with(',') && text[..at - 1].ends_with(|c: char| c.is_ascii_digit());
    if grouped > end && !listed(grouped) && !in_list {
        end = grouped;
    }
    if text[end..].starts_with('.') && run(text, end + 1) > 0 {
        end += 1 + run(text, end + 1);
    }
    if end - at > MOST_DIGITS {
        return None;
    }
    let value = match text[at..end].contains(',') {
        true => text[at..end].replace(',', "").parse().ok()?,
        false => text[at..end].parse().ok()?,
    };
    Some((value, end - at))
}

/// The number in Chinese numerals at the start of a text, below ten thousand, and its bytes.
pub fn numerals(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut digit, mut length) = (0_u32, None, 0);
    for c in text.chars() {
        match c {
            '零' | '〇' | '○' => digit = Some(0),
            '两' => digit = Some(2),
            '十' => total = total.saturating_add(digit.take().unwrap_or(1) * 10),
            '百' => total = total.saturating_add(digit.take()? * 100),
            '千' => total = total.saturating_add(digit.take()? * 1000),
            c => match "一二三四五六七八九".chars().position(|it| it == c) {
                Some(value) => digit = Some(value as u32 + 1),
                None => break,
            },
        }
        length += c.len_utf8();
    }
    (length > 0).then(|| (total.saturating_add(digit.unwrap_or(0)), length))
}
