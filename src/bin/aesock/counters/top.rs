//! `aesock top`: who uses how much, as a table that is renewed.

use crate::{
    cli::TopArguments,
    log::files::counted,
    report::{Failure, Report},
};
use aesock::core::{
    escape::Escaped,
    host::clock,
    reason::{Reason, Verdict},
    usage::{
        Account, Counter, UsageSnapshot,
        quota::{Meter, Period, Quotas, Standing},
    },
};
use std::{
    collections::HashMap,
    fmt::{self, Write as _},
    io::{self, IsTerminal as _, Write as _},
    thread,
    time::{Duration, Instant},
};

/// Home, and away with what is below; each line ends by taking away what was longer.
const CLEAR: &str = "\x1b[H\x1b[J";

/// Shows tables until the end, or one.
pub fn run(arguments: &TopArguments) -> Result<Report, Failure> {
    let quotas = match &arguments.quota {
        None => Quotas::default(),
        Some(text) => Quotas::parse(text).map_err(|error| Failure(format!("--quota: {error}")))?,
    };
    let mut snapshot = UsageSnapshot::of(&arguments.file)?;
    let mut before = Rates::default();
    let mut table = |snapshot: &UsageSnapshot| {
        let rows = rows(snapshot, &quotas, &mut before);
        print(&rows, arguments.quota.is_some())
    };
    if arguments.once || !io::stdout().is_terminal() {
        return Ok(Report::of(table(&snapshot)));
    }
    loop {
        let text = table(&snapshot);
        let mut output = io::stdout().lock();
        let written = write!(output, "{CLEAR}{text}").and_then(|()| output.flush());
        if written.is_err() {
            return Ok(Report::of(String::new()));
        }
        drop(output);
        thread::sleep(Duration::from_secs(arguments.interval.into()));
        snapshot.refresh()?;
    }
}

/// What is told of an application.
#[derive(Debug, Default, PartialEq)]
struct Row {
    application: String,
    connects: u64,
    connects_a_second: Option<f64>,
    sent: u64,
    received: u64,
    sent_a_second: Option<f64>,
    received_a_second: Option<f64>,
    lookups: u64,
    reclaims: u64,
    denials: Vec<(&'static str, u64)>,
    quotas: Vec<Standing>,
}

/// What was counted at the table before.
#[derive(Debug, Default)]
struct Rates {
    counts: HashMap<String, [u64; 3]>,
    at: Option<Instant>,
}

/// What rates are told of.
const RATED: [Counter; 3] = [
    Counter::Connects,
    Counter::BytesSent,
    Counter::BytesReceived,
];

impl Rates {
    /// How much more a second each of [`RATED`] is than at the table before.
    fn of(&self, application: &str, counts: [u64; 3], now: Instant) -> [Option<f64>; 3] {
        let elapsed = self.at.map(|at| now.duration_since(at).as_secs_f64());
        let before = self.counts.get(application);
        let mut rates = [None; 3];
        if let (Some(elapsed), Some(before)) = (elapsed.filter(|elapsed| *elapsed > 0.0), before) {
            for (rate, (now, before)) in rates.iter_mut().zip(counts.iter().zip(before)) {
                *rate = Some(now.saturating_sub(*before) as f64 / elapsed);
            }
        }
        rates
    }
}

fn rows(snapshot: &UsageSnapshot, quotas: &Quotas, before: &mut Rates) -> Vec<Row> {
    let (now, time) = (Instant::now(), clock::utc());
    let mut counts = HashMap::new();
    let accounts = snapshot.ledger().accounts();
    let rows = accounts.map(|(application, account)| {
        let rated = RATED.map(|counter| account.get(counter));
        let rates = before.of(&application, rated, now);
        counts.insert(application.clone(), rated);
        row(application, account, rates, quotas, time)
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|one, other| {
        (other.connects, &one.application).cmp(&(one.connects, &other.application))
    });
    *before = Rates {
        counts,
        at: Some(now),
    };
    rows
}

fn row(
    application: String,
    account: Account,
    rates: [Option<f64>; 3],
    quotas: &Quotas,
    time: Duration,
) -> Row {
    let refusals = Reason::ALL
        .iter()
        .filter(|reason| reason.verdict() == Verdict::Deny);
    let denials = refusals.map(|&reason| (reason.slug(), account.denials(reason)));
    let mut denials: Vec<_> = denials.filter(|(_, count)| *count > 0).collect();
    denials.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let [connects_a_second, sent_a_second, received_a_second] = rates;
    Row {
        application,
        connects: account.get(Counter::Connects),
        connects_a_second,
        sent: account.get(Counter::BytesSent),
        received: account.get(Counter::BytesReceived),
        sent_a_second,
        received_a_second,
        lookups: account.get(Counter::Lookups),
        reclaims: account.get(Counter::Reclaims),
        denials,
        quotas: standings(account, quotas, time),
    }
}

/// How quotas stand; of those whose limit nobody told, what was used in the present minute and day.
fn standings(account: Account, quotas: &Quotas, time: Duration) -> Vec<Standing> {
    if !quotas.is_empty() {
        return quotas.standings(account, time).collect();
    }
    let text: String = Meter::ALL
        .iter()
        .flat_map(|meter| {
            Period::ALL.map(|period| format!("{}:1/{} ", meter.name(), period.name()))
        })
        .collect();
    let all = Quotas::parse(&text).unwrap_or_default();
    all.standings(account, time)
        .filter(|quota| quota.used > 0)
        .collect()
}

fn print(rows: &[Row], has_limits: bool) -> String {
    let mut text = String::new();
    // A string takes all.
    let _ = write_table(&mut text, rows, has_limits);
    text
}

fn write_table(f: &mut String, rows: &[Row], has_limits: bool) -> fmt::Result {
    let denials = rows
        .iter()
        .flat_map(|row| row.denials.iter().map(|(_, count)| count));
    let denials: u64 = denials.sum();
    writeln!(
        f,
        "{}, {}\n",
        counted(rows.len() as u64, "application"),
        counted(denials, "denial")
    )?;
    let names = rows.iter().map(|row| name(row).len());
    let width = names.max().unwrap_or_default().max("application".len());
    writeln!(
        f,
        "{:<width$} {:>10} {:>8} {:>10} {:>10} {:>10} {:>10} {:>8} {:>8}",
        "application", "connects", "/s", "sent", "/s", "received", "/s", "lookups", "reclaims"
    )?;
    for row in rows {
        writeln!(
            f,
            "{:<width$} {:>10} {:>8} {:>10} {:>10} {:>10} {:>10} {:>8} {:>8}",
            name(row),
            row.connects,
            rate(row.connects_a_second),
            Bytes(row.sent as f64).to_string(),
            bytes_rate(row.sent_a_second),
            Bytes(row.received as f64).to_string(),
            bytes_rate(row.received_a_second),
            row.lookups,
            row.reclaims,
        )?;
    }
    write_denials(f, rows, width)?;
    write_quotas(f, rows, width, has_limits)
}

fn write_denials(f: &mut String, rows: &[Row], width: usize) -> fmt::Result {
    if rows.iter().any(|row| !row.denials.is_empty()) {
        writeln!(f, "\n{:<width$} {:>10} reason", "application", "denials")?;
    }
    for row in rows {
        for (reason, count) in &row.denials {
            writeln!(f, "{:<width$} {count:>10} {reason}", name(row))?;
        }
    }
    Ok(())
}

fn write_quotas(f: &mut String, rows: &[Row], width: usize, has_limits: bool) -> fmt::Result {
    if rows.iter().any(|row| !row.quotas.is_empty()) {
        let limit = if has_limits { "limit" } else { "" };
        writeln!(
            f,
            "\n{:<width$} {:>14} {limit:>14} quota",
            "application", "used"
        )?;
    }
    for row in rows {
        for quota in &row.quotas {
            let limit = if has_limits {
                quota.limit.to_string()
            } else {
                String::new()
            };
            let (meter, period) = (quota.meter.name(), quota.period.name());
            let warning = match () {
                () if has_limits && quota.used >= quota.limit => "  used up",
                () if has_limits && quota.used as f64 >= quota.limit as f64 * 0.9 => {
                    "  almost used up"
                }
                () => "",
            };
            writeln!(
                f,
                "{:<width$} {:>14} {limit:>14} {meter}/{period}{warning}",
                name(row),
                quota.used
            )?;
        }
    }
    Ok(())
}

fn name(row: &Row) -> String {
    Escaped(row.application.as_bytes()).to_string()
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{rate:.1}"))
}

fn bytes_rate(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| Bytes(rate).to_string())
}

/// Bytes in units of thousands, as quotas have them.
struct Bytes(f64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut value, mut units) = (self.0, ["", "K", "M", "G", "T"].iter());
        let mut unit = units.next();
        while value >= 9_999.5
            && let Some(next) = units.next()
        {
            (value, unit) = (value / 1_000.0, Some(next));
        }
        write!(f, "{value:.0}{}", unit.unwrap_or(&""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aesock::core::usage::Ledger;

    fn used(ledger: &'static Ledger) -> Account {
        let shop = ledger.account("shop");
        shop.add(Counter::Connects, 41);
        shop.add(Counter::BytesSent, 12_345_678);
        shop.deny(Reason::Private);
        shop
    }

    #[test]
    fn bytes_have_four_digits_and_a_unit_of_thousands() {
        for (bytes, shown) in [
            (0.0, "0"),
            (9_999.0, "9999"),
            (10_000.0, "10K"),
            (9_999_600.0, "10M"),
            (2e16, "20000T"),
        ] {
            assert_eq!(Bytes(bytes).to_string(), shown);
        }
    }

    #[test]
    fn a_rate_needs_a_table_before() {
        let (start, mut rates) = (Instant::now(), Rates::default());
        assert_eq!(rates.of("shop", [1, 2, 3], start), [None; 3]);
        rates.counts.insert("shop".to_owned(), [1, 2, 3]);
        rates.at = Some(start);
        let later = rates.of("shop", [5, 2, 0], start + Duration::from_secs(2));
        assert_eq!(later, [Some(2.0), Some(0.0), Some(0.0)]);
        assert_eq!(
            rates.of("blog", [5, 2, 0], start + Duration::from_secs(2)),
            [None; 3]
        );
    }

    #[test]
    fn a_table_has_counters_denials_and_quotas() {
        let ledger = Ledger::anonymous().unwrap();
        let (account, now) = (used(ledger), Duration::from_secs(1_795_694_430));
        let quotas = Quotas::parse("connects:50/min").unwrap();
        quotas.take(account, Meter::Connects, 45, now).unwrap();
        let row = row(
            "shop".to_owned(),
            account,
            [Some(2.5), None, None],
            &quotas,
            now,
        );
        let table = "\
1 application, 1 denial

application   connects       /s       sent         /s   received         /s  lookups reclaims
shop                41      2.5        12M          -          0          -        0        0

application    denials reason
shop                 1 private

application           used          limit quota
shop                    45             50 connects/min  almost used up
";
        assert_eq!(print(&[row], true), table);
        let without = standings(account, &Quotas::default(), now);
        assert_eq!(without.len(), 1, "{without:?}");
        assert_eq!((without[0].meter, without[0].used), (Meter::Connects, 45));
    }
}
