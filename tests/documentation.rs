//! The documents tell of every reason and every counter, in the words of the code.

use aesock::core::{
    quota::{Meter, Period, Quotas},
    reason::{Reason, Verdict},
    usage::{Counter, ROOM},
};

#[test]
fn every_reason_is_in_the_table_of_errors() {
    let table = include_str!("../docs/errors.md");
    for reason in Reason::ALL {
        let sentence = reason.about("...");
        let row = match (reason.verdict(), reason) {
            (Verdict::Allow, _) => format!("| `{}` | {sentence} |", reason.slug()),
            // Their sentence is the flaw or the quota alone.
            (Verdict::Deny, Reason::InvalidTarget | Reason::Quota) => {
                format!("| `{}` | {} |", reason.slug(), reason.errno())
            }
            (Verdict::Deny, _) => {
                format!("| `{}` | {} | {sentence} |", reason.slug(), reason.errno())
            }
        };
        assert!(table.contains(&row), "docs/errors.md lacks: {row}");
    }
}

#[test]
fn every_counter_is_in_the_table_of_metering() {
    let table = include_str!("../docs/metering.md");
    for counter in Counter::ALL {
        let (name, metric, help) = (counter.name(), counter.metric(), counter.help());
        let row = format!("| `{name}` | `{metric}_total` | {help} |");
        assert!(table.contains(&row), "docs/metering.md lacks: {row}");
    }
    assert!(table.contains(&format!("\n{ROOM} applications have counters of their own")));
}

#[test]
fn every_quota_and_an_example_of_them_are_in_the_chapter_on_quotas() {
    let document = include_str!("../docs/metering.md");
    for meter in Meter::ALL {
        assert!(document.contains(&format!("`{}`", meter.name())));
    }
    for period in Period::ALL {
        assert!(document.contains(&format!("`/{}`", period.name())));
    }
    let examples: Vec<_> = document
        .lines()
        .filter_map(|line| line.strip_prefix("aesock.quota = "))
        .map(|example| Quotas::parse(example.trim_matches('"')))
        .collect();
    assert!(examples.len() == 2 && examples.iter().all(Result::is_ok));
}
