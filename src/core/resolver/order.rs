//! The order in which addresses of a name are dialled: that of getaddrinfo(3), which is RFC 6724's with
//! the tables of gai.conf(5). Which addresses there are is not its matter.
//!
//! All rules of section 6 are kept, as glibc's `rfc3484_sort` understands them. The kernel is asked about
//! its interfaces only where that may matter: where addresses are reached from different ones of this
//! host, or may be neighbours.

use crate::core::{
    address::interfaces::{Interfaces, OwnAddress},
    socket::own_call,
};
use socket2::{Domain, SockAddr, SockAddrStorage, Socket, Type};
use std::{
    cmp::Reverse,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    os::fd::AsFd,
    rc::Rc,
};

/// Any port will do: nothing is sent.
const PORT: u16 = 9;

/// The most addresses that are told apart by where they would be dialled from.
const LOOKED_AT: usize = 64;

/// The tables of gai.conf.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Order {
    labels: Vec<Prefix>,
    precedences: Vec<Prefix>,
    /// Of IPv4 only.
    scopes: Vec<Prefix>,
}

/// A network of IPv6, where IPv4 is mapped into, and the number that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Prefix {
    network: u128,
    bits: u32,
    value: u32,
}

/// glibc's label table.
const LABELS: [(&str, u32, u32); 8] = [
    ("::1", 128, 0),
    ("2002::", 16, 2),
    ("::", 96, 3),
    ("::ffff:0:0", 96, 4),
    ("fec0::", 10, 5),
    ("fc00::", 7, 6),
    ("2001::", 32, 7),
    ("::", 0, 1),
];

/// glibc's precedence table.
const PRECEDENCES: [(&str, u32, u32); 5] = [
    ("::1", 128, 50),
    ("2002::", 16, 30),
    ("::", 96, 20),
    ("::ffff:0:0", 96, 10),
    ("::", 0, 40),
];

/// glibc's scopes of IPv4 addresses.
const SCOPES: [(&str, u32, u32); 3] = [
    ("::ffff:169.254.0.0", 112, LINK),
    ("::ffff:127.0.0.0", 104, LINK),
    ("::ffff:0.0.0.0", 96, GLOBAL),
];

/// What decides, most important first; less comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Rule 1: there is no way to it.
    is_unreachable: bool,
    /// Rule 2: it is reached from another scope.
    has_other_scope: bool,
    /// Rule 3: it is reached from an address that is on its way out.
    is_deprecated: bool,
    /// Rule 4: it is reached from elsewhere than home.
    is_not_home: bool,
    /// Rule 5: it is reached from another label.
    has_other_label: bool,
    /// Rule 6.
    precedence: Reverse<u32>,
    /// Rule 7: it is reached through a tunnel.
    is_tunnelled: bool,
    /// Rule 8.
    scope: u32,
    /// The last rule counts within a family.
    is_ipv6: bool,
    /// Rule 9: bits that it has in common with where it is reached from.
    common: Reverse<u32>,
}

/// Addresses in their order.
pub(super) struct Ordered {
    pub(super) list: Rc<[IpAddr]>,
    /// For each address how many from the first on are before all that are as good as it.
    pub(super) ties: Rc<[u8]>,
}

impl Order {
    /// Reads the text of a gai.conf. As in glibc, a table that it says anything of is all its own.
    pub(super) fn parse(text: &str) -> Self {
        Self {
            labels: table(text, "label", network, &LABELS, 1),
            precedences: table(text, "precedence", network, &PRECEDENCES, 40),
            scopes: table(text, "scopev4", network_of_ipv4, &SCOPES, GLOBAL),
        }
    }

    /// Puts `addresses` in order.
    pub(super) fn sort(&self, addresses: &[IpAddr], interfaces: &mut Interfaces) -> Ordered {
        let addresses = &addresses[..addresses.len().min(LOOKED_AT)];
        let mut routes = Routes::default();
        let from: Vec<_> = addresses.iter().map(|&to| routes.from(to)).collect();
        self.sort_from(addresses, &sources(addresses, &from, interfaces))
    }

    /// With where each of them is reached from.
    fn sort_from(&self, addresses: &[IpAddr], sources: &[Option<Source>]) -> Ordered {
        let mut ranked: Vec<_> = addresses
            .iter()
            .zip(sources)
            .map(|(&address, source)| (self.rank(address, *source), address))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut first = 0;
        let ties = (0..ranked.len()).map(|place| {
            if ranked[place].0 != ranked[first].0 {
                first = place;
            }
            first as u8
        });
        Ordered {
            ties: ties.collect(),
            list: ranked.into_iter().map(|(_, address)| address).collect(),
        }
    }

    fn rank(&self, address: IpAddr, source: Option<Source>) -> Rank {
        let label = |address| value(&self.labels, address);
        let scope = self.scope(address);
        Rank {
            is_unreachable: source.is_none(),
            has_other_scope: source.is_some_and(|from| self.scope(from.address) != scope),
            is_deprecated: source.is_some_and(|from| from.is_deprecated),
            is_not_home: source.is_some_and(|from| !from.is_home),
            has_other_label: source.is_some_and(|from| label(from.address) != label(address)),
            precedence: Reverse(value(&self.precedences, address)),
            is_tunnelled: source.is_some_and(|from| from.is_tunnelled),
            scope,
            is_ipv6: address.is_ipv6(),
            common: Reverse(source.map_or(0, |from| from.common(address))),
        }
    }

    fn scope(&self, address: IpAddr) -> u32 {
        match address {
            IpAddr::V4(_) => value(&self.scopes, address),
            IpAddr::V6(address) if address.is_multicast() => u32::from(address.octets()[1] & 0xf),
            IpAddr::V6(address) if address.is_unicast_link_local() || address.is_loopback() => LINK,
            IpAddr::V6(address) if address.segments()[0] & 0xffc0 == 0xfec0 => SITE,
            IpAddr::V6(_) => GLOBAL,
        }
    }
}

/// How the network of a row is read, and the length of one that has none.
type ReadNetwork = fn(&str, Option<&str>) -> Option<(u128, u32)>;

/// The rows of `keyword`, longest networks first, or `default` where there are none.
fn table(
    text: &str,
    keyword: &str,
    read: ReadNetwork,
    default: &[(&str, u32, u32)],
    otherwise: u32,
) -> Vec<Prefix> {
    let rows = text.lines().filter_map(|line| row(line, keyword, read));
    let mut rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        let row = |&(network, bits, value): &(&str, u32, u32)| {
            let network = network.parse::<Ipv6Addr>().ok()?.to_bits();
            Some(Prefix {
                network,
                bits,
                value,
            })
        };
        rows = default.iter().filter_map(row).collect();
    }
    rows.push(Prefix {
        network: 0,
        bits: 0,
        value: otherwise,
    });
    rows.sort_by_key(|row| Reverse(row.bits));
    rows
}

/// A line such as `precedence ::ffff:0:0/96 100`.
fn row(line: &str, keyword: &str, read: ReadNetwork) -> Option<Prefix> {
    let line = line.split('#').next()?;
    let mut words = line.split_ascii_whitespace();
    let [first, network, value] = [words.next()?, words.next()?, words.next()?];
    if first != keyword {
        return None;
    }
    let (network, bits) = match network.split_once('/') {
        Some((network, bits)) => (network, Some(bits)),
        None => (network, None),
    };
    let (network, bits) = read(network, bits)?;
    Some(Prefix {
        network,
        bits,
        value: value.parse().ok()?,
    })
}

fn network(address: &str, bits: Option<&str>) -> Option<(u128, u32)> {
    let address = address.parse::<Ipv6Addr>().ok()?.to_bits();
    let bits = bits.map_or(Some(128), |bits| bits.parse().ok())?;
    (bits <= 128).then_some((address, bits))
}

/// One of IPv4, which may be written as IPv6 that it is mapped into.
fn network_of_ipv4(address: &str, bits: Option<&str>) -> Option<(u128, u32)> {
    if let Ok(address) = address.parse::<Ipv4Addr>() {
        let bits = bits.map_or(Some(32), |bits| bits.parse().ok())?;
        return (bits <= 32).then_some((address.to_ipv6_mapped().to_bits(), 96 + bits));
    }
    let (mapped, bits) = network(address, bits)?;
    let is_mapped = Ipv6Addr::from_bits(mapped).to_ipv4_mapped().is_some();
    (is_mapped && bits >= 96).then_some((mapped, bits))
}

/// The number that `table` has for `address`.
fn value(table: &[Prefix], address: IpAddr) -> u32 {
    let number = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    };
    let is_in = |row: &&Prefix| {
        let differing = number ^ row.network;
        differing.leading_zeros() >= row.bits
    };
    table.iter().find(is_in).map_or(0, |row| row.value)
}

/// Scopes as numbers of RFC 4291, section 2.7.
const LINK: u32 = 2;
const SITE: u32 = 5;
const GLOBAL: u32 = 14;

/// Where an address would be dialled from.
#[derive(Debug, Clone, Copy)]
struct Source {
    address: IpAddr,
    /// The length of its network; 0 where it is not known.
    network: u32,
    is_deprecated: bool,
    is_home: bool,
    is_tunnelled: bool,
}

impl From<IpAddr> for Source {
    fn from(address: IpAddr) -> Self {
        Self {
            address,
            network: 0,
            is_deprecated: false,
            is_home: false,
            is_tunnelled: false,
        }
    }
}

/// Where `addresses` would be dialled `from`, with what the kernel tells about that where it may matter.
fn sources(
    addresses: &[IpAddr],
    from: &[Option<IpAddr>],
    interfaces: &mut Interfaces,
) -> Vec<Option<Source>> {
    let mut known = from.iter().flatten();
    let first = known.next();
    let differ = known.any(|other| Some(other) != first);
    let may_be_neighbours = |(to, from): (&IpAddr, &Option<IpAddr>)| match (to, from) {
        (IpAddr::V4(to), Some(IpAddr::V4(from))) => common(*from, *to) >= SHORTEST_NETWORK,
        _ => false,
    };
    if !differ && !addresses.iter().zip(from).any(may_be_neighbours) {
        return from.iter().map(|from| from.map(Source::from)).collect();
    }
    // As for glibc, all of loopback is in the network of its first address.
    let own_address = |from: IpAddr| match from {
        IpAddr::V4(from) if from.is_loopback() => Ipv4Addr::LOCALHOST.into(),
        from => from,
    };
    let mut own = |from: IpAddr| (from, interfaces.own(own_address(from)));
    let own: Vec<_> = from.iter().map(|from| from.map(&mut own)).collect();
    let mut numbers = own
        .iter()
        .flatten()
        .filter_map(|(_, own)| Some(own.as_ref()?.interface));
    let first = numbers.next();
    let by_several = numbers.any(|other| Some(other) != first);
    let mut source = |(address, own): (IpAddr, Option<OwnAddress>)| match own {
        None => Source::from(address),
        Some(OwnAddress {
            bits,
            interface,
            is_deprecated,
            is_home,
            ..
        }) => Source {
            address,
            network: u32::from(bits),
            is_deprecated,
            is_home,
            is_tunnelled: by_several && interfaces.is_tunnel(interface),
        },
    };
    own.into_iter().map(|own| own.map(&mut source)).collect()
}

fn common(one: Ipv4Addr, other: Ipv4Addr) -> u32 {
    (one.to_bits() ^ other.to_bits()).leading_zeros()
}

impl Source {
    /// How many bits it has in common with `address`. IPv4 addresses outside of one network have none.
    fn common(self, address: IpAddr) -> u32 {
        match (self.address, address) {
            (IpAddr::V4(from), IpAddr::V4(to)) => {
                let common = common(from, to);
                if common >= self.network && self.network > 0 {
                    common
                } else {
                    0
                }
            }
            (IpAddr::V6(from), IpAddr::V6(to)) => (from.to_bits() ^ to.to_bits()).leading_zeros(),
            _ => 0,
        }
    }
}

/// What the kernel says about ways to addresses, one socket for each family.
#[derive(Default)]
struct Routes {
    ipv4: Option<Socket>,
    ipv6: Option<Socket>,
}

/// How many bits two addresses of one network have in common at least.
const SHORTEST_NETWORK: u32 = 8;

impl Routes {
    /// Where `address` would be dialled from.
    fn from(&mut self, address: IpAddr) -> Option<IpAddr> {
        let to = SocketAddr::new(address, PORT);
        let kept = match address {
            IpAddr::V4(_) => &mut self.ipv4,
            IpAddr::V6(_) => &mut self.ipv6,
        };
        let socket = match kept.take() {
            Some(socket) => {
                disconnect(&socket);
                socket
            }
            None => Socket::new_raw(Domain::for_address(to), Type::DGRAM.cloexec(), None).ok()?,
        };
        let socket = kept.insert(socket);
        own_call::connect(socket.as_fd(), &to.into()).ok()?;
        Some(socket.local_addr().ok()?.as_socket()?.ip())
    }
}

/// Has a socket forget where it was connected to and from: one that is connected again keeps the latter.
#[expect(
    unsafe_code,
    reason = "no crate that is at hand has addresses of no family"
)]
fn disconnect(socket: &Socket) {
    let storage = SockAddrStorage::zeroed();
    let length = size_of::<libc::sockaddr>() as libc::socklen_t;
    // SAFETY: zeroes are an address of the family AF_UNSPEC, which has nothing else.
    let nowhere = unsafe { SockAddr::new(storage, length) };
    let _ = own_call::connect(socket.as_fd(), &nowhere);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `addresses` in their order on a host that reaches them from `sources`, and the ties.
    fn sorted(
        gai_conf: &str,
        sources: &[(&str, u32)],
        addresses: &[&str],
    ) -> (Vec<String>, Vec<u8>) {
        let sources: Vec<_> = sources
            .iter()
            .map(|(text, network)| Source {
                network: *network,
                ..Source::from(text.parse::<IpAddr>().unwrap())
            })
            .collect();
        sorted_from(gai_conf, &sources, addresses)
    }

    fn sorted_from(
        gai_conf: &str,
        sources: &[Source],
        addresses: &[&str],
    ) -> (Vec<String>, Vec<u8>) {
        let addresses: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
        let order = Order::parse(gai_conf);
        let source = |address: &IpAddr| {
            sources
                .iter()
                .filter(|source| source.address.is_ipv6() == address.is_ipv6())
                .max_by_key(|source| order.scope(source.address) == order.scope(*address))
                .copied()
        };
        let sources: Vec<_> = addresses.iter().map(source).collect();
        let ordered = order.sort_from(&addresses, &sources);
        let list = ordered.list.iter().map(IpAddr::to_string).collect();
        (list, ordered.ties.to_vec())
    }

    const DUAL: [(&str, u32); 2] = [("198.51.100.9", 24), ("2001:db8::9", 0)];

    #[test]
    fn ipv6_comes_first_where_there_is_a_way_and_the_order_of_equals_stays() {
        let list = ["192.0.2.2", "2001:db8::2", "192.0.2.1"];
        assert_eq!(
            sorted("", &DUAL, &list),
            (
                vec!["2001:db8::2".into(), "192.0.2.2".into(), "192.0.2.1".into()],
                vec![0, 1, 1]
            )
        );
        assert_eq!(
            sorted("", &DUAL[..1], &list).0,
            ["192.0.2.2", "192.0.2.1", "2001:db8::2"]
        );
    }

    #[test]
    fn gai_conf_may_prefer_ipv4() {
        let preferring = "# comment\nprecedence ::ffff:0:0/96  100 # all\nlabel nothing 7\n";
        let list = ["2001:db8::2", "192.0.2.2"];
        assert_eq!(
            sorted(preferring, &DUAL, &list).0,
            ["192.0.2.2", "2001:db8::2"]
        );
        assert_eq!(sorted("", &DUAL, &list).0, list);
    }

    #[test]
    fn a_matching_label_comes_before_precedence() {
        // From a unique local address, the global one of another label comes behind IPv4.
        let sources = [("198.51.100.9", 24), ("fd00::9", 0)];
        assert_eq!(
            sorted("", &sources, &["2001:db8::2", "192.0.2.2", "fd00::1"]).0,
            ["fd00::1", "192.0.2.2", "2001:db8::2"]
        );
    }

    #[test]
    fn a_matching_scope_comes_before_all_but_a_way() {
        let sources = [("198.51.100.9", 24), ("fe80::9", 0)];
        assert_eq!(
            sorted("", &sources, &["2001:db8::2", "192.0.2.2"]).0,
            ["192.0.2.2", "2001:db8::2"]
        );
    }

    #[test]
    fn neighbours_come_first_within_a_family() {
        assert_eq!(
            sorted(
                "",
                &DUAL,
                &["198.51.100.200", "198.51.100.8", "198.51.99.9"]
            )
            .0,
            ["198.51.100.8", "198.51.100.200", "198.51.99.9"]
        );
        assert_eq!(
            sorted("", &DUAL, &["2600::1", "2001:db8::8"]).0,
            ["2001:db8::8", "2600::1"]
        );
    }

    #[test]
    fn addresses_that_are_reached_from_a_deprecated_one_come_behind_and_from_home_before() {
        let [ipv4, ipv6] = DUAL.map(|(text, _)| Source::from(text.parse::<IpAddr>().unwrap()));
        let list = ["2001:db8::2", "192.0.2.2"];
        let deprecated = Source {
            is_deprecated: true,
            ..ipv6
        };
        let by = |gai_conf, sources: [Source; 2]| sorted_from(gai_conf, &sources, &list).0;
        assert_eq!(by("", [ipv4, deprecated]), ["192.0.2.2", "2001:db8::2"]);

        let preferring_ipv4 = "precedence ::ffff:0:0/96 100";
        let home = Source {
            is_home: true,
            ..ipv6
        };
        assert_eq!(
            by(preferring_ipv4, [ipv4, ipv6]),
            ["192.0.2.2", "2001:db8::2"]
        );
        assert_eq!(by(preferring_ipv4, [ipv4, home]), list);
    }

    #[test]
    fn what_goes_by_a_tunnel_comes_behind_where_precedence_does_not_tell() {
        let [ipv4, ipv6] = DUAL.map(|(text, _)| Source::from(text.parse::<IpAddr>().unwrap()));
        let tunnelled = Source {
            is_tunnelled: true,
            ..ipv6
        };
        let list = ["2001:db8::2", "192.0.2.2"];
        let by = |gai_conf| sorted_from(gai_conf, &[ipv4, tunnelled], &list).0;
        assert_eq!(by(""), list);
        assert_eq!(by("precedence ::/0 10"), ["192.0.2.2", "2001:db8::2"]);
    }

    #[test]
    fn gai_conf_tells_the_scopes_of_ipv4() {
        // 10.0.0.0/8 as the addresses of a site, which the global one of this host does not match.
        let sites = "scopev4 10.0.0.0/8 5\nscopev4 ::ffff:192.0.2.0/120 2\nscopev4 ::/0 2\n";
        let list = ["10.0.0.1", "192.0.2.1", "203.0.113.1"];
        assert_eq!(sorted("", &DUAL, &list).0, list);
        assert_eq!(
            sorted(sites, &DUAL, &list).0,
            ["203.0.113.1", "192.0.2.1", "10.0.0.1"]
        );
        for none in ["10.0.0.0/33", "::ffff:10.0.0.0/95", "fd00::/96", "10/8"] {
            assert_eq!(Order::parse(&format!("scopev4 {none} 5")), Order::parse(""));
        }
    }

    #[test]
    fn the_kernel_tells_where_an_address_is_reached_from() {
        let mut routes = Routes::default();
        let loopback: IpAddr = "127.0.0.1".parse().unwrap();
        for _ in 0..2 {
            assert_eq!(routes.from(loopback), Some(loopback));
        }
        let near: IpAddr = "127.0.0.7".parse().unwrap();
        let from = [Some(loopback), Some(near)];
        let sources = sources(&[loopback, near], &from, &mut Interfaces::default());
        let networks: Vec<_> = sources.iter().flatten().map(|from| from.network).collect();
        assert_eq!(networks, [8, 8]);
    }

    #[test]
    fn every_row_of_the_default_tables_is_one() {
        let order = Order::parse("");
        assert_eq!(order.labels.len(), LABELS.len() + 1);
        assert_eq!(order.precedences.len(), PRECEDENCES.len() + 1);
        assert_eq!(order.scopes.len(), SCOPES.len() + 1);
    }
}
