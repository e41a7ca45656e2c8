//! The way out: settings, resolver and host put together, so that a door asks one question and gets addresses or a refusal.
//! It does not dial, and it makes no rule.

use super::{
    address::{self, Class},
    escape::Escaped,
    interfaces::OwnAddresses,
    policy::{self, Decision, Peer, Policy},
    reason::{Errno, Reason},
    resolver::{LookupError, Resolver, SystemFiles},
    settings::Settings,
    target::{Host, Name, Target, TargetError, Transport},
};
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::Path,
    rc::Rc,
    time::Duration,
};

/// How long an address counts as one of a name that had it (App Engine's exceptions by address).
const REMEMBERED: Duration = Duration::from_secs(3600);

/// What one thread of PHP goes out through.
#[derive(Debug)]
pub struct Gate {
    settings: Settings,
    resolver: Resolver,
    own: OwnAddresses,
}

/// Whether a decision may send DNS queries of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookups {
    /// It may.
    Sent,
    /// It must do with what is known (audit mode, where the engine resolves).
    Avoided,
}

/// What may be dialled, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The allowed addresses, in the order of preference; at least one.
    pub peers: Peers,
    /// Why the first of them is allowed.
    pub grounds: Grounds,
}

/// One or more peers; one needs no allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peers {
    /// A numeric destination.
    One(SocketAddr),
    /// The allowed addresses of a name.
    Several(Vec<SocketAddr>),
}

impl Peers {
    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[SocketAddr] {
        match self {
            Self::One(peer) => std::slice::from_ref(peer),
            Self::Several(peers) => peers,
        }
    }
}

/// Reason and rule of a decision, apart from the policy it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// Why.
    pub reason: Reason,
    /// The text of the rule that decided.
    pub rule: Option<Box<str>>,
}

impl From<Decision<'_>> for Grounds {
    fn from(decision: Decision<'_>) -> Self {
        Self {
            reason: decision.reason,
            rule: decision.rule.map(Into::into),
        }
    }
}

impl From<Reason> for Grounds {
    fn from(reason: Reason) -> Self {
        Self { reason, rule: None }
    }
}

/// A refusal, with the sentence that tells it. The sentence holds no unescaped text of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Reason and rule.
    pub grounds: Grounds,
    /// The reason in a sentence.
    pub message: String,
    /// The name that did not resolve and the resolver's words, where that is the reason.
    unresolved: Option<(String, LookupError)>,
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
            unresolved: None,
        }
    }

    fn unresolved(name: &[u8], error: LookupError) -> Self {
        let reason = match error {
            LookupError::NotFound => Reason::NameNotFound,
            LookupError::NoAddress => Reason::NameWithoutAddress,
            LookupError::Temporary => Reason::NameUnresolved,
        };
        let name = Escaped(name).to_string();
        Self {
            unresolved: Some((name.clone(), error)),
            ..Self::new(reason, name)
        }
    }

    /// The error number that the script sees; 0 for names, as in stock PHP.
    #[must_use]
    pub fn errno(&self) -> Errno {
        self.grounds.reason.errno()
    }

    /// Whether the reason is a name that does not resolve: stock PHP has a warning of its own for that.
    #[must_use]
    pub fn is_unresolved(&self) -> bool {
        self.unresolved.is_some()
    }
}

impl std::error::Error for Refusal {}

/// The text that the script sees: the engine's words for the error number and the reason, or for a name the engine's words.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unresolved {
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

impl From<TargetError> for Refusal {
    fn from(error: TargetError) -> Self {
        match &error {
            TargetError::NoName(name) => Self::unresolved(name, LookupError::NotFound),
            _ => Self::new(Reason::InvalidTarget, &error),
        }
    }
}

impl Gate {
    /// A gate with `settings`, on a host configured by `system`.
    #[must_use]
    pub fn new(settings: Settings, system: SystemFiles) -> Self {
        let resolver = Resolver::new(settings.nameservers.clone(), system);
        Self {
            settings,
            resolver,
            own: OwnAddresses::default(),
        }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.settings.policy
    }

    /// Resolves and decides: the allowed addresses of `target`, denied ones dropped.
    ///
    /// # Errors
    /// [`Refusal`] where none is left, or the name does not resolve.
    pub fn admit(&mut self, target: &Target) -> Result<Admission, Refusal> {
        match &target.host {
            Host::Address(address) => {
                let grounds = self.judge(target, *address, Lookups::Sent)?;
                Ok(Admission {
                    peers: Peers::One(SocketAddr::new(*address, target.port)),
                    grounds,
                })
            }
            Host::Name(name) => self.admit_name(target, name),
        }
    }

    fn admit_name(&mut self, target: &Target, name: &Name) -> Result<Admission, Refusal> {
        self.deny_name(target, name)?;
        let unresolved = |error| Refusal::unresolved(name.as_query().as_bytes(), error);
        let addresses = self.resolver.lookup(name.as_query()).map_err(unresolved)?;
        let mut allowed: Option<(Vec<SocketAddr>, Grounds)> = None;
        let mut refusal = None;
        for &address in addresses.iter() {
            match (self.judge(target, address, Lookups::Sent), &mut allowed) {
                (Ok(_), Some((peers, _))) => peers.push(SocketAddr::new(address, target.port)),
                (Ok(grounds), none) => {
                    *none = Some((vec![SocketAddr::new(address, target.port)], grounds))
                }
                (Err(error), _) => refusal = refusal.or(Some(error)),
            }
        }
        match allowed {
            Some((peers, grounds)) => Ok(Admission {
                peers: Peers::Several(peers),
                grounds,
            }),
            None => Err(refusal.unwrap_or_else(|| unresolved(LookupError::NoAddress))),
        }
    }

    /// Refuses a name that a deny rule names, before anything is asked about it.
    ///
    /// # Errors
    /// That [`Refusal`].
    pub fn deny_name(&self, target: &Target, name: &Name) -> Result<(), Refusal> {
        match self
            .policy()
            .denied_name(name.as_str(), target.transport, target.port)
        {
            Some(decision) => Err(Refusal::new(decision, name.as_query())),
            None => Ok(()),
        }
    }

    /// Decides on one `address` that `target` is or resolved to.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be dialled.
    pub fn judge(
        &mut self,
        target: &Target,
        address: IpAddr,
        lookups: Lookups,
    ) -> Result<Grounds, Refusal> {
        let name = match &target.host {
            Host::Name(name) => Some(name.as_str()),
            Host::Address(_) => None,
        };
        let mut peer = Peer {
            transport: target.transport,
            name,
            excepted_name: None,
            address,
            port: target.port,
        };
        let subject = subject(name, address);
        if let Some(decision) =
            denied_by_address(&self.settings.policy, &mut self.resolver, &peer, lookups)
        {
            return Err(Refusal::new(decision, subject));
        }
        let own = self.own.get();
        if name.is_none() && self.settings.policy.class(address, own) == Class::Google {
            peer.excepted_name = excepted_name(&mut self.resolver, &peer, lookups);
        }
        let decision = self.settings.policy.decide(&peer, own);
        match (decision.allows(), decision.reason) {
            (true, _) => Ok(decision.into()),
            (false, Reason::InvalidTarget) => Err(Refusal::new(
                decision,
                TargetError::Port(target.port.to_string().into()),
            )),
            (false, _) => Err(Refusal::new(decision, subject)),
        }
    }

    /// Decides on a Unix-domain socket. `path` is the real one, without symbolic links; `None` where there is none.
    ///
    /// # Errors
    /// [`Refusal`] where it may not be used; `shown` is the path as the script wrote it.
    pub fn admit_unix(&self, path: Option<&Path>, shown: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_unix(path), Escaped(shown))
    }

    /// Decides on a server socket at `place`, as the script wrote it.
    ///
    /// # Errors
    /// [`Refusal`] where sockets are outbound only.
    pub fn admit_listen(&self, place: &[u8]) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_listen(), Escaped(place))
    }

    /// Decides on binding to `local`.
    ///
    /// # Errors
    /// [`Refusal`] where the script may not choose it.
    pub fn admit_bind(&self, local: SocketAddr) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_bind(local.ip(), local.port()), local)
    }

    /// Decides on a transport that is none of the engine's own, by its `scheme`.
    ///
    /// # Errors
    /// [`Refusal`] unless a rule opens it.
    pub fn admit_raw(&self, scheme: &str) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_raw(), Escaped(scheme.as_bytes()))
    }

    /// Decides on a pair of connected sockets.
    ///
    /// # Errors
    /// [`Refusal`] where a rule closes it.
    pub fn admit_socket_pair(&self) -> Result<Grounds, Refusal> {
        conclude(self.policy().decide_socket_pair(), "a socket pair")
    }
}

fn conclude(decision: Decision<'_>, subject: impl fmt::Display) -> Result<Grounds, Refusal> {
    if decision.allows() {
        Ok(decision.into())
    } else {
        Err(Refusal::new(decision, subject))
    }
}

fn subject(name: Option<&str>, address: IpAddr) -> impl fmt::Display {
    fmt::from_fn(move |f| match name {
        Some(name) => write!(f, "{name} ({address})"),
        None => write!(f, "{address}"),
    })
}

/// The deny rule by name whose name has the peer's address now.
fn denied_by_address<'p>(
    policy: &'p Policy,
    resolver: &mut Resolver,
    peer: &Peer<'_>,
    lookups: Lookups,
) -> Option<Decision<'p>> {
    if lookups == Lookups::Avoided {
        return None;
    }
    let denied: Vec<_> = policy.denied_names(peer.transport, peer.port).collect();
    if denied.is_empty() {
        return None;
    }
    let judged = address::judged(peer.address);
    let answers = resolver.lookup_all(denied.iter().map(|(name, _)| *name));
    let has_address = |answer: Result<Rc<[IpAddr]>, _>| {
        answer.is_ok_and(|addresses| {
            addresses
                .iter()
                .any(|&address| address::judged(address) == judged)
        })
    };
    denied
        .into_iter()
        .zip(answers)
        .find_map(|((_, decision), answer)| has_address(answer).then_some(decision))
}

/// The excepted name that the peer's address belongs to, or belonged to lately: PHP code often resolves first.
fn excepted_name(
    resolver: &mut Resolver,
    peer: &Peer<'_>,
    lookups: Lookups,
) -> Option<&'static str> {
    let names = || policy::excepted_names(peer.transport, peer.port);
    let remembered =
        names().find(|name| resolver.resolved_recently(name, peer.address, REMEMBERED));
    if remembered.is_some() || lookups == Lookups::Avoided {
        return remembered;
    }
    names().find(|name| {
        resolver
            .lookup(name)
            .is_ok_and(|addresses| addresses.contains(&peer.address))
    })
}

/// The target of a datagram or connection that a caller has as an address.
#[must_use]
pub fn numeric(transport: Transport, peer: SocketAddr) -> Target {
    Target {
        transport,
        host: Host::Address(peer.ip()),
        port: peer.port(),
    }
}
