//! The year whose report is due.

use std::time::{SystemTime, UNIX_EPOCH};

/// The days of the months before July, in a year that is no leap year.
const BEFORE_JULY: u64 = 31 + 28 + 31 + 30 + 31 + 30;
/// How far China's clocks are ahead, in seconds.
const AHEAD: u64 = 8 * 60 * 60;

/// The year that a report begun at this time is about, by China's calendar: before 1 July the last one, from then on the
/// current one. Reports are due in January to March, and drafts of the next are begun before the year ends.
pub fn due_year(time: SystemTime) -> u16 {
    const DAY: u64 = 24 * 60 * 60;
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) + AHEAD;
    let mut days = seconds / DAY;
    let mut year = 1970;
    loop {
        let leap = u64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        if days < 365 + leap || year == u16::MAX {
            return if days < BEFORE_JULY + leap { year - 1 } else { year };
        }
        days -= 365 + leap;
        year += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn reports_are_about_the_last_year_until_july() {
        let at = |seconds| due_year(UNIX_EPOCH + Duration::from_secs(seconds));
        // 2024-06-30T15:59:59Z is the last second of June 2024 in China, 2024-12-31T15:59:59Z that of the year.
        for (seconds, year) in [
            (1_719_763_199, 2023),
            (1_719_763_200, 2024),
            (1_735_660_799, 2024),
            (1_735_660_800, 2024),
            (1_751_299_199, 2024),
            (1_751_299_200, 2025),
            (0, 1969),
        ] {
            assert_eq!(at(seconds), year, "{seconds}");
        }
    }
}
