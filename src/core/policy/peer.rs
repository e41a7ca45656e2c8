//! What is decided on and what comes of it: a peer, the facts that follow from it, a decision. How
//! one leads to the other is [`super::Policy::decide`].

use super::rule::{Hosts, Peers};
use crate::core::{
    address::{self, Class},
    reason::{Reason, Verdict},
    target::Transport,
};
use std::{net::IpAddr, sync::Arc};

/// A destination that could be dialled, with all that the decision looks at.
#[derive(Debug, Clone, Copy)]
pub struct Peer<'a> {
    /// What carries it.
    pub transport: Transport,
    /// The name that resolved to the address, in lower case without root dot; `None` for a numeric
    /// destination.
    pub name: Option<&'a str>,
    /// A name of App Engine's exceptions that the address of a numeric destination has or lately
    /// had.
    pub excepted_name: Option<&'a str>,
    /// The address to dial.
    pub address: IpAddr,
    /// 0 to 65535.
    pub port: u16,
}

/// What was decided, why, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision<'p> {
    /// Why; also whether, by [`Reason::verdict`].
    pub reason: Reason,
    /// The text of the rule that decided.
    pub rule: Option<&'p Arc<str>>,
}

impl<'p> Decision<'p> {
    /// Whether it may be dialled.
    #[must_use]
    pub fn allows(&self) -> bool {
        self.reason.verdict() == Verdict::Allow
    }

    /// The text of the rule that decided.
    #[must_use]
    pub fn rule(&self) -> Option<&'p str> {
        self.rule.map(AsRef::as_ref)
    }
}

impl From<Reason> for Decision<'_> {
    fn from(reason: Reason) -> Self {
        Self { reason, rule: None }
    }
}

/// What follows from a peer's address and port.
pub(super) struct Facts {
    /// The address that decides, see [`address::judged`].
    pub(super) judged: IpAddr,
    /// What kind of destination that one is.
    pub(super) class: Class,
    /// Why the port is blocked.
    pub(super) port_block: Option<Reason>,
}

impl Facts {
    /// The facts about `peer`, which is of `class`.
    pub(super) fn new(peer: &Peer<'_>, class: Class) -> Self {
        Self {
            judged: address::judged(peer.address),
            class,
            port_block: port_block(peer.port),
        }
    }

    /// Whether an allow rule that names the peer lifts all blocks that it stands under.
    pub(super) fn lifted_by(&self, rule: &Peers) -> bool {
        let lifts_class = match rule.hosts {
            Hosts::Network(_) | Hosts::Class(_) | Hosts::All => true,
            Hosts::Name(_) => matches!(self.class, Class::Public | Class::Private | Class::Google),
            // Anyone can make a name below a domain of their own point anywhere.
            Hosts::Subdomains(_) => self.class == Class::Public,
        };
        let lifts_port = match rule.hosts {
            Hosts::Subdomains(_) => self.port_block.is_none(),
            _ => self.port_block.is_none() || rule.names_port(),
        };
        lifts_class && lifts_port
    }
}

/// The ports that App Engine blocked for every destination.
const fn port_block(port: u16) -> Option<Reason> {
    match port {
        25 => Some(Reason::Port25),
        21 => Some(Reason::Ftp),
        _ => None,
    }
}
