//! What an application may use in a minute and in a day (`aesock.quota`), and what it has used. The
//! counters of what was used altogether are [`usage`](super).
//!
//! # Design
//! The use of one quota is one word of the application's slot: the number of the minute or day, and
//! how much was used in it. It changes by compare-and-swap, so a quota is kept exactly however many
//! processes use it, and nothing needs to be done when a minute ends.

use super::{
    Account, AtomicU64, Counter,
    ledger::WINDOWS,
    word::{self, MOST, Window},
};
use crate::core::escape::Escaped;
use std::{fmt, time::Duration};

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
        let slot = self.limits[meter as usize].of_mut(period);
        if *slot != 0 {
            return Err(Flaw::Twice);
        }
        *slot = limit;
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

    /// How many sockets an application may have open in a process.
    #[must_use]
    pub fn max_open(&self) -> Option<u32> {
        self.max_open
    }

    /// Whether an application that has `open` sockets in a process may open another one.
    ///
    /// # Errors
    /// [`Exhausted`] where it may not.
    pub fn check_open(&self, open: u32) -> Result<(), Exhausted> {
        match self.max_open {
            Some(limit) if open >= limit => Err(Exhausted::Open { limit }),
            _ => Ok(()),
        }
    }

    /// Takes `amount` at the time `now` of [`clock::utc`](crate::core::host::clock::utc).
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

    /// Gives back what [`Quotas::take`] took a moment ago, for what was not done then.
    pub fn give_back(&self, account: Account, meter: Meter, amount: u64, now: Duration) {
        for quota in self.quotas(account, meter) {
            let window = quota.window(now);
            quota.give_back(amount, window);
        }
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
        word::take(self.word, self.number(now), amount, self.limit)
            .map_err(|window| self.exhausted(window))
    }

    /// Undoes [`Quota::take`], unless the window is over.
    fn give_back(&self, amount: u64, taken: Window) {
        word::give_back(self.word, amount, taken);
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
        word::count(self.word, self.number(now), amount);
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
        Window::of(self.word, self.number(now))
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

#[cfg(test)]
mod tests;
