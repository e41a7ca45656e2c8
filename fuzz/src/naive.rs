//! The decision without rules, written a second time: as a list of cases that can be read beside
//! the registries. Slow, and made from nothing of the core's but its names.

use aesock::core::{address::Class, policy::Peer, reason::Reason, target::Transport};
use ipnet::IpNet;
use serde_json::Value;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

/// Why `address`, which `name` resolved to or which is numeric, is allowed or denied by default.
#[must_use]
pub fn reason(transport: Transport, name: Option<&str>, address: IpAddr, port: u16) -> Reason {
    if port == 0 {
        return Reason::InvalidTarget;
    }
    let class = class(address);
    if class == Class::Google && is_excepted(transport, name, address, port) {
        return Reason::Exception;
    }
    match port {
        25 => Reason::Port25,
        21 => Reason::Ftp,
        _ => reason_of(class),
    }
}

/// What is said of a class where nothing else is about an address.
#[must_use]
pub fn reason_of(class: Class) -> Reason {
    match class {
        Class::Public => Reason::Public,
        Class::Private => Reason::Private,
        Class::Loopback => Reason::Loopback,
        Class::LinkLocal => Reason::LinkLocal,
        Class::Multicast => Reason::Multicast,
        Class::Broadcast => Reason::Broadcast,
        Class::Reserved => Reason::Reserved,
        Class::Google => Reason::Google,
    }
}

/// Whether a peer is one of App Engine's exceptions; a numeric destination by a name that its address has.
#[must_use]
pub fn is_excepted_peer(peer: &Peer<'_>) -> bool {
    let name = peer.name.or(peer.excepted_name);
    is_excepted(peer.transport, name, peer.address, peer.port)
}

/// App Engine's exceptions, as its documentation lists them.
fn is_excepted(transport: Transport, name: Option<&str>, address: IpAddr, port: u16) -> bool {
    let is_dns = [
        "8.8.8.8",
        "8.8.4.4",
        "2001:4860:4860::8888",
        "2001:4860:4860::8844",
    ]
    .contains(&meant(address).to_string().as_str());
    match (transport, name, port) {
        (_, _, 53) => is_dns,
        (Transport::Tcp, Some("smtp.gmail.com"), 465 | 587)
        | (Transport::Tcp, Some("pop.gmail.com"), 995)
        | (Transport::Tcp, Some("imap.gmail.com"), 993) => true,
        _ => false,
    }
}

/// The class of `address`.
#[must_use]
pub fn class(address: IpAddr) -> Class {
    let class = match meant(address) {
        IpAddr::V4(v4) => class_of_ipv4(v4),
        IpAddr::V6(v6) => class_of_ipv6(v6),
    };
    match class {
        Class::Public if is_googles(meant(address)) => Class::Google,
        Class::Public if is_isatap(address) => Class::Reserved,
        class => class,
    }
}

/// Whether an interface identifier of IPv6 is ISATAP's (RFC 5214, 6.1).
fn is_isatap(address: IpAddr) -> bool {
    let segments = match address {
        IpAddr::V6(v6) => v6.segments(),
        IpAddr::V4(_) => return false,
    };
    matches!(segments, [_, _, _, _, 0 | 0x200, 0x5efe, _, _])
}

/// IPv4-mapped (RFC 4291) and NAT64 (RFC 6052) addresses mean the IPv4 address within.
#[must_use]
pub fn meant(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
                let [.., a, b, c, d] = v6.octets();
                Ipv4Addr::new(a, b, c, d).into()
            }
            _ => address,
        },
        IpAddr::V4(_) => address,
    }
}

/// IANA's IPv4 registry of special-purpose addresses.
fn class_of_ipv4(address: Ipv4Addr) -> Class {
    match address.octets() {
        [0, 0, 0, 0] | [127, ..] => Class::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Class::Private,
        [169, 254, ..] => Class::LinkLocal,
        [192, 0, 0, 9 | 10] => Class::Public,
        [0, ..]
        | [100, 64..=127, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => Class::Reserved,
        [255, 255, 255, 255] => Class::Broadcast,
        [224..=239, ..] => Class::Multicast,
        [240..=255, ..] => Class::Reserved,
        _ => Class::Public,
    }
}

/// IANA's IPv6 registry of special-purpose addresses; reserved outside of 2000::/3.
fn class_of_ipv6(address: Ipv6Addr) -> Class {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Class::Loopback,
        [0x2001, 1, 0, 0, 0, 0, 0, 1..=3]
        | [0x2001, 3, ..]
        | [0x2001, 4, 0x112, ..]
        | [0x2001, 0x20..=0x3f, ..] => Class::Public,
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => Class::Reserved,
        [0x2000..=0x3fff, ..] => Class::Public,
        [0xfc00..=0xfdff, ..] => Class::Private,
        [0xfe80..=0xfebf, ..] => Class::LinkLocal,
        [0xff00..=0xffff, ..] => Class::Multicast,
        _ => Class::Reserved,
    }
}

/// Google's addresses without those of Google Cloud's customers.
fn is_googles(address: IpAddr) -> bool {
    static LISTS: LazyLock<[Vec<IpNet>; 2]> = LazyLock::new(|| {
        [
            include_str!("../../data/goog.json"),
            include_str!("../../data/cloud.json"),
        ]
        .map(|json| networks(&serde_json::from_str(json).expect("the lists are JSON")))
    });
    let [all, customers] = &*LISTS;
    let is_in = |list: &[IpNet]| list.iter().any(|network| network.contains(&address));
    is_in(all) && !is_in(customers)
}

/// The networks of a list in Google's schema.
#[must_use]
pub fn networks(list: &Value) -> Vec<IpNet> {
    let prefixes = list["prefixes"].as_array().into_iter().flatten();
    prefixes
        .flat_map(|prefix| [&prefix["ipv4Prefix"], &prefix["ipv6Prefix"]])
        .filter_map(|network| network.as_str()?.parse().ok())
        .collect()
}
