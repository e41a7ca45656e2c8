//! What kind of destination an address is. Not whether it may be dialled: that is
//! [`super::policy`].
//!
//! Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (`data/special-*.tsv`) and
//! Google's published lists.

pub mod embedded;
pub mod google;
pub mod interfaces;
pub mod local;
mod netlink;
pub mod ranges;
mod routing;

pub use embedded::judged;

use ranges::Range;
use std::{
    borrow::Cow,
    fmt,
    net::{IpAddr, Ipv6Addr},
};

/// The class of an address; each address has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Globally reachable, and not of Google's own services.
    Public,
    /// RFC 1918 and unique local IPv6 (RFC 4193).
    Private,
    /// The local host: `127.0.0.0/8`, `::1`, the unspecified addresses and all else that this host
    /// delivers to itself.
    Loopback,
    /// `169.254.0.0/16` and `fe80::/10`; the metadata servers of clouds are here.
    LinkLocal,
    /// `224.0.0.0/4` and `ff00::/8`.
    Multicast,
    /// `255.255.255.255`.
    Broadcast,
    /// What the IANA registries do not call globally reachable, and all deprecated or abusable
    /// carriers of IPv4 in IPv6.
    Reserved,
    /// Google's own services; Google Cloud's customers are [`Class::Public`].
    Google,
}

impl Class {
    /// All classes, in the order of their documentation.
    pub const ALL: [Self; 8] = [
        Self::Public,
        Self::Private,
        Self::Loopback,
        Self::LinkLocal,
        Self::Multicast,
        Self::Broadcast,
        Self::Reserved,
        Self::Google,
    ];

    /// The name that rules, log and metrics use.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Loopback => "loopback",
            Self::LinkLocal => "link-local",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Reserved => "reserved",
            Self::Google => "google",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

mod tables {
    use super::{Class, Range};
    include!(concat!(env!("OUT_DIR"), "/special.rs"));
    include!(concat!(env!("OUT_DIR"), "/google.rs"));

    pub(super) const fn special() -> &'static [(u128, Class)] {
        SPECIAL
    }

    pub(super) const fn services() -> &'static [Range] {
        SERVICES
    }
}

/// Google's own services, from the built-in list or from a file.
#[derive(Debug, Clone)]
pub struct GoogleRanges {
    ranges: Cow<'static, [Range]>,
    date: Cow<'static, str>,
}

impl Default for GoogleRanges {
    fn default() -> Self {
        Self {
            ranges: Cow::Borrowed(tables::services()),
            date: Cow::Borrowed(tables::DATE),
        }
    }
}

impl GoogleRanges {
    /// `all` without the addresses of Google Cloud's `customers`.
    #[must_use]
    pub fn from_lists(all: &google::List, customers: Option<&google::List>) -> Self {
        let date = all.created.clone().unwrap_or_else(|| "unknown".to_owned());
        Self {
            ranges: Cow::Owned(google::services(all, customers)),
            date: Cow::Owned(date),
        }
    }

    /// When Google made the list, as the list says.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    fn contains(&self, number: u128) -> bool {
        ranges::contains(&self.ranges, number)
    }
}

/// The class of `address`, which comes from [`judged`], without what this host delivers to itself.
#[must_use]
pub fn class(address: IpAddr, google: &GoogleRanges) -> Class {
    let number = ranges::number(address);
    let table = tables::special();
    // The table starts at 0, so there is always a row before.
    match table[table.partition_point(|row| row.0 <= number) - 1].1 {
        Class::Public if google.contains(number) => Class::Google,
        Class::Public if is_isatap(address) => Class::Reserved,
        class => class,
    }
}

/// The whole space of addresses as ranges, each with its class, in their order: what [`class`] says of
/// all addresses in it, but for those of ISATAP, which are no range.
#[must_use]
pub fn blocks(google: &GoogleRanges) -> Vec<(Range, Class)> {
    let table = tables::special();
    let ends = table[1..].iter().map(|row| row.0 - 1).chain([u128::MAX]);
    let mut blocks = Vec::new();
    for (&(first, class), last) in table.iter().zip(ends) {
        let whole = [(first, last)];
        if class != Class::Public {
            blocks.push((whole[0], class));
            continue;
        }
        let others = ranges::subtract(&whole, &google.ranges);
        let of_google = ranges::subtract(&whole, &others);
        blocks.extend(others.into_iter().map(|range| (range, Class::Public)));
        blocks.extend(of_google.into_iter().map(|range| (range, Class::Google)));
    }
    blocks.sort_unstable_by_key(|(range, _)| *range);
    blocks
}

/// Whether the interface identifier is one of ISATAP (RFC 5214, 6.1), whose router would forward to
/// the IPv4 address inside.
fn is_isatap(address: IpAddr) -> bool {
    let IpAddr::V6(v6) = address else {
        return false;
    };
    let [.., high, low, _, _] = Ipv6Addr::segments(&v6);
    matches!((high, low), (0x0000 | 0x0200, 0x5efe))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(text: &str) -> Class {
        class(judged(text.parse().expect(text)), &GoogleRanges::default())
    }

    /// One row a block: address before it, first, last, address after it; `-` where the block is at
    /// the end of the space.
    fn neighbours(class: Class, blocks: &[[&str; 4]]) {
        for [before, first, last, after] in blocks {
            assert_eq!(class_of(first), class, "{first}");
            assert_eq!(class_of(last), class, "{last}");
            for outside in [before, after].into_iter().filter(|text| **text != "-") {
                assert_ne!(class_of(outside), class, "{outside}");
            }
        }
    }

    #[test]
    fn a_class_is_written_as_rules_name_it() {
        assert_eq!(Class::LinkLocal.to_string(), "link-local");
        assert_eq!(Class::Public.to_string(), "public");
    }

    #[test]
    fn blocks_follow_each_other_and_are_of_their_class_to_both_ends() {
        let google = GoogleRanges::default();
        let blocks = blocks(&google);
        assert_eq!(
            (blocks[0].0.0, blocks[blocks.len() - 1].0.1),
            (0, u128::MAX)
        );
        for pair in blocks.windows(2) {
            assert_eq!(pair[0].0.1 + 1, pair[1].0.0);
        }
        for ((first, last), of) in blocks {
            for number in [first, last] {
                let address = Ipv6Addr::from_bits(number);
                let address = address
                    .to_ipv4_mapped()
                    .map_or(IpAddr::V6(address), IpAddr::V4);
                assert_eq!(class(address, &google), of, "{address}");
            }
        }
    }

    #[test]
    fn private_blocks_end_where_the_registry_says() {
        neighbours(
            Class::Private,
            &[
                ["9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"],
                [
                    "172.15.255.255",
                    "172.16.0.0",
                    "172.31.255.255",
                    "172.32.0.0",
                ],
                [
                    "192.167.255.255",
                    "192.168.0.0",
                    "192.168.255.255",
                    "192.169.0.0",
                ],
                [
                    "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fc00::",
                    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fe00::",
                ],
            ],
        );
    }

    #[test]
    fn loopback_is_also_the_unspecified_address() {
        neighbours(
            Class::Loopback,
            &[
                [
                    "126.255.255.255",
                    "127.0.0.0",
                    "127.255.255.255",
                    "128.0.0.0",
                ],
                ["-", "0.0.0.0", "0.0.0.0", "0.0.0.1"],
                ["-", "::", "::1", "::2"],
            ],
        );
    }

    #[test]
    fn link_local_multicast_and_broadcast_have_classes_of_their_own() {
        neighbours(
            Class::LinkLocal,
            &[
                [
                    "169.253.255.255",
                    "169.254.0.0",
                    "169.254.255.255",
                    "169.255.0.0",
                ],
                [
                    "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fe80::",
                    "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fec0::",
                ],
            ],
        );
        neighbours(
            Class::Multicast,
            &[
                [
                    "223.255.255.255",
                    "224.0.0.0",
                    "239.255.255.255",
                    "240.0.0.0",
                ],
                [
                    "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "ff00::",
                    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "-",
                ],
            ],
        );
        neighbours(
            Class::Broadcast,
            &[["255.255.255.254", "255.255.255.255", "255.255.255.255", "-"]],
        );
    }

    #[test]
    fn reserved_is_what_the_registries_do_not_call_globally_reachable() {
        neighbours(
            Class::Reserved,
            &[
                ["0.0.0.0", "0.0.0.1", "0.255.255.255", "1.0.0.0"],
                [
                    "100.63.255.255",
                    "100.64.0.0",
                    "100.127.255.255",
                    "100.128.0.0",
                ],
                ["192.0.0.9", "192.0.0.11", "192.0.0.255", "192.0.1.0"],
                ["192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"],
                [
                    "192.88.98.255",
                    "192.88.99.0",
                    "192.88.99.255",
                    "192.88.100.0",
                ],
                [
                    "198.17.255.255",
                    "198.18.0.0",
                    "198.19.255.255",
                    "198.20.0.0",
                ],
                [
                    "198.51.99.255",
                    "198.51.100.0",
                    "198.51.100.255",
                    "198.51.101.0",
                ],
                [
                    "203.0.112.255",
                    "203.0.113.0",
                    "203.0.113.255",
                    "203.0.114.0",
                ],
                [
                    "239.255.255.255",
                    "240.0.0.0",
                    "255.255.255.254",
                    "255.255.255.255",
                ],
                [
                    "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2001:db8::",
                    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2001:db9::",
                ],
                [
                    "2001:ffff::",
                    "2002::",
                    "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2003::",
                ],
                [
                    "3ffe::",
                    "3fff::",
                    "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "3fff:1000::",
                ],
                [
                    "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "4000::",
                    "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fc00::",
                ],
                ["-", "::2", "::fffe:ffff:ffff", "::ffff:1.0.0.0"],
            ],
        );
        assert_eq!(
            class_of("192.0.0.9"),
            Class::Public,
            "port control protocol anycast is called globally reachable"
        );
        assert_eq!(
            class_of("2001:0:4136:e378:8000:63bf:3fff:fdd2"),
            Class::Reserved,
            "Teredo"
        );
    }

    #[test]
    fn carriers_of_ipv4_are_judged_as_what_they_carry_or_reserved() {
        assert_eq!(class_of("::ffff:10.0.0.1"), Class::Private);
        assert_eq!(class_of("::ffff:93.184.216.34"), Class::Public);
        assert_eq!(class_of("64:ff9b::7f00:1"), Class::Loopback);
        assert_eq!(class_of("64:ff9b::5db8:d822"), Class::Public);
        assert_eq!(
            class_of("64:ff9b:0:0:0:1::"),
            Class::Reserved,
            "outside the /96"
        );
        assert_eq!(
            class_of("64:ff9b:1::a00:1"),
            Class::Reserved,
            "local-use NAT64"
        );
        assert_eq!(
            class_of("::93.184.216.34"),
            Class::Reserved,
            "IPv4-compatible"
        );
        assert_eq!(
            class_of("2606:4700:0:1:0:5efe:a00:1"),
            Class::Reserved,
            "ISATAP"
        );
        assert_eq!(
            class_of("2606:4700:0:1:200:5efe:a00:1"),
            Class::Reserved,
            "ISATAP, universal"
        );
        assert_eq!(
            class_of("2606:4700:0:1:100:5efe:a00:1"),
            Class::Public,
            "no ISATAP"
        );
    }

    #[test]
    fn google_is_its_own_services_and_not_its_customers() {
        neighbours(
            Class::Google,
            &[
                ["8.8.7.255", "8.8.8.0", "8.8.8.255", "8.8.9.0"],
                [
                    "142.249.255.255",
                    "142.250.0.0",
                    "142.251.255.255",
                    "142.252.0.0",
                ],
                [
                    "2a00:144f:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2a00:1450::",
                    "2a00:1450:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2a00:1451::",
                ],
            ],
        );
        assert_eq!(
            class_of("130.211.4.1"),
            Class::Public,
            "a customer of Google Cloud"
        );
        assert_eq!(
            class_of("2600:1900:4000::1"),
            Class::Public,
            "a customer of Google Cloud"
        );
    }

    #[test]
    fn a_list_from_a_file_replaces_the_built_in_one() {
        let list = |json| google::List::parse(json).unwrap();
        let all = list(
            r#"{"creationTime": "today", "prefixes": [{"ipv4Prefix": "93.184.216.0/24"}, {"ipv6Prefix": "2606:4700::/32"}]}"#,
        );
        let customers = list(r#"{"prefixes": [{"ipv4Prefix": "93.184.216.34/32", "scope": "x"}]}"#);
        let ranges = GoogleRanges::from_lists(&all, Some(&customers));
        let class_of = |text: &str| class(text.parse().unwrap(), &ranges);
        assert_eq!(class_of("93.184.216.33"), Class::Google);
        assert_eq!(class_of("93.184.216.34"), Class::Public);
        assert_eq!(class_of("8.8.8.8"), Class::Public);
        assert_eq!(class_of("2606:4700::1"), Class::Google);
        assert_eq!(ranges.date(), "today");
        assert!(
            google::List::parse(r#"{"prefixes": []}"#).is_err(),
            "an empty list would open everything"
        );
        assert!(google::List::parse(r#"{"prefixes": [{"ipv4Prefix": "8.8.8.8/33"}]}"#).is_err());
    }
}
