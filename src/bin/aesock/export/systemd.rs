//! Lines for the unit of a service: `IPAddressDeny=` and `IPAddressAllow=` (systemd.resource-control(5)).
//! They know neither ports nor transports, hold for both directions, and what is allowed outweighs
//! what is denied.

use super::{
    addresses::{self, Addresses},
    exported::Policy,
};
use crate::cli::Otherwise;
use aesock::core::{
    address::{
        Class,
        ranges::{self, Range},
    },
    policy::{
        EXCEPTIONS, ExceptedHosts,
        rule::{Capability, Hosts, Peers, Rule, Subject},
    },
};
use std::fmt::{self, Write as _};

const EVERYTHING: Range = (0, u128::MAX);

/// The lines.
pub fn lines(policy: &Policy) -> String {
    let mut text = String::new();
    // A string takes all.
    let _ = write_lines(&mut text, policy);
    text
}

fn write_lines(f: &mut String, policy: &Policy) -> fmt::Result {
    let version = env!("CARGO_PKG_VERSION");
    writeln!(
        f,
        "# Made by aesock {version} (aesock export systemd). A second net under the extension: it knows addresses alone."
    )?;
    writeln!(
        f,
        "# It cannot express ports (25 and 21 stay open), names, applications, Unix sockets and what scripts do with sockets."
    )?;
    writeln!(
        f,
        "# It holds for both directions: add what connects to this service, such as IPAddressAllow=localhost for a server before it."
    )?;
    writeln!(
        f,
        "# Google's own addresses stay open, since App Engine's exceptions among them are names."
    )?;
    let (denied, allowed) = (denied(f, policy)?, allowed(f, policy)?);
    writeln!(f, "[Service]")?;
    write_all(f, "IPAddressDeny", &denied)?;
    write_all(f, "IPAddressAllow", &allowed)
}

fn write_all(f: &mut String, key: &str, ranges: &[Range]) -> fmt::Result {
    if ranges == [EVERYTHING] {
        return writeln!(f, "{key}=any");
    }
    let addresses = Addresses::of(ranges);
    addresses
        .networks()
        .try_for_each(|network| writeln!(f, "{key}={network}"))
}

/// What is denied, with what cannot be said in comments.
fn denied(f: &mut String, policy: &Policy) -> Result<Vec<Range>, fmt::Error> {
    let mut denied = Vec::new();
    for rule in &policy.rules.deny {
        match peers_of_all_ports(rule) {
            Some(peers) => denied.extend(hosts(&peers.hosts, policy).unwrap_or_default()),
            None => writeln!(f, "# not expressed: deny {}", rule.text)?,
        }
    }
    if policy.otherwise == Otherwise::Deny {
        return Ok(vec![EVERYTHING]);
    }
    let blocked = |class: &Class| !matches!(class, Class::Public | Class::Google);
    let classes = Class::ALL.into_iter().filter(blocked);
    denied.extend(classes.flat_map(|class| addresses::of_class(class, &policy.google)));
    Ok(ranges::join(denied))
}

/// What is allowed of that: rules of some ports are widened to all, and what deny rules deny is left out.
fn allowed(f: &mut String, policy: &Policy) -> Result<Vec<Range>, fmt::Error> {
    let mut allowed = Vec::new();
    for rule in &policy.rules.allow {
        match &rule.subject {
            Subject::Capability(Capability::Any) => allowed.push(EVERYTHING),
            Subject::Peers(peers) => match hosts(&peers.hosts, policy) {
                Some(hosts) => allowed.extend(hosts),
                None => writeln!(
                    f,
                    "# not expressed, since it is a name: allow {}",
                    rule.text
                )?,
            },
            Subject::Capability(_) => writeln!(f, "# not expressed: allow {}", rule.text)?,
        }
    }
    let mut denied = Vec::new();
    let deny = policy.rules.deny.iter().filter_map(peers_of_all_ports);
    for peers in deny {
        denied.extend(hosts(&peers.hosts, policy).unwrap_or_default());
    }
    let exceptions = EXCEPTIONS
        .iter()
        .filter_map(|exception| match exception.hosts {
            ExceptedHosts::Addresses(addresses) => Some(addresses),
            ExceptedHosts::Name(_) => None,
        });
    let exceptions = exceptions.flatten().map(|address| ranges::number(*address));
    allowed.extend(exceptions.map(|number| (number, number)));
    if policy.otherwise == Otherwise::Deny {
        // Names among them are open.
        allowed.extend(addresses::of_class(Class::Google, &policy.google));
    }
    let mut allowed = ranges::subtract(&ranges::join(allowed), &ranges::join(denied));
    // Names are resolved whatever is denied.
    allowed.extend(policy.nameservers.iter().map(|server| {
        let number = ranges::number(*server);
        (number, number)
    }));
    Ok(ranges::join(allowed))
}

/// The peers of a rule that holds for all that reaches an address.
fn peers_of_all_ports(rule: &Rule) -> Option<&Peers> {
    match &rule.subject {
        Subject::Peers(peers) => {
            let is_whole = peers.ports.is_none() && peers.transport.is_none();
            let is_name = matches!(peers.hosts, Hosts::Name(_) | Hosts::Subdomains(_));
            (is_whole && !is_name).then_some(peers)
        }
        Subject::Capability(_) => None,
    }
}

/// `None` for names.
fn hosts(hosts: &Hosts, policy: &Policy) -> Option<Vec<Range>> {
    match hosts {
        Hosts::Network(ranges) => Some(ranges.clone()),
        Hosts::Class(class) => Some(addresses::of_class(*class, &policy.google)),
        Hosts::All => Some(vec![EVERYTHING]),
        Hosts::Name(_) | Hosts::Subdomains(_) => None,
    }
}
