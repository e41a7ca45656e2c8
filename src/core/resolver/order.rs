//! The order in which addresses of a name are dialled: that of getaddrinfo(3), which is RFC 6724's with
//! the tables of gai.conf(5). Which addresses there are is not its matter.
//!
//! Of the rules of section 6 those are kept that say something about most hosts: 1, 2, 5, 6, 8 and 9.
//! Not those for deprecated addresses, home addresses and tunnels (3, 4 and 7), for which the kernel
//! would have to be asked about each interface. The scope of an IPv4 address is always that of the default
//! table.

use crate::core::socket::own_call;
use nix::{ifaddrs::getifaddrs, sys::socket::SockaddrStorage};
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

/// What decides, most important first; less comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Rule 1: there is no way to it.
    is_unreachable: bool,
    /// Rule 2: it is reached from another scope.
    has_other_scope: bool,
    /// Rule 5: it is reached from another label.
    has_other_label: bool,
    /// Rule 6.
    precedence: Reverse<u32>,
    /// Rule 8.
    scope: u8,
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
            labels: table(text, "label", &LABELS, 1),
            precedences: table(text, "precedence", &PRECEDENCES, 40),
        }
    }

    /// Puts `addresses` in order.
    pub(super) fn sort(&self, addresses: &[IpAddr]) -> Ordered {
        let mut routes = Routes::default();
        self.sort_by(addresses, |address| routes.source(address))
    }

    fn sort_by(
        &self,
        addresses: &[IpAddr],
        mut source: impl FnMut(IpAddr) -> Option<Source>,
    ) -> Ordered {
        let looked_at = addresses.iter().take(LOOKED_AT);
        let mut ranked: Vec<_> = looked_at
            .map(|&address| (self.rank(address, source(address)), address))
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
        let scope = scope(address);
        Rank {
            is_unreachable: source.is_none(),
            has_other_scope: source.is_some_and(|from| self::scope(from.address) != scope),
            has_other_label: source.is_some_and(|from| label(from.address) != label(address)),
            precedence: Reverse(value(&self.precedences, address)),
            scope,
            is_ipv6: address.is_ipv6(),
            common: Reverse(source.map_or(0, |from| from.common(address))),
        }
    }
}

/// The rows of `keyword`, longest networks first, or `default` where there are none.
fn table(text: &str, keyword: &str, default: &[(&str, u32, u32)], otherwise: u32) -> Vec<Prefix> {
    let mut rows: Vec<_> = text.lines().filter_map(|line| row(line, keyword)).collect();
    if rows.is_empty() {
        let row = |&(network, bits, value): &(&str, u32, u32)| prefix(network, bits, value);
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
fn row(line: &str, keyword: &str) -> Option<Prefix> {
    let line = line.split('#').next()?;
    let mut words = line.split_ascii_whitespace();
    let [first, network, value] = [words.next()?, words.next()?, words.next()?];
    let (network, bits) = network.split_once('/').unwrap_or((network, "128"));
    if first != keyword {
        return None;
    }
    prefix(network, bits.parse().ok()?, value.parse().ok()?)
}

fn prefix(network: &str, bits: u32, value: u32) -> Option<Prefix> {
    let network = network.parse::<Ipv6Addr>().ok()?.to_bits();
    (bits <= 128).then_some(Prefix {
        network,
        bits,
        value,
    })
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
const LINK: u8 = 2;
const SITE: u8 = 5;
const GLOBAL: u8 = 14;

fn scope(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(address) if address.is_link_local() || address.is_loopback() => LINK,
        IpAddr::V4(_) => GLOBAL,
        IpAddr::V6(address) if address.is_multicast() => address.octets()[1] & 0xf,
        IpAddr::V6(address) if address.is_unicast_link_local() || address.is_loopback() => LINK,
        IpAddr::V6(address) if address.segments()[0] & 0xffc0 == 0xfec0 => SITE,
        IpAddr::V6(_) => GLOBAL,
    }
}

/// Where an address would be dialled from.
#[derive(Debug, Clone, Copy)]
struct Source {
    address: IpAddr,
    /// The length of its network; of IPv4 only, and 0 where it does not matter.
    network: u32,
}

impl Source {
    /// How many bits it has in common with `address`. IPv4 addresses outside of one network have none.
    fn common(self, address: IpAddr) -> u32 {
        match (self.address, address) {
            (IpAddr::V4(from), IpAddr::V4(to)) => {
                let common = (from.to_bits() ^ to.to_bits()).leading_zeros();
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
    networks: Option<Vec<(Ipv4Addr, u32)>>,
}

/// How many bits two addresses of one network have in common at least.
const SHORTEST_NETWORK: u32 = 8;

impl Routes {
    /// Where `address` would be dialled from.
    fn source(&mut self, address: IpAddr) -> Option<Source> {
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
        let from = socket.local_addr().ok()?.as_socket()?.ip();
        let network = match (from, address) {
            (IpAddr::V4(from), IpAddr::V4(to)) => self.network(from, to),
            _ => 0,
        };
        Some(Source {
            address: from,
            network,
        })
    }

    /// The length of the network that `from` is in, where `to` may be in it too.
    fn network(&mut self, from: Ipv4Addr, to: Ipv4Addr) -> u32 {
        if (from.to_bits() ^ to.to_bits()).leading_zeros() < SHORTEST_NETWORK {
            return 0;
        }
        let networks = self.networks.get_or_insert_with(networks);
        // As for glibc, all of loopback is in the network of its first address.
        let from = if from.is_loopback() {
            Ipv4Addr::LOCALHOST
        } else {
            from
        };
        let own = networks.iter().find(|(address, _)| *address == from);
        own.map_or(0, |(_, bits)| *bits)
    }
}

/// The IPv4 addresses of this host, with the lengths of their networks.
fn networks() -> Vec<(Ipv4Addr, u32)> {
    let ipv4 = |storage: &SockaddrStorage| Some(storage.as_sockaddr_in()?.ip());
    let interfaces = getifaddrs().into_iter().flatten();
    interfaces
        .filter_map(|interface| {
            let netmask = ipv4(interface.netmask.as_ref()?)?;
            Some((
                ipv4(interface.address.as_ref()?)?,
                netmask.to_bits().leading_ones(),
            ))
        })
        .collect()
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
        let addresses: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
        let ordered = Order::parse(gai_conf).sort_by(&addresses, |address| {
            let sources = sources.iter().map(|(text, network)| Source {
                address: text.parse().unwrap(),
                network: *network,
            });
            sources
                .filter(|source| source.address.is_ipv6() == address.is_ipv6())
                .max_by_key(|source| scope(source.address) == scope(address))
        });
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
    fn the_kernel_tells_where_an_address_is_reached_from() {
        let mut routes = Routes::default();
        for address in ["127.0.0.1", "127.0.0.1"] {
            let source = routes.source(address.parse().unwrap()).unwrap();
            assert_eq!(
                (source.address.to_string(), source.network),
                (address.to_owned(), 8)
            );
        }
    }

    #[test]
    fn every_row_of_the_default_tables_is_one() {
        let order = Order::parse("");
        assert_eq!(order.labels.len(), LABELS.len() + 1);
        assert_eq!(order.precedences.len(), PRECEDENCES.len() + 1);
    }
}
