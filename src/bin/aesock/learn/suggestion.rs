//! The narrowest rule for a decision, and what is wider beside it. How rules are printed is
//! [`print`](super::print)'s matter.

use super::caution;
use crate::{
    cli::Otherwise,
    log::entry::Entry,
    question::{self, Destination, Question},
};
use aesock::core::{
    address::{self, Class, GoogleRanges},
    policy::rule::{Hosts, Rule, Subject, written_name},
    reason::Reason,
};
use std::{
    fs,
    net::IpAddr,
    path::{Component, Path, PathBuf},
};

/// What becomes of a decision in a rules file.
#[derive(Debug, PartialEq, Eq)]
pub enum Advice {
    /// A rule opens it.
    Rule(Suggestion),
    /// It is allowed without a rule.
    NoNeed,
    /// No allow rule helps.
    NoRule,
}

/// A rule, and what is to be said about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it names.
    pub form: Form,
    /// Its text.
    pub rule: String,
    /// A wider one that would do too.
    pub wider: Option<String>,
    /// Why it is not in force before somebody looked at it.
    pub caution: Option<&'static str>,
}

/// What a rule names, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// An address.
    Address,
    /// A name.
    Name,
    /// The path of a Unix socket.
    Path,
    /// Something that a script may do.
    Capability,
}

impl Form {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Address, Self::Name, Self::Path, Self::Capability];

    /// The heading of such rules.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Address => "by address",
            Self::Name => "by name",
            Self::Path => "Unix sockets",
            Self::Capability => "other things that scripts do",
        }
    }
}

const UNWRITABLE: &str =
    "its path cannot be written as a rule: it has blanks, commas, stars or bytes beyond ASCII";
const OF_BEFORE: &str =
    "the rule that opened it before: it opens this host or metadata, too, or all of a kind";
const NO_ADDRESS: &str =
    "a rule by name does not open such an address, and the log does not tell it";

/// What becomes of `entry` where destinations that no rule names are treated as `otherwise` says.
pub fn advise(entry: &Entry, otherwise: Otherwise) -> Advice {
    let reason = entry.known_reason();
    match (reason, otherwise) {
        (Some(Reason::Public), Otherwise::Allow)
        | (
            Some(Reason::Exception | Reason::Simulated | Reason::Harmless | Reason::HostService),
            _,
        ) => Advice::NoNeed,
        (None | Some(Reason::Denied), _) => Advice::NoRule,
        _ => match Question::of(entry) {
            Some(Question::Peer(peer)) => {
                of_peer(&peer, entry, reason).map_or(Advice::NoRule, Advice::Rule)
            }
            Some(Question::Unix(path)) => Advice::Rule(of_path(&path)),
            Some(Question::Capability(rule)) => Advice::Rule(of_capability(rule)),
            None => Advice::NoRule,
        },
    }
}

/// The second rule that is needed, where one alone does not open what `entry` refused.
pub fn besides(entry: &Entry) -> Option<Advice> {
    Some(match question::besides(entry)? {
        Question::Unix(path) => Advice::Rule(of_path(&path)),
        Question::Capability(rule) => Advice::Rule(of_capability(rule)),
        Question::Peer(_) => return None,
    })
}

/// The narrowest rule that opens what `entry` refused, where one does.
pub fn opening(entry: &Entry) -> Option<String> {
    let Advice::Rule(suggestion) = advise(entry, Otherwise::Allow) else {
        return None;
    };
    let is_by_name = suggestion.form == Form::Name;
    let opens = !is_by_name || entry.known_reason()?.is_lifted_by_name();
    let is_rule = opens && suggestion.caution != Some(UNWRITABLE);
    is_rule.then_some(suggestion.rule)
}

fn of_peer(peer: &Destination, entry: &Entry, reason: Option<Reason>) -> Option<Suggestion> {
    let by_address = peer.address.map(|ip| peer.with(ip.into()).to_string());
    let by_name = peer.name.as_ref().map(|name| {
        let (transport, port) = (peer.transport, peer.port);
        format!("{transport}://{}:{port}", written_name(name.as_str()))
    });
    let caution = caution::of_peer(peer, reason);
    let suggest = |form, rule, wider, flaw: Option<&'static str>| Suggestion {
        form,
        rule,
        wider,
        caution: caution.or(flaw),
    };
    let rule_of_before = || Rule::parse(entry.rule.as_deref()?).ok();
    Some(match (by_address, by_name, peer.address.map(class)) {
        (Some(address), Some(name), Some(Class::Private)) if !is_by_name(rule_of_before()) => {
            suggest(Form::Address, address, Some(name), None)
        }
        (_, Some(name), Some(Class::Private | Class::Public | Class::Google)) => {
            suggest(Form::Name, name, None, None)
        }
        (Some(address), ..) => suggest(Form::Address, address, None, None),
        (None, Some(name), _) => match reason {
            Some(Reason::Multicast | Reason::Broadcast | Reason::Reserved) => {
                suggest(Form::Name, name, None, Some(NO_ADDRESS))
            }
            // What the rule of before opened beside a name is not known.
            Some(Reason::Rule) if !is_by_name(rule_of_before()) => {
                let flaw = opens_dangers(&rule_of_before()?).then_some(OF_BEFORE);
                suggest(Form::Name, entry.rule.clone()?, None, flaw)
            }
            _ => suggest(Form::Name, name, None, None),
        },
        (None, None, _) => return None,
    })
}

fn class(address: IpAddr) -> Class {
    address::class(address, &GoogleRanges::default())
}

fn is_by_name(rule: Option<Rule>) -> bool {
    rule.is_some_and(|rule| match rule.subject {
        Subject::Peers(peers) => matches!(peers.hosts, Hosts::Name(_) | Hosts::Subdomains(_)),
        Subject::Capability(_) => false,
    })
}

/// Whether a rule is about all of a kind, or opens what a caution is about.
fn opens_dangers(rule: &Rule) -> bool {
    match &rule.subject {
        Subject::Capability(_) => true,
        Subject::Peers(peers) => match &peers.hosts {
            Hosts::All | Hosts::Class(_) => true,
            Hosts::Network(ranges) => caution::opens_dangers(ranges),
            Hosts::Name(_) | Hosts::Subdomains(_) => false,
        },
    }
}

fn of_path(path: &str) -> Suggestion {
    let real = real_path(Path::new(path));
    let path = real.to_str().unwrap_or(path);
    let rule = format!("unix:{path}");
    let is_writable = path
        .bytes()
        .all(|byte| matches!(byte, b'!'..=b'~') && !b"*,".contains(&byte))
        && Rule::parse(&rule).is_ok();
    Suggestion {
        form: Form::Path,
        caution: caution::of_path(path).or((!is_writable).then_some(UNWRITABLE)),
        rule,
        wider: None,
    }
}

/// Without symbolic links, which rules look through, as far as this host has the path.
fn real_path(path: &Path) -> PathBuf {
    let has_dots = path.components().any(|part| part == Component::ParentDir);
    let real = path.ancestors().find_map(|folder| {
        let rest = path.strip_prefix(folder).ok()?;
        let real = fs::canonicalize(folder).ok()?;
        // Joining nothing would add a slash.
        Some(if rest.as_os_str().is_empty() {
            real
        } else {
            real.join(rest)
        })
    });
    real.filter(|_| !has_dots)
        .unwrap_or_else(|| path.to_owned())
}

fn of_capability(rule: String) -> Suggestion {
    Suggestion {
        form: Form::Capability,
        caution: caution::of_capability(&rule),
        wider: None,
        rule,
    }
}
