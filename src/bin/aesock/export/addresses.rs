//! Sets of addresses as the two families write them.

use aesock::core::address::{
    self, Class, GoogleRanges,
    ranges::{self, Range},
};
use ipnet::{IpNet, Ipv4Net, Ipv4Subnets, Ipv6Net, Ipv6Subnets};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Addresses, as networks of each family.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Of IPv4.
    pub v4: Vec<Ipv4Net>,
    /// Of IPv6, and NAT64's of the IPv4 ones, since these are what such an address reaches.
    pub v6: Vec<Ipv6Net>,
}

/// Where IPv6 maps IPv4, which never leaves so.
const MAPPED: Range = carrier(Ipv4Addr::UNSPECIFIED.to_ipv6_mapped());
/// Where NAT64 carries IPv4 (RFC 6052).
const NAT64: Range = carrier(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0));

const fn carrier(first: Ipv6Addr) -> Range {
    let first = first.to_bits();
    (first, first + u32::MAX as u128)
}

impl Addresses {
    /// The addresses of `ranges`, whose numbers are the core's.
    pub fn of(ranges: &[Range]) -> Self {
        let others = ranges::subtract(ranges, &[MAPPED]);
        let v4 = ranges::subtract(ranges, &others);
        let carried = v4.iter().map(|(first, last)| {
            let translated = |number: u128| number - MAPPED.0 + NAT64.0;
            (translated(*first), translated(*last))
        });
        let v6 = ranges::subtract(&others, &[NAT64]);
        let v6 = ranges::join(v6.into_iter().chain(carried).collect());
        Self {
            v4: v4.into_iter().flat_map(v4_networks).collect(),
            v6: v6.into_iter().flat_map(v6_networks).collect(),
        }
    }

    /// All of both families, in their order.
    pub fn networks(&self) -> impl Iterator<Item = IpNet> {
        let v4 = self.v4.iter().copied().map(IpNet::V4);
        v4.chain(self.v6.iter().copied().map(IpNet::V6))
    }
}

/// The ranges of a class.
pub fn of_class(class: Class, google: &GoogleRanges) -> Vec<Range> {
    let blocks = address::blocks(google).into_iter();
    let of_class = blocks.filter(|(_, of)| *of == class);
    ranges::join(of_class.map(|(range, _)| range).collect())
}

fn v4_networks((first, last): Range) -> impl Iterator<Item = Ipv4Net> {
    let address = |number: u128| Ipv4Addr::from_bits((number - MAPPED.0) as u32);
    Ipv4Subnets::new(address(first), address(last), 0)
}

fn v6_networks((first, last): Range) -> impl Iterator<Item = Ipv6Net> {
    Ipv6Subnets::new(Ipv6Addr::from_bits(first), Ipv6Addr::from_bits(last), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(class: Class) -> String {
        let ranges = of_class(class, &GoogleRanges::default());
        let networks: Vec<_> = Addresses::of(&ranges)
            .networks()
            .map(|net| net.to_string())
            .collect();
        networks.join(" ")
    }

    #[test]
    fn a_class_is_networks_of_both_families_and_nat64_of_the_first() {
        assert_eq!(
            shown(Class::Private),
            "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 64:ff9b::a00:0/104 64:ff9b::ac10:0/108 64:ff9b::c0a8:0/112 fc00::/7"
        );
        assert_eq!(
            shown(Class::LinkLocal),
            "169.254.0.0/16 64:ff9b::a9fe:0/112 fe80::/10"
        );
    }
}
