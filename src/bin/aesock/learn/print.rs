//! What was learned, as a rules file with comments. Each text of a script is escaped, and stands in a
//! comment.

use super::{
    seen::{Days, Learned, Seen},
    suggestion::Form,
};
use crate::{
    cli::Otherwise,
    log::files::{Log, counted},
};
use aesock::core::{
    escape::Escaped,
    policy::rule::{Hosts, Rule, Subject},
    target::Transport,
};
use ipnet::IpNet;
use std::{
    collections::BTreeMap,
    fmt::{self, Display, Write as _},
    net::IpAddr,
};

/// How many pages, places and targets are named.
const NAMED: usize = 3;
/// As many addresses make a network worth a thought.
const MANY: usize = 3;

type Rules = BTreeMap<(Form, String), Seen>;

/// The whole file.
pub fn file(log: &Log, learned: &Learned, otherwise: Otherwise) -> String {
    let mut text = String::new();
    // A string takes all.
    let _ = write_file(&mut text, log, learned, otherwise);
    text
}

fn write_file(f: &mut String, log: &Log, learned: &Learned, otherwise: Otherwise) -> fmt::Result {
    let decisions = log.entries.iter().map(|entry| entry.times).sum();
    write!(f, "# Learned by aesock {} from ", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        f,
        "{}: {}{}.",
        counted(log.files, "file"),
        counted(decisions, "decision"),
        learned.days
    )?;
    writeln!(
        f,
        "# It lets pass what was seen, whoever caused it: read it before it is in force."
    )?;
    if let Some(first) = &log.first_cut {
        let cut = counted(log.cut, "decision");
        writeln!(
            f,
            "# Not read: {cut} cut off by whoever wrote the log, the first in {first}."
        )?;
    }
    for (application, rules) in &learned.rules {
        writeln!(f, "\n## Application {}", Escaped(application.as_bytes()))?;
        for form in Form::ALL {
            write_form(f, form, rules)?;
        }
    }
    if learned.rules.is_empty() {
        writeln!(f, "\n# Nothing is to be opened without a second look.")?;
    }
    write_doubtful(f, learned)?;
    write_rest(f, learned, otherwise)
}

fn write_form(f: &mut String, form: Form, rules: &Rules) -> fmt::Result {
    let of_form = || rules.iter().filter(|((of, _), _)| *of == form);
    if of_form().next().is_some() {
        writeln!(f, "\n# {}", form.heading())?;
    }
    for ((_, rule), seen) in of_form() {
        writeln!(f)?;
        write_seen(f, seen)?;
        writeln!(f, "allow {rule}")?;
        for wider in &seen.wider {
            writeln!(f, "# or, wherever that name leads: allow {wider}")?;
        }
    }
    for (rule, count) in networks(of_form().map(|((_, rule), _)| rule.as_str())) {
        writeln!(
            f,
            "\n# or one network in place of {count} addresses: allow {rule}"
        )?;
    }
    Ok(())
}

fn write_doubtful(f: &mut String, learned: &Learned) -> fmt::Result {
    if !learned.doubtful.is_empty() {
        writeln!(f, "\n## Not opened: decide on each of these by yourself")?;
    }
    for (application, rules) in &learned.doubtful {
        for ((_, rule), seen) in rules {
            writeln!(f, "\n# Application {}", Escaped(application.as_bytes()))?;
            write_seen(f, seen)?;
            writeln!(f, "#   {}", seen.caution.unwrap_or_default())?;
            writeln!(f, "# allow {}", Escaped(rule.as_bytes()))?;
        }
    }
    Ok(())
}

fn write_rest(f: &mut String, learned: &Learned, otherwise: Otherwise) -> fmt::Result {
    if !learned.not_by_rules.is_empty() {
        writeln!(
            f,
            "\n## No allow rule helps here (`aesock explain REASON` tells what does)\n"
        )?;
    }
    for (reason, seen) in &learned.not_by_rules {
        let (reason, often) = (Escaped(reason.as_bytes()), counted(seen.times, "time"));
        writeln!(
            f,
            "# {reason}, {often}: {}",
            most(&seen.targets, Counts::Left)
        )?;
    }
    let free = &learned.without_rule;
    if free.times > 0 {
        let how = match otherwise {
            Otherwise::Allow => "aesock.default=allow allows",
            Otherwise::Deny => "the policy itself allows",
        };
        let often = counted(free.times, "decision");
        writeln!(f, "\n# No rule is needed for what {how}: {often}.")?;
    }
    Ok(())
}

fn write_seen(f: &mut String, seen: &Seen) -> fmt::Result {
    let reasons: Vec<_> = seen
        .reasons
        .iter()
        .map(|reason| Escaped(reason.as_bytes()).to_string())
        .collect();
    let (often, days, vias) = (
        counted(seen.times, "time"),
        seen.days,
        most(&seen.vias, Counts::Left),
    );
    writeln!(f, "# {often}{days}: {}, by {vias}", reasons.join(", "))?;
    let names: BTreeMap<_, _> = seen.names.iter().map(|name| (name.clone(), 1)).collect();
    for (what, texts, counts) in [
        ("name", &names, Counts::Left),
        ("pages", &seen.pages, Counts::Shown),
        ("at", &seen.places, Counts::Shown),
    ] {
        if !texts.is_empty() {
            writeln!(f, "#   {what} {}", most(texts, counts))?;
        }
    }
    Ok(())
}

/// Whether it is said how often each text was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Shown,
    Left,
}

/// Those that were seen most.
fn most(texts: &BTreeMap<String, u64>, counts: Counts) -> String {
    let mut sorted: Vec<_> = texts.iter().collect();
    sorted.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
    let shown = sorted.iter().take(NAMED).map(|(text, times)| {
        let text = Escaped(text.as_bytes());
        match counts {
            Counts::Shown => format!("{text} ({times})"),
            Counts::Left => text.to_string(),
        }
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    match sorted.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

impl Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some((first, last)) if first == last => write!(f, " on {first}"),
            Some((first, last)) => write!(f, " from {first} to {last}"),
            None => Ok(()),
        }
    }
}

/// What addresses of one network have in common beside it.
type Service = (Option<Transport>, u16);

/// Networks that hold many of the addresses that `rules` name, and how many.
fn networks<'a>(rules: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut services: Vec<(Service, Vec<IpAddr>)> = Vec::new();
    for (service, address) in rules.filter_map(named_address) {
        match services.iter_mut().find(|(of, _)| *of == service) {
            Some((_, addresses)) => addresses.push(address),
            None => services.push((service, vec![address])),
        }
    }
    let rules = services.iter().flat_map(|((transport, port), addresses)| {
        let found = blocks(addresses).into_iter();
        found.map(move |(network, count)| {
            let transport = transport.map_or(String::new(), |transport| format!("{transport}://"));
            let hosts = match network {
                IpNet::V4(_) => network.to_string(),
                IpNet::V6(_) => format!("[{network}]"),
            };
            (format!("{transport}{hosts}:{port}"), count)
        })
    });
    rules.collect()
}

/// The one address and port that a rule names.
fn named_address(rule: &str) -> Option<(Service, IpAddr)> {
    let Subject::Peers(peers) = Rule::parse(rule).ok()?.subject else {
        return None;
    };
    let port = peers.ports.filter(|ports| ports.start() == ports.end())?;
    let Hosts::Network(ranges) = peers.hosts else {
        return None;
    };
    let [(first, last)] = ranges[..] else {
        return None;
    };
    let address = std::net::Ipv6Addr::from_bits(first).to_canonical();
    (first == last).then_some(((peers.transport, *port.start()), address))
}

/// The smallest networks that hold the addresses of one block, and how many: a /24 of IPv4 or a /64
/// of IPv6 is the largest.
fn blocks(addresses: &[IpAddr]) -> Vec<(IpNet, usize)> {
    let largest = |address: IpAddr| {
        let length = if address.is_ipv4() { 24 } else { 64 };
        IpNet::new_assert(address, length).trunc()
    };
    let mut of_blocks: BTreeMap<IpNet, Vec<IpAddr>> = BTreeMap::new();
    for &address in addresses {
        of_blocks.entry(largest(address)).or_default().push(address);
    }
    let many = of_blocks
        .into_values()
        .filter(|members| members.len() >= MANY);
    many.map(|members| (smallest(&members), members.len()))
        .collect()
}

fn smallest(members: &[IpAddr]) -> IpNet {
    let mut network = IpNet::from(members[0]);
    while !members.iter().all(|member| network.contains(member)) {
        network = network.supernet().unwrap_or(network);
    }
    network
}
