//! What a policy would change of what logs have seen: each destination is decided on once more, by
//! the address that the log tells, or else by what its name has now.

use crate::{
    log::{entry::Entry, files::Log},
    question::{Destination, Question},
    report::{Finding, Report},
};
use aesock::core::{
    curl::Feature,
    escape::Escaped,
    gate::{Gate, Grounds, Lookups, Refusal},
    policy::Policy,
    reason::{Reason, Verdict},
    socket::options::{Access, SocketOption},
    target::Host,
};
use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

/// One thing that logs have seen, in the words of the report: what it was, and its application.
type Key = (String, String);

/// What was decided on it, then and now.
#[derive(Debug)]
struct Case {
    times: u64,
    before: (Verdict, String),
    now: Grounds,
}

/// How a decision compares with the one of before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Opened,
    Closed,
    StillRefused,
    StillAllowed,
}

impl Case {
    fn change(&self) -> Change {
        match (self.before.0, self.now.reason.verdict()) {
            (Verdict::Deny, Verdict::Allow) => Change::Opened,
            (Verdict::Allow, Verdict::Deny) => Change::Closed,
            (Verdict::Deny, Verdict::Deny) => Change::StillRefused,
            (Verdict::Allow, Verdict::Allow) => Change::StillAllowed,
        }
    }
}

/// Decides on all that is in the log, and tells what differs.
pub fn compare(gate: &mut Gate, log: &Log) -> Report {
    let mut cases: BTreeMap<Key, Case> = BTreeMap::new();
    let mut asked: BTreeMap<String, Grounds> = BTreeMap::new();
    let mut skipped: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in &log.entries {
        let Some(question) = Question::of(entry) else {
            *skipped.entry(&entry.reason).or_default() += entry.times;
            continue;
        };
        let shown = shown(entry, &question);
        let now = asked.entry(format!("{shown} {question:?}"));
        let now = now.or_insert_with(|| decide(gate, &question)).clone();
        let before = (entry.verdict, entry.reason.clone());
        let case = cases.entry((shown, entry.application.clone()));
        let case = case.or_insert(Case {
            times: 0,
            before: before.clone(),
            now: now.clone(),
        });
        case.times += entry.times;
        // Of different decisions, the one that came up last counts.
        (case.before, case.now) = (before, now);
    }
    let mut text = String::new();
    // A string takes all.
    let _ = write_report(&mut text, &cases, &skipped);
    let is_changed = |case: &Case| matches!(case.change(), Change::Opened | Change::Closed);
    Report {
        text,
        finding: Finding::from_any(cases.values().any(is_changed)),
    }
}

/// The target, and what the log tells besides: the name of an address, or the other way round, or the
/// capability where that is what was asked about.
fn shown(entry: &Entry, question: &Question) -> String {
    let target = Escaped(entry.target.as_bytes());
    match question {
        Question::Capability(rule) if *rule != entry.target => format!("{target} ({rule})"),
        Question::Peer(Destination {
            name: Some(name),
            address: Some(address),
            ..
        }) => match entry.name {
            Some(_) if !entry.target.contains(name.as_query()) => {
                format!("{target} ({})", name.as_str())
            }
            _ => format!("{target} ({address})"),
        },
        _ => target.to_string(),
    }
}

fn write_report(
    f: &mut String,
    cases: &BTreeMap<Key, Case>,
    skipped: &BTreeMap<&str, u64>,
) -> fmt::Result {
    for (heading, change) in [
        ("now allowed", Change::Opened),
        ("now refused", Change::Closed),
        ("still refused", Change::StillRefused),
    ] {
        let of_change: Vec<_> = cases
            .iter()
            .filter(|(_, case)| case.change() == change)
            .collect();
        if !of_change.is_empty() {
            writeln!(f, "{heading}:")?;
        }
        for ((target, application), case) in of_change {
            let (times, before) = (case.times, Escaped(case.before.1.as_bytes()));
            let (reason, application) = (case.now.reason.slug(), Escaped(application.as_bytes()));
            let rule = case.now.rule.as_deref().map(|rule| format!(" `{rule}`"));
            let rule = rule.unwrap_or_default();
            writeln!(
                f,
                "{times:>8}  {target}  {before} -> {reason}{rule}  app={application}"
            )?;
        }
    }
    let count = |change| {
        cases
            .values()
            .filter(|case| case.change() == change)
            .count()
    };
    let changed = count(Change::Opened) + count(Change::Closed);
    let (allowed, refused) = (count(Change::StillAllowed), count(Change::StillRefused));
    write!(f, "{changed} of {} destinations change", cases.len())?;
    writeln!(f, "; {allowed} stay allowed, {refused} stay refused")?;
    if !skipped.is_empty() {
        let reasons = skipped.iter();
        let reasons =
            reasons.map(|(reason, times)| format!("{} ({times})", Escaped(reason.as_bytes())));
        let reasons = reasons.collect::<Vec<_>>().join(", ");
        writeln!(
            f,
            "not decided again, since no rule changes them: {reasons}"
        )?;
    }
    Ok(())
}

fn decide(gate: &mut Gate, question: &Question) -> Grounds {
    let decided = match question {
        Question::Peer(peer) => on_peer(gate, peer),
        Question::Unix(path) => gate.admit_unix(path.as_bytes()).map(|(_, grounds)| grounds),
        Question::Capability(rule) => return on_capability(gate.policy(), rule),
    };
    decided.unwrap_or_else(|refusal| refusal.grounds)
}

/// By the address that the log tells, as curl's door does: a rule by name opens an address of a name.
fn on_peer(gate: &mut Gate, peer: &Destination) -> Result<Grounds, Refusal> {
    let by_name = peer.name.clone().map(|name| peer.with(Host::Name(name)));
    let Some(address) = peer.address else {
        return match by_name {
            Some(target) => gate
                .foresee(&target, Lookups::SENT)
                .map(|admission| admission.grounds),
            None => Err(Refusal::new(
                Reason::Undecided,
                "a destination without an address",
            )),
        };
    };
    let by_address = peer.with(address.into());
    if let Some(target) = &by_name
        && let Some(name) = &peer.name
    {
        gate.deny_name(target, name)?;
        if let Ok(grounds) = gate.admit_address(target, address, Lookups::SENT) {
            return Ok(grounds);
        }
    }
    gate.admit_address(&by_address, address, Lookups::SENT)
}

/// A capability has no subject: what would be decided on anything of its kind.
fn on_capability(policy: &Policy, rule: &str) -> Grounds {
    let decision = match rule {
        "listen" => policy.decide_listen(),
        "bind" => policy.decide_bind(None),
        "unix" => policy.decide_unix(None),
        "ftp" => policy.decide_ftp(),
        "gss" => policy.decide_feature(Feature::Authentication),
        "options" => policy.decide_control(),
        "socketpair" => policy.decide_pair_of_family(),
        "raw" => policy.decide_protocol(),
        option => match SocketOption::named(option.trim_start_matches("option:")) {
            Some(option) => policy.decide_option(option, Access::Set),
            None => Reason::Option.into(),
        },
    };
    decision.into()
}

#[cfg(test)]
mod tests;
