//! The addresses of this host's interfaces, as the kernel tells them, read again at most once a second.
//! Not where packets go.

use super::netlink::{Netlink, attribute, number};
use crate::core::host::{clock, origin, spare};
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

/// How long an answer of the kernel is taken for the present.
const FRESH: Duration = Duration::from_secs(1);

const ADDRESSES: (u16, u16) = (libc::RTM_GETADDR, libc::RTM_NEWADDR);
const LINKS: (u16, u16) = (libc::RTM_GETLINK, libc::RTM_NEWLINK);

/// Sizes of the headers of their messages (rtnetlink(7)).
const ADDRESS_HEADER: usize = 8;
const LINK_HEADER: usize = 16;

/// An address of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnAddress {
    /// The address.
    pub address: IpAddr,
    /// The length of its network.
    pub bits: u8,
    /// The number of the interface.
    pub interface: u32,
    /// Whether it is kept for what goes over it already (RFC 4862), or is not proved to be unique yet.
    pub is_deprecated: bool,
    /// Whether it is that of a mobile host at home (RFC 6275).
    pub is_home: bool,
}

/// What is known of the interfaces. Where the kernel does not tell, it is what it told last.
#[derive(Debug, Default)]
pub struct Interfaces {
    addresses: Vec<OwnAddress>,
    /// Once somebody asked for them.
    tunnels: Option<Vec<u32>>,
    looked: Option<Duration>,
}

impl Interfaces {
    /// What is known of `address`, if it is one of this host.
    pub fn own(&mut self, address: IpAddr) -> Option<OwnAddress> {
        let now = clock::now();
        let is_fresh = |looked| now.saturating_sub(looked) < FRESH;
        if !self.looked.is_some_and(is_fresh) {
            if let Ok(addresses) = look(own_addresses) {
                self.addresses = addresses;
            }
            self.tunnels = None;
            self.looked = Some(now);
        }
        let mut own = self.addresses.iter();
        own.find(|own| own.address == address).copied()
    }

    /// Whether what goes out by an interface goes inside of other packets.
    pub fn is_tunnel(&mut self, interface: u32) -> bool {
        let tunnels = self
            .tunnels
            .get_or_insert_with(|| look(tunnels).unwrap_or_default());
        tunnels.contains(&interface)
    }
}

/// What the kernel tells, which is that of another network in another namespace.
fn look<T>(ask: fn() -> io::Result<T>) -> io::Result<T> {
    origin::check()?;
    spare::look(ask)
}

fn own_addresses() -> io::Result<Vec<OwnAddress>> {
    let mut addresses = Vec::new();
    Netlink::open()?.dump(ADDRESSES, &[0; ADDRESS_HEADER], |message| {
        addresses.extend(own_address(message));
    })?;
    Ok(addresses)
}

/// The numbers of the interfaces that carry packets inside of others, of the kinds that the C library
/// knows.
fn tunnels() -> io::Result<Vec<u32>> {
    let mut tunnels = Vec::new();
    Netlink::open()?.dump(LINKS, &[0; LINK_HEADER], |message| {
        tunnels.extend(tunnel(message));
    })?;
    Ok(tunnels)
}

fn own_address(message: &[u8]) -> Option<OwnAddress> {
    let [family, bits, flags, _, a, b, c, d] = *message.first_chunk::<ADDRESS_HEADER>()?;
    let value = |kind| attribute(&message[ADDRESS_HEADER..], kind);
    // Of a link between two hosts, the other one is what the second attribute tells.
    let address = value(libc::IFA_LOCAL).or_else(|| value(libc::IFA_ADDRESS))?;
    let address = match i32::from(family) {
        libc::AF_INET => Ipv4Addr::from(<[u8; 4]>::try_from(address).ok()?).into(),
        libc::AF_INET6 => Ipv6Addr::from(<[u8; 16]>::try_from(address).ok()?).into(),
        _ => return None,
    };
    let flags = value(libc::IFA_FLAGS)
        .and_then(number)
        .unwrap_or(flags.into());
    let has = |flag| flags & flag != 0;
    Some(OwnAddress {
        address,
        bits,
        interface: u32::from_ne_bytes([a, b, c, d]),
        is_deprecated: has(libc::IFA_F_DEPRECATED) || has(libc::IFA_F_OPTIMISTIC),
        is_home: has(libc::IFA_F_HOMEADDRESS),
    })
}

/// The number of an interface that is a tunnel.
fn tunnel(message: &[u8]) -> Option<u32> {
    let [_, _, one, two, a, b, c, d, ..] = *message.first_chunk::<LINK_HEADER>()?;
    let is_tunnel = matches!(
        u16::from_ne_bytes([one, two]),
        libc::ARPHRD_TUNNEL | libc::ARPHRD_TUNNEL6 | libc::ARPHRD_SIT
    );
    is_tunnel.then(|| u32::from_ne_bytes([a, b, c, d]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_tells_loopback_with_its_network() {
        let mut interfaces = Interfaces::default();
        let loopback = interfaces.own(Ipv4Addr::LOCALHOST.into()).unwrap();
        assert_eq!((loopback.bits, loopback.interface), (8, 1));
        assert!(!loopback.is_deprecated && !loopback.is_home);
        assert!(!interfaces.is_tunnel(1));
        assert_eq!(interfaces.own(Ipv4Addr::new(192, 0, 2, 77).into()), None);
    }

    /// The message of `fd00::9/64` on interface 7.
    fn message(short_flags: u8, flags: Option<u32>) -> Vec<u8> {
        let mut message = vec![libc::AF_INET6 as u8, 64, short_flags, 0, 7, 0, 0, 0];
        message.extend([20, 0, libc::IFA_ADDRESS as u8, 0]);
        message.extend("fd00::9".parse::<Ipv6Addr>().unwrap().octets());
        if let Some(flags) = flags {
            message.extend([8, 0, libc::IFA_FLAGS as u8, 0]);
            message.extend(flags.to_ne_bytes());
        }
        message
    }

    #[test]
    fn flags_are_those_of_the_longer_field_where_there_is_one() {
        let read =
            |message: &[u8]| own_address(message).map(|own| (own.is_deprecated, own.is_home));
        let (deprecated, home) = (libc::IFA_F_DEPRECATED, libc::IFA_F_HOMEADDRESS);
        assert_eq!(read(&message(0, None)), Some((false, false)));
        assert_eq!(read(&message(deprecated as u8, None)), Some((true, false)));
        assert_eq!(
            read(&message(deprecated as u8, Some(home))),
            Some((false, true))
        );
        assert_eq!(
            read(&message(0, Some(libc::IFA_F_OPTIMISTIC))),
            Some((true, false))
        );
        assert_eq!(read(&message(0, None)[..10]), None);
        let own = own_address(&message(0, None)).unwrap();
        assert_eq!(
            (own.address.to_string().as_str(), own.bits, own.interface),
            ("fd00::9", 64, 7)
        );
    }

    #[test]
    fn tunnels_are_told_by_the_kind_of_hardware() {
        for (kind, is_tunnel) in [
            (libc::ARPHRD_ETHER, false),
            (libc::ARPHRD_SIT, true),
            (libc::ARPHRD_TUNNEL, true),
            (libc::ARPHRD_TUNNEL6, true),
            (libc::ARPHRD_LOOPBACK, false),
        ] {
            let mut message = [0; LINK_HEADER];
            message[2..4].copy_from_slice(&kind.to_ne_bytes());
            message[4] = 9;
            assert_eq!(tunnel(&message), is_tunnel.then_some(9), "{kind}");
        }
    }
}
