//! The decision: rules, App Engine's exceptions and blocks, in one place. It neither resolves nor
//! dials.
//!
//! # Design
//! [`Policy::decide`] reads top to bottom in the documented order and looks at one [`Peer`], an
//! address with all that is known of it. It allocates nothing and takes the same time with ten
//! rules or ten thousand: names are found by hash (a quick one, since the names in the table are the
//! operator's and no stranger's), networks by binary search in a tree of nested blocks.

mod exceptions;
mod misspelt;
mod peer;
pub mod rule;
mod rule_set;
pub mod rules_file;

pub use exceptions::{EXCEPTIONS, ExceptedHosts, Exception, excepted_names};
pub use peer::{Decision, Peer};

use super::{
    address::{
        self, Class, GoogleRanges,
        ranges::{self, Range},
    },
    curl::Feature,
    reason::Reason,
    socket::options::{Access, Outcome, SocketOption},
    target::{Ports, Transport},
};
use peer::Facts;
use rule::{Capability, Rule};
use rule_set::RuleSet;
use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
};

/// What happens to a public destination that no rule names (`aesock.default`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DefaultVerdict {
    /// It is allowed.
    #[default]
    Allow,
    /// It is refused: the rules are an allow-list.
    Deny,
}

/// Whether loopback destinations are allowed (`aesock.development`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoopbackPolicy {
    /// As on App Engine.
    #[default]
    Blocked,
    /// As on a developer's machine.
    Allowed,
}

/// The rules of an application with the App Engine rules behind them.
#[derive(Debug, Default)]
pub struct Policy {
    deny: RuleSet,
    allow: RuleSet,
    default: DefaultVerdict,
    loopback: LoopbackPolicy,
    google: GoogleRanges,
    /// How many rules there are.
    rules: usize,
}

impl Policy {
    /// A policy of `allow` and `deny` rules, each in the order written.
    #[must_use]
    pub fn new(
        allow: Vec<Rule>,
        deny: Vec<Rule>,
        default: DefaultVerdict,
        loopback: LoopbackPolicy,
        google: GoogleRanges,
    ) -> Self {
        Self {
            rules: allow.len() + deny.len(),
            deny: RuleSet::new(deny),
            allow: RuleSet::new(allow),
            default,
            loopback,
            google,
        }
    }

    /// Which addresses are Google's own.
    #[must_use]
    pub fn google(&self) -> &GoogleRanges {
        &self.google
    }

    /// Puts other rules in place of those that it has.
    pub fn set_rules(&mut self, allow: Vec<Rule>, deny: Vec<Rule>) {
        self.rules = allow.len() + deny.len();
        self.deny = RuleSet::new(deny);
        self.allow = RuleSet::new(allow);
    }

    /// How many rules there are.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.rules
    }

    /// How ports are read: the rule `any` leaves them to the kernel, as stock PHP does.
    #[must_use]
    pub fn ports(&self) -> Ports {
        if self.allow.has_any() {
            Ports::Wrapped
        } else {
            Ports::Strict
        }
    }

    /// Decides on `peer`; `local` is what this host delivers to itself, from
    /// [`join`](address::ranges::join).
    ///
    /// The order is the documented one: invalid target, deny rules, allow rules, App Engine's
    /// exceptions, App Engine's blocks, `aesock.default`.
    #[must_use]
    pub fn decide(&self, peer: &Peer<'_>, local: &[Range]) -> Decision<'_> {
        self.decide_on(peer, self.class(peer.address, local))
    }

    /// The same for a `class` that [`Policy::class`] has told.
    #[must_use]
    pub fn decide_on(&self, peer: &Peer<'_>, class: Class) -> Decision<'_> {
        let mut facts = Facts::new(peer, class);

        if peer.port == 0 && !self.allow.has_any() {
            return Reason::InvalidTarget.into();
        }
        // What carries an IPv4 address over IPv6 is denied by a rule for either.
        let addresses = [facts.judged, peer.address];
        let distinct = if facts.judged == peer.address { 1 } else { 2 };
        if let Some(rule) = self
            .deny
            .first(peer, &facts, &addresses[..distinct], |_| true)
        {
            return Decision {
                reason: Reason::Denied,
                rule: Some(rule),
            };
        }
        // The port of FTP is as open as FTP itself.
        if facts.port_block == Some(Reason::Ftp) {
            match self.decide_ftp() {
                denied if denied.reason == Reason::Denied => return denied,
                ftp if ftp.allows() => facts.port_block = None,
                _ => {}
            }
        }
        if let Some(rule) = self
            .allow
            .first(peer, &facts, &addresses[..1], |rule| facts.lifted_by(rule))
        {
            return Decision {
                reason: Reason::Rule,
                rule: Some(rule),
            };
        }
        if facts.class == Class::Google && exceptions::cover(peer, facts.judged) {
            return Reason::Exception.into();
        }
        if let Some(block) = facts.port_block {
            return block.into();
        }
        match (facts.class, self.loopback, self.default) {
            (Class::Loopback, LoopbackPolicy::Allowed, _) => Reason::Development.into(),
            (Class::Public, _, DefaultVerdict::Allow) => Reason::Public.into(),
            (Class::Public, _, DefaultVerdict::Deny) => Reason::Unlisted.into(),
            (class, ..) => class_block(class).into(),
        }
    }

    /// The deny rule that names `name` for `port` of `transport`, whatever its addresses are.
    #[must_use]
    pub fn denied_name(&self, name: &str, transport: Transport, port: u16) -> Option<Decision<'_>> {
        let rule = self
            .deny
            .first_by_name(name, |rule| rule.covers(transport, port))?;
        Some(Decision {
            reason: Reason::Denied,
            rule: Some(rule),
        })
    }

    /// Whether any deny rule is one by name.
    #[must_use]
    pub fn denies_names(&self) -> bool {
        self.deny.has_names()
    }

    /// The exact names of deny rules for `port` of `transport`, with their decisions: they deny the
    /// addresses that the names have. Those of the first 256 such rules: the names behind them are
    /// denied by name only.
    pub fn denied_names(
        &self,
        transport: Transport,
        port: u16,
    ) -> impl Iterator<Item = (&str, Decision<'_>)> {
        self.deny.exact_names(transport, port).map(|(name, rule)| {
            (
                name,
                Decision {
                    reason: Reason::Denied,
                    rule: Some(rule),
                },
            )
        })
    }

    /// The names whose addresses matter after their TTL: those of [`Self::denied_names`] and
    /// [`Self::allowed_names`], whatever the port, and the excepted ones.
    pub fn watched_names(&self) -> impl Iterator<Item = &str> {
        let excepted = exceptions::all_names().map(|name: &str| name);
        let of_rules = self.deny.all_exact_names();
        of_rules.chain(self.allow.all_exact_names()).chain(excepted)
    }

    /// The exact names of allow rules for `port` of `transport`: they allow the addresses that the names
    /// have. Those of the first 256 such rules: the names behind them are allowed by name only.
    pub fn allowed_names(&self, transport: Transport, port: u16) -> impl Iterator<Item = &str> {
        self.allow
            .exact_names(transport, port)
            .map(|(name, _)| name)
    }

    /// The class of `address`, given what this host delivers to itself.
    #[must_use]
    pub fn class(&self, address: IpAddr, local: &[Range]) -> Class {
        class(address::judged(address), &self.google, local)
    }

    /// Decides on a server socket.
    #[must_use]
    pub fn decide_listen(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Listen,
            Reason::Listen,
        )
    }

    /// Decides on binding to `local`, `None` for what is no address; the wildcard with port
    /// 0 binds nothing.
    #[must_use]
    pub fn decide_bind(&self, local: Option<SocketAddr>) -> Decision<'_> {
        if local.is_some_and(|local| local.ip().is_unspecified() && local.port() == 0) {
            return Reason::Harmless.into();
        }
        self.decide_capability(|capability| *capability == Capability::Bind, Reason::Bind)
    }

    /// Decides on the Unix-domain socket at `path`, which has no symbolic links; `None` for one
    /// without a path.
    #[must_use]
    pub fn decide_unix(&self, path: Option<&Path>) -> Decision<'_> {
        let names = |capability: &Capability| match capability {
            Capability::Unix(None) => true,
            Capability::Unix(Some(pattern)) => path.is_some_and(|path| pattern.matches(path)),
            _ => false,
        };
        self.decide_capability(names, Reason::Unix)
    }

    /// Decides on an operation, neither reading nor writing, on a socket that aesock did not make.
    #[must_use]
    pub fn decide_inherited(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Any,
            Reason::Inherited,
        )
    }

    /// Decides on a transport that is neither TCP nor UDP nor Unix.
    #[must_use]
    pub fn decide_raw(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Raw,
            Reason::Transport,
        )
    }

    /// Decides on FTP, whatever the server and its port.
    #[must_use]
    pub fn decide_ftp(&self) -> Decision<'_> {
        self.decide_capability(|capability| *capability == Capability::Ftp, Reason::Ftp)
    }

    /// Decides on connecting to where an FTP server says, which nobody could judge.
    #[must_use]
    pub fn decide_ftp_address(&self) -> Decision<'_> {
        self.decide_capability(|_| false, Reason::Option)
    }

    /// Decides on a pair of connected sockets, which reaches no network.
    #[must_use]
    pub fn decide_socket_pair(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::SocketPair,
            Reason::Harmless,
        )
    }

    /// Decides on a pair of Unix sockets that ext/sockets makes, where App Engine had no such
    /// family.
    #[must_use]
    pub fn decide_pair_of_family(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::SocketPair,
            Reason::Family,
        )
    }

    /// Decides on a socket of the Unix family, whatever path it will have: a rule that allows some
    /// paths opens the family, and one that denies some leaves it to the others.
    #[must_use]
    pub fn decide_unix_family(&self) -> Decision<'_> {
        let all = |capability: &Capability| *capability == Capability::Unix(None);
        let some = |capability: &Capability| matches!(capability, Capability::Unix(_));
        self.denied_capability(all)
            .or_else(|| self.allowed_capability(some))
            .unwrap_or_else(|| Reason::Family.into())
    }

    /// Decides on a socket of a family other than IPv4, IPv6 and Unix.
    #[must_use]
    pub fn decide_family(&self) -> Decision<'_> {
        self.decide_capability(|capability| *capability == Capability::Raw, Reason::Family)
    }

    /// Decides on a socket of a type or protocol that is neither TCP nor UDP.
    #[must_use]
    pub fn decide_protocol(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Raw,
            Reason::Protocol,
        )
    }

    /// Decides on `access` to a socket option. Where a rule allows it the kernel's option is meant;
    /// numbers that the kernel would not see name none, whatever a rule says.
    #[must_use]
    pub fn decide_option(&self, option: SocketOption, access: Access) -> Decision<'_> {
        if !option.is_whole() {
            return Reason::Option.into();
        }
        let names = |capability: &Capability| match capability {
            Capability::Options(None) => true,
            Capability::Options(Some(name)) => option.name() == Some(name),
            _ => false,
        };
        let otherwise = match option.outcome(access) {
            Outcome::Real => Reason::Harmless,
            Outcome::Simulated(_) => Reason::Simulated,
            Outcome::Refused => Reason::Option,
        };
        self.decide_capability(names, otherwise)
    }

    /// Decides on a feature of libcurl.
    #[must_use]
    pub fn decide_feature(&self, feature: Feature) -> Decision<'_> {
        let (capability, otherwise) = match feature {
            Feature::LocalAddress => (Capability::Bind, Reason::Bind),
            Feature::Ftp => (Capability::Ftp, Reason::Ftp),
            Feature::Authentication => (Capability::Gss, Reason::Gss),
            Feature::Unseen => (Capability::Any, Reason::Unseen),
        };
        self.decide_capability(|named| *named == capability, otherwise)
    }

    /// Decides on pages that a server pushes, by handles that libcurl copies and nobody guards. Where
    /// they are not allowed the function for them is taken and never called: libraries set it unasked.
    #[must_use]
    pub fn decide_push(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Any,
            Reason::Simulated,
        )
    }

    /// Decides on control data of a message; on a Unix socket it may pass descriptors.
    #[must_use]
    pub fn decide_control(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Options(None),
            Reason::Control,
        )
    }

    /// Deny rules, allow rules, then `otherwise`.
    fn decide_capability(
        &self,
        names: impl Fn(&Capability) -> bool,
        otherwise: Reason,
    ) -> Decision<'_> {
        self.denied_capability(&names)
            .or_else(|| self.allowed_capability(&names))
            .unwrap_or_else(|| otherwise.into())
    }

    fn denied_capability(&self, names: impl Fn(&Capability) -> bool) -> Option<Decision<'_>> {
        let rule = self.deny.first_capability(names)?;
        Some(Decision {
            reason: Reason::Denied,
            rule: Some(rule),
        })
    }

    fn allowed_capability(&self, names: impl Fn(&Capability) -> bool) -> Option<Decision<'_>> {
        let rule = self.allow.first_capability(names)?;
        Some(Decision {
            reason: Reason::Rule,
            rule: Some(rule),
        })
    }
}

const fn class_block(class: Class) -> Reason {
    match class {
        Class::Public => Reason::Unlisted,
        Class::Private => Reason::Private,
        Class::Loopback => Reason::Loopback,
        Class::LinkLocal => Reason::LinkLocal,
        Class::Multicast => Reason::Multicast,
        Class::Broadcast => Reason::Broadcast,
        Class::Reserved => Reason::Reserved,
        Class::Google => Reason::Google,
    }
}

/// The class of `judged`, an address from [`address::judged`].
fn class(judged: IpAddr, google: &GoogleRanges, local: &[Range]) -> Class {
    if ranges::contains(local, ranges::number(judged)) {
        Class::Loopback
    } else {
        address::class(judged, google)
    }
}

#[cfg(test)]
mod tests;
