//! How long ago a day was. Not a calendar: time zones and hours are left out.

use std::time::{SystemTime, UNIX_EPOCH};

/// Whole days from the day that `date` begins with (`2026-10-08`, ISO 8601) to `now`; `None` where
/// it begins with none, or the day is still to come.
#[must_use]
pub fn days_since(date: &str, now: SystemTime) -> Option<u64> {
    let number = |from, to| date.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let separators = date.get(4..5).zip(date.get(7..8));
    let is_day = (1970..).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if separators != Some(("-", "-")) || !is_day {
        return None;
    }
    let today = now.duration_since(UNIX_EPOCH).ok()?.as_secs() / (24 * 60 * 60);
    today.checked_sub(days_from_epoch(year, month, day))
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, whose years begin in March here so that
/// a leap day is the last one.
fn days_from_epoch(year: u64, month: u64, day: u64) -> u64 {
    const FROM_YEAR_ZERO: u64 = 719_468;
    let year = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - FROM_YEAR_ZERO
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// 2026-11-26, 00:00:00 UTC.
    const DAY: u64 = 1_795_651_200;

    #[test]
    fn days_are_counted_over_months_years_and_leap_days() {
        for (date, days) in [
            ("2026-11-26", 0),
            ("2026-11-25", 1),
            ("2026-10-08", 49),
            ("2026-01-01", 329),
            ("2025-11-26", 365),
            ("2024-02-29", 1001),
            ("2024-03-01", 1000),
            ("2000-02-29", 9767),
            ("1970-01-01", 20783),
        ] {
            assert_eq!(days_since(date, at(DAY)), Some(days), "{date}");
        }
    }

    #[test]
    fn a_day_ends_with_its_last_second() {
        assert_eq!(days_since("2026-11-26", at(DAY - 1)), None, "still to come");
        assert_eq!(days_since("2026-11-26", at(DAY + 86399)), Some(0));
        assert_eq!(days_since("2026-11-26", at(DAY + 86400)), Some(1));
    }

    #[test]
    fn what_follows_the_day_is_not_looked_at() {
        let date = "2026-10-08T14:03:35.123456";
        assert_eq!(days_since(date, at(DAY)), Some(49));
    }

    #[test]
    fn what_begins_with_no_day_has_no_age() {
        for date in [
            "",
            "unknown",
            "today",
            "2026",
            "2026-10",
            "2026-10-8",
            "2026/10/08",
            "2026-13-01",
            "2026-00-01",
            "2026-10-00",
            "2026-10-32",
            "1969-12-31",
            "2026-10-\u{fc}",
        ] {
            assert_eq!(days_since(date, at(DAY)), None, "{date}");
        }
    }
}
