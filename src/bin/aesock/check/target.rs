//! One target of the command line, decided on as `aesock_check()` does in PHP.

use crate::report::Finding;
use aesock::core::{
    escape::Escaped,
    gate::{Gate, Grounds, Lookups, Refusal},
    target::{Host, Protocol, Target, Transport, Url},
};
use std::fmt::Write as _;

/// What is carried by what.
const SCHEMES: [(&str, Transport); 4] = [
    ("tcp", Transport::Tcp),
    ("tls", Transport::Tcp),
    ("ssl", Transport::Tcp),
    ("udp", Transport::Udp),
];

/// A verdict in words.
pub fn check(gate: &mut Gate, text: &str) -> (String, Finding) {
    let decided = match path(text) {
        Some(path) => on_path(gate, path),
        None => on_peer(gate, text),
    };
    let mut told = String::new();
    // A string takes all.
    let _ = match &decided {
        Ok((grounds, message)) => tell(&mut told, text, grounds, &[message]),
        Err(refusal) => {
            let remedy = refusal.remedy(gate.rules().path.as_deref());
            tell(
                &mut told,
                text,
                &refusal.grounds,
                &[&refusal.message, &remedy],
            )
        }
    };
    (told, Finding::from_any(decided.is_err()))
}

fn tell(told: &mut String, text: &str, grounds: &Grounds, sentences: &[&str]) -> std::fmt::Result {
    let (verdict, slug) = (grounds.reason.verdict(), grounds.reason.slug());
    let (text, rule) = (Escaped(text.as_bytes()), grounds.rule.as_deref());
    writeln!(
        told,
        "{verdict} {text} reason={slug} rule={}",
        rule.unwrap_or("-")
    )?;
    sentences
        .iter()
        .try_for_each(|sentence| writeln!(told, "    {sentence}"))
}

fn path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("unix:")?;
    Some(rest.strip_prefix("//").unwrap_or(rest))
}

type Decided = Result<(Grounds, String), Refusal>;

fn on_path(gate: &Gate, path: &str) -> Decided {
    let (_, grounds) = gate.admit_unix(path.as_bytes())?;
    let message = grounds.reason.about(Escaped(path.as_bytes())).to_string();
    Ok((grounds, message))
}

fn on_peer(gate: &mut Gate, text: &str) -> Decided {
    let target = parse(gate, text)?;
    let admission = gate.foresee(&target, Lookups::SENT)?;
    let about = admission.grounds.reason.about(&target.host).to_string();
    let message = match &target.host {
        Host::Address(..) => about,
        Host::Name(_) => {
            let peers = admission.peers.as_slice().iter();
            let addresses: Vec<_> = peers.map(|peer| peer.ip().to_string()).collect();
            format!("{about}: {}", addresses.join(", "))
        }
    };
    Ok((admission.grounds, message))
}

fn parse(gate: &Gate, text: &str) -> Result<Target, Refusal> {
    let ports = gate.policy().ports();
    let Some((scheme, rest)) = text.split_once("://") else {
        return Ok(Target::parse(Transport::Tcp, text.as_bytes(), ports)?);
    };
    if let Some(url) = Url::parse(scheme.as_bytes(), rest.as_bytes()) {
        if url.protocol == Protocol::Ftp {
            gate.admit_ftp(url.server)?;
        }
        return Ok(Target::parse(Transport::Tcp, &url.with_port(), ports)?);
    }
    let transport = match SCHEMES.iter().find(|(name, _)| *name == scheme) {
        Some((_, transport)) => *transport,
        None => {
            gate.admit_raw(scheme.as_bytes())?;
            Transport::Tcp
        }
    };
    Ok(Target::parse(transport, rest.as_bytes(), ports)?)
}
