//! Why something is allowed or refused, apart from the policy that decided so, the sentence that
//! tells a refusal, and the rule that would lift it. How a door tells it is the door's.

use crate::core::{
    address,
    escape::Escaped,
    policy::{Decision, rule::written_name},
    reason::{Errno, Reason},
    resolver::LookupError,
    target::{Host, Target, TargetError, Transport, Zone},
    usage::quota::Exhausted,
};
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// Reason and rule of a decision, apart from the policy it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// Why.
    pub reason: Reason,
    /// The text of the rule that decided.
    pub rule: Option<Arc<str>>,
    /// The address that was decided on, where it was one.
    pub address: Option<IpAddr>,
}

impl Grounds {
    /// The same, of this address.
    pub(super) fn of(self, address: IpAddr) -> Self {
        Self {
            address: Some(address),
            ..self
        }
    }
}

impl From<Decision<'_>> for Grounds {
    fn from(decision: Decision<'_>) -> Self {
        Self {
            reason: decision.reason,
            rule: decision.rule.cloned(),
            address: None,
        }
    }
}

impl From<Reason> for Grounds {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            rule: None,
            address: None,
        }
    }
}

/// A refusal, with the sentence that tells it. The sentence holds no unescaped text of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Reason and rule.
    pub grounds: Grounds,
    /// The reason in a sentence.
    pub message: String,
    /// The rule that would allow this destination, where there is one.
    rule: Option<Box<str>>,
    /// The name that did not resolve and the resolver's words, where that is the reason.
    unresolved: Option<Box<(String, LookupError)>>,
}

impl Refusal {
    /// A refusal of `subject`, which is escaped where a script chose it.
    pub fn new(grounds: impl Into<Grounds>, subject: impl fmt::Display) -> Self {
        let grounds = grounds.into();
        let sentence = grounds.reason.about(subject);
        let message = match &grounds.rule {
            Some(rule) => format!("{sentence} (`{rule}`)"),
            None => sentence.to_string(),
        };
        Self {
            grounds,
            message,
            rule: None,
            unresolved: None,
        }
    }

    /// The same, with what to do about it.
    pub(super) fn with_advice(mut self, advice: impl fmt::Display) -> Self {
        self.message = format!("{} ({advice})", self.message);
        self
    }

    /// The same, which `rule` would lift.
    #[must_use]
    pub(super) fn lifted_by(self, rule: Option<String>) -> Self {
        let rule = rule.map(String::into_boxed_str);
        Self { rule, ..self }
    }

    /// What an operator can do who wants it otherwise, and has rules in `file`, if in one.
    #[must_use]
    pub fn remedy(&self, file: Option<&str>) -> String {
        self.grounds.reason.remedy_by(self.rule.as_deref(), file)
    }

    /// The refusal of `name`, which did not resolve.
    pub(super) fn unresolved(name: &[u8], error: LookupError) -> Self {
        let reason = match error {
            LookupError::NotFound => Reason::NameNotFound,
            LookupError::NoAddress => Reason::NameWithoutAddress,
            LookupError::Temporary => Reason::NameUnresolved,
            LookupError::Exhausted(exhausted) => return exhausted.into(),
        };
        let name = Escaped(name).to_string();
        Self {
            unresolved: Some(Box::new((name.clone(), error))),
            ..Self::new(reason, name)
        }
    }

    /// The error number that the script sees; 0 for names, as in stock PHP.
    #[must_use]
    pub fn errno(&self) -> Errno {
        self.grounds.reason.errno()
    }
}

impl std::error::Error for Refusal {}

/// The grounds of a decision about `subject`, or its refusal.
pub(super) fn conclude(
    decision: Decision<'_>,
    subject: impl fmt::Display,
) -> Result<Grounds, Refusal> {
    if decision.allows() {
        Ok(decision.into())
    } else {
        Err(Refusal::new(decision, subject))
    }
}

/// What a refusal of an address is about.
pub(super) fn subject(name: Option<&str>, address: IpAddr) -> impl fmt::Display {
    fmt::from_fn(move |f| match name {
        Some(name) => write!(f, "{name} ({address})"),
        None => write!(f, "{address}"),
    })
}

/// The text that the script sees: the engine's words for the error number and the reason, or for a
/// name the engine's words.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unresolved.as_deref() {
            Some((name, error)) => write!(
                f,
                "php_network_getaddresses: getaddrinfo for {name} failed: {error}"
            ),
            None => write!(
                f,
                "{}: {}",
                nix::errno::Errno::from_raw(self.errno()).desc(),
                self.message
            ),
        }
    }
}

impl From<Exhausted> for Refusal {
    fn from(exhausted: Exhausted) -> Self {
        Self::new(Reason::Quota, exhausted)
    }
}

impl From<TargetError> for Refusal {
    fn from(error: TargetError) -> Self {
        match &error {
            TargetError::NoName(name) => Self::unresolved(name, LookupError::NotFound),
            _ => Self::new(Reason::InvalidTarget, &error),
        }
    }
}

/// The rule that names a target and no other: by name where that lifts the reason, else by the address
/// that was decided on.
#[must_use]
pub fn rule_of(target: &Target, address: IpAddr, reason: Reason) -> String {
    let (transport, port) = (target.transport, target.port);
    match &target.host {
        Host::Name(name) if reason.is_lifted_by_name() => {
            format!("{transport}://{}:{port}", written_name(name.as_str()))
        }
        _ => numeric(transport, SocketAddr::new(address::judged(address), port)).to_string(),
    }
}

/// The target of a datagram or connection that a caller has as an address.
#[must_use]
pub fn numeric(transport: Transport, peer: SocketAddr) -> Target {
    Target {
        transport,
        host: Host::Address(peer.ip(), Zone::of(peer)),
        port: peer.port(),
    }
}
