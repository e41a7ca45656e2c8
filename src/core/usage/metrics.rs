//! The counters as text for the Prometheus ecosystem (OpenMetrics 1.0). It counts nothing.

use super::{Account, Counter, Unit, quota::Standing};
use crate::core::reason::{Reason, Verdict};
use std::fmt;

/// What applications used, which is displayed as OpenMetrics text.
#[derive(Debug)]
pub struct Metrics<'a> {
    /// The applications.
    pub accounts: &'a [(String, Account)],
    /// The quotas of one of them, by its name.
    pub quotas: (&'a str, &'a [Standing]),
}

/// A number of a quota.
type OfQuota = fn(&Standing) -> u64;

/// What is told of quotas.
const QUOTAS: [(&str, &str, OfQuota); 2] = [
    (
        "aesock_quota_used",
        "What of a quota was used in the present minute or day.",
        |quota| quota.used,
    ),
    ("aesock_quota_limit", "How much a quota allows.", |quota| {
        quota.limit
    }),
];

impl fmt::Display for Metrics<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for &counter in Counter::ALL {
            self.counter(f, counter)?;
        }
        self.denials(f)?;
        self.quotas(f)?;
        f.write_str("# EOF\n")
    }
}

impl Metrics<'_> {
    fn counter(&self, f: &mut fmt::Formatter<'_>, counter: Counter) -> fmt::Result {
        let family = counter.metric();
        writeln!(f, "# TYPE {family} counter")?;
        if counter.unit() == Unit::Bytes {
            writeln!(f, "# UNIT {family} bytes")?;
        }
        writeln!(f, "# HELP {family} {}", counter.help())?;
        for (application, account) in self.accounts {
            let (application, value) = (Label(application), account.get(counter));
            writeln!(f, "{family}_total{{application={application}}} {value}")?;
        }
        Ok(())
    }

    fn denials(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# TYPE aesock_denials counter")?;
        writeln!(
            f,
            "# HELP aesock_denials Decisions that refused, or would have in audit mode."
        )?;
        for (application, account) in self.accounts {
            let application = Label(application);
            for &reason in Reason::ALL
                .iter()
                .filter(|reason| reason.verdict() == Verdict::Deny)
            {
                let (slug, value) = (reason.slug(), account.denials(reason));
                writeln!(
                    f,
                    "aesock_denials_total{{application={application},reason=\"{slug}\"}} {value}"
                )?;
            }
        }
        Ok(())
    }

    fn quotas(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (application, quotas) = self.quotas;
        for (family, help, value) in QUOTAS {
            writeln!(f, "# TYPE {family} gauge\n# HELP {family} {help}")?;
            for quota in quotas {
                let (application, value) = (Label(application), value(quota));
                let (name, period) = (quota.meter.name(), quota.period.name());
                let labels =
                    format_args!("application={application},quota=\"{name}\",period=\"{period}\"");
                writeln!(f, "{family}{{{labels}}} {value}")?;
            }
        }
        Ok(())
    }
}

/// The value of a label, quoted.
struct Label<'a>(&'a str);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for character in self.0.chars() {
            match character {
                '\n' => f.write_str("\\n")?,
                '"' | '\\' => write!(f, "\\{character}")?,
                _ => write!(f, "{character}")?,
            }
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::usage::{
        Ledger,
        quota::{Meter, Quotas},
    };
    use std::time::Duration;

    #[test]
    fn each_application_has_a_line_in_each_family_and_families_are_whole() {
        let ledger = Ledger::anonymous().unwrap();
        ledger.account("shop").add(Counter::BytesSent, 7);
        ledger.account("shop").deny(Reason::Private);
        ledger.account("blog").add(Counter::Creates, 0);
        let accounts: Vec<_> = ledger.accounts().collect();
        let text = Metrics {
            accounts: &accounts,
            quotas: ("shop", &[]),
        }
        .to_string();
        let first = "\
            # TYPE aesock_outgoing_bytes counter\n\
            # UNIT aesock_outgoing_bytes bytes\n\
            # HELP aesock_outgoing_bytes Bytes that the kernel was handed to send, those of TLS included.\n\
            aesock_outgoing_bytes_total{application=\"shop\"} 7\n\
            aesock_outgoing_bytes_total{application=\"blog\"} 0\n\
            # TYPE aesock_incoming_bytes counter\n";
        assert!(text.starts_with(first), "{text}");
        assert!(
            text.contains("\naesock_denials_total{application=\"shop\",reason=\"private\"} 1\n")
        );
        assert!(
            text.contains("\naesock_denials_total{application=\"blog\",reason=\"private\"} 0\n")
        );
        assert!(text.ends_with("\n# EOF\n"));
        let samples = text.lines().filter(|line| !line.starts_with('#')).count();
        let refusals = Reason::ALL
            .iter()
            .filter(|reason| reason.verdict() == Verdict::Deny);
        assert_eq!(samples, 2 * (Counter::ALL.len() + refusals.count()));
    }

    #[test]
    fn a_quota_has_its_use_and_its_limit() {
        let account = Ledger::anonymous().unwrap().account("shop");
        let quotas = Quotas::parse("connects:5/min").unwrap();
        let now = Duration::from_secs(1_795_694_430);
        quotas.take(account, Meter::Connects, 2, now).unwrap();
        let standings: Vec<_> = quotas.standings(account, now).collect();
        let text = Metrics {
            accounts: &[],
            quotas: ("shop", &standings),
        }
        .to_string();
        let labels = "{application=\"shop\",quota=\"connects\",period=\"min\"}";
        assert!(
            text.contains(&format!("\naesock_quota_used{labels} 2\n")),
            "{text}"
        );
        assert!(
            text.contains(&format!("\naesock_quota_limit{labels} 5\n")),
            "{text}"
        );
    }

    #[test]
    fn names_of_applications_are_escaped() {
        assert_eq!(Label("a\"b\\c\nd\té").to_string(), "\"a\\\"b\\\\c\\nd\té\"");
    }
}
