//! Classes of addresses, derived a third time: from the files of `data/` as they are, by looking through every
//! line of them for each address. Made of nothing of the core's but the names of classes, and of no table of
//! `build.rs`.

use crate::naive;
use aesock::core::address::Class;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What the files say.
pub struct Registries {
    special: Vec<(IpNet, Class)>,
    google: Vec<IpNet>,
    customers: Vec<IpNet>,
}

impl Registries {
    /// Reads the files.
    #[must_use]
    pub fn read() -> Self {
        let lines = [
            include_str!("../../data/special-ipv4.tsv"),
            include_str!("../../data/special-ipv6.tsv"),
        ];
        let special = lines
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| !line.starts_with('#'))
            .map(|line| {
                let mut fields = line.split('\t');
                let network = fields.next().expect("a network");
                let class = fields.next().expect("a class");
                let class = Class::ALL.into_iter().find(|one| one.slug() == class);
                let network = network.parse().expect("a network");
                (network, class.expect("a class that is known"))
            });
        let list = |json| naive::networks(&serde_json::from_str(json).expect("the lists are JSON"));
        Self {
            special: special.collect(),
            google: list(include_str!("../../data/goog.json")),
            customers: list(include_str!("../../data/cloud.json")),
        }
    }

    /// The class of an address: that of the longest block of the registries that has it, and Google's where
    /// that is public, in Google's list and in none of its customers'.
    #[must_use]
    pub fn class(&self, address: IpAddr) -> Class {
        let address = meant(address);
        let blocks = self
            .special
            .iter()
            .filter(|(block, _)| block.contains(&address));
        let longest = blocks.max_by_key(|(block, _)| block.prefix_len());
        let class = longest.map_or(Class::Public, |(_, class)| *class);
        let is_in = |list: &[IpNet]| list.iter().any(|network| network.contains(&address));
        match (class, address) {
            (Class::Public, _) if is_in(&self.google) && !is_in(&self.customers) => Class::Google,
            (Class::Public, IpAddr::V6(v6)) if has_isatap(v6) => Class::Reserved,
            (class, _) => class,
        }
    }

    /// Where a class may begin in IPv4: at the beginning of a block, or behind its end.
    #[must_use]
    pub fn borders_of_ipv4(&self) -> Vec<u64> {
        let networks = self.networks().filter_map(|network| match network {
            IpNet::V4(network) => Some([
                u64::from(network.network().to_bits()),
                u64::from(network.broadcast().to_bits()) + 1,
            ]),
            IpNet::V6(_) => None,
        });
        sorted(networks.flatten().chain([0, 1 << 32]).collect())
    }

    /// The same in IPv6, without what carries IPv4; the end of the space is not among them.
    #[must_use]
    pub fn borders_of_ipv6(&self) -> Vec<u128> {
        let networks = self.networks().filter_map(|network| match network {
            IpNet::V6(network) => Some([
                Some(network.network().to_bits()),
                network.broadcast().to_bits().checked_add(1),
            ]),
            IpNet::V4(_) => None,
        });
        sorted(networks.flatten().flatten().chain([0]).collect())
    }

    fn networks(&self) -> impl Iterator<Item = IpNet> {
        let special = self.special.iter().map(|(block, _)| *block);
        let lists = self.google.iter().chain(&self.customers).copied();
        special.chain(lists)
    }
}

fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// What is judged in the place of `address`: `::ffff:0:0/96` (RFC 4291) and `64:ff9b::/96` (RFC 6052) carry IPv4.
fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let text = v6.octets();
    let (carrier, carried) = text.split_at(12);
    let is_mapped = carrier == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
    let is_nat64 = carrier == [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
    match <[u8; 4]>::try_from(carried) {
        Ok(v4) if is_mapped || is_nat64 => Ipv4Addr::from(v4).into(),
        _ => address,
    }
}

/// Whether the interface identifier is ISATAP's (RFC 5214, 6.1): `0000:5efe` or `0200:5efe` before an IPv4 address.
fn has_isatap(address: Ipv6Addr) -> bool {
    let identifier = address.to_bits() as u64 >> 32;
    identifier == 0x0000_5efe || identifier == 0x0200_5efe
}
