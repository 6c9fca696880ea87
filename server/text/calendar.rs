//! The Gregorian calendar, and the time in China.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A day, in seconds.
pub const DAY: u64 = 24 * 60 * 60;

/// How far China's clocks are ahead, in seconds.
const AHEAD: u64 = 8 * 60 * 60;

/// The time that was told, in seconds since 1970; 0 where the system has a clock.
static TOLD: AtomicU64 = AtomicU64::new(0);

/// Tells the time, in seconds since 1970, where the system has no clock, as in a browser.
pub fn set_now(seconds: u64) {
    TOLD.store(seconds, Ordering::Relaxed);
}

/// The time that was told last, or that of the system's clock.
pub fn now() -> SystemTime {
    match TOLD.load(Ordering::Relaxed) {
        0 => SystemTime::now(),
        seconds => UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(UNIX_EPOCH),
    }
}

/// The seconds that clocks in China show at a time, counted from the beginning of 1970; a time before 1970 counts as that.
pub fn seconds_in_china(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()).saturating_add(AHEAD)
}

/// The year, month and day so many days after 1 January 1970.
pub fn civil(days: i64) -> (i64, u32, u32) {
    const FROM_MARCH_OF_YEAR_0: i64 = 719_468;
    // Counted from the first of March of the year 0, in eras of 400 years.
    let days = days.saturating_add(FROM_MARCH_OF_YEAR_0);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let small = |number: i64| u32::try_from(number).unwrap_or(0);
    (year + era * 400 + i64::from(month <= 2), small(month), small(day))
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_have_their_dates() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (11_016, (2000, 2, 29)),
            (20_088, (2024, 12, 31)),
            (-25_568, (1899, 12, 31)),
            (2_932_896, (9999, 12, 31)),
        ] {
            assert_eq!(civil(days), date, "{days}");
        }
    }
}
