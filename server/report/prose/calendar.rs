//! Years and dates as prose writes them, damaged ones included.

/// A year or a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// The year; `None` where only month and day are said.
    pub year: Option<u16>,
    /// The month as printed, 13 and 0 included.
    pub month: Option<u8>,
    /// The day as printed.
    pub day: Option<u8>,
    /// The year before, where these are years from one to another: 2024-2027年.
    pub from: Option<u16>,
    /// What is wrong with it.
    pub fault: Option<DateFault>,
}

/// How a date is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateFault {
    /// 年 or 月 was lost, and digits run together: 20201月1日, 202011日.
    RunTogether,
    /// 日 was lost: 12月31止.
    NoDay,
    /// A year with too many digits: 20244年.
    Digits,
    /// There is no such month or day: 13月, 2月30日.
    Impossible,
}

impl Calendar {
    const NONE: Calendar = Calendar { year: None, month: None, day: None, from: None, fault: None };

    /// Whether it is a whole year.
    pub fn is_year(&self) -> bool {
        self.year.is_some() && self.month.is_none() && self.from.is_none() && self.fault.is_none()
    }

    /// Whether it is this day of some year.
    pub fn is_day(&self, month: u8, day: u8) -> bool {
        self.month == Some(month) && self.day == Some(day)
    }

    fn with_fault(mut self) -> Self {
        let days = match self.month {
            Some(2) => 28 + u8::from(self.year.is_none_or(|year| year % 4 == 0)),
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        };
        let month = self.month.is_some_and(|month| month == 0 || month > 12);
        if month || self.day.is_some_and(|day| day == 0 || day > days) {
            self.fault = Some(DateFault::Impossible);
        }
        self
    }
}

/// The years that a report may name.
fn plausible(year: u32) -> Option<u16> {
    (1949..=2099).contains(&year).then_some(year as u16)
}

/// The date that begins at a digit, and where it ends. The character before is no digit.
pub fn read(text: &str, at: usize) -> Option<(Calendar, usize)> {
    let digits = run(text, at);
    let end = at + digits;
    let value: u32 = if digits <= 8 { text[at..end].parse().ok()? } else { return None };
    let rest = &text[end..];
    match rest.chars().next()? {
        '年' if digits == 4 => Some(after_year(text, plausible(value)?, end + '年'.len_utf8())),
        '年' if digits == 5 && text[at..].starts_with("20") => {
            let calendar = Calendar { year: plausible(value / 10), fault: Some(DateFault::Digits), ..Calendar::NONE };
            Some((calendar, end + '年'.len_utf8()))
        }
        '月' if digits <= 2 => Some(after_month(text, None, value as u8, end + '月'.len_utf8())),
        '月' if digits == 5 || digits == 6 => {
            let (year, month) = split(value, digits)?;
            let (mut calendar, end) = after_month(text, Some(year), month, end + '月'.len_utf8());
            calendar.fault = Some(DateFault::RunTogether);
            Some((calendar, end))
        }
        '日' if digits == 6 || digits == 8 => {
            let (year, month) =
                split(value / if digits == 6 { 10 } else { 100 }, digits - if digits == 6 { 1 } else { 2 })?;
            let day = (value % if digits == 6 { 10 } else { 100 }) as u8;
            (month <= 12 && day <= 31 && day > 0).then_some(())?;
            let calendar = Calendar { year: Some(year), month: Some(month), day: Some(day), ..Calendar::NONE };
            Some((Calendar { fault: Some(DateFault::RunTogether), ..calendar }, end + '日'.len_utf8()))
        }
        '-' | '至' | '到' | '~' if digits == 4 => {
            let from = plausible(value)?;
            let next = end + rest.chars().next()?.len_utf8();
            if run(text, next) == 4 && text[next + 4..].starts_with('年') {
                let year = plausible(text[next..next + 4].parse().ok()?)?;
                return Some((
                    Calendar { year: Some(year), from: Some(from), ..Calendar::NONE },
                    next + 4 + '年'.len_utf8(),
                ));
            }
            numeric(text, from, end)
        }
        '.' | '/' if digits == 4 => numeric(text, plausible(value)?, end),
        _ => None,
    }
}

/// A year in Chinese digits with 年 behind it: 二〇二四年.
pub fn read_chinese(text: &str, at: usize) -> Option<(Calendar, usize)> {
    let mut value = 0;
    let mut end = at;
    for c in text[at..].chars().take(4) {
        value = value * 10 + chinese_digit(c)?;
        end += c.len_utf8();
    }
    text[end..]
        .starts_with('年')
        .then(|| plausible(value))
        .flatten()
        .map(|year| after_year(text, year, end + '年'.len_utf8()))
}

fn chinese_digit(c: char) -> Option<u32> {
    match c {
        '零' | '○' => Some(0),
        c => "〇一二三四五六七八九".chars().position(|digit| digit == c).map(|digit| digit as u32),
    }
}

/// The year and the month of digits that run together: 20201, 202012.
fn split(value: u32, digits: usize) -> Option<(u16, u8)> {
    let by = if digits == 5 { 10 } else { 100 };
    let month = (value % by) as u8;
    (1..=12).contains(&month).then_some(())?;
    Some((plausible(value / by).filter(|year| *year >= 2000)?, month))
}

fn after_year(text: &str, year: u16, mut end: usize) -> (Calendar, usize) {
    let calendar = Calendar { year: Some(year), ..Calendar::NONE };
    if text[end..].starts_with('度') {
        end += '度'.len_utf8();
    }
    let digits = run(text, end);
    if (1..=2).contains(&digits) && text[end + digits..].starts_with('月') {
        let month = text[end..end + digits].parse().unwrap_or(0);
        return after_month(text, Some(year), month, end + digits + '月'.len_utf8());
    }
    // 2024年至2027年: the second year is read by itself; this one is no year of its own.
    let between = ["-", "至", "到", "~"].iter().find_map(|mark| text[end..].strip_prefix(mark));
    if let Some(next) = between.map(|rest| text.len() - rest.len())
        && run(text, next) == 4
        && text[next + 4..].starts_with('年')
        && run(text, next + 4 + '年'.len_utf8()) == 0
        && let Some(last) = text[next..next + 4].parse().ok().and_then(plausible)
    {
        return (Calendar { year: Some(last), from: Some(year), ..Calendar::NONE }, next + 4 + '年'.len_utf8());
    }
    (calendar, end)
}

fn after_month(text: &str, year: Option<u16>, month: u8, end: usize) -> (Calendar, usize) {
    let calendar = Calendar { year, month: Some(month), ..Calendar::NONE };
    let digits = run(text, end);
    let behind = &text[end + digits..];
    let day = text[end..end + digits].parse().ok();
    match (digits, behind.chars().next()) {
        (1..=2, Some(c @ ('日' | '号'))) => (Calendar { day, ..calendar }.with_fault(), end + digits + c.len_utf8()),
        (1..=2, next) if is_cut_off(behind, next) => {
            let calendar = Calendar { day, ..calendar }.with_fault();
            (Calendar { fault: calendar.fault.or(Some(DateFault::NoDay)), ..calendar }, end + digits)
        }
        _ => (calendar.with_fault(), end),
    }
}

/// Whether what follows the digits of a day shows that 日 was lost: 12月31止. In 3月5、6日 it was not.
fn is_cut_off(behind: &str, next: Option<char>) -> bool {
    let Some(next) = next else { return true };
    let mut after = &behind[next.len_utf8()..];
    let mut digits = run(after, 0);
    // 3月5、6、7日.
    while digits > 0 && after[digits..].starts_with(',') {
        after = &after[digits + 1..];
        digits = run(after, 0);
    }
    let shares_day = digits > 0 && after[digits..].starts_with(['日', '号']);
    match next {
        '止' | '。' | ';' | ')' => true,
        ',' | '至' | '到' => !shares_day,
        _ => false,
    }
}

/// 2024.12.31, 2024-12-31.
fn numeric(text: &str, year: u16, mut end: usize) -> Option<(Calendar, usize)> {
    let mut part = || {
        let next = text[end..].strip_prefix(['.', '-', '/']).map(|_| end + 1)?;
        let digits = run(text, next);
        let value = (1..=2).contains(&digits).then(|| text[next..next + digits].parse::<u8>().ok()).flatten()?;
        end = next + digits;
        Some(value)
    };
    let (month, day) = (part()?, part()?);
    (month <= 12 && day <= 31).then_some(())?;
    Some((Calendar { year: Some(year), month: Some(month), day: Some(day), ..Calendar::NONE }, end))
}

/// How many digits begin at a place.
pub(super) fn run(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}
