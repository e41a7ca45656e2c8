//! The decision: rules, App Engine's exceptions and blocks, in one place. It neither resolves nor
//! dials.
//!
//! # Design
//! [`Policy::decide`] reads top to bottom in the documented order and looks at one [`Peer`], an
//! address with all that is known of it. It allocates nothing and takes the same time with ten
//! rules or ten thousand: names are found by hash (a quick one, since the names in the table are the
//! operator's and no stranger's), networks by binary search in a tree of nested blocks.

use super::{
    address::{self, Class, GoogleRanges},
    curl::Feature,
    options::{Access, Outcome, SocketOption},
    ranges,
    reason::{Reason, Verdict},
    rule::{Capability, Peers, Place, Rule, Subject},
    target::{Ports, Transport},
};
use rustc_hash::FxHashMap;
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

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

/// What happens to a public destination that no rule names (`aesock.default`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unnamed {
    /// It is allowed.
    #[default]
    Allow,
    /// It is refused: the rules are an allow-list.
    Deny,
}

/// Whether loopback destinations are allowed (`aesock.development`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoopbackPeers {
    /// As on App Engine.
    #[default]
    Blocked,
    /// As on a developer's machine.
    Allowed,
}

/// A destination that App Engine allowed although it is one of Google's.
#[derive(Debug)]
pub struct Exception {
    place: ExceptedPlace,
    transport: Option<Transport>,
    ports: &'static [u16],
}

#[derive(Debug)]
enum ExceptedPlace {
    Addresses(&'static [IpAddr]),
    Name(&'static str),
}

/// App Engine's exceptions, from the documentation page of its Sockets API ("Private, broadcast,
/// multicast, and Google IP ranges are blocked, except ..."). They lift the Google class and
/// nothing else.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        place: ExceptedPlace::Addresses(&[
            IpAddr::V4(Ipv4Addr::new(8, 8, 8, 8)),
            IpAddr::V4(Ipv4Addr::new(8, 8, 4, 4)),
            IpAddr::V6(Ipv6Addr::new(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8888)),
            IpAddr::V6(Ipv6Addr::new(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8844)),
        ]),
        transport: None,
        ports: &[53],
    },
    Exception {
        place: ExceptedPlace::Name("smtp.gmail.com"),
        transport: Some(Transport::Tcp),
        ports: &[465, 587],
    },
    Exception {
        place: ExceptedPlace::Name("pop.gmail.com"),
        transport: Some(Transport::Tcp),
        ports: &[995],
    },
    Exception {
        place: ExceptedPlace::Name("imap.gmail.com"),
        transport: Some(Transport::Tcp),
        ports: &[993],
    },
];

impl Exception {
    fn covers(&self, transport: Transport, port: u16) -> bool {
        self.transport.is_none_or(|only| only == transport) && self.ports.contains(&port)
    }

    fn names(&self, peer: &Peer<'_>, judged: IpAddr) -> bool {
        match &self.place {
            ExceptedPlace::Addresses(addresses) => addresses.contains(&judged),
            ExceptedPlace::Name(name) => peer.name.or(peer.excepted_name) == Some(name),
        }
    }
}

/// The names that are excepted for `port` of `transport`: a numeric destination may be one of their
/// addresses.
pub fn excepted_names(transport: Transport, port: u16) -> impl Iterator<Item = &'static str> {
    EXCEPTIONS
        .iter()
        .filter(move |exception| exception.covers(transport, port))
        .filter_map(|exception| match exception.place {
            ExceptedPlace::Name(name) => Some(name),
            ExceptedPlace::Addresses(_) => None,
        })
}

/// The rules of an application with the App Engine rules behind them.
#[derive(Debug, Default)]
pub struct Policy {
    deny: RuleSet,
    allow: RuleSet,
    unnamed: Unnamed,
    loopback: LoopbackPeers,
    google: GoogleRanges,
}

impl Policy {
    /// A policy of `allow` and `deny` rules, each in the order written.
    #[must_use]
    pub fn new(
        allow: Vec<Rule>,
        deny: Vec<Rule>,
        unnamed: Unnamed,
        loopback: LoopbackPeers,
        google: GoogleRanges,
    ) -> Self {
        Self {
            deny: RuleSet::new(deny),
            allow: RuleSet::new(allow),
            unnamed,
            loopback,
            google,
        }
    }

    /// Puts other rules in place of those that it has.
    pub fn set_rules(&mut self, allow: Vec<Rule>, deny: Vec<Rule>) {
        self.deny = RuleSet::new(deny);
        self.allow = RuleSet::new(allow);
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

    /// Decides on `peer`; `own` are the addresses of the host's interfaces.
    ///
    /// The order is the documented one: invalid target, deny rules, allow rules, App Engine's
    /// exceptions, App Engine's blocks, `aesock.default`.
    #[must_use]
    pub fn decide(&self, peer: &Peer<'_>, own: &[IpAddr]) -> Decision<'_> {
        self.decide_on(peer, self.class(peer.address, own))
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
        let excepted = |exception: &Exception| {
            exception.covers(peer.transport, peer.port) && exception.names(peer, facts.judged)
        };
        if facts.class == Class::Google && EXCEPTIONS.iter().any(excepted) {
            return Reason::Exception.into();
        }
        if let Some(block) = facts.port_block {
            return block.into();
        }
        match (facts.class, self.loopback, self.unnamed) {
            (Class::Loopback, LoopbackPeers::Allowed, _) => Reason::Development.into(),
            (Class::Public, _, Unnamed::Allow) => Reason::Public.into(),
            (Class::Public, _, Unnamed::Deny) => Reason::Unlisted.into(),
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
        !self.deny.names.is_empty() || !self.deny.subdomains.is_empty()
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

    /// The exact names of allow rules for `port` of `transport`.
    pub fn allowed_names(&self, transport: Transport, port: u16) -> impl Iterator<Item = &str> {
        self.allow
            .exact_names(transport, port)
            .map(|(name, _)| name)
    }

    /// The class of `address`, given the addresses of the host's interfaces.
    #[must_use]
    pub fn class(&self, address: IpAddr, own: &[IpAddr]) -> Class {
        class(address::judged(address), &self.google, own)
    }

    /// Decides on a server socket.
    #[must_use]
    pub fn decide_listen(&self) -> Decision<'_> {
        self.decide_capability(
            |capability| *capability == Capability::Listen,
            Reason::Listen,
        )
    }

    /// Decides on binding to `local`, `None` for a place that is no address; the wildcard with port
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
fn class(judged: IpAddr, google: &GoogleRanges, own: &[IpAddr]) -> Class {
    if own.contains(&judged) {
        Class::Loopback
    } else {
        address::class(judged, google)
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

/// What follows from a peer's address and port.
struct Facts {
    /// The address that decides, see [`address::judged`].
    judged: IpAddr,
    class: Class,
    port_block: Option<Reason>,
}

impl Facts {
    fn new(peer: &Peer<'_>, class: Class) -> Self {
        Self {
            judged: address::judged(peer.address),
            class,
            port_block: port_block(peer.port),
        }
    }

    /// Whether an allow rule that names the peer lifts all blocks that it stands under.
    fn lifted_by(&self, rule: &Peers) -> bool {
        let lifts_class = match rule.place {
            Place::Network(_) | Place::Class(_) | Place::All => true,
            Place::Name(_) => matches!(self.class, Class::Public | Class::Private | Class::Google),
            // Anyone can make a name below a domain of their own point anywhere.
            Place::Subdomains(_) => self.class == Class::Public,
        };
        let lifts_port = match rule.place {
            Place::Subdomains(_) => self.port_block.is_none(),
            _ => self.port_block.is_none() || rule.names_port(),
        };
        lifts_class && lifts_port
    }
}

/// Rules, found by what they name. Where several name a peer the first one written counts.
#[derive(Debug, Default)]
struct RuleSet {
    rules: Vec<Rule>,
    any: Option<Index>,
    capabilities: Vec<Index>,
    names: FxHashMap<String, Vec<Index>>,
    /// The first rules by exact name, as many as [`LOOKED_UP`].
    exact: Vec<Index>,
    subdomains: FxHashMap<String, Vec<Index>>,
    classes: Vec<Index>,
    networks: Networks,
}

/// The most deny rules whose names are looked up to deny their addresses: each decision on an
/// address asks for all of them, out of the cache as long as their TTL lasts.
const LOOKED_UP: usize = 256;

/// Position of a rule in the order written.
type Index = u32;

impl RuleSet {
    fn new(rules: Vec<Rule>) -> Self {
        let mut set = Self::default();
        let mut networks = BTreeMap::new();
        for (index, rule) in (0..).zip(&rules) {
            match &rule.subject {
                Subject::Capability(capability) => {
                    set.capabilities.push(index);
                    if *capability == Capability::Any {
                        set.any.get_or_insert(index);
                    }
                }
                Subject::Peers(peers) => match &peers.place {
                    Place::Name(name) => {
                        set.names.entry(name.clone()).or_default().push(index);
                        if set.exact.len() < LOOKED_UP {
                            set.exact.push(index);
                        }
                    }
                    Place::Subdomains(name) => {
                        set.subdomains.entry(name.clone()).or_default().push(index)
                    }
                    Place::Class(_) | Place::All => set.classes.push(index),
                    Place::Network(ranges) => {
                        for range in ranges {
                            networks
                                .entry((range.0, std::cmp::Reverse(range.1)))
                                .or_insert_with(Vec::new)
                                .push(index);
                        }
                    }
                },
            }
        }
        set.networks = Networks::new(networks.into_iter().map(|((first, last), rules)| Network {
            first,
            last: last.0,
            parent: None,
            rules,
        }));
        set.rules = rules;
        set
    }

    fn has_any(&self) -> bool {
        self.any.is_some()
    }

    fn text(&self, index: Index) -> &Arc<str> {
        &self.rules[index as usize].text
    }

    fn peers(&self, index: Index) -> Option<&Peers> {
        #[cfg(test)]
        LOOKED_AT.set(LOOKED_AT.get() + 1);
        match &self.rules[index as usize].subject {
            Subject::Peers(peers) => Some(peers),
            Subject::Capability(_) => None,
        }
    }

    /// The first rule that names `peer`, a network by one of `addresses`, and that `counts`.
    fn first(
        &self,
        peer: &Peer<'_>,
        facts: &Facts,
        addresses: &[IpAddr],
        counts: impl Fn(&Peers) -> bool,
    ) -> Option<&Arc<str>> {
        if self.rules.is_empty() {
            return None;
        }
        let counts = |index: &Index| {
            self.peers(*index).is_some_and(|rule| {
                let in_class = match rule.place {
                    Place::Class(class) => class == facts.class,
                    _ => true,
                };
                in_class && rule.covers(peer.transport, peer.port) && counts(rule)
            })
        };
        let by_name = peer
            .name
            .and_then(|name| self.named(name).filter(|index| counts(index)).min());
        let by_class = self.classes.iter().copied().find(|index| counts(index));
        let by_network = addresses
            .iter()
            .flat_map(|&address| self.networks.around(ranges::place(address)))
            .filter(|index| counts(index))
            .min();
        [self.any, by_name, by_class, by_network]
            .into_iter()
            .flatten()
            .min()
            .map(|index| self.text(index))
    }

    /// The first rule that names `name` itself, or everything.
    fn first_by_name(&self, name: &str, counts: impl Fn(&Peers) -> bool) -> Option<&Arc<str>> {
        let by_name = self
            .named(name)
            .filter(|index| self.peers(*index).is_some_and(&counts))
            .min();
        [self.any, by_name]
            .into_iter()
            .flatten()
            .min()
            .map(|index| self.text(index))
    }

    /// Rules for `name`: its own and those for the subdomains of each of its parents.
    fn named(&self, name: &str) -> impl Iterator<Item = Index> {
        let parents = name.match_indices('.').map(|(dot, _)| &name[dot + 1..]);
        let wildcards = parents.filter_map(|parent| self.subdomains.get(parent));
        self.names
            .get(name)
            .into_iter()
            .chain(wildcards)
            .flatten()
            .copied()
    }

    /// The first names of exact rules, each with the text of its rule.
    fn exact_names(
        &self,
        transport: Transport,
        port: u16,
    ) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.exact.iter().filter_map(move |&index| {
            let rule = self.peers(index)?;
            let Place::Name(name) = &rule.place else {
                return None;
            };
            rule.covers(transport, port)
                .then(|| (name.as_str(), self.text(index)))
        })
    }

    /// The first rule for one of the capabilities, or for any.
    fn first_capability(&self, names: impl Fn(&Capability) -> bool) -> Option<&Arc<str>> {
        let index =
            self.capabilities
                .iter()
                .find(|index| match &self.rules[**index as usize].subject {
                    Subject::Capability(Capability::Any) => true,
                    Subject::Capability(capability) => names(capability),
                    Subject::Peers(_) => false,
                })?;
        Some(self.text(*index))
    }
}

/// Networks, which are nested or disjoint, as a tree with the borders of its leaves sorted.
#[derive(Debug, Default)]
struct Networks {
    /// In the order of their first address, outer ones before inner ones.
    nodes: Vec<Network>,
    /// From this place on, the innermost network is this one, until the next row.
    borders: Vec<(u128, Option<usize>)>,
}

#[derive(Debug)]
struct Network {
    first: u128,
    last: u128,
    parent: Option<usize>,
    rules: Vec<Index>,
}

impl Networks {
    /// `nodes` must be sorted by first address, longer ones first.
    fn new(nodes: impl Iterator<Item = Network>) -> Self {
        let mut networks = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for node in nodes {
            networks.close(&mut open, |network| network.last < node.first);
            networks.border(node.first, Some(networks.nodes.len()));
            let parent = open.last().copied();
            open.push(networks.nodes.len());
            networks.nodes.push(Network { parent, ..node });
        }
        networks.close(&mut open, |_| true);
        networks
    }

    /// Ends the innermost of the `open` networks as long as they are `over`.
    fn close(&mut self, open: &mut Vec<usize>, over: impl Fn(&Network) -> bool) {
        while let Some(&innermost) = open.last()
            && over(&self.nodes[innermost])
        {
            open.pop();
            if let Some(next) = self.nodes[innermost].last.checked_add(1) {
                self.border(next, open.last().copied());
            }
        }
    }

    fn border(&mut self, place: u128, innermost: Option<usize>) {
        match self.borders.last_mut() {
            Some(last) if last.0 == place => last.1 = innermost,
            _ => self.borders.push((place, innermost)),
        }
    }

    /// The rules of all networks that hold `place`.
    fn around(&self, place: u128) -> impl Iterator<Item = Index> {
        let row = self
            .borders
            .partition_point(|border| {
                #[cfg(test)]
                LOOKED_AT.set(LOOKED_AT.get() + 1);
                border.0 <= place
            })
            .checked_sub(1);
        let innermost = row.and_then(|row| self.borders[row].1);
        let outward = std::iter::successors(innermost, |&node| self.nodes[node].parent);
        outward.flat_map(|node| self.nodes[node].rules.iter().copied())
    }
}

#[cfg(test)]
thread_local! {
    /// How many rules and borders of networks were looked at.
    static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests;
