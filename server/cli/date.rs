//! When something is written into a document.

use crate::text::calendar::{DAY, civil, seconds_in_china};
use std::time::SystemTime;

/// The time now in China, or the one that builds which are to be the same again set for all programs.
pub fn now() -> String {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.trim().parse().ok());
    // Word takes the time of a comment for local time.
    let seconds = set.unwrap_or_else(|| seconds_in_china(SystemTime::now()));
    written(seconds)
}

/// A date, or a date and a time, as documents write it.
///
/// # Errors
/// If it is neither.
pub fn parsed(text: &str) -> Result<String, String> {
    let wrong = || format!("“{text}”不是日期；应为 2026-11-29 或 2026-11-29T16:00:00");
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00:00"));
    let numbers = |part: &str, separator: char, lengths: [usize; 3]| -> Option<[u32; 3]> {
        let mut all = part.split(separator).zip(lengths).map(|(number, length)| {
            let is_number = number.len() == length && number.bytes().all(|it| it.is_ascii_digit());
            number.parse::<u32>().ok().filter(|_| is_number)
        });
        let found = [all.next()??, all.next()??, all.next()??];
        (part.matches(separator).count() == 2).then_some(found)
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2]).ok_or_else(wrong)?;
    let [hour, minute, second] = numbers(time.trim_end_matches('Z'), ':', [2, 2, 2]).ok_or_else(wrong)?;
    let is_date = year >= 1 && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_time = hour < 24 && minute < 60 && second < 60;
    let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    if is_date && is_time { Ok(date) } else { Err(wrong()) }
}

/// A time in seconds since 1970 as documents write it; the last one of the year 9999 for any later one.
fn written(seconds: u64) -> String {
    const LAST: u64 = 253_402_300_799;
    let seconds = seconds.min(LAST);
    let (days, time) = (seconds / DAY, seconds % DAY);
    let (year, month, day) = civil(days as i64);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_word_does() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (1_772_323_200, "2026-03-01T00:00:00Z"),
            (u64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(written(seconds), expected);
        }
    }

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(parsed("2026-11-29").as_deref(), Ok("2026-11-29T00:00:00Z"));
        assert_eq!(parsed("2026-11-29T16:05:07Z").as_deref(), Ok("2026-11-29T16:05:07Z"));
        for wrong in [
            "",
            "2026",
            "2026-13-01",
            "2026-1-1",
            "2026-11-29T24:00:00",
            "2026-11-29T1:2",
            "2026-11-29-1",
            "+026-11-29",
        ] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }
}
