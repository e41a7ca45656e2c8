//! An address as the kernel takes it (`struct sockaddr`), read as the kernel reads it. Not whether it
//! may be reached.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

/// What an address means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// None is given, or one of no family: a connect to it dissolves what there is.
    None,
    /// Of IPv4 or IPv6.
    Internet(SocketAddr),
    /// The path of a Unix socket, or with a NUL in front a name without one; empty for none.
    Unix(&'a [u8]),
    /// Of the kernel itself (`AF_NETLINK`).
    Netlink,
    /// Of another family.
    Other(i32),
    /// Too short for its family: the kernel refuses it.
    Short,
}

/// What an address of no family (`AF_UNSPEC`) means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unspecified {
    /// Nothing: connect(2) dissolves a connection by it.
    Nothing,
    /// IPv4: UDP takes it so for where a datagram goes (`udp_sendmsg`), and bind(2) for a local address
    /// (`inet_bind`).
    Ipv4,
}

/// The bytes of the family.
const FAMILY: usize = 2;
/// `sizeof(struct sockaddr_in)`, less than which the kernel refuses.
const IPV4: usize = 16;
/// `SIN6_LEN_RFC2133`: the kernel does without the scope of an IPv6 address.
const IPV6: usize = 24;

impl<'a> Address<'a> {
    /// Reads `bytes`.
    pub(super) fn read(bytes: &'a [u8], unspecified: Unspecified) -> Self {
        let Some((family, rest)) = bytes.split_first_chunk::<FAMILY>() else {
            return if bytes.is_empty() {
                Self::None
            } else {
                Self::Short
            };
        };
        match (i32::from(u16::from_ne_bytes(*family)), unspecified) {
            (libc::AF_UNSPEC, Unspecified::Nothing) => Self::None,
            (libc::AF_UNSPEC, Unspecified::Ipv4) | (libc::AF_INET, _) => ipv4(bytes),
            (libc::AF_INET6, _) => ipv6(bytes),
            (libc::AF_UNIX, _) => Self::Unix(unix(rest)),
            (libc::AF_NETLINK, _) => Self::Netlink,
            (family, _) => Self::Other(family),
        }
    }
}

fn port(bytes: &[u8]) -> u16 {
    u16::from_be_bytes([bytes[2], bytes[3]])
}

fn ipv4(bytes: &[u8]) -> Address<'_> {
    match bytes.get(4..8).and_then(|bytes| bytes.try_into().ok()) {
        Some(address) if bytes.len() >= IPV4 => Address::Internet(SocketAddr::new(
            Ipv4Addr::from_octets(address).into(),
            port(bytes),
        )),
        _ => Address::Short,
    }
}

fn ipv6(bytes: &[u8]) -> Address<'_> {
    match bytes.get(8..IPV6).and_then(|bytes| bytes.try_into().ok()) {
        Some(address) => Address::Internet(SocketAddr::new(
            Ipv6Addr::from_octets(address).into(),
            port(bytes),
        )),
        None => Address::Short,
    }
}

/// A path ends at its first NUL (unix(7)); a name in the abstract namespace has all bytes.
fn unix(name: &[u8]) -> &[u8] {
    match name {
        [0, ..] => name,
        _ => name.split(|&byte| byte == 0).next().unwrap_or_default(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An address as the kernel reads it.
    pub(in crate::native) fn bytes(address: &str) -> Vec<u8> {
        let address = socket2::SockAddr::from(address.parse::<SocketAddr>().unwrap());
        // SAFETY: an address has as many bytes as it says.
        unsafe {
            std::slice::from_raw_parts(address.as_ptr().cast(), address.len() as usize).to_vec()
        }
    }

    fn read(bytes: &[u8]) -> Address<'_> {
        Address::read(bytes, Unspecified::Nothing)
    }

    #[test]
    fn addresses_of_the_internet_are_read_and_short_ones_are_not() {
        for address in ["10.0.0.5:80", "[2001:db8::1]:443", "[::ffff:10.0.0.5]:80"] {
            let bytes = bytes(address);
            assert_eq!(read(&bytes), Address::Internet(address.parse().unwrap()));
        }
        let (v4, v6) = (bytes("10.0.0.5:80"), bytes("[2001:db8::1]:443"));
        assert_eq!(read(&v4[..15]), Address::Short);
        assert_eq!(read(&v6[..23]), Address::Short);
        assert!(
            matches!(read(&v6[..24]), Address::Internet(_)),
            "without a scope"
        );
        assert_eq!(read(&v4[..1]), Address::Short);
        assert_eq!(read(&[]), Address::None);
    }

    #[test]
    fn no_family_dissolves_a_connection_but_is_ipv4_for_a_datagram() {
        let mut bytes = bytes("10.0.0.5:80");
        bytes[..2].fill(0);
        assert_eq!(read(&bytes), Address::None);
        assert_eq!(
            Address::read(&bytes, Unspecified::Ipv4),
            Address::Internet("10.0.0.5:80".parse().unwrap())
        );
    }

    #[test]
    fn a_path_ends_at_its_nul_and_an_abstract_name_does_not() {
        let unix = |name: &[u8]| [&(libc::AF_UNIX as u16).to_ne_bytes()[..], name].concat();
        for (name, expected) in [
            (&b"/run/a\0rest"[..], &b"/run/a"[..]),
            (b"/run/a", b"/run/a"),
            (b"\0name\0rest", b"\0name\0rest"),
            (b"", b""),
        ] {
            assert_eq!(read(&unix(name)), Address::Unix(expected));
        }
    }

    #[test]
    fn other_families_are_told_by_their_number() {
        let of = |family: i32| [(family as u16).to_ne_bytes(), [0; 2]].concat();
        assert_eq!(read(&of(libc::AF_VSOCK)), Address::Other(libc::AF_VSOCK));
        assert_eq!(read(&of(libc::AF_NETLINK)), Address::Netlink);
    }
}
