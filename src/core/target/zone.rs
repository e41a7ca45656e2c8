//! The zone of an address that is none without (`fe80::1%eth0`, RFC 4007): the interface that it is meant
//! at. Not whether it may be reached, which a zone does not change.

use nix::net::if_::if_nametoindex;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};

/// An interface, or none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Zone(u32);

impl Zone {
    /// No interface in particular.
    pub const NONE: Self = Self(0);

    /// Reads what stands behind the `%` of `address`, as getaddrinfo(3) does: the name of an interface,
    /// where the address is of one link, or a number.
    #[must_use]
    pub fn parse(text: &str, address: Ipv6Addr) -> Option<Self> {
        let named = is_of_one_link(address).then(|| if_nametoindex(text).ok());
        let is_number = text.starts_with(|first: char| first.is_ascii_digit());
        let number = || text.parse().ok().filter(|_| is_number);
        named.flatten().or_else(number).map(Self)
    }

    /// That of `peer`.
    #[must_use]
    pub fn of(peer: SocketAddr) -> Self {
        match peer {
            SocketAddr::V4(_) => Self::NONE,
            SocketAddr::V6(peer) => Self(peer.scope_id()),
        }
    }

    /// `address` in this zone, and `port`.
    #[must_use]
    pub fn peer(self, address: IpAddr, port: u16) -> SocketAddr {
        match address {
            IpAddr::V4(_) => SocketAddr::new(address, port),
            IpAddr::V6(address) => SocketAddrV6::new(address, port, 0, self.0).into(),
        }
    }

    /// Its number; 0 is none.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }
}

/// Whether `address` means another host on each link.
pub(super) fn is_of_one_link(address: Ipv6Addr) -> bool {
    const INTERFACE: u8 = 1;
    const LINK: u8 = 2;
    let [_, flags_and_scope, ..] = address.octets();
    address.is_unicast_link_local()
        || address.is_multicast() && matches!(flags_and_scope & 0xf, INTERFACE | LINK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(address: &str, text: &str) -> Option<u32> {
        Zone::parse(text, address.parse().unwrap()).map(Zone::number)
    }

    #[test]
    fn a_zone_is_an_interface_by_name_where_that_matters_or_by_number() {
        for (address, text, zone) in [
            ("fe80::1", "lo", Some(1)),
            ("ff02::1", "lo", Some(1)),
            ("ff01::1", "lo", Some(1)),
            ("ff05::1", "lo", None),
            ("2001:db8::1", "lo", None),
            ("2001:db8::1", "7", Some(7)),
            ("fe80::1", "7", Some(7)),
            ("fe80::1", "0", Some(0)),
            ("fe80::1", "4294967295", Some(u32::MAX)),
            ("fe80::1", "4294967296", None),
            ("fe80::1", "+7", None),
            ("fe80::1", " 7", None),
            ("fe80::1", "7x", None),
            ("fe80::1", "nothing", None),
            ("fe80::1", "", None),
            ("fe80::1", "lo%lo", None),
        ] {
            assert_eq!(number(address, text), zone, "{address}%{text}");
        }
    }

    #[test]
    fn a_peer_is_in_its_zone() {
        let zone = Zone(3);
        let peer = zone.peer("fe80::1".parse().unwrap(), 80);
        assert_eq!(
            (peer.to_string().as_str(), Zone::of(peer)),
            ("[fe80::1%3]:80", zone)
        );
        let peer = zone.peer("192.0.2.1".parse().unwrap(), 80);
        assert_eq!(
            (peer.to_string().as_str(), Zone::of(peer)),
            ("192.0.2.1:80", Zone::NONE)
        );
    }
}
