//! What a decision in a log was about, so that it can be asked again, or named by a rule.

use crate::log::entry::Entry;
use aesock::core::{
    address,
    policy::rule::{Capability, Rule, Subject},
    reason::Reason,
    target::{Host, Name, Ports, Target, Transport},
};
use std::net::IpAddr;

/// What was decided on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// A destination.
    Peer(Destination),
    /// The Unix socket at a path.
    Unix(String),
    /// What a capability opens, by the text of the rule.
    Capability(String),
}

/// A destination, as far as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Destination {
    /// TCP or UDP.
    pub transport: Transport,
    /// The name, where there is one.
    pub name: Option<Name>,
    /// The address, where it is known.
    pub address: Option<IpAddr>,
    /// 1 to 65535.
    pub port: u16,
}

impl Destination {
    /// With another host.
    pub fn with(&self, host: Host) -> Target {
        Target {
            transport: self.transport,
            host,
            port: self.port,
        }
    }
}

impl Question {
    /// The question of `entry`, unless no rule could answer it otherwise.
    pub fn of(entry: &Entry) -> Option<Self> {
        use Reason::*;
        let capability = |rule: &str| Some(Self::Capability(rule.to_owned()));
        match entry.known_reason()? {
            Public | Exception | Development | Private | Loopback | LinkLocal | Multicast
            | Broadcast | Reserved | Google | Port25 | Unlisted => peer(entry),
            Rule => of_rule(entry),
            Denied => of_target(entry),
            Unix => socket(entry),
            Listen => capability("listen"),
            Bind => capability("bind"),
            Ftp => capability("ftp"),
            Gss => capability("gss"),
            Control => capability("options"),
            Option => option(entry),
            // The kernel refuses the socket itself, whatever the rules are.
            Transport | Protocol | Family if entry.is_beyond_libraries() => None,
            Transport | Protocol => capability("raw"),
            Family if entry.target == "socketpair" => capability("socketpair"),
            Family => capability("raw"),
            Simulated | Harmless | HostService | Unseen | NotCovered | Undecided | Foreign
            | Inherited | Reclaimed | Quota | Disabled | Misconfigured | Internal
            | InvalidTarget | NameNotFound | NameWithoutAddress | NameUnresolved => None,
        }
    }
}

/// What an allow rule opened: a capability is told by the rule alone.
fn of_rule(entry: &Entry) -> Option<Question> {
    let rule = Rule::parse(entry.rule.as_deref()?).ok()?;
    match rule.subject {
        Subject::Peers(_) | Subject::Capability(Capability::Any) => of_target(entry),
        Subject::Capability(Capability::Unix(_)) => socket(entry),
        Subject::Capability(_) => Some(Question::Capability(rule.text.to_string())),
    }
}

fn of_target(entry: &Entry) -> Option<Question> {
    peer(entry)
        .or_else(|| socket(entry))
        .or_else(|| option(entry))
}

fn option(entry: &Entry) -> Option<Question> {
    let rule = Rule::parse(&entry.target).ok()?;
    let is_option = matches!(
        rule.subject,
        Subject::Capability(Capability::Options(Some(_)))
    );
    is_option.then(|| Question::Capability(rule.text.to_string()))
}

fn path(entry: &Entry) -> Option<Question> {
    let path = entry.target.strip_prefix("unix://")?;
    path.starts_with('/')
        .then(|| Question::Unix(path.to_owned()))
}

fn socket(entry: &Entry) -> Option<Question> {
    path(entry).or_else(|| without_path(entry))
}

/// A Unix socket without a path is open with all others only.
fn without_path(entry: &Entry) -> Option<Question> {
    let name = entry.target.strip_prefix("unix://")?;
    name.starts_with('\0')
        .then(|| Question::Capability("unix".to_owned()))
}

/// What else is asked before it is as `entry` says: a Unix socket that may be bound must be open, too.
pub fn besides(entry: &Entry) -> Option<Question> {
    let binds = entry.known_reason() == Some(Reason::Bind);
    binds.then(|| socket(entry)).flatten()
}

fn peer(entry: &Entry) -> Option<Question> {
    let target = parse(&entry.target)?;
    let named = || Name::parse(entry.name.as_deref()?.as_bytes()).ok();
    let (name, address) = match target.host {
        Host::Name(name) => (Some(name), entry.address),
        Host::Address(address, _) => (named(), Some(address)),
    };
    Some(Question::Peer(Destination {
        transport: target.transport,
        name,
        address: address.map(address::judged),
        port: target.port,
    }))
}

/// A target as the log writes it.
fn parse(text: &str) -> Option<Target> {
    let (scheme, rest) = text.split_once("://")?;
    let transport = match scheme {
        "tcp" => Transport::Tcp,
        "udp" => Transport::Udp,
        _ => return None,
    };
    let target = Target::parse(transport, rest.as_bytes(), Ports::Strict).ok()?;
    (target.port > 0).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::entry;

    fn question(line: &str) -> Option<String> {
        let line = format!("aesock {line} app=shop via=f");
        let entry = entry::find(&line, None).entries.remove(0);
        Some(match Question::of(&entry)? {
            Question::Peer(peer) => {
                let host = peer
                    .name
                    .clone()
                    .map(Host::Name)
                    .or(peer.address.map(Host::from))?;
                format!("{} {:?}", peer.with(host), peer.address)
            }
            Question::Unix(path) => format!("unix {path}"),
            Question::Capability(rule) => rule,
        })
    }

    #[test]
    fn a_decision_was_about_a_peer_a_path_or_a_capability() {
        for (line, asked) in [
            (
                "deny tcp://10.0.0.5:80 reason=private rule=-",
                "tcp://10.0.0.5:80 Some(10.0.0.5)",
            ),
            (
                "deny tcp://[::ffff:10.0.0.5]:80 reason=private rule=-",
                "tcp://10.0.0.5:80 Some(10.0.0.5)",
            ),
            (
                "deny udp://db.internal:53 reason=private rule=-",
                "udp://db.internal:53 None",
            ),
            (
                "allow tcp://10.0.0.5:80 reason=rule rule=10.0.0.0/8",
                "tcp://10.0.0.5:80 Some(10.0.0.5)",
            ),
            (
                "allow tcp://10.0.0.5:80 reason=rule rule=any",
                "tcp://10.0.0.5:80 Some(10.0.0.5)",
            ),
            ("allow tcp://127.0.0.1:80 reason=rule rule=listen", "listen"),
            (
                "deny unix:///run/a\\x20b reason=unix rule=-",
                "unix /run/a b",
            ),
            (
                "allow unix:///run/x reason=rule rule=unix:/run/*",
                "unix /run/x",
            ),
            (
                "deny option:SO_RCVTIMEO reason=option rule=-",
                "option:SO_RCVTIMEO",
            ),
            ("deny socketpair reason=family rule=-", "socketpair"),
            ("deny raw reason=protocol rule=-", "raw"),
            ("deny unix://\\x00hidden reason=unix rule=-", "unix"),
            ("allow unix://\\x00hidden reason=rule rule=unix", "unix"),
            ("deny unix:///run/x reason=bind rule=-", "bind"),
            (
                "deny tcp://10.0.0.5:80 reason=denied rule=10.0.0.5",
                "tcp://10.0.0.5:80 Some(10.0.0.5)",
            ),
        ] {
            assert_eq!(question(line).as_deref(), Some(asked), "{line}");
        }
    }

    #[test]
    fn what_no_rule_could_change_has_no_question() {
        for line in [
            "deny tcp://nowhere.test:80 reason=name-not-found rule=-",
            "deny tcp://10.0.0.5:65561 reason=invalid-target rule=-",
            "deny udp://127.0.0.1:0 reason=loopback rule=-",
            "deny tcp://10.0.0.5:80 reason=quota rule=-",
            "deny option:FTP_USEPASVADDRESS reason=option rule=-",
            "deny x reason=moon rule=-",
        ] {
            assert_eq!(question(line), None, "{line}");
        }
        for via in ["program:ss", "direct-call"] {
            for reason in ["family", "protocol"] {
                let line = format!("aesock deny raw reason={reason} rule=- app=shop via={via}");
                let entry = entry::find(&line, None).entries.remove(0);
                assert_eq!(Question::of(&entry), None, "{line}");
            }
        }
    }
}
