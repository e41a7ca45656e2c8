//! What this host delivers to itself, by the kernel's tables of routes, read again at most once a second:
//! the table `local`, and every other that a rule leads packets of this process to. It is more than the
//! addresses of interfaces: broadcast and anycast addresses, and local routes. Not what becomes of them.
//!
//! The kernel is asked by rtnetlink(7), or where that is closed (`RestrictAddressFamilies=` of systemd)
//! by its files in `/proc/net`, which have no rules: there the routes of all tables count, but for those to
//! everywhere, by which transparent proxies (TPROXY) get the packets that a rule chooses.

use super::{
    embedded::judged,
    netlink::{Netlink, attribute, number},
    ranges::{self, Range},
    routing::Routing,
};
use crate::core::host::{clock, origin, spare};
use ipnet::IpNet;
use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// For how many milliseconds an answer of the kernel is taken for the present.
const FRESH: u64 = 1000;

/// The addresses that this host delivers to itself.
#[derive(Debug, Default)]
pub struct LocalTable {
    ranges: Vec<Range>,
    /// When they were read, by [`clock::milliseconds`].
    read: Option<u64>,
}

impl LocalTable {
    /// The addresses, as [`judged`] gives them. Where the kernel does not tell them, those it told last;
    /// it is asked again with the next decision then.
    ///
    /// # Errors
    /// Why they cannot be read, where they never were: an empty table would be an answer.
    pub fn get(&mut self) -> io::Result<&[Range]> {
        let now = clock::milliseconds();
        let is_fresh = |read| now.saturating_sub(read) < FRESH;
        if !self.read.is_some_and(is_fresh) {
            match look() {
                Ok(networks) => {
                    self.ranges = ranges::join(networks.into_iter().map(range).collect());
                    self.read = Some(now);
                }
                Err(error) if self.read.is_none() => return Err(error),
                Err(_) => {}
            }
        }
        Ok(&self.ranges)
    }
}

/// What the kernel tells, which is that of another network in another namespace.
fn look() -> io::Result<Vec<IpNet>> {
    origin::check()?;
    spare::look(|| {
        by_netlink()
            .and_then(with_loopback)
            .or_else(|_| by_proc().and_then(with_loopback))
    })
}

/// `networks`, unless this host's loopback network is not among them: one that is not set up yet, or what
/// hides files of `/proc` behind empty ones.
fn with_loopback(networks: Vec<IpNet>) -> io::Result<Vec<IpNet>> {
    let has_it = |network: &IpNet| network.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST));
    if networks.iter().any(has_it) {
        return Ok(networks);
    }
    let why = "the kernel tells no loopback address";
    Err(io::Error::new(io::ErrorKind::InvalidData, why))
}

/// The range that a network covers; a single address counts as the one that it carries.
fn range(network: IpNet) -> Range {
    if network.prefix_len() == network.max_prefix_len() {
        let number = ranges::number(judged(network.addr()));
        return (number, number);
    }
    ranges::range(network)
}

/// Kinds of routes to the host itself (rtnetlink(7)): to itself, to all of a network, to the nearest.
const TO_ITSELF: [u8; 3] = [libc::RTN_LOCAL, libc::RTN_BROADCAST, libc::RTN_ANYCAST];

const FAMILIES: [u8; 2] = [libc::AF_INET as u8, libc::AF_INET6 as u8];

const RULES: (u16, u16) = (libc::RTM_GETRULE, libc::RTM_NEWRULE);
const ROUTES: (u16, u16) = (libc::RTM_GETROUTE, libc::RTM_NEWROUTE);

/// The size of the header of a route, as of that of a rule, and where the former has the kind.
const HEADER: usize = 12;
const KIND: usize = 7;

fn by_netlink() -> io::Result<Vec<IpNet>> {
    let kernel = Netlink::open()?;
    let mut networks = Vec::new();
    for family in FAMILIES {
        let routing = routing(&kernel, family)?;
        for kind in TO_ITSELF {
            let mut question = [0; HEADER];
            (question[0], question[KIND]) = (family, kind);
            kernel.dump(ROUTES, &question, |message| {
                if let Some((table, network)) = route(message, family) {
                    networks.extend(routing.reached(table, network));
                }
            })?;
        }
    }
    Ok(networks)
}

/// The rules of one family.
fn routing(kernel: &Netlink, family: u8) -> io::Result<Routing> {
    let mut routing = Routing::begin();
    let mut question = [0; HEADER];
    question[0] = family;
    match kernel.dump(RULES, &question, |message| routing.add(message, family)) {
        Ok(()) => Ok(routing),
        // A kernel that has no such rules, or not this family.
        Err(error) if knows_no_rules(&error) => Ok(Routing::plain()),
        Err(error) => Err(error),
    }
}

fn knows_no_rules(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EOPNOTSUPP | libc::EAFNOSUPPORT)
    )
}

/// The table and the network of a route to the host itself.
fn route(message: &[u8], asked: u8) -> Option<(u32, IpNet)> {
    const RTA_TABLE: u16 = 15;
    let [family, prefix, _, _, short, _, _, kind, ..] = *message.first_chunk::<HEADER>()?;
    if family != asked || !TO_ITSELF.contains(&kind) {
        return None;
    }
    let attributes = &message[HEADER..];
    let table = attribute(attributes, RTA_TABLE).and_then(number);
    let table = table.unwrap_or(short.into());
    let address = attribute(attributes, libc::RTA_DST);
    let address = match (i32::from(family), address) {
        (libc::AF_INET, Some(bytes)) => IpAddr::from(*bytes.first_chunk::<4>()?),
        (libc::AF_INET6, Some(bytes)) => IpAddr::from(*bytes.first_chunk::<16>()?),
        // A route to everywhere has none.
        (libc::AF_INET, None) => IpAddr::from([0; 4]),
        _ => IpAddr::from([0; 16]),
    };
    Some((table, IpNet::new(address, prefix).ok()?))
}

fn by_proc() -> io::Result<Vec<IpNet>> {
    let ipv4 = fs::read_to_string("/proc/net/fib_trie")?;
    let ipv6 = match fs::read_to_string("/proc/net/ipv6_route") {
        // A kernel without IPv6.
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        read => read?,
    };
    Ok(routes(&ipv4, &ipv6))
}

/// The networks in the texts of both files.
fn routes(ipv4: &str, ipv6: &str) -> Vec<IpNet> {
    let mut networks = trie(ipv4);
    networks.extend(ipv6.lines().filter_map(route_of_ipv6));
    networks
}

/// The routes of IPv4 to the host itself: an address (`|-- 127.0.0.0`), and under it what is routed so
/// (`/8 host LOCAL`).
fn trie(text: &str) -> Vec<IpNet> {
    let mut address = None;
    let mut is_local = false;
    let mut networks = Vec::new();
    for line in text.lines() {
        if !line.starts_with(' ') {
            is_local = line.trim_end() == "Local:";
            continue;
        }
        let line = line.trim_start();
        if let Some(leaf) = line.strip_prefix("|-- ") {
            address = leaf.trim().parse::<IpAddr>().ok();
        } else if let (Some(address), Some(prefix)) = (address, prefix_to_itself(line))
            && (prefix > 0 || is_local)
        {
            networks.extend(IpNet::new(address, prefix));
        }
    }
    networks
}

fn prefix_to_itself(line: &str) -> Option<u8> {
    let mut words = line.strip_prefix('/')?.split_ascii_whitespace();
    let prefix = words.next()?.parse().ok()?;
    let is_to_itself = words.any(|word| matches!(word, "LOCAL" | "BROADCAST" | "ANYCAST"));
    is_to_itself.then_some(prefix)
}

/// A line of `/proc/net/ipv6_route` that leads to the host itself.
fn route_of_ipv6(line: &str) -> Option<IpNet> {
    const RTF_LOCAL: u32 = 0x8000_0000;
    const RTF_ANYCAST: u32 = 0x0010_0000;
    let words: Vec<_> = line.split_ascii_whitespace().collect();
    let [address, prefix, _, _, _, _, _, _, flags, ..] = words[..] else {
        return None;
    };
    let flags = u32::from_str_radix(flags, 16).ok()?;
    if flags & (RTF_LOCAL | RTF_ANYCAST) == 0 {
        return None;
    }
    let address = Ipv6Addr::from_bits(u128::from_str_radix(address, 16).ok()?);
    let prefix = u8::from_str_radix(prefix, 16).ok()?;
    let network = IpNet::new(address.into(), prefix).ok()?;
    (prefix > 0).then_some(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(networks: &[IpNet], address: &str) -> bool {
        let ranges = ranges::join(networks.iter().copied().map(range).collect());
        ranges::contains(&ranges, ranges::number(address.parse().unwrap()))
    }

    #[test]
    fn both_ways_to_ask_tell_that_the_loopback_network_is_the_hosts_own_and_nothing_beside_it() {
        for networks in [by_netlink().unwrap(), by_proc().unwrap()] {
            for own in ["127.0.0.0", "127.0.0.1", "127.255.255.255"] {
                assert!(has(&networks, own), "{own}");
            }
            for other in ["126.255.255.255", "128.0.0.0", "192.0.2.1", "2001:db8::1"] {
                assert!(!has(&networks, other), "{other}");
            }
        }
    }

    #[test]
    fn both_ways_to_ask_tell_the_same() {
        let joined = |networks: Vec<IpNet>| ranges::join(networks.into_iter().map(range).collect());
        assert_eq!(joined(by_netlink().unwrap()), joined(by_proc().unwrap()));
    }

    #[test]
    fn local_broadcast_and_anycast_routes_count_and_unicast_ones_do_not() {
        let networks = trie(
            "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 45.79.20.0\n        /24 link UNICAST\n\
             Local:\n     |-- 45.79.20.7\n        /32 host LOCAL\n     |-- 45.79.20.255\n        /32 link BROADCAST\n\
             \x20    |-- 198.41.0.0\n        /24 host LOCAL\n",
        );
        for (address, is_own) in [
            ("45.79.20.6", false),
            ("45.79.20.7", true),
            ("45.79.20.8", false),
            ("45.79.20.254", false),
            ("45.79.20.255", true),
            ("198.40.255.255", false),
            ("198.41.0.0", true),
            ("198.41.0.255", true),
            ("198.41.1.0", false),
        ] {
            assert_eq!(has(&networks, address), is_own, "{address}");
        }
    }

    #[test]
    fn a_line_of_ipv6_routes_counts_where_its_flags_say_local_or_anycast() {
        let line = |flags: &str| {
            format!(
                "20010db8000000000000000000000000 80 00000000000000000000000000000000 00 \
                 00000000000000000000000000000000 00000000 00000001 00000000 {flags} eth0"
            )
        };
        for (flags, is_own) in [("80200001", true), ("00100001", true), ("00000001", false)] {
            let network = route_of_ipv6(&line(flags));
            assert_eq!(network.is_some(), is_own, "{flags}");
        }
        assert_eq!(
            route_of_ipv6(&line("80200001")),
            Some("2001:db8::/128".parse().unwrap())
        );
    }

    #[test]
    fn routes_to_everywhere_count_in_the_table_local_only_where_no_rules_are_told() {
        let everywhere = " +-- 0.0.0.0/0 3 0 5\n    |-- 0.0.0.0\n       /0 host LOCAL\n";
        assert!(trie(&format!("Id 100:\n{everywhere}")).is_empty());
        assert!(has(&trie(&format!("Local:\n{everywhere}")), "45.79.20.6"));
        let ipv6 = format!("{:032x} 00 {}", 0, "0 ".repeat(6)) + "80200001 lo";
        assert_eq!(route_of_ipv6(&ipv6), None);
        let part = " +-- 0.0.0.0/0 3 0 5\n    |-- 45.79.30.0\n       /24 host LOCAL\n";
        assert!(has(&trie(&format!("Id 100:\n{part}")), "45.79.30.1"));
    }

    #[test]
    fn a_table_without_the_loopback_network_is_no_answer() {
        let ipv6 = format!("{:032x} 80 {}", 1, "0 ".repeat(6)) + "80200001 lo";
        assert!(route_of_ipv6(&ipv6).is_some());
        assert!(with_loopback(routes("", &ipv6)).is_err());
        let ipv4 = "Local:\n |-- 127.0.0.0\n    /8 host LOCAL\n";
        assert_eq!(with_loopback(routes(ipv4, &ipv6)).unwrap().len(), 2);
        assert_eq!(with_loopback(routes(ipv4, "")).unwrap().len(), 1);
    }
}
