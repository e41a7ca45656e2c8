//! The destinations of Google's that App Engine allowed. What a rule of the application excepts is
//! not here.

use super::peer::Peer;
use crate::core::target::Transport;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A destination that App Engine allowed although it is one of Google's.
#[derive(Debug)]
pub struct Exception {
    /// Where it is.
    pub hosts: ExceptedHosts,
    /// `None`: each.
    pub transport: Option<Transport>,
    /// Its ports.
    pub ports: &'static [u16],
}

/// Where an excepted destination is.
#[derive(Debug)]
pub enum ExceptedHosts {
    /// At these addresses.
    Addresses(&'static [IpAddr]),
    /// At those that this name has.
    Name(&'static str),
}

/// App Engine's exceptions, from the documentation page of its Sockets API ("Private, broadcast,
/// multicast, and Google IP ranges are blocked, except ..."). They lift the Google class and
/// nothing else.
pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        hosts: ExceptedHosts::Addresses(&[
            IpAddr::V4(Ipv4Addr::new(8, 8, 8, 8)),
            IpAddr::V4(Ipv4Addr::new(8, 8, 4, 4)),
            IpAddr::V6(Ipv6Addr::new(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8888)),
            IpAddr::V6(Ipv6Addr::new(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8844)),
        ]),
        transport: None,
        ports: &[53],
    },
    Exception {
        hosts: ExceptedHosts::Name("smtp.gmail.com"),
        transport: Some(Transport::Tcp),
        ports: &[465, 587],
    },
    Exception {
        hosts: ExceptedHosts::Name("pop.gmail.com"),
        transport: Some(Transport::Tcp),
        ports: &[995],
    },
    Exception {
        hosts: ExceptedHosts::Name("imap.gmail.com"),
        transport: Some(Transport::Tcp),
        ports: &[993],
    },
];

impl Exception {
    fn covers(&self, transport: Transport, port: u16) -> bool {
        self.transport.is_none_or(|only| only == transport) && self.ports.contains(&port)
    }

    fn name(&self) -> Option<&'static str> {
        match self.hosts {
            ExceptedHosts::Name(name) => Some(name),
            ExceptedHosts::Addresses(_) => None,
        }
    }

    fn names(&self, peer: &Peer<'_>, judged: IpAddr) -> bool {
        match &self.hosts {
            ExceptedHosts::Addresses(addresses) => addresses.contains(&judged),
            ExceptedHosts::Name(name) => peer.name.or(peer.excepted_name) == Some(name),
        }
    }
}

/// Whether `peer` is excepted, whose address counts as `judged`.
pub(super) fn cover(peer: &Peer<'_>, judged: IpAddr) -> bool {
    EXCEPTIONS.iter().any(|exception| {
        exception.covers(peer.transport, peer.port) && exception.names(peer, judged)
    })
}

/// The names that are excepted for `port` of `transport`: a numeric destination may be one of their
/// addresses.
pub fn excepted_names(transport: Transport, port: u16) -> impl Iterator<Item = &'static str> {
    EXCEPTIONS
        .iter()
        .filter(move |exception| exception.covers(transport, port))
        .filter_map(Exception::name)
}

/// The names that are excepted for any port.
pub(super) fn all_names() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS.iter().filter_map(Exception::name)
}
