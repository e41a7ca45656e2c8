//! Lists in Google's schema, and one taken from the other.

use crate::naive;
use aesock::core::address::{
    google::{List, services},
    ranges::{self, Range, contains},
};
use ipnet::IpNet;

/// Input: a list of all addresses; behind a NUL byte one of the customers', or nothing.
pub fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let mut texts = text.split('\0');
    let (Some(all), customers) = (read(texts.next().unwrap_or_default()), texts.next()) else {
        return;
    };
    let none = (None, Vec::new());
    let customers = customers.map_or(Some(none), |text| {
        read(text).map(|(list, networks)| (Some(list), networks))
    });
    let Some((customers, customer_networks)) = customers else {
        return;
    };
    let ranges = services(&all.0, customers.as_ref());
    assert_tidy(&ranges);
    let is_in = |networks: &[IpNet], place| {
        let covers = |network: &IpNet| {
            let (first, last) = ranges::range(*network);
            first <= place && place <= last
        };
        networks.iter().any(covers)
    };
    for network in all.1.iter().chain(&customer_networks) {
        let (first, last) = ranges::range(*network);
        for place in [first.wrapping_sub(1), first, last, last.wrapping_add(1)] {
            let expected = is_in(&all.1, place) && !is_in(&customer_networks, place);
            assert_eq!(contains(&ranges, place), expected, "{place:x}");
        }
    }
}

/// The list as the core reads it, and its networks as a second reader does.
fn read(json: &str) -> Option<(List, Vec<IpNet>)> {
    match List::parse(json) {
        Ok(list) => {
            // It reads what the core skips, such as numbers too large for it.
            let json = serde_json::from_str(json).ok()?;
            Some((list, naive::networks(&json)))
        }
        Err(error) => {
            let error = error.to_string();
            assert!(!error.contains(char::is_control), "{error:?}");
            None
        }
    }
}

/// Sorted, with room between each two.
fn assert_tidy(ranges: &[Range]) {
    assert!(ranges.iter().all(|(first, last)| first <= last));
    let apart = |pair: &[Range]| pair[0].1 < pair[1].0 - 1;
    assert!(ranges.windows(2).all(apart), "{ranges:x?}");
}
