//! Decisions under rules, written a second time: rule after rule, as docs/rules.md says it. Slow, and made of
//! nothing of the core's but names; rules are read by nobody, but written here beside what they mean.

use crate::naive;
use aesock::core::{
    address::{Class, GoogleRanges},
    policy::{DefaultVerdict, LoopbackPolicy, Peer, Policy, rule},
    reason::Reason,
    target::Transport::{self, Tcp, Udp},
};
use ipnet::IpNet;
use std::net::IpAddr;

/// A rule, and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    text: &'static str,
    names: Names,
    transport: Option<Transport>,
    ports: Option<(u16, u16)>,
}

/// What a rule names.
#[derive(Debug, Clone, Copy)]
enum Names {
    Everything,
    Ftp,
    All,
    Class(Class),
    Network(IpNet),
    Name(&'static str),
    Below(&'static str),
}

/// The rules of which sets are made: each form, with ports and without, with a transport and without.
#[must_use]
pub fn alphabet() -> Vec<Rule> {
    use Names::{All, Below, Everything, Ftp, Name};
    let class = Names::Class;
    let network = |text: &str| Names::Network(text.parse().expect("a network"));
    let rule = |text, names, transport, ports| Rule {
        text,
        names,
        transport,
        ports,
    };
    vec![
        rule("any", Everything, None, None),
        rule("ftp", Ftp, None, None),
        rule("*", All, None, None),
        rule("*:20-25", All, None, Some((20, 25))),
        rule("public", class(Class::Public), None, None),
        rule("private", class(Class::Private), None, None),
        rule(
            "udp://google:1-53",
            class(Class::Google),
            Some(Udp),
            Some((1, 53)),
        ),
        rule("loopback:80", class(Class::Loopback), None, Some((80, 80))),
        rule("10.0.0.0/8", network("10.0.0.0/8"), None, None),
        rule(
            "tcp://10.0.0.5:25",
            network("10.0.0.5/32"),
            Some(Tcp),
            Some((25, 25)),
        ),
        rule("0.0.0.0/0", network("0.0.0.0/0"), None, None),
        rule(
            "tcp://[2000::/3]:443",
            network("2000::/3"),
            Some(Tcp),
            Some((443, 443)),
        ),
        rule("a.test", Name("a.test"), None, None),
        rule("a.test:21-25", Name("a.test"), None, Some((21, 25))),
        rule("*.test", Below("test"), None, None),
        rule(
            "tcp://*.test:25-80",
            Below("test"),
            Some(Tcp),
            Some((25, 80)),
        ),
        rule(
            "tcp://smtp.gmail.com:25-587",
            Name("smtp.gmail.com"),
            Some(Tcp),
            Some((25, 587)),
        ),
    ]
}

/// The empty set, and all of one and of two rules.
#[must_use]
pub fn up_to_two(alphabet: &[Rule]) -> Vec<Vec<Rule>> {
    let mut sets = vec![Vec::new()];
    for (index, first) in alphabet.iter().enumerate() {
        sets.push(vec![*first]);
        sets.extend(
            alphabet[index + 1..]
                .iter()
                .map(|second| vec![*first, *second]),
        );
    }
    sets
}

/// Rules in force.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// What is allowed.
    pub allow: &'a [Rule],
    /// What is denied.
    pub deny: &'a [Rule],
    /// What of public destinations is not named.
    pub default: DefaultVerdict,
    /// Whether loopback is reached.
    pub loopback: LoopbackPolicy,
}

/// A peer that is decided on, and its class.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The peer.
    pub peer: Peer<'static>,
    class: Class,
}

impl Rule {
    fn parsed(&self) -> rule::Rule {
        rule::Rule::parse(self.text).expect("a rule")
    }

    fn covers(&self, peer: &Peer<'_>) -> bool {
        self.transport.is_none_or(|only| only == peer.transport)
            && self
                .ports
                .is_none_or(|(first, last)| (first..=last).contains(&peer.port))
    }

    /// Whether it names a peer, by one of these addresses.
    fn names(&self, asked: &Asked, addresses: &[IpAddr]) -> bool {
        let name = asked.peer.name;
        let is_named = match self.names {
            Names::Everything => return true,
            Names::Ftp => false,
            Names::All => true,
            Names::Class(class) => class == asked.class,
            Names::Network(network) => addresses.iter().any(|address| network.contains(address)),
            Names::Name(own) => name == Some(own),
            Names::Below(parent) => name.is_some_and(|name| {
                let below = name.strip_suffix(parent);
                below.is_some_and(|below| below.len() > 1 && below.ends_with('.'))
            }),
        };
        is_named && self.covers(&asked.peer)
    }

    fn is_ftp(&self) -> bool {
        matches!(self.names, Names::Everything | Names::Ftp)
    }

    /// Whether it opens what is blocked: names open no more than their owners could mean, and a port that is
    /// blocked is opened by a rule that names ports.
    fn opens(&self, class: Class, port_is_blocked: bool) -> bool {
        match self.names {
            Names::Everything => true,
            Names::Ftp => false,
            Names::Below(_) => class == Class::Public && !port_is_blocked,
            Names::Name(_) => {
                [Class::Public, Class::Private, Class::Google].contains(&class)
                    && (!port_is_blocked || self.ports.is_some())
            }
            Names::All | Names::Class(_) | Names::Network(_) => {
                !port_is_blocked || self.ports.is_some()
            }
        }
    }
}

impl Rules<'_> {
    /// The same for the core.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let parsed = |rules: &[Rule]| rules.iter().map(Rule::parsed).collect();
        Policy::new(
            parsed(self.allow),
            parsed(self.deny),
            self.default,
            self.loopback,
            GoogleRanges::default(),
        )
    }

    /// Why a peer is allowed or denied.
    #[must_use]
    pub fn reason(&self, asked: &Asked) -> Reason {
        let (peer, class) = (&asked.peer, asked.class);
        let has_any = |rules: &[Rule]| {
            let is_any = |rule: &Rule| matches!(rule.names, Names::Everything);
            rules.iter().any(is_any)
        };
        if peer.port == 0 && !has_any(self.allow) {
            return Reason::InvalidTarget;
        }
        let meant = naive::meant(peer.address);
        if self
            .deny
            .iter()
            .any(|rule| rule.names(asked, &[meant, peer.address]))
        {
            return Reason::Denied;
        }
        let mut port_is_blocked = [21, 25].contains(&peer.port);
        if peer.port == 21 {
            if self.deny.iter().any(Rule::is_ftp) {
                return Reason::Denied;
            }
            port_is_blocked = !self.allow.iter().any(Rule::is_ftp);
        }
        let is_allowed =
            |rule: &Rule| rule.names(asked, &[meant]) && rule.opens(class, port_is_blocked);
        if self.allow.iter().any(is_allowed) {
            return Reason::Rule;
        }
        if class == Class::Google && naive::is_excepted_peer(peer) {
            return Reason::Exception;
        }
        match (peer.port, class) {
            (25, _) => Reason::Port25,
            (21, _) if port_is_blocked => Reason::Ftp,
            (_, Class::Loopback) if self.loopback == LoopbackPolicy::Allowed => Reason::Development,
            (_, Class::Public) if self.default == DefaultVerdict::Deny => Reason::Unlisted,
            // What is said of a port that nothing is about.
            (_, class) => naive::reason_of(class),
        }
    }
}

/// Addresses of each class, of both families and in carriers.
const ADDRESSES: [&str; 14] = [
    "93.184.216.34",
    "2606:4700::1",
    "10.0.0.5",
    "10.9.9.9",
    "fd00::1",
    "64:ff9b::a00:5",
    "127.0.0.1",
    "::1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "2002::1",
    "8.8.8.8",
    "142.250.0.1",
];
const PORTS: [u16; 14] = [0, 1, 20, 21, 22, 25, 26, 53, 80, 443, 465, 587, 993, 65535];
/// Names that are resolved, and those of exceptions that a numeric destination has.
const NAMES: [(Option<&str>, Option<&str>); 6] = [
    (None, None),
    (None, Some("smtp.gmail.com")),
    (Some("a.test"), None),
    (Some("db.a.test"), None),
    (Some("test"), None),
    (Some("smtp.gmail.com"), None),
];

/// All of these, by both transports.
#[must_use]
pub fn peers() -> Vec<Asked> {
    let mut peers = Vec::new();
    for address in ADDRESSES {
        let address: IpAddr = address.parse().expect("an address");
        for port in PORTS {
            for transport in [Tcp, Udp] {
                peers.extend(NAMES.map(|(name, excepted_name)| Asked {
                    peer: Peer {
                        transport,
                        name,
                        excepted_name,
                        address,
                        port,
                    },
                    class: naive::class(address),
                }));
            }
        }
    }
    peers
}
