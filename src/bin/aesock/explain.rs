//! `aesock explain`: what a reason means, and what an operator can do.

use crate::{
    cli::ExplainArguments,
    learn,
    log::entry::{self, Entry, reason_of},
    report::{Failure, Report},
};
use aesock::core::{
    escape::Escaped,
    reason::{Reason, Verdict},
};
use std::fmt::Write as _;

/// Explains a reason, in a line of the log with the very rule for its destination, or lists all.
pub fn run(arguments: &ExplainArguments) -> Result<Report, Failure> {
    let asked = arguments.reason.join(" ");
    if asked.is_empty() {
        return Ok(Report::of(list()));
    }
    let in_line = entry::find(&asked, None).entries.pop();
    let rule = in_line.as_ref().and_then(learn::opening);
    let by_no_rule = in_line.as_ref().is_some_and(is_open_to_nobody);
    let slug = in_line.map_or(asked, |entry| entry.reason);
    let reason = reason_of(&slug).ok_or_else(|| {
        let shown = Escaped(slug.as_bytes());
        Failure(format!(
            "there is no reason `{shown}`; aesock explain lists all"
        ))
    })?;
    let remedy = match by_no_rule {
        true => BY_NO_RULE.to_owned(),
        false => reason.remedy_by(rule.as_deref(), None),
    };
    Ok(Report::of(explain(reason, &remedy)))
}

const BY_NO_RULE: &str =
    "No rule opens it to programs and direct calls (`aesock.native=all`): do without it there.";

/// Whether the kernel refuses it to programs, whatever the rules are.
fn is_open_to_nobody(entry: &Entry) -> bool {
    let reason = entry.known_reason();
    let is_of_kernel = matches!(
        reason,
        Some(
            Reason::Family | Reason::Protocol | Reason::Transport | Reason::Option | Reason::Unseen
        )
    );
    is_of_kernel && entry.is_beyond_libraries()
}

fn explain(reason: Reason, remedy: &str) -> String {
    let slug = reason.slug();
    let kind = match reason.verdict() {
        Verdict::Allow => "allows".to_owned(),
        Verdict::Deny => format!("refuses, errno {}", reason.errno()),
    };
    let sentence = match reason.about("...").to_string().as_str() {
        "..." => String::new(),
        sentence => format!("\n    {sentence}"),
    };
    let meaning = one_line(reason.meaning());
    format!("{slug} ({kind}){sentence}\n\n{meaning}\n\n{remedy}\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list() -> String {
    let mut text = String::new();
    for verdict in [Verdict::Deny, Verdict::Allow] {
        let reasons = Reason::ALL
            .iter()
            .filter(|reason| reason.verdict() == verdict);
        for reason in reasons {
            let (slug, meaning) = (reason.slug(), one_line(reason.meaning()));
            // A string takes all.
            let _ = writeln!(text, "{verdict:<6}{slug:<22}{meaning}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &[&str]) -> Result<String, String> {
        let reason = words.iter().map(|word| (*word).to_owned()).collect();
        let report = run(&ExplainArguments { reason });
        report
            .map(|report| report.text)
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_reason_is_explained_by_itself_or_in_a_line_of_the_log() {
        let told = "port-25 (refuses, errno 13)\n    port 25 of ... is blocked, use 587 or 465\n\nPort 25, to every destination.\n\n";
        let by_itself = said(&["port-25"]).unwrap();
        assert!(by_itself.starts_with(told), "{by_itself}");
        let line = "aesock deny tcp://a.test:25 reason=port-25 rule=- app=shop via=f";
        let in_line = said(&[line]).unwrap();
        assert!(in_line.starts_with(told), "{in_line}");
        let words: Vec<_> = line.split(' ').collect();
        assert_eq!(said(&words).unwrap(), in_line);
    }

    #[test]
    fn a_line_of_the_log_is_explained_with_the_rule_that_opens_its_destination() {
        for (target, reason, rule) in [
            ("tcp://10.8.0.9:6379", "private", "`tcp://10.8.0.9:6379`"),
            ("tcp://a.test:25", "port-25", "`tcp://a.test:25`"),
            ("unix:///run/x.sock", "unix", "`unix:/run/x.sock`"),
            // A rule by name does not open it, nor one that cannot be written.
            (
                "tcp://localhost:80",
                "loopback",
                "address, network or class",
            ),
            (
                "unix:///run/a\\x20b",
                "unix",
                "`unix:/run/mysqld/mysqld.sock`",
            ),
            (
                "tcp://10.8.0.9:6379",
                "denied",
                "an allow rule does not outweigh it",
            ),
        ] {
            let line = format!("aesock deny {target} reason={reason} rule=- app=shop via=f");
            let told = said(&[&line]).unwrap();
            assert!(told.contains(rule), "{line}: {told}");
        }
    }

    #[test]
    fn what_no_rule_opens_to_programs_is_explained_so() {
        for via in ["program:ss", "direct-call"] {
            for what in [
                "raw reason=family",
                "socket(2,3,1) reason=protocol",
                "setsockopt(1,25) reason=option",
                "io_uring_setup reason=unseen",
            ] {
                let line = format!("aesock deny {what} rule=- app=shop via={via}");
                let told = said(&[&line]).unwrap();
                assert!(told.ends_with(&format!("{BY_NO_RULE}\n")), "{told}");
            }
        }
        let of_script = "aesock deny raw reason=protocol rule=- app=shop via=socket_create";
        assert!(said(&[of_script]).unwrap().contains("the rule `raw`"));
        let without_path = "aesock deny unix://\\x00x reason=unix rule=- app=shop via=program:nc";
        let told = said(&[without_path]).unwrap();
        assert!(
            told.ends_with("To allow it, add `unix` to `aesock.allow`.\n"),
            "{told}"
        );
    }

    #[test]
    fn without_one_all_are_listed_and_an_unknown_one_is_told() {
        let all = said(&[]).unwrap();
        assert_eq!(all.lines().count(), Reason::ALL.len());
        let row = "deny  denied                A deny rule names it.\n";
        assert!(all.starts_with(row), "{all}");
        let unknown = "there is no reason `moon\\x1b`; aesock explain lists all";
        assert_eq!(said(&["moon\x1b"]).unwrap_err(), unknown);
    }
}
