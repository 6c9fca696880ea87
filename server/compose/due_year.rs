//! The year whose report is due.

use crate::text::calendar::{DAY, civil, seconds_in_china};
use std::time::SystemTime;

/// The year that a report begun at this time is about, by China's calendar: before 1 July the last one, from then on the
/// current one. Reports are due in January to March, and drafts of the next are begun before the year ends.
pub fn due_year(time: SystemTime) -> u16 {
    let days = seconds_in_china(time) / DAY;
    let (year, month, _) = civil(days as i64);
    let year = u16::try_from(year).unwrap_or(u16::MAX);
    if month < 7 { year - 1 } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

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
