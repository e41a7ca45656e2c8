//! The day of a line, in the forms in which servers write it. No time of day and no time zone.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A day as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u32,
    month: u32,
    day: u32,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Day {
    /// The day in UTC of `time`.
    pub fn of(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::after(since)
    }

    /// The day that is `since` behind the beginning of 1970. By Howard Hinnant's `civil_from_days`.
    pub fn after(since: Duration) -> Self {
        let days = since.as_secs() / 86_400 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = year + era * 400 + u64::from(month <= 2);
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            year: small(year),
            month: small(month),
            day: small(of_year - (153 * from_march + 2) / 5 + 1),
        }
    }

    fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let is_day =
            (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        is_day.then_some(Self { year, month, day })
    }
}

/// The day that `text` has: `30-Nov-2026` of PHP, `2026/11/30` of nginx, `2026-11-30T...` of RFC 3339,
/// `Nov 30 08:24:06.1 2026` of Apache, and `Nov 30` of syslog, which is the last one before the file
/// ended on the day `end`.
pub fn day_in(text: &str, end: Option<Day>) -> Option<Day> {
    let words: Vec<_> = text
        .split([' ', '[', ']', '"', ','])
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).find_map(|at| whole(words[at]).or_else(|| in_words(&words[at..], end)))
}

fn whole(word: &str) -> Option<Day> {
    let date = word.split('T').next()?;
    let mut parts = date.split(['-', '/']);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() {
        return None;
    }
    match three {
        [year, month, day] if year.len() == 4 => {
            Day::new(number(year)?, number(month)?, number(day)?)
        }
        [day, name, year] => Day::new(number(year)?, month(name)?, number(day)?),
    }
}

fn in_words(words: &[&str], end: Option<Day>) -> Option<Day> {
    let [name, day, rest @ ..] = words else {
        return None;
    };
    let (month, day) = (month(name)?, number(day)?);
    // Behind the time.
    let year = rest.get(1).filter(|year| year.len() == 4);
    let year = year.and_then(|year| number(year)).or_else(|| {
        let end = end?;
        let is_of_year = (month, day) <= (end.month, end.day);
        Some(if is_of_year { end.year } else { end.year - 1 })
    });
    Day::new(year?, month, day)
}

fn month(name: &str) -> Option<u32> {
    let index = MONTHS.iter().position(|month| *month == name)?;
    u32::try_from(index + 1).ok()
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_found_in_the_form_of_each_server() {
        let end = Day::new(2027, 1, 3);
        for (text, day) in [
            ("[30-Nov-2026 08:24:06 UTC] ", "2026-11-30"),
            (
                "[30-Nov-2026 08:24:06] WARNING: [pool www] child 7",
                "2026-11-30",
            ),
            (
                "2026/11/30 08:24:06 [error] 12#12: *1 FastCGI",
                "2026-11-30",
            ),
            ("2026-11-30T08:24:06.123+01:00 web php: ", "2026-11-30"),
            (
                "[Mon Nov 30 08:24:06.123456 2026] [php:notice] ",
                "2026-11-30",
            ),
            ("Nov 30 08:24:06 web php[7]: ", "2026-11-30"),
            ("Jan  2 08:24:06 web php[7]: ", "2027-01-02"),
        ] {
            let found = day_in(text, end).map(|day| day.to_string());
            assert_eq!(found.as_deref(), Some(day), "{text}");
        }
        for text in [
            "",
            "php: ",
            "Nov 31x",
            "2026-13-30",
            "1-2-3-4",
            "Nov 30 08:24:06 x",
        ] {
            assert_eq!(day_in(text, None), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years_and_centuries() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_796_026_446, "2026-11-30"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Day::after(Duration::from_secs(seconds)).to_string(), day);
        }
    }
}
