//! What an application may use in a minute and in a day (`aesock.quota`), and what it has used. The
//! counters of what was used altogether are [`super::usage`].
//!
//! # Design
//! The use of one quota is one word of the application's slot: the number of the minute or day, and
//! how much was used in it. It changes by compare-and-swap, so a quota is kept exactly however many
//! processes use it, and nothing needs to be done when a minute ends.

use super::{
    escape::Escaped,
    usage::{Account, Counter, WINDOWS},
};
use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

macro_rules! meters {
    ($($(#[$doc:meta])* $counter:ident = $words:literal, $appengine:expr;)*) => {
        /// What there are quotas of. The order is that of the words in a usage file: a new one goes
        /// to the end.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Meter { $($(#[$doc])* $counter,)* }

        impl Meter {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$counter,)*];

            /// What it counts.
            #[must_use]
            pub const fn counter(self) -> Counter {
                match self { $(Self::$counter => Counter::$counter,)* }
            }

            const fn words(self) -> &'static str {
                match self { $(Self::$counter => $words,)* }
            }

            /// App Engine's quota.
            const fn published(self) -> Limits {
                match self { $(Self::$counter => $appengine,)* }
            }
        }
    };
}

const CALLS: Limits = Limits::new(4_800, 864_000);
const TRANSFERS: Limits = Limits::new(3_686_400, 663_552_000);
const BYTES: Limits = Limits::new(113_000_000, 20_000_000_000);

// App Engine's are those of the section "Sockets" of its quotas page of 2016.
meters! {
    /// Sockets that are made.
    Creates = "sockets made", CALLS;
    /// Sockets that are bound.
    Binds = "binds", CALLS;
    /// Connections that are begun.
    Connects = "connects", CALLS;
    /// Calls that send.
    Sends = "sends", TRANSFERS;
    /// Calls that receive.
    Receives = "receives", TRANSFERS;
    /// Bytes that are sent.
    BytesSent = "bytes sent", BYTES;
    /// Bytes that are received.
    BytesReceived = "bytes received", BYTES;
    /// Names that name servers are asked for.
    Lookups = "lookups", Limits::NONE;
}

impl Meter {
    /// The name in `aesock.quota`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.counter().name()
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|meter| meter.name() == name)
    }
}

/// For how long a quota lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// A minute of UTC.
    Minute,
    /// A day of UTC.
    Day,
}

impl Period {
    /// All of them, the longest first.
    pub const ALL: [Self; 2] = [Self::Day, Self::Minute];

    /// The name in `aesock.quota`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minute => "min",
            Self::Day => "day",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Minute => "a minute",
            Self::Day => "a day",
        }
    }

    const fn seconds(self) -> u64 {
        match self {
            Self::Minute => 60,
            Self::Day => 24 * 60 * 60,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == name)
    }
}

/// How much of one thing may be used; 0 for as much as one wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Limits {
    minute: u64,
    day: u64,
}

impl Limits {
    const NONE: Self = Self::new(0, 0);

    const fn new(minute: u64, day: u64) -> Self {
        Self { minute, day }
    }

    const fn of(self, period: Period) -> u64 {
        match period {
            Period::Minute => self.minute,
            Period::Day => self.day,
        }
    }

    fn of_mut(&mut self, period: Period) -> &mut u64 {
        match period {
            Period::Minute => &mut self.minute,
            Period::Day => &mut self.day,
        }
    }
}

/// The quotas in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotas {
    limits: [Limits; Meter::ALL.len()],
    /// A bit for each meter that has a limit.
    limited: u32,
    max_open: Option<u32>,
}

const _: () = assert!(Meter::ALL.len() * Period::ALL.len() <= WINDOWS && Meter::ALL.len() <= 32);

/// Why a text is no list of quotas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("quota `{}`: {flaw}", Escaped(.text.as_bytes()))]
pub struct QuotaError {
    text: String,
    flaw: Flaw,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Flaw {
    #[error(
        "neither `appengine` nor one such as `connects:4800/min`, `bytes_sent:20G/day`, `max_open:100`"
    )]
    Form,
    #[error("the name is none of {}", names())]
    Name,
    #[error(
        "the amount is not a number from 1 to {MOST}, with K, M or G behind it for thousands, millions or thousands of millions"
    )]
    Amount,
    #[error("the number of sockets is not one from 1 to {}", u32::MAX)]
    Open,
    #[error("there is one of the same already")]
    Twice,
}

fn names() -> String {
    let names = Meter::ALL.iter().map(|meter| meter.name());
    names.chain(["max_open"]).collect::<Vec<_>>().join(", ")
}

impl Quotas {
    /// Reads a list of quotas separated by commas or spaces: `appengine`, `NAME:AMOUNT/min`,
    /// `NAME:AMOUNT/day`, `max_open:NUMBER`. An empty one and `0` limit nothing.
    ///
    /// # Errors
    /// [`QuotaError`], which names the first bad one and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, QuotaError> {
        let is_separator = |character: char| character == ',' || character.is_ascii_whitespace();
        let mut quotas = Self::default();
        let text = if text == "0" { "" } else { text };
        for item in text.split(is_separator).filter(|item| !item.is_empty()) {
            quotas.take_item(item).map_err(|flaw| QuotaError {
                text: item.to_owned(),
                flaw,
            })?;
        }
        Ok(quotas)
    }

    fn take_item(&mut self, item: &str) -> Result<(), Flaw> {
        if item == "appengine" {
            return self.take_published();
        }
        let (name, amount) = item.split_once(':').ok_or(Flaw::Form)?;
        if name == "max_open" {
            let open = amount.parse().ok().filter(|&open| open > 0);
            let before = self.max_open.replace(open.ok_or(Flaw::Open)?);
            return before.map_or(Ok(()), |_| Err(Flaw::Twice));
        }
        let meter = Meter::named(name).ok_or(Flaw::Name)?;
        let (amount, period) = amount.split_once('/').ok_or(Flaw::Form)?;
        let period = Period::named(period).ok_or(Flaw::Form)?;
        self.limit(meter, period, parse_amount(amount).ok_or(Flaw::Amount)?)
    }

    fn take_published(&mut self) -> Result<(), Flaw> {
        for &meter in Meter::ALL {
            for period in Period::ALL {
                match meter.published().of(period) {
                    0 => {}
                    limit => self.limit(meter, period, limit)?,
                }
            }
        }
        Ok(())
    }

    fn limit(&mut self, meter: Meter, period: Period, limit: u64) -> Result<(), Flaw> {
        let place = self.limits[meter as usize].of_mut(period);
        if *place != 0 {
            return Err(Flaw::Twice);
        }
        *place = limit;
        self.limited |= 1 << meter as u32;
        Ok(())
    }

    /// Nothing is limited.
    pub const NONE: Self = Self {
        limits: [Limits::new(0, 0); Meter::ALL.len()],
        limited: 0,
        max_open: None,
    };

    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.limited == 0 && self.max_open.is_none()
    }

    /// How many sockets a process may have open.
    #[must_use]
    pub fn max_open(&self) -> Option<u32> {
        self.max_open
    }

    /// Whether a process that has `open` sockets may open another one.
    ///
    /// # Errors
    /// [`Exhausted`] where it may not.
    pub fn check_open(&self, open: u32) -> Result<(), Exhausted> {
        match self.max_open {
            Some(limit) if open >= limit => Err(Exhausted::Open { limit }),
            _ => Ok(()),
        }
    }

    /// Takes `amount` at the time `now` of [`clock::utc`](super::clock::utc).
    ///
    /// Where one of two quotas refuses, nothing is taken of the other.
    ///
    /// # Errors
    /// [`Exhausted`] where less is left; of two quotas, the one that refills later is told.
    #[inline]
    pub fn take(
        &self,
        account: Account,
        meter: Meter,
        amount: u64,
        now: Duration,
    ) -> Result<(), Exhausted> {
        if !self.limits(meter) {
            return Ok(());
        }
        let [day, minute] = Period::ALL.map(|period| self.quota(account, meter, period));
        let taken = match &day {
            Some(day) => Some((day, day.take(amount, now)?)),
            None => None,
        };
        let took = minute.map_or(Ok(()), |minute| minute.take(amount, now).map(drop));
        took.inspect_err(|_| {
            if let Some((day, window)) = taken {
                day.give_back(amount, window);
            }
        })
    }

    /// Whether anything is left, for what is known only afterwards.
    ///
    /// # Errors
    /// [`Exhausted`] where nothing is.
    #[inline]
    pub fn check(&self, account: Account, meter: Meter, now: Duration) -> Result<(), Exhausted> {
        if !self.limits(meter) {
            return Ok(());
        }
        self.quotas(account, meter)
            .try_for_each(|quota| quota.check(now))
    }

    /// Counts what was used, beyond the quota too.
    #[inline]
    pub fn count(&self, account: Account, meter: Meter, amount: u64, now: Duration) {
        if !self.limits(meter) {
            return;
        }
        self.quotas(account, meter)
            .for_each(|quota| quota.count(amount, now));
    }

    /// All quotas but that of open sockets, and how they stand.
    pub fn standings(&self, account: Account, now: Duration) -> impl Iterator<Item = Standing> {
        let quotas = Meter::ALL
            .iter()
            .flat_map(move |&meter| self.quotas(account, meter));
        quotas.map(move |quota| quota.standing(now))
    }

    /// Whether there is a quota of `meter`.
    #[must_use]
    pub fn limits(&self, meter: Meter) -> bool {
        self.limited & (1 << meter as u32) != 0
    }

    fn quotas(&self, account: Account, meter: Meter) -> impl Iterator<Item = Quota> {
        let periods = Period::ALL.into_iter();
        periods.filter_map(move |period| self.quota(account, meter, period))
    }

    fn quota(&self, account: Account, meter: Meter, period: Period) -> Option<Quota> {
        let limit = self.limits[meter as usize].of(period);
        (limit != 0).then(|| Quota {
            meter,
            period,
            limit,
            word: &account.windows()[meter as usize * Period::ALL.len() + period as usize],
        })
    }
}

/// The number of an amount, which fits into a window.
fn parse_amount(text: &str) -> Option<u64> {
    let (digits, factor) = match text.as_bytes().last()? {
        b'K' => (&text[..text.len() - 1], 1_000),
        b'M' => (&text[..text.len() - 1], 1_000_000),
        b'G' => (&text[..text.len() - 1], 1_000_000_000),
        _ => (text, 1),
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let amount = digits
        .parse::<u64>()
        .ok()
        .filter(|_| is_number)?
        .checked_mul(factor)?;
    (1..=MOST).contains(&amount).then_some(amount)
}

/// How a quota stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What is limited.
    pub meter: Meter,
    /// For how long.
    pub period: Period,
    /// How much was used, which may be more than the limit.
    pub used: u64,
    /// How much may be used.
    pub limit: u64,
    /// When it refills, in seconds since 1970.
    pub refills: u64,
}

/// That a quota is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Exhausted {
    /// Of a minute or a day.
    #[error("the quota of {limit} {} {} is used up until {} UTC", .meter.words(), .period.words(), TimeOfDay(*.refills))]
    Period {
        /// What is limited.
        meter: Meter,
        /// For how long.
        period: Period,
        /// How much may be used.
        limit: u64,
        /// When it refills, in seconds since 1970.
        refills: u64,
    },
    /// Of open sockets.
    #[error("the quota of {limit} open sockets a process is used up")]
    Open {
        /// How many may be open.
        limit: u32,
    },
}

struct TimeOfDay(u64);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, minutes, hours) = (self.0 % 60, self.0 / 60 % 60, self.0 / 3600 % 24);
        write!(f, "{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// One quota of an application.
struct Quota {
    meter: Meter,
    period: Period,
    limit: u64,
    word: &'static AtomicU64,
}

impl Quota {
    /// The window that it was taken of.
    fn take(&self, amount: u64, now: Duration) -> Result<Window, Exhausted> {
        let number = self.number(now);
        self.change(number, |window| {
            let used = window.used.checked_add(amount)?;
            (used <= self.limit).then_some(Window { used, ..window })
        })
        .map_err(|window| self.exhausted(window))
    }

    /// Undoes [`Quota::take`], unless the window is over.
    fn give_back(&self, amount: u64, taken: Window) {
        let undo = |word: u64| {
            let is_same = word >> AMOUNT_BITS == taken.number % NUMBERS;
            is_same.then(|| word - amount.min(word & MOST))
        };
        // Of a window that is over, nothing is left to undo.
        let _ = self
            .word
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, undo);
    }

    fn check(&self, now: Duration) -> Result<(), Exhausted> {
        let window = self.window(now);
        if window.used < self.limit {
            Ok(())
        } else {
            Err(self.exhausted(window))
        }
    }

    fn count(&self, amount: u64, now: Duration) {
        let number = self.number(now);
        // Counting never refuses.
        let _ = self.change(number, |window| {
            let used = window.used.saturating_add(amount).min(MOST);
            Some(Window { used, ..window })
        });
    }

    fn standing(&self, now: Duration) -> Standing {
        let window = self.window(now);
        Standing {
            meter: self.meter,
            period: self.period,
            used: window.used,
            limit: self.limit,
            refills: self.refills(window),
        }
    }

    /// The present window.
    fn window(&self, now: Duration) -> Window {
        Window::unpack(self.word.load(Ordering::Relaxed), self.number(now))
    }

    /// Changes the window where number `present` is the present one. The window that was changed, or
    /// the one that `change` refused.
    fn change(
        &self,
        present: u64,
        change: impl Fn(Window) -> Option<Window>,
    ) -> Result<Window, Window> {
        let unpack = |word| Window::unpack(word, present);
        let changed = |word| change(unpack(word)).map(Window::pack);
        self.word
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, changed)
            .map(unpack)
            .map_err(unpack)
    }

    fn number(&self, now: Duration) -> u64 {
        now.as_secs() / self.period.seconds()
    }

    fn exhausted(&self, window: Window) -> Exhausted {
        Exhausted::Period {
            meter: self.meter,
            period: self.period,
            limit: self.limit,
            refills: self.refills(window),
        }
    }

    fn refills(&self, window: Window) -> u64 {
        (window.number + 1) * self.period.seconds()
    }
}

/// How many bits of a word are the amount; those above are the number of the window.
const AMOUNT_BITS: u32 = 44;
/// The greatest amount.
const MOST: u64 = (1 << AMOUNT_BITS) - 1;
/// The numbers of windows repeat after so many: minutes after almost two years.
const NUMBERS: u64 = 1 << (u64::BITS - AMOUNT_BITS);

/// A minute or a day, and what was used in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    /// How many there were since 1970.
    number: u64,
    used: u64,
}

impl Window {
    /// The window of `word` where it is number `present`, else an unused one of that number. One that
    /// another process has just begun is the present one too.
    fn unpack(word: u64, present: u64) -> Self {
        let (number, used) = (word >> AMOUNT_BITS, word & MOST);
        match number.wrapping_sub(present) % NUMBERS {
            ahead @ (0 | 1) => Self {
                number: present + ahead,
                used,
            },
            _ => Self {
                number: present,
                used: 0,
            },
        }
    }

    fn pack(self) -> u64 {
        (self.number % NUMBERS) << AMOUNT_BITS | self.used
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::usage::Ledger;
    use std::thread;

    /// 2026-11-26 12:00:30 UTC.
    const NOON: Duration = Duration::from_secs(1_795_694_430);
    const SECOND: Duration = Duration::from_secs(1);
    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    fn account() -> Account {
        Ledger::anonymous().unwrap().account("shop")
    }

    fn quotas(text: &str) -> Quotas {
        Quotas::parse(text).expect(text)
    }

    /// How much of the quotas was used, shortest period last.
    fn used(quotas: &Quotas, account: Account, now: Duration) -> Vec<u64> {
        let standings = quotas.standings(account, now);
        standings.map(|standing| standing.used).collect()
    }

    fn refused(text: &str) -> String {
        Quotas::parse(text).expect_err(text).to_string()
    }

    #[test]
    fn nothing_is_limited_by_default() {
        for text in ["", "0", " , "] {
            let quotas = quotas(text);
            assert!(quotas.is_empty() && quotas.max_open().is_none());
            let account = account();
            assert_eq!(
                quotas.take(account, Meter::Connects, u64::MAX, NOON),
                Ok(())
            );
            quotas.count(account, Meter::BytesSent, u64::MAX, NOON);
            assert_eq!(quotas.check(account, Meter::BytesSent, NOON), Ok(()));
            assert_eq!(quotas.check_open(u32::MAX), Ok(()));
            assert_eq!(quotas.standings(account, NOON).count(), 0);
        }
    }

    #[test]
    fn app_engines_quotas_are_the_published_ones() {
        let quotas = quotas("appengine");
        let standings = quotas.standings(account(), NOON);
        let limits = standings.map(|quota| (quota.meter.name(), quota.period.name(), quota.limit));
        let calls = |name| [(name, "day", 864_000), (name, "min", 4_800)];
        let transfers = |name| [(name, "day", 663_552_000), (name, "min", 3_686_400)];
        let bytes = |name| [(name, "day", 20_000_000_000), (name, "min", 113_000_000)];
        let expected = [
            calls("creates"),
            calls("binds"),
            calls("connects"),
            transfers("sends"),
            transfers("receives"),
            bytes("bytes_sent"),
            bytes("bytes_received"),
        ];
        assert_eq!(limits.collect::<Vec<_>>(), expected.as_flattened());
        assert_eq!(quotas.max_open(), None);
    }

    #[test]
    fn quotas_are_separated_by_commas_and_spaces() {
        let quotas = quotas(
            "connects:5/min,bytes_sent:2K/day bytes_sent:3/min\tlookups:4M/min,, max_open:7",
        );
        let standings = quotas.standings(account(), NOON);
        let limits = standings.map(|quota| (quota.meter, quota.period, quota.limit));
        assert_eq!(
            limits.collect::<Vec<_>>(),
            [
                (Meter::Connects, Period::Minute, 5),
                (Meter::BytesSent, Period::Day, 2_000),
                (Meter::BytesSent, Period::Minute, 3),
                (Meter::Lookups, Period::Minute, 4_000_000),
            ]
        );
        assert_eq!((quotas.max_open(), quotas.is_empty()), (Some(7), false));
    }

    #[test]
    fn app_engines_quotas_can_have_others_beside_them() {
        let quotas = quotas("appengine lookups:100/min max_open:50");
        assert_eq!(quotas.standings(account(), NOON).count(), 15);
        assert_eq!(
            refused("appengine connects:1/min"),
            "quota `connects:1/min`: there is one of the same already"
        );
    }

    #[test]
    fn errors_name_the_quota_and_its_flaw() {
        let form = "neither `appengine` nor one such as";
        let amount = "the amount is not a number from 1 to 17592186044415";
        let name = "the name is none of creates, binds, connects, sends, receives, bytes_sent, \
                    bytes_received, lookups, max_open";
        let twice = "there is one of the same already";
        for (text, flaw) in [
            ("connects", form),
            ("connects:5", form),
            ("connects:5/hour", form),
            ("connects:5/", form),
            ("1", form),
            ("reclaims:5/min", name),
            ("Connects:5/min", name),
            (":5/min", name),
            ("connects:0/min", amount),
            ("connects:/min", amount),
            ("connects:K/min", amount),
            ("connects:+5/min", amount),
            ("connects:-5/min", amount),
            ("connects:1.5G/min", amount),
            ("connects:5k/min", amount),
            ("connects:5KK/min", amount),
            ("bytes_sent:17592186044416/day", amount),
            ("bytes_sent:17593G/day", amount),
            ("bytes_sent:18446744073709551616/day", amount),
            ("bytes_sent:18446744073709551615G/day", amount),
            (
                "max_open:0",
                "the number of sockets is not one from 1 to 4294967295",
            ),
            ("max_open:4294967296", "the number of sockets is not one"),
            ("max_open:5/min", "the number of sockets is not one"),
            ("max_open:1 max_open:1", twice),
            ("connects:5/min connects:5/min", twice),
        ] {
            let error = refused(text);
            let item = text.rsplit(' ').next().unwrap();
            assert!(
                error.starts_with(&format!("quota `{item}`: {flaw}")),
                "{error}"
            );
        }
        assert!(
            quotas("bytes_sent:17592186044415/day connects:1/min")
                .max_open()
                .is_none()
        );
        assert_eq!(quotas("max_open:4294967295").max_open(), Some(u32::MAX));
    }

    #[test]
    fn exactly_the_limit_can_be_taken_and_the_refusal_tells_which_and_until_when() {
        let (quotas, account) = (quotas("connects:3/min"), account());
        for _ in 0..3 {
            assert_eq!(quotas.take(account, Meter::Connects, 1, NOON), Ok(()));
        }
        let refusal = quotas.take(account, Meter::Connects, 1, NOON).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "the quota of 3 connects a minute is used up until 12:01:00 UTC"
        );
        assert_eq!(used(&quotas, account, NOON), [3]);
        assert_eq!(quotas.take(account, Meter::Connects, 0, NOON), Ok(()));
        assert_eq!(
            quotas.take(account, Meter::Creates, 1, NOON),
            Ok(()),
            "has no quota"
        );
    }

    #[test]
    fn more_than_what_is_left_is_not_taken_at_all() {
        let (quotas, account) = (quotas("bytes_sent:10/min"), account());
        assert!(quotas.take(account, Meter::BytesSent, 11, NOON).is_err());
        assert!(
            quotas
                .take(account, Meter::BytesSent, u64::MAX, NOON)
                .is_err()
        );
        assert_eq!(quotas.take(account, Meter::BytesSent, 10, NOON), Ok(()));
        assert!(
            quotas
                .take(account, Meter::BytesSent, u64::MAX, NOON)
                .is_err()
        );
    }

    #[test]
    fn a_quota_refills_when_its_minute_or_day_of_utc_ends() {
        for (text, end) in [
            ("sends:1/min", 1_795_694_460),
            ("sends:1/day", 1_795_737_600),
        ] {
            let (quotas, account) = (quotas(text), account());
            let end = Duration::from_secs(end);
            quotas.take(account, Meter::Sends, 1, NOON).unwrap();
            let standing = quotas.standings(account, NOON).next().unwrap();
            assert_eq!(standing.refills, end.as_secs());
            let before = end - Duration::from_nanos(1);
            assert!(
                quotas.take(account, Meter::Sends, 1, before).is_err(),
                "{text}"
            );
            assert_eq!(quotas.take(account, Meter::Sends, 1, end), Ok(()), "{text}");
        }
        let (quotas, account) = (quotas("sends:1/day"), account());
        quotas.take(account, Meter::Sends, 1, NOON).unwrap();
        let refusal = quotas.take(account, Meter::Sends, 1, NOON).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "the quota of 1 sends a day is used up until 00:00:00 UTC"
        );
    }

    #[test]
    fn what_one_quota_refuses_is_not_taken_of_the_other() {
        let (quotas, account) = (quotas("connects:2/min connects:3/day"), account());
        for _ in 0..2 {
            quotas.take(account, Meter::Connects, 1, NOON).unwrap();
        }
        let words = |refusal: Result<(), Exhausted>| refusal.unwrap_err().to_string();
        assert!(
            words(quotas.take(account, Meter::Connects, 1, NOON)).contains("2 connects a minute")
        );
        assert_eq!(used(&quotas, account, NOON), [2, 2]);
        let next = NOON + MINUTE;
        quotas.take(account, Meter::Connects, 1, next).unwrap();
        assert!(words(quotas.take(account, Meter::Connects, 1, next)).contains("3 connects a day"));
        assert_eq!(used(&quotas, account, next), [3, 1]);
    }

    #[test]
    fn of_two_quotas_that_are_used_up_the_one_that_refills_later_is_told() {
        let (quotas, account) = (quotas("connects:1/min connects:1/day"), account());
        quotas.take(account, Meter::Connects, 1, NOON).unwrap();
        for refusal in [
            quotas.take(account, Meter::Connects, 1, NOON),
            quotas.check(account, Meter::Connects, NOON),
        ] {
            assert!(refusal.unwrap_err().to_string().contains("a day"));
        }
    }

    #[test]
    fn what_is_known_only_afterwards_may_go_beyond_the_limit_once() {
        let (quotas, account) = (quotas("bytes_received:100/min"), account());
        let check = |now| quotas.check(account, Meter::BytesReceived, now);
        quotas.count(account, Meter::BytesReceived, 99, NOON);
        assert_eq!(check(NOON), Ok(()));
        quotas.count(account, Meter::BytesReceived, 5_000, NOON);
        assert_eq!(
            check(NOON).unwrap_err().to_string(),
            "the quota of 100 bytes received a minute is used up until 12:01:00 UTC"
        );
        assert_eq!(used(&quotas, account, NOON), [5_099]);
        assert_eq!(check(NOON + MINUTE), Ok(()));
        quotas.count(account, Meter::BytesReceived, 100, NOON + MINUTE);
        assert!(check(NOON + MINUTE).is_err());
    }

    #[test]
    fn a_use_too_great_to_write_down_stays_used_up() {
        let (quotas, account) = (quotas("bytes_sent:17592186044415/min"), account());
        quotas.count(account, Meter::BytesSent, MOST - 1, NOON);
        assert_eq!(quotas.check(account, Meter::BytesSent, NOON), Ok(()));
        quotas.count(account, Meter::BytesSent, u64::MAX, NOON);
        assert_eq!(used(&quotas, account, NOON), [MOST]);
        assert!(quotas.check(account, Meter::BytesSent, NOON).is_err());
    }

    #[test]
    fn a_process_whose_clock_was_read_before_the_minute_ended_does_not_begin_the_old_one_again() {
        let (quotas, account) = (quotas("connects:2/min"), account());
        let end = NOON + 30 * SECOND;
        quotas.take(account, Meter::Connects, 1, end).unwrap();
        quotas
            .take(account, Meter::Connects, 1, end - SECOND)
            .unwrap();
        assert_eq!(
            quotas
                .take(account, Meter::Connects, 1, end - SECOND)
                .unwrap_err()
                .to_string(),
            "the quota of 2 connects a minute is used up until 12:02:00 UTC"
        );
        assert_eq!(used(&quotas, account, end), [2]);
    }

    #[test]
    fn a_clock_that_is_set_back_begins_its_minute_anew() {
        let (quotas, account) = (quotas("connects:1/min connects:5/day"), account());
        quotas.take(account, Meter::Connects, 1, NOON).unwrap();
        let before = NOON - 2 * MINUTE;
        assert_eq!(quotas.take(account, Meter::Connects, 1, before), Ok(()));
        assert_eq!(used(&quotas, account, before), [2, 1]);
        assert_eq!(
            quotas.take(account, Meter::Connects, 1, NOON - 2 * DAY),
            Ok(())
        );
    }

    #[test]
    fn what_is_given_back_is_given_to_the_window_it_was_taken_of() {
        let (quotas, account) = (quotas("connects:9/min"), account());
        let quota = quotas
            .quota(account, Meter::Connects, Period::Minute)
            .unwrap();
        let taken = quota.take(3, NOON).unwrap();
        quota.give_back(2, taken);
        assert_eq!(used(&quotas, account, NOON), [1]);
        for later in [NOON + MINUTE, NOON + 2 * MINUTE] {
            quota.take(4, later).unwrap();
            quota.give_back(1, taken);
            assert_eq!(used(&quotas, account, later), [4]);
        }
    }

    #[test]
    fn a_window_and_its_use_fit_into_a_word() {
        for number in [0, 1, NUMBERS - 1, NUMBERS, 29_928_240] {
            for used in [0, 1, MOST - 1, MOST] {
                let window = Window { number, used };
                assert_eq!(Window::unpack(window.pack(), number), window);
                let one_ahead = Window {
                    number: number + 1,
                    used,
                };
                assert_eq!(Window::unpack(one_ahead.pack(), number), one_ahead);
                for other in [number + 2, number + NUMBERS - 1] {
                    let over = Window {
                        number: other,
                        used,
                    }
                    .pack();
                    assert_eq!(Window::unpack(over, number), Window { number, used: 0 });
                }
            }
        }
    }

    #[test]
    fn a_process_may_have_so_many_sockets_open_and_no_more() {
        let quotas = quotas("max_open:2");
        assert_eq!(
            (quotas.check_open(0), quotas.check_open(1)),
            (Ok(()), Ok(()))
        );
        for open in [2, 3] {
            assert_eq!(
                quotas.check_open(open).unwrap_err().to_string(),
                "the quota of 2 open sockets a process is used up"
            );
        }
        assert!(!quotas.is_empty());
    }

    #[test]
    fn many_threads_take_exactly_the_limit() {
        let (quotas, account) = (quotas("connects:10007/min connects:20011/day"), account());
        for (now, limit) in [(NOON, 10_007), (NOON + MINUTE, 10_004)] {
            let take = || {
                let takes = (0..10_000).map(|_| quotas.take(account, Meter::Connects, 1, now));
                takes.filter(Result::is_ok).count()
            };
            let taken = thread::scope(|scope| {
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().unwrap())
                    .sum::<usize>()
            });
            assert_eq!(taken, limit);
        }
        assert_eq!(used(&quotas, account, NOON + MINUTE), [20_011, 10_004]);
    }

    #[test]
    fn many_threads_count_all_they_use_in_the_minute_they_use_it() {
        let (quotas, account) = (quotas("bytes_sent:5/min"), account());
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for n in 0..10_000 {
                        quotas.count(account, Meter::BytesSent, n % 3, NOON);
                    }
                });
            }
        });
        let sum = (0..10_000).map(|n| n % 3).sum::<u64>();
        assert_eq!(used(&quotas, account, NOON), [4 * sum]);
    }
}
