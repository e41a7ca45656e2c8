//! `aesock export`: a policy for the layer below, which knows addresses and, in nftables, ports, and
//! nothing of names, applications and counters.
//!
//! It is a second net: it may let pass what the extension refuses, where it cannot tell, but it must
//! not refuse what the extension allows, unless a comment says so.

mod addresses;
mod exported;
mod nftables;
mod systemd;

use crate::{
    cli::{ExportArguments, Layer},
    policy,
    report::{Failure, Report},
};
use aesock::core::escape::Escaped;
use exported::Policy;
use std::{
    fs,
    net::{IpAddr, SocketAddr},
};

/// Prints the policy.
pub fn run(arguments: &ExportArguments) -> Result<Report, Failure> {
    let settings = policy::in_force(&arguments.policy)?;
    let (google, given) = policy::google_and_nameservers(&settings)?;
    let policy = Policy {
        rules: policy::rules(&settings)?,
        otherwise: settings.default,
        google,
        nameservers: nameservers(&given),
        users: users(&arguments.user)?,
    };
    Ok(Report::of(match arguments.layer {
        Layer::Nftables => nftables::ruleset(&policy),
        Layer::Systemd => systemd::lines(&policy),
    }))
}

fn nameservers(given: &[SocketAddr]) -> Vec<IpAddr> {
    if !given.is_empty() {
        return given.iter().map(SocketAddr::ip).collect();
    }
    let text = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let server = |line: &str| {
        let mut words = line.split_whitespace();
        (words.next() == Some("nameserver")).then(|| words.next()?.parse().ok())?
    };
    text.lines().filter_map(server).collect()
}

/// Names that nft(8) takes as they are.
fn users(given: &[String]) -> Result<Vec<String>, Failure> {
    let is_user = |user: &str| {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        !user.is_empty() && !user.starts_with('-') && user.bytes().all(is_of_name)
    };
    match given.iter().find(|user| !is_user(user)) {
        Some(user) => {
            let shown = Escaped(user.as_bytes());
            Err(Failure(format!(
                "--user: `{shown}` is neither the name nor the number of a user"
            )))
        }
        None => Ok(given.to_vec()),
    }
}

#[cfg(test)]
mod tests;
