//! The built-in ranges are what `data/` says: `goog.json` without `cloud.json`, counted a second
//! time, network by network.

use aesock::core::address::{Class, GoogleRanges, class, google::List, ranges};
use std::net::{IpAddr, Ipv6Addr};

fn list(json: &str) -> List {
    List::parse(json).unwrap()
}

/// Whether a network of `list` covers `address`.
fn covers(list: &List, address: IpAddr) -> bool {
    list.networks().any(|network| network.contains(&address))
}

/// What a set of networks covers changes at their borders only, so looking at both sides of each
/// is looking at every address.
fn borders(list: &List) -> impl Iterator<Item = IpAddr> {
    list.networks()
        .map(ranges::range)
        .flat_map(|(first, last)| {
            [first.saturating_sub(1), first, last, last.saturating_add(1)]
                .map(|place| Ipv6Addr::from_bits(place).to_canonical())
        })
}

#[test]
fn the_built_in_ranges_are_goog_minus_cloud_at_every_address() {
    let all = list(include_str!("../data/goog.json"));
    let customers = list(include_str!("../data/cloud.json"));
    let (built_in, mut counted) = (GoogleRanges::default(), [0, 0]);
    for address in borders(&all).chain(borders(&customers)) {
        let is_googles = covers(&all, address) && !covers(&customers, address);
        let class = class(address, &built_in);
        // Both lists hold public addresses only; some of their neighbours are not public.
        match is_googles {
            true => assert_eq!(class, Class::Google, "{address}"),
            false => assert_ne!(class, Class::Google, "{address}"),
        }
        counted[usize::from(is_googles)] += 1;
    }
    assert!(counted.iter().all(|&count| count > 100), "{counted:?}");
    assert_eq!(Some(built_in.date()), all.created.as_deref());
}
