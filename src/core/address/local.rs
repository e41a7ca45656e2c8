//! What this host delivers to itself: the kernel's table `local`, read again at most once a second. It
//! has more than the addresses of interfaces: broadcast and anycast addresses, and local routes. Not what
//! becomes of them.
//!
//! The kernel is asked by rtnetlink(7), or where that is closed (`RestrictAddressFamilies=` of systemd)
//! by its files in `/proc/net`.

use super::{
    embedded::judged,
    ranges::{self, Range},
};
use crate::core::host::{clock, origin, spare};
use ipnet::IpNet;
use nix::{
    errno::Errno,
    sys::socket::{
        AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, recv, sendto,
        socket,
    },
};
use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    os::fd::{AsRawFd, OwnedFd},
    time::Duration,
};

/// How long an answer of the kernel is taken for the present.
const FRESH: Duration = Duration::from_secs(1);

/// The addresses that this host delivers to itself.
#[derive(Debug, Default)]
pub struct LocalTable {
    ranges: Vec<Range>,
    read: Option<Duration>,
}

impl LocalTable {
    /// The addresses, as [`judged`] gives them. Where the kernel does not tell them, those it told last;
    /// it is asked again with the next decision then.
    ///
    /// # Errors
    /// Why they cannot be read, where they never were: an empty table would be an answer.
    pub fn get(&mut self) -> io::Result<&[Range]> {
        let now = clock::now();
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

fn by_netlink() -> io::Result<Vec<IpNet>> {
    let socket = socket(
        AddressFamily::Netlink,
        SockType::Raw,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::NetlinkRoute,
    )?;
    filter_in_the_kernel(&socket);
    let mut networks = Vec::new();
    for family in [libc::AF_INET, libc::AF_INET6] {
        dump(&socket, family as u8, &mut networks)?;
    }
    Ok(networks)
}

/// Has the kernel send the table that is asked for only. One that cannot (before 4.20) sends all, of
/// which the others are left out here.
#[expect(unsafe_code, reason = "no crate that is at hand has this option")]
fn filter_in_the_kernel(socket: &OwnedFd) {
    const NETLINK_GET_STRICT_CHK: libc::c_int = 12;
    let on: libc::c_int = 1;
    // SAFETY: the kernel reads an integer.
    unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_NETLINK,
            NETLINK_GET_STRICT_CHK,
            (&raw const on).cast(),
            size_of_val(&on) as libc::socklen_t,
        );
    }
}

/// Asks for the routes of one family.
fn dump(socket: &OwnedFd, family: u8, networks: &mut Vec<IpNet>) -> io::Result<()> {
    const LENGTH: usize = HEADER + ROUTE;
    let mut question = [0; LENGTH];
    question[..4].copy_from_slice(&(LENGTH as u32).to_ne_bytes());
    question[4..6].copy_from_slice(&libc::RTM_GETROUTE.to_ne_bytes());
    let flags = libc::NLM_F_REQUEST | libc::NLM_F_DUMP;
    question[6..8].copy_from_slice(&(flags as u16).to_ne_bytes());
    (question[HEADER], question[HEADER + TABLE]) = (family, libc::RT_TABLE_LOCAL);
    let kernel = NetlinkAddr::new(0, 0);
    sendto(socket.as_raw_fd(), &question, &kernel, MsgFlags::empty())?;
    // The kernel sends no longer messages.
    let mut buffer = vec![0; 32 * 1024];
    loop {
        let received = match recv(socket.as_raw_fd(), &mut buffer, MsgFlags::MSG_TRUNC) {
            Err(Errno::EINTR) => continue,
            received => received?,
        };
        let messages = buffer.get(..received).ok_or(Errno::EMSGSIZE)?;
        if read_messages(messages, family, networks)? == Progress::Ended {
            return Ok(());
        }
    }
}

/// Sizes of the headers of a message and of a route (netlink(7), rtnetlink(7)), and where the latter has
/// the table.
const HEADER: usize = 16;
const ROUTE: usize = 12;
const TABLE: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    GoesOn,
    Ended,
}

/// Reads what came with one call.
fn read_messages(mut bytes: &[u8], family: u8, networks: &mut Vec<IpNet>) -> io::Result<Progress> {
    while let Some((length, kind, flags)) = header(bytes) {
        let message = bytes.get(HEADER..length).ok_or(Errno::EBADMSG)?;
        // The table changed in between: what was read is no version of it.
        if i32::from(flags) & libc::NLM_F_DUMP_INTR != 0 {
            return Err(Errno::EAGAIN.into());
        }
        match i32::from(kind) {
            libc::NLMSG_DONE | libc::NLMSG_ERROR => {
                let error = message
                    .first_chunk()
                    .map_or(0, |code| i32::from_ne_bytes(*code));
                return match error {
                    0 => Ok(Progress::Ended),
                    error => Err(io::Error::from_raw_os_error(-error)),
                };
            }
            _ if kind == libc::RTM_NEWROUTE => networks.extend(route(message, family)),
            _ => {}
        }
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(Progress::GoesOn)
}

/// Length, kind and flags of the first message.
fn header(bytes: &[u8]) -> Option<(usize, u16, u16)> {
    let header = bytes.first_chunk::<HEADER>()?;
    let [a, b, c, d, e, f, g, h, ..] = *header;
    let length = u32::from_ne_bytes([a, b, c, d]) as usize;
    (length >= HEADER).then(|| {
        (
            length,
            u16::from_ne_bytes([e, f]),
            u16::from_ne_bytes([g, h]),
        )
    })
}

/// The network of a route to the host itself.
fn route(message: &[u8], asked: u8) -> Option<IpNet> {
    let [family, prefix, _, _, table, _, _, kind, ..] = *message.first_chunk::<ROUTE>()?;
    if family != asked || table != libc::RT_TABLE_LOCAL || !TO_ITSELF.contains(&kind) {
        return None;
    }
    let address = destination(&message[ROUTE..]);
    let address = match (i32::from(family), address) {
        (libc::AF_INET, Some(bytes)) => IpAddr::from(*bytes.first_chunk::<4>()?),
        (libc::AF_INET6, Some(bytes)) => IpAddr::from(*bytes.first_chunk::<16>()?),
        (libc::AF_INET, None) => IpAddr::from([0; 4]),
        _ => IpAddr::from([0; 16]),
    };
    IpNet::new(address, prefix).ok()
}

/// The value of the attribute `RTA_DST`; a route to everywhere has none.
fn destination(mut attributes: &[u8]) -> Option<&[u8]> {
    while let Some([a, b, c, d]) = attributes.first_chunk() {
        let length = usize::from(u16::from_ne_bytes([*a, *b]));
        let value = attributes.get(4..length)?;
        if u16::from_ne_bytes([*c, *d]) == libc::RTA_DST {
            return Some(value);
        }
        attributes = attributes.get(length.next_multiple_of(4)..)?;
    }
    None
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
    let mut networks = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if let Some(leaf) = line.strip_prefix("|-- ") {
            address = leaf.trim().parse::<IpAddr>().ok();
        } else if let (Some(address), Some(prefix)) = (address, prefix_to_itself(line)) {
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
    IpNet::new(address.into(), u8::from_str_radix(prefix, 16).ok()?).ok()
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
    fn a_table_without_the_loopback_network_is_no_answer() {
        let ipv6 = format!("{:032x} 80 {}", 1, "0 ".repeat(6)) + "80200001 lo";
        assert!(route_of_ipv6(&ipv6).is_some());
        assert!(with_loopback(routes("", &ipv6)).is_err());
        let ipv4 = "Local:\n |-- 127.0.0.0\n /8 host LOCAL\n";
        assert_eq!(with_loopback(routes(ipv4, &ipv6)).unwrap().len(), 2);
        assert_eq!(with_loopback(routes(ipv4, "")).unwrap().len(), 1);
    }

    #[test]
    fn what_the_kernel_breaks_off_is_no_answer() {
        let mut message = vec![0; HEADER + 4];
        message[..4].copy_from_slice(&20_u32.to_ne_bytes());
        message[4..6].copy_from_slice(&(libc::NLMSG_DONE as u16).to_ne_bytes());
        let mut networks = Vec::new();
        assert_eq!(
            read_messages(&message, 2, &mut networks).unwrap(),
            Progress::Ended
        );
        message[16..20].copy_from_slice(&(-libc::ENOMEM).to_ne_bytes());
        let error = read_messages(&message, 2, &mut networks).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::ENOMEM));
        message[6..8].copy_from_slice(&(libc::NLM_F_DUMP_INTR as u16).to_ne_bytes());
        let error = read_messages(&message, 2, &mut networks).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EAGAIN));
        let cut = &message[..18];
        assert!(read_messages(cut, 2, &mut networks).is_err());
    }
}
