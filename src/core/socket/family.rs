//! Families, types and protocols of sockets: which of them are IPv4 or IPv6, TCP or UDP. It makes
//! no socket.

use crate::core::target::Transport;
use libc::c_int;
use std::net::IpAddr;

/// The bits of a socket's type without flags such as `SOCK_CLOEXEC` (`SOCK_TYPE_MASK` of Linux).
const TYPE: i64 = 0xf;

/// A family of sockets that reaches the Internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `AF_INET`
    Ipv4,
    /// `AF_INET6`, which reaches IPv4 through mapped addresses (RFC 4291, section 2.5.5.2).
    Ipv6,
}

impl Family {
    /// The family of a domain, as socket(2) takes it.
    #[must_use]
    pub fn of(domain: i64) -> Option<Self> {
        match c_int::try_from(domain) {
            Ok(libc::AF_INET) => Some(Self::Ipv4),
            Ok(libc::AF_INET6) => Some(Self::Ipv6),
            _ => None,
        }
    }

    /// How a socket of this family addresses `address`, if it can.
    #[must_use]
    pub fn address(self, address: IpAddr) -> Option<IpAddr> {
        match (self, address) {
            (Self::Ipv4, IpAddr::V4(_)) | (Self::Ipv6, IpAddr::V6(_)) => Some(address),
            (Self::Ipv6, IpAddr::V4(v4)) => Some(v4.to_ipv6_mapped().into()),
            (Self::Ipv4, IpAddr::V6(_)) => None,
        }
    }
}

/// What a socket of this type and protocol carries, as socket(2) takes them; `None` for what is
/// neither TCP nor UDP.
#[must_use]
pub fn transport(kind: i64, protocol: i64) -> Option<Transport> {
    let (kind, protocol) = (
        c_int::try_from(kind & TYPE).ok()?,
        c_int::try_from(protocol).ok()?,
    );
    match (kind, protocol) {
        (libc::SOCK_STREAM, 0 | libc::IPPROTO_TCP) => Some(Transport::Tcp),
        (libc::SOCK_DGRAM, 0 | libc::IPPROTO_UDP) => Some(Transport::Udp),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_sockets_reach_ipv4_by_mapped_addresses_and_ipv4_sockets_no_ipv6() {
        let (v4, v6): (IpAddr, IpAddr) =
            ("8.8.8.8".parse().unwrap(), "2001:db8::1".parse().unwrap());
        assert_eq!(Family::Ipv4.address(v4), Some(v4));
        assert_eq!(Family::Ipv4.address(v6), None);
        assert_eq!(Family::Ipv6.address(v6), Some(v6));
        assert_eq!(
            Family::Ipv6.address(v4),
            Some("::ffff:8.8.8.8".parse().unwrap())
        );
    }

    #[test]
    fn only_inet_and_inet6_are_families_of_the_internet() {
        assert_eq!(Family::of(libc::AF_INET.into()), Some(Family::Ipv4));
        assert_eq!(Family::of(libc::AF_INET6.into()), Some(Family::Ipv6));
        for domain in [libc::AF_UNIX, libc::AF_PACKET, libc::AF_NETLINK, 0, -1] {
            assert_eq!(Family::of(domain.into()), None);
        }
        assert_eq!(
            Family::of((1 << 32) + 2),
            None,
            "32 bits would take it for AF_INET"
        );
    }

    #[test]
    fn only_streams_of_tcp_and_datagrams_of_udp_are_carried() {
        use Transport::{Tcp, Udp};
        const MPTCP: i64 = 262;
        for (kind, protocol, expected) in [
            (libc::SOCK_STREAM, 0, Some(Tcp)),
            (libc::SOCK_STREAM, 6, Some(Tcp)),
            (
                libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC,
                6,
                Some(Tcp),
            ),
            (libc::SOCK_DGRAM, 0, Some(Udp)),
            (libc::SOCK_DGRAM, 17, Some(Udp)),
            (libc::SOCK_STREAM, 17, None),
            (libc::SOCK_STREAM, 132, None),
            (libc::SOCK_STREAM, MPTCP, None),
            (libc::SOCK_DGRAM, 6, None),
            (libc::SOCK_DGRAM, 1, None),
            (libc::SOCK_DGRAM, 136, None),
            (libc::SOCK_RAW, 0, None),
            (libc::SOCK_RAW, 6, None),
            (libc::SOCK_SEQPACKET, 0, None),
            (0, 0, None),
            (-1, 0, None),
        ] {
            assert_eq!(
                transport(kind.into(), protocol),
                expected,
                "{kind} {protocol}"
            );
        }
        assert_eq!(transport(1, (1 << 32) + 6), None);
    }
}
