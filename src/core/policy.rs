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
        tests::LOOKED_AT.set(tests::LOOKED_AT.get() + 1);
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
                tests::LOOKED_AT.set(tests::LOOKED_AT.get() + 1);
                border.0 <= place
            })
            .checked_sub(1);
        let innermost = row.and_then(|row| self.borders[row].1);
        let outward = std::iter::successors(innermost, |&node| self.nodes[node].parent);
        outward.flat_map(|node| self.nodes[node].rules.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    thread_local! {
        /// How many rules and borders of networks were looked at.
        pub(super) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    fn policy(allow: &str, deny: &str) -> Policy {
        policy_with(allow, deny, Unnamed::Allow, LoopbackPeers::Blocked)
    }

    fn policy_with(allow: &str, deny: &str, unnamed: Unnamed, loopback: LoopbackPeers) -> Policy {
        let rules = |text| Rule::parse_list(text).expect(text);
        Policy::new(
            rules(allow),
            rules(deny),
            unnamed,
            loopback,
            GoogleRanges::default(),
        )
    }

    /// `name=address:port` or `address:port`, over TCP.
    fn decide<'p>(policy: &'p Policy, peer: &str) -> (Reason, Option<&'p str>) {
        let (name, numeric) = peer
            .split_once('=')
            .map_or((None, peer), |(name, rest)| (Some(name), rest));
        let socket: std::net::SocketAddr = numeric.parse().expect(numeric);
        let peer = Peer {
            transport: Transport::Tcp,
            name,
            excepted_name: None,
            address: socket.ip(),
            port: socket.port(),
        };
        let decision = policy.decide(&peer, &["192.0.2.2".parse().unwrap()]);
        (decision.reason, decision.rule())
    }

    #[test]
    fn without_rules_app_engines_blocks_stand() {
        let policy = policy("", "");
        for (peer, reason) in [
            ("93.184.216.34:80", Reason::Public),
            ("10.0.0.5:80", Reason::Private),
            ("127.0.0.1:80", Reason::Loopback),
            ("192.0.2.2:80", Reason::Loopback),
            ("192.0.2.3:80", Reason::Reserved),
            ("169.254.169.254:80", Reason::LinkLocal),
            ("224.0.0.1:80", Reason::Multicast),
            ("255.255.255.255:80", Reason::Broadcast),
            ("142.250.102.108:443", Reason::Google),
            ("93.184.216.34:24", Reason::Public),
            ("93.184.216.34:25", Reason::Port25),
            ("93.184.216.34:26", Reason::Public),
            ("93.184.216.34:20", Reason::Public),
            ("93.184.216.34:21", Reason::Ftp),
            ("93.184.216.34:22", Reason::Public),
            ("10.0.0.5:25", Reason::Port25),
            ("93.184.216.34:0", Reason::InvalidTarget),
        ] {
            assert_eq!(decide(&policy, peer), (reason, None), "{peer}");
        }
    }

    #[test]
    fn the_port_of_ftp_is_as_open_as_ftp_and_the_destination_still_counts() {
        for (allow, deny, peer, reason) in [
            ("ftp", "", "93.184.216.34:21", Reason::Public),
            ("ftp", "", "93.184.216.34:25", Reason::Port25),
            ("ftp", "", "10.0.0.5:21", Reason::Private),
            ("ftp 10.0.0.5", "", "10.0.0.5:21", Reason::Rule),
            ("10.0.0.5", "", "10.0.0.5:21", Reason::Ftp),
            ("ftp", "ftp", "93.184.216.34:21", Reason::Denied),
            (
                "93.184.216.34:21",
                "ftp",
                "93.184.216.34:21",
                Reason::Denied,
            ),
            ("ftp", "ftp", "93.184.216.34:22", Reason::Public),
            ("ftp", "93.184.216.34", "93.184.216.34:21", Reason::Denied),
        ] {
            let decision = decide(&policy(allow, deny), peer).0;
            assert_eq!(decision, reason, "{allow} {deny} {peer}");
        }
        for (allow, deny, reason) in [
            ("", "", Reason::Ftp),
            ("93.184.216.34:21", "", Reason::Ftp),
            ("ftp", "", Reason::Rule),
            ("any", "", Reason::Rule),
            ("any", "ftp", Reason::Denied),
        ] {
            assert_eq!(policy(allow, deny).decide_ftp().reason, reason);
        }
        let address = |allow, deny| policy(allow, deny).decide_ftp_address().reason;
        assert_eq!(address("ftp options", ""), Reason::Option);
        assert_eq!(address("any", ""), Reason::Rule);
    }

    #[test]
    fn an_option_that_32_bits_make_another_one_is_refused_whatever_a_rule_says() {
        const BEYOND: i64 = 1 << 32;
        let broadcast = SocketOption::new(libc::SOL_SOCKET, libc::SO_BROADCAST);
        for (allow, deny, reason) in [
            ("", "", Reason::Option),
            ("options", "", Reason::Rule),
            ("any", "", Reason::Rule),
            ("options", "option:SO_BROADCAST", Reason::Denied),
        ] {
            let policy = policy(allow, deny);
            let decide = |option| policy.decide_option(option, Access::Set).reason;
            assert_eq!(decide(broadcast), reason, "{allow} {deny}");
            for (level, number) in [(BEYOND, 0), (0, BEYOND), (-BEYOND, 0)] {
                let beyond = SocketOption {
                    level: broadcast.level + level,
                    number: broadcast.number + number,
                };
                assert_eq!(decide(beyond), Reason::Option, "{allow} {deny} {beyond}");
            }
        }
    }

    #[test]
    fn exceptions_hold_for_their_ports_and_lift_the_google_class_only() {
        let policy = policy("", "");
        for (peer, reason) in [
            ("8.8.8.8:53", Reason::Exception),
            ("8.8.8.8:52", Reason::Google),
            ("8.8.8.8:54", Reason::Google),
            ("8.8.8.7:53", Reason::Google),
            ("8.8.8.9:53", Reason::Google),
            ("[2001:4860:4860::8844]:53", Reason::Exception),
            ("[2001:4860:4860::8845]:53", Reason::Google),
            ("[::ffff:8.8.4.4]:53", Reason::Exception),
            ("smtp.gmail.com=142.250.102.108:465", Reason::Exception),
            ("smtp.gmail.com=142.250.102.108:587", Reason::Exception),
            ("smtp.gmail.com=142.250.102.108:25", Reason::Port25),
            ("smtp.gmail.com=142.250.102.108:466", Reason::Google),
            ("smtp.gmail.com=10.0.0.1:465", Reason::Private),
            ("smtp.gmail.com=127.0.0.1:465", Reason::Loopback),
            ("x.smtp.gmail.com=142.250.102.108:465", Reason::Google),
            ("evil.test=142.250.102.108:465", Reason::Google),
            ("pop.gmail.com=142.250.102.108:995", Reason::Exception),
            ("pop.gmail.com=142.250.102.108:993", Reason::Google),
            ("imap.gmail.com=142.250.102.109:993", Reason::Exception),
            ("142.250.102.108:465", Reason::Google),
        ] {
            assert_eq!(decide(&policy, peer), (reason, None), "{peer}");
        }
        let gmail = "142.250.102.108".parse().unwrap();
        let by_address = |transport, port| {
            let peer = Peer {
                transport,
                name: None,
                excepted_name: Some("smtp.gmail.com"),
                address: gmail,
                port,
            };
            policy.decide(&peer, &[]).reason
        };
        assert_eq!(by_address(Transport::Tcp, 465), Reason::Exception);
        assert_eq!(
            by_address(Transport::Udp, 465),
            Reason::Google,
            "mail is TCP"
        );
        assert_eq!(
            excepted_names(Transport::Tcp, 587).collect::<Vec<_>>(),
            ["smtp.gmail.com"]
        );
        assert_eq!(excepted_names(Transport::Udp, 53).count(), 0);
    }

    #[test]
    fn deny_comes_before_allow_and_both_before_exceptions() {
        let policy = policy("10.0.0.5 smtp.gmail.com:465", "10.0.0.0/24:80 8.8.8.8");
        assert_eq!(
            decide(&policy, "10.0.0.5:80"),
            (Reason::Denied, Some("10.0.0.0/24:80"))
        );
        assert_eq!(
            decide(&policy, "10.0.0.5:81"),
            (Reason::Rule, Some("10.0.0.5"))
        );
        assert_eq!(
            decide(&policy, "8.8.8.8:53"),
            (Reason::Denied, Some("8.8.8.8"))
        );
    }

    #[test]
    fn a_carrier_of_ipv4_is_denied_by_a_rule_for_either_and_allowed_by_one_for_what_it_carries() {
        let nat64 = "[64:ff9b::5db8:d822]:80";
        for rule in ["::/0", "64:ff9b::/64", "64:ff9b::/96", "93.184.216.34"] {
            assert_eq!(
                decide(&policy("", rule), nat64),
                (Reason::Denied, Some(rule))
            );
        }
        assert_eq!(
            decide(&policy("", "::/0"), "[::ffff:93.184.216.34]:80").0,
            Reason::Public
        );
        let private = "[64:ff9b::a00:5]:80";
        assert_eq!(
            decide(&policy("64:ff9b::/64", ""), private).0,
            Reason::Private
        );
        assert_eq!(decide(&policy("10.0.0.5", ""), private).0, Reason::Rule);
    }

    #[test]
    fn the_first_rule_written_that_names_a_peer_is_the_one_told() {
        let policy = policy("", "*:81 10.0.0.0/8 10.0.0.5:80 private x.test");
        assert_eq!(decide(&policy, "10.0.0.5:80").1, Some("10.0.0.0/8"));
        assert_eq!(decide(&policy, "x.test=10.0.0.5:81").1, Some("*:81"));
        assert_eq!(decide(&policy, "192.168.0.1:80").1, Some("private"));
        assert_eq!(decide(&policy, "x.test=93.184.216.34:80").1, Some("x.test"));
    }

    #[test]
    fn addresses_networks_and_classes_lift_every_class() {
        for (rule, peer) in [
            ("127.0.0.1", "127.0.0.1:80"),
            ("169.254.0.0/16", "169.254.169.254:80"),
            ("loopback", "[::1]:80"),
            ("192.0.2.0/24", "192.0.2.2:80"),
            ("google:443", "142.250.102.108:443"),
            ("*", "224.0.0.1:80"),
            ("10.0.0.0/8", "[::ffff:10.0.0.1]:80"),
        ] {
            assert_eq!(
                decide(&policy(rule, ""), peer),
                (Reason::Rule, Some(rule)),
                "{rule}"
            );
        }
        assert_eq!(
            decide(&policy("link-local", ""), "127.0.0.1:80").0,
            Reason::Loopback
        );
        assert_eq!(
            decide(&policy("udp://private", ""), "10.0.0.1:80").0,
            Reason::Private
        );
    }

    #[test]
    fn an_exact_name_lifts_private_and_google_only() {
        let policy = policy("x.test", "");
        for (peer, reason) in [
            ("x.test=10.0.0.5:80", Reason::Rule),
            ("x.test=142.250.102.108:80", Reason::Rule),
            ("x.test=93.184.216.34:80", Reason::Rule),
            ("x.test=127.0.0.1:80", Reason::Loopback),
            ("x.test=192.0.2.2:80", Reason::Loopback),
            ("x.test=169.254.169.254:80", Reason::LinkLocal),
            ("x.test=224.0.0.1:80", Reason::Multicast),
            ("x.test=255.255.255.255:80", Reason::Broadcast),
            ("x.test=100.64.0.1:80", Reason::Reserved),
            ("y.x.test=10.0.0.5:80", Reason::Private),
            ("10.0.0.5:80", Reason::Private),
        ] {
            assert_eq!(decide(&policy, peer).0, reason, "{peer}");
        }
    }

    #[test]
    fn a_wildcard_name_lifts_nothing_and_serves_the_allow_list() {
        let policy = policy_with("*.x.test", "", Unnamed::Deny, LoopbackPeers::Blocked);
        for (peer, reason) in [
            ("a.x.test=93.184.216.34:80", Reason::Rule),
            ("a.b.x.test=93.184.216.34:80", Reason::Rule),
            ("x.test=93.184.216.34:80", Reason::Unlisted),
            ("ax.test=93.184.216.34:80", Reason::Unlisted),
            ("a.x.test=10.0.0.5:80", Reason::Private),
            ("93.184.216.34:80", Reason::Unlisted),
        ] {
            assert_eq!(decide(&policy, peer).0, reason, "{peer}");
        }
        assert_eq!(
            decide(
                &self::policy("*.x.test:25", ""),
                "a.x.test=93.184.216.34:25"
            )
            .0,
            Reason::Port25
        );
    }

    #[test]
    fn a_blocked_port_is_lifted_only_by_a_rule_that_names_it_or_by_any() {
        for rule in ["93.184.216.34", "public", "*", "x.test"] {
            assert_eq!(
                decide(&policy(rule, ""), "x.test=93.184.216.34:25").0,
                Reason::Port25,
                "{rule}"
            );
        }
        for rule in [
            "93.184.216.34:25",
            "public:20-30",
            "*:25",
            "x.test:25",
            "tcp://0.0.0.0/0:25",
            "any",
        ] {
            assert_eq!(
                decide(&policy(rule, ""), "x.test=93.184.216.34:25"),
                (Reason::Rule, Some(rule))
            );
        }
    }

    #[test]
    fn any_allows_or_denies_everything() {
        assert_eq!(
            decide(&policy("any", ""), "127.0.0.1:0"),
            (Reason::Rule, Some("any"))
        );
        let deny = policy("any", "any");
        assert_eq!(
            decide(&deny, "93.184.216.34:80"),
            (Reason::Denied, Some("any"))
        );
        assert_eq!(deny.decide_socket_pair().reason, Reason::Denied);
        assert!(deny.denied_name("x.test", Transport::Tcp, 80).is_some());
    }

    #[test]
    fn development_allows_loopback_and_nothing_else() {
        let policy = policy_with("", "127.0.0.2", Unnamed::Allow, LoopbackPeers::Allowed);
        for (peer, reason) in [
            ("127.0.0.1:80", Reason::Development),
            ("192.0.2.2:80", Reason::Development),
            ("127.0.0.2:80", Reason::Denied),
            ("127.0.0.1:25", Reason::Port25),
            ("10.0.0.5:80", Reason::Private),
        ] {
            assert_eq!(decide(&policy, peer).0, reason, "{peer}");
        }
    }

    #[test]
    fn sockets_of_other_families_and_protocols_are_closed_until_a_rule_opens_them() {
        let closed = policy("", "");
        assert_eq!(closed.decide_unix_family().reason, Reason::Family);
        assert_eq!(closed.decide_family().reason, Reason::Family);
        assert_eq!(closed.decide_protocol().reason, Reason::Protocol);
        assert_eq!(closed.decide_pair_of_family().reason, Reason::Family);

        let unix = policy("unix:/run/x", "");
        assert_eq!(unix.decide_unix_family().rule(), Some("unix:/run/x"));
        assert_eq!(unix.decide_family().reason, Reason::Family);
        assert_eq!(unix.decide_pair_of_family().reason, Reason::Family);

        let denied = policy("unix", "unix:/run/x");
        assert_eq!(denied.decide_unix_family().rule(), Some("unix"));
        assert_eq!(
            policy("unix:/run/x", "unix").decide_unix_family().reason,
            Reason::Denied
        );

        let raw = policy("raw socketpair", "");
        assert_eq!(raw.decide_unix_family().reason, Reason::Family);
        assert_eq!(raw.decide_family().rule(), Some("raw"));
        assert_eq!(raw.decide_protocol().rule(), Some("raw"));
        assert_eq!(raw.decide_pair_of_family().rule(), Some("socketpair"));
    }

    #[test]
    fn features_of_libcurl_are_closed_until_their_rule_opens_them() {
        use Feature::{Authentication, Ftp, LocalAddress, Unseen};
        let decide = |allow, feature| policy(allow, "").decide_feature(feature).reason;
        for (rule, feature, reason) in [
            ("bind", LocalAddress, Reason::Bind),
            ("ftp", Ftp, Reason::Ftp),
            ("gss", Authentication, Reason::Gss),
            ("any", Unseen, Reason::Unseen),
        ] {
            assert_eq!(decide("", feature), reason);
            assert_eq!(decide(rule, feature), Reason::Rule);
            assert_eq!(decide("any", feature), Reason::Rule);
            let others = ["bind", "ftp", "gss"]
                .into_iter()
                .filter(|other| *other != rule);
            for other in others {
                assert_eq!(decide(other, feature), reason, "{other}");
            }
        }
    }

    #[test]
    fn options_reach_the_kernel_by_rule_only() {
        let option = |name: &str| match name {
            "SO_KEEPALIVE" => SocketOption::new(libc::SOL_SOCKET, libc::SO_KEEPALIVE),
            "SO_RCVTIMEO" => SocketOption::new(libc::SOL_SOCKET, libc::SO_RCVTIMEO),
            "SO_SNDTIMEO" => SocketOption::new(libc::SOL_SOCKET, libc::SO_SNDTIMEO),
            _ => SocketOption::new(libc::SOL_SOCKET, libc::SO_ERROR),
        };
        let decide = |policy: &Policy, name| policy.decide_option(option(name), Access::Get).reason;
        let closed = policy("", "");
        assert_eq!(decide(&closed, "SO_KEEPALIVE"), Reason::Simulated);
        assert_eq!(decide(&closed, "SO_RCVTIMEO"), Reason::Option);
        assert_eq!(decide(&closed, "SO_ERROR"), Reason::Harmless);
        assert_eq!(
            closed.decide_option(option("SO_ERROR"), Access::Set).reason,
            Reason::Option
        );
        assert_eq!(closed.decide_control().reason, Reason::Control);

        let one = policy("option:SO_RCVTIMEO", "");
        assert_eq!(decide(&one, "SO_RCVTIMEO"), Reason::Rule);
        assert_eq!(decide(&one, "SO_SNDTIMEO"), Reason::Option);
        assert_eq!(decide(&one, "SO_KEEPALIVE"), Reason::Simulated);
        assert_eq!(one.decide_control().reason, Reason::Control);

        let all = policy("options", "option:SO_SNDTIMEO");
        assert_eq!(decide(&all, "SO_KEEPALIVE"), Reason::Rule);
        assert_eq!(decide(&all, "SO_RCVTIMEO"), Reason::Rule);
        assert_eq!(decide(&all, "SO_SNDTIMEO"), Reason::Denied);
        assert_eq!(all.decide_control().reason, Reason::Rule);
    }

    #[test]
    fn capabilities_are_closed_until_a_rule_opens_them() {
        let closed = policy("", "");
        assert_eq!(closed.decide_listen().reason, Reason::Listen);
        assert_eq!(closed.decide_raw().reason, Reason::Transport);
        assert_eq!(
            closed.decide_unix(Some(Path::new("/run/x"))).reason,
            Reason::Unix
        );
        assert_eq!(closed.decide_socket_pair().reason, Reason::Harmless);
        let bind =
            |policy: &Policy, local: &str| policy.decide_bind(Some(local.parse().unwrap())).reason;
        assert_eq!(bind(&closed, "0.0.0.0:0"), Reason::Harmless);
        assert_eq!(bind(&closed, "[::]:0"), Reason::Harmless);
        assert_eq!(bind(&closed, "0.0.0.0:1"), Reason::Bind);
        assert_eq!(bind(&closed, "127.0.0.1:0"), Reason::Bind);
        assert_eq!(closed.decide_bind(None).reason, Reason::Bind);

        let open = policy("listen bind raw unix:/run/*", "socketpair unix:/run/secret");
        assert_eq!(open.decide_listen().rule(), Some("listen"));
        assert_eq!(bind(&open, "0.0.0.0:1"), Reason::Rule);
        assert_eq!(open.decide_bind(None).rule(), Some("bind"));
        assert_eq!(open.decide_raw().rule(), Some("raw"));
        assert_eq!(
            open.decide_unix(Some(Path::new("/run/x"))).rule(),
            Some("unix:/run/*")
        );
        assert_eq!(
            open.decide_unix(Some(Path::new("/run/secret"))).reason,
            Reason::Denied
        );
        assert_eq!(
            open.decide_unix(Some(Path::new("/run/x/y"))).reason,
            Reason::Unix
        );
        assert_eq!(open.decide_unix(None).reason, Reason::Unix);
        assert_eq!(open.decide_socket_pair().reason, Reason::Denied);
    }

    /// `count` rules of all kinds, of which none names the peers of the test below but the last.
    fn many(count: usize) -> String {
        let rule = |number: usize| {
            let (high, low) = (number / 256 % 256, number % 256);
            match number % 4 {
                0 => format!("11.{high}.{low}.0/25 "),
                1 => format!("10.{high}.{low}.1:80 "),
                2 => format!("h{number}.test "),
                _ => format!("*.d{number}.test:443 "),
            }
        };
        (1..count).map(rule).collect::<String>() + "10.0.0.0/8:5432"
    }

    #[test]
    fn a_decision_looks_at_as_many_rules_of_a_hundred_thousand_as_of_ten() {
        let work = |count| {
            let policy = policy(&many(count), "");
            [
                ("10.255.255.1:5432", Reason::Rule),
                ("a.b.test=10.255.255.1:5432", Reason::Rule),
                ("10.255.255.1:80", Reason::Private),
                ("93.184.216.34:80", Reason::Public),
            ]
            .map(|(peer, reason)| {
                LOOKED_AT.set(0);
                assert_eq!(decide(&policy, peer).0, reason, "{peer}");
                LOOKED_AT.get()
            })
        };
        // Networks are found by halving: 2^14 times as many are 14 steps more.
        for (few, many) in work(10).into_iter().zip(work(100_000)) {
            assert!(many <= few + 14, "{few} {many}");
        }
    }

    #[test]
    fn a_name_is_denied_however_many_are_and_the_addresses_of_the_first_256_are() {
        let names = (0..257).map(|number| format!("h{number}.test "));
        let policy = policy("", &names.collect::<String>());
        assert!(
            policy
                .denied_name("h256.test", Transport::Tcp, 80)
                .is_some()
        );
        let names: Vec<_> = policy
            .denied_names(Transport::Tcp, 80)
            .map(|(name, _)| name)
            .collect();
        assert_eq!(
            (names.len(), names[0], names[255]),
            (256, "h0.test", "h255.test")
        );
    }

    #[test]
    fn exact_names_of_deny_rules_are_known_for_their_ports() {
        let policy = policy("", "x.test:80 *.y.test");
        assert_eq!(
            policy
                .denied_names(Transport::Tcp, 80)
                .map(|(name, _)| name)
                .collect::<Vec<_>>(),
            ["x.test"]
        );
        assert_eq!(policy.denied_names(Transport::Tcp, 81).count(), 0);
        assert!(policy.denied_name("a.y.test", Transport::Udp, 1).is_some());
        assert!(policy.denied_name("y.test", Transport::Udp, 1).is_none());
    }

    #[test]
    fn a_policy_knows_whether_it_denies_names() {
        for (deny, denies) in [
            ("x.test", true),
            ("*.x.test:80", true),
            ("10.0.0.5 private", false),
        ] {
            assert_eq!(policy("", deny).denies_names(), denies, "{deny}");
        }
    }

    proptest! {
        /// The tree against looking at every rule in turn.
        #[test]
        fn networks_find_what_a_linear_search_finds(
            networks in proptest::collection::vec(network(), 0..20),
            probes: Vec<u8>,
        ) {
            let text: Vec<_> = networks.iter().map(ToString::to_string).collect();
            let policy = policy("", &text.join(" "));
            for probe in probes {
                let address = Ipv4Addr::new(10, 0, 0, probe);
                let covering = networks.iter().find(|network| network.contains(&address));
                let rule = decide(&policy, &format!("{address}:80")).1.map(str::to_owned);
                prop_assert_eq!(rule, covering.map(ToString::to_string));
            }
        }
    }

    /// A network within 10.0.0.0/24.
    fn network() -> impl Strategy<Value = ipnet::Ipv4Net> {
        (any::<u8>(), 24..=32_u8).prop_map(|(last, length)| {
            let address = Ipv4Addr::new(10, 0, 0, last);
            ipnet::Ipv4Net::new_assert(address, length).trunc()
        })
    }
}
