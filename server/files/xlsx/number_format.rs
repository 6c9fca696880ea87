//! How a number of a cell is shown: decimals, percents, thousands, dates.

use crate::text::calendar::civil;
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt::Write;

/// How many digits a cell without a format shows.
const GENERAL_DIGITS: usize = 10;

/// A format by its code: `#,##0.00;-#,##0.00`, `yyyy"年"m"月"`.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberFormat {
    /// For positive numbers, negative ones, zero; as many as there are.
    sections: Vec<Vec<Token>>,
}

/// A piece of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// As without a format.
    General,
    /// Written as it is.
    Text(String),
    /// A digit: `0`, or one shown only where it counts.
    Digit {
        always: bool,
    },
    Point,
    Comma,
    Percent,
    /// Letters of a date, and how many: `y`, `m`, `d`, `h`, `s`.
    Date(char, usize),
    /// What is shown here is not known.
    Unknown,
}

impl NumberFormat {
    /// A format by its code.
    pub fn new(code: &str) -> Self {
        NumberFormat { sections: sections(code) }
    }

    /// A format by its number; other programs write no code for it.
    pub fn built_in(id: u32) -> Self {
        NumberFormat::new(match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            14 | 30 => "yyyy/m/d",
            15 => "d-m-yy",
            17 => "yyyy-m",
            20 | 32 => "h:mm",
            21 | 33 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
            28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            _ => "General",
        })
    }

    /// A number as it is shown.
    pub fn show(&self, number: f64, is_1904: bool) -> String {
        let (section, sign) = match self.sections.as_slice() {
            [_, negative, ..] if number < 0.0 => (negative, ""),
            [_, _, zero, ..] if number == 0.0 => (zero, ""),
            [first, ..] => (first, if number < 0.0 { "-" } else { "" }),
            [] => return general(number),
        };
        if section.iter().any(|token| matches!(token, Token::Unknown | Token::General)) {
            return general(number);
        }
        let shown = if section.iter().any(|token| matches!(token, Token::Date(..))) {
            date(section, number, is_1904)
        } else {
            decimal(number.abs()).map(|number| format!("{sign}{}", figure(section, number)))
        };
        shown.unwrap_or_else(|| general(number))
    }
}

/// A number as a cell without a format shows it.
pub(super) fn general(number: f64) -> String {
    let Some(exact) = decimal(number) else { return number.to_string() };
    let digits = exact.abs().trunc().to_string().len();
    let decimals = u32::try_from(GENERAL_DIGITS.saturating_sub(digits)).unwrap_or(0);
    exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

/// A number by the fifteen digits that it has.
fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:.14e}")).ok()
}

/// The sections of a code.
fn sections(code: &str) -> Vec<Vec<Token>> {
    let mut sections = vec![Vec::new()];
    let mut characters = code.chars().peekable();
    while let Some(character) = characters.next() {
        let token = match character {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '"' => Token::Text(characters.by_ref().take_while(|it| *it != '"').collect()),
            '\\' | '!' => Token::Text(characters.next().into_iter().collect()),
            // As wide as the next one, or filled up with it.
            '_' | '*' => {
                characters.next();
                continue;
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|it| *it != ']').collect();
                match inside.strip_prefix('$') {
                    Some(symbol) => Token::Text(symbol.split('-').next().unwrap_or_default().to_owned()),
                    // Conditions, and hours beyond a day.
                    None if inside.starts_with(['<', '>', '=', 'h', 'm', 's', 'H', 'M', 'S']) => Token::Unknown,
                    // Colours, and the digits of a language.
                    None => continue,
                }
            }
            'G' | 'g' if starts(&characters, "eneral") => {
                characters.nth("eneral".len() - 1);
                Token::General
            }
            '@' => Token::General,
            '0' => Token::Digit { always: true },
            '#' | '?' => Token::Digit { always: false },
            '.' => Token::Point,
            ',' => Token::Comma,
            '%' => Token::Percent,
            // Thousandths, exponents and fractions.
            '/' if !sections.last().is_some_and(|section| section.iter().any(|it| matches!(it, Token::Date(..)))) => {
                Token::Unknown
            }
            'E' if matches!(characters.peek(), Some('+' | '-')) => Token::Unknown,
            'y' | 'Y' | 'e' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                let letter = character.to_ascii_lowercase();
                let mut count = 1;
                while characters.peek().is_some_and(|next| next.to_ascii_lowercase() == letter) {
                    characters.next();
                    count += 1;
                }
                match letter {
                    'e' => Token::Date('y', 4),
                    letter => Token::Date(letter, count),
                }
            }
            'a' | 'A' | 'b' | 'g' => Token::Unknown,
            other => Token::Text(other.to_string()),
        };
        if let Some(section) = sections.last_mut() {
            section.push(token);
        }
    }
    sections
}

fn starts(characters: &std::iter::Peekable<std::str::Chars<'_>>, word: &str) -> bool {
    characters.clone().zip(word.chars()).filter(|(one, other)| one.eq_ignore_ascii_case(other)).count() == word.len()
}

/// A number that is not negative, by a section for numbers.
fn figure(section: &[Token], number: Decimal) -> String {
    let is_digit = |token: &Token| matches!(token, Token::Digit { .. });
    let point = section.iter().position(|token| *token == Token::Point).unwrap_or(section.len());
    let (before, behind) = section.split_at(point);
    let whole: Vec<&Token> = before.iter().filter(|token| is_digit(token)).collect();
    let decimals = behind.iter().filter(|token| is_digit(token)).count();
    let least = whole.iter().filter(|token| ***token == Token::Digit { always: true }).count();
    let last_digit = section.iter().rposition(is_digit);
    let has_comma = |from: usize, to: usize| section.get(from..to).is_some_and(|it| it.contains(&Token::Comma));
    let is_grouped = last_digit.is_some_and(|last| has_comma(0, last.min(point)));
    let thousandths =
        last_digit.map_or(0, |last| section.iter().skip(last + 1).take_while(|token| **token == Token::Comma).count());
    let percents = section.iter().filter(|token| **token == Token::Percent).count();
    let mut number = number;
    for _ in 0..percents.min(4) {
        number = number.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(number);
    }
    for _ in 0..thousandths.min(4) {
        number = number.checked_div(Decimal::ONE_THOUSAND).unwrap_or(number);
    }
    let places = u32::try_from(decimals.min(28)).unwrap_or(0);
    let rounded = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize().to_string();
    let (integer, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let integer = if integer == "0" { "" } else { integer };
    let integer = format!("{integer:0>least$}");
    let integer = if is_grouped { grouped(&integer) } else { integer };
    let always = behind.iter().filter(|token| **token == Token::Digit { always: true }).count();
    let fraction = format!("{fraction:0<always$}");
    let mut shown = String::new();
    let mut is_written = false;
    for (index, token) in section.iter().enumerate() {
        match token {
            Token::Digit { .. } | Token::Point if !is_written => {
                is_written = true;
                shown.push_str(&integer);
                if index <= point && point < section.len() && (!fraction.is_empty() || always > 0) {
                    shown.push('.');
                    shown.push_str(&fraction);
                }
            }
            Token::Percent => shown.push('%'),
            Token::Text(text) => shown.push_str(text),
            _ => {}
        }
    }
    shown.trim().to_owned()
}

/// Digits with commas between thousands.
fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A date by a section for dates; `None` if the number is none.
fn date(section: &[Token], number: f64, is_1904: bool) -> Option<String> {
    const DAYS_BEFORE_1904: f64 = 1462.0;
    const SECONDS_OF_DAY: f64 = 86_400.0;
    const LAST_DAY: f64 = 2_958_466.0;
    let number = if is_1904 { number + DAYS_BEFORE_1904 } else { number };
    if !(0.0..LAST_DAY).contains(&number) {
        return None;
    }
    let seconds = (number.fract() * SECONDS_OF_DAY).round();
    let (days, seconds) =
        if seconds >= SECONDS_OF_DAY { (number.trunc() + 1.0, 0.0) } else { (number.trunc(), seconds) };
    let (year, month, day) = day_of_sheet(days as i64);
    let year = u32::try_from(year).unwrap_or(0);
    let seconds = seconds as u32;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut shown = String::new();
    let mut before = ' ';
    for (index, token) in section.iter().enumerate() {
        match token {
            Token::Date(letter, count) => {
                let behind = section.iter().skip(index + 1).find_map(|token| match token {
                    Token::Date(letter, _) => Some(*letter),
                    _ => None,
                });
                let is_minute = *letter == 'm' && (before == 'h' || behind == Some('s'));
                before = *letter;
                let (value, width) = match letter {
                    'y' if *count <= 2 => (year % 100, 2),
                    'y' => (year, 4),
                    // Names of months and of days.
                    'm' | 'd' if *count > 2 => return None,
                    'm' if is_minute => (minute, *count),
                    'm' => (month, *count),
                    'd' => (day, *count),
                    'h' => (hour, *count),
                    _ => (second, *count),
                };
                // Writing to a string cannot fail.
                let _ = write!(shown, "{value:0width$}");
            }
            Token::Text(text) => shown.push_str(text),
            Token::Comma => shown.push(','),
            Token::Point => shown.push('.'),
            _ => {}
        }
    }
    Some(shown)
}

/// The day with this number. Day 60 is the 29th of February 1900, which never was.
fn day_of_sheet(number: i64) -> (i64, u32, u32) {
    const DAYS_FROM_1899_12_31_TO_1970: i64 = 25_568;
    match number {
        60 => (1900, 2, 29),
        _ => civil(number - i64::from(number > 60) - DAYS_FROM_1899_12_31_TO_1970),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_by_their_formats() {
        for (code, number, shown) in [
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 1234567.0, "1234567"),
            ("General", -2.5, "-2.5"),
            ("General", 1.0 / 3.0, "0.333333333"),
            ("0", 2.5, "3"),
            ("0.00", 0.125, "0.13"),
            ("0.00", -1.0, "-1.00"),
            ("0.0#", 1.5, "1.5"),
            ("#,##0", 1234567.4, "1,234,567"),
            ("#,##0.00", 999.5, "999.50"),
            ("0%", 0.256, "26%"),
            ("0.00%", 0.5, "50.00%"),
            ("0;-0;;@", 0.0, ""),
            ("0;-0;;@", -3.0, "-3"),
            ("_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", 0.0, "-"),
            ("_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", 1200.0, "1,200"),
            ("0\"件\"", 12.0, "12件"),
            ("[Red][>10]0.0;0", 12.0, "12"),
            ("0.00E+00", 12.0, "12"),
            ("# ?/?", 0.5, "0.5"),
            ("\"¥\"#,##0.00", 12.0, "¥12.00"),
            ("[$￥-804]#,##0", 12.0, "￥12"),
            ("#,##0,", 12_000.0, "12"),
            ("000", 7.0, "007"),
        ] {
            assert_eq!(NumberFormat::new(code).show(number, false), shown, "{code} {number}");
        }
    }

    #[test]
    fn dates_are_shown_by_their_formats() {
        for (code, number, shown) in [
            ("yyyy\"年\"m\"月\"d\"日\"", 45658.0, "2025年1月1日"),
            ("yyyy/mm/dd", 45350.0, "2024/02/28"),
            ("yyyy-m-d h:mm", 45351.75, "2024-2-29 18:00"),
            ("yy.m", 1.0, "00.1"),
            ("yyyy-m-d", 60.0, "1900-2-29"),
            ("yyyy-m-d", 61.0, "1900-3-1"),
            ("h:mm:ss", 0.5, "12:00:00"),
            ("yyyy", -1.0, "-1"),
        ] {
            assert_eq!(NumberFormat::new(code).show(number, false), shown, "{code} {number}");
        }
        assert_eq!(NumberFormat::new("yyyy-m-d").show(0.0, true), "1904-1-1");
        assert_eq!(NumberFormat::built_in(31).show(45658.0, false), "2025年1月1日");
    }
}
