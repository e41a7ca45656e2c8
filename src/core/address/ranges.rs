//! Sets of addresses as sorted, disjoint ranges of numbers; not a policy, only arithmetic.
//!
//! Both families live in one space of 128 bits: an IPv4 address has the number of the IPv6 address
//! that maps it, in `::ffff:0:0/96` (RFC 4291, 2.5.5.2).

use ipnet::IpNet;
use std::net::IpAddr;

/// First and last address of a range, both included.
pub type Range = (u128, u128);

/// The number of `address` in the space shared by both families.
#[must_use]
pub const fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The range that `network` covers.
#[must_use]
pub fn range(network: IpNet) -> Range {
    (number(network.network()), number(network.broadcast()))
}

/// `ranges` sorted, with overlapping and adjacent ones joined.
#[must_use]
pub fn join(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match joined.last_mut() {
            Some(previous) if first <= previous.1.saturating_add(1) => {
                previous.1 = previous.1.max(last)
            }
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// What `whole` covers and `part` does not. Both must come from [`join`].
#[must_use]
pub fn subtract(whole: &[Range], part: &[Range]) -> Vec<Range> {
    let mut rest = Vec::new();
    for &(first, last) in whole {
        let mut from = Some(first);
        for &(hole_first, hole_last) in part.iter().filter(|hole| hole.1 >= first && hole.0 <= last)
        {
            let Some(start) = from else { break };
            if hole_first > start {
                rest.push((start, hole_first - 1));
            }
            from = hole_last.checked_add(1).filter(|&next| next <= last);
        }
        rest.extend(from.map(|start| (start, last)));
    }
    rest
}

/// Whether one of `ranges`, which come from [`join`], covers `number`.
#[must_use]
pub fn contains(ranges: &[Range], number: u128) -> bool {
    let after = ranges.partition_point(|range| range.0 <= number);
    after > 0 && number <= ranges[after - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_and_adjacent_ranges_are_joined() {
        assert_eq!(
            join(vec![(5, 9), (1, 2), (3, 3), (8, 12)]),
            [(1, 3), (5, 12)]
        );
        assert_eq!(join(vec![(0, u128::MAX), (7, 7)]), [(0, u128::MAX)]);
    }

    #[test]
    fn a_hole_leaves_both_its_sides() {
        assert_eq!(subtract(&[(10, 20)], &[(12, 14)]), [(10, 11), (15, 20)]);
        assert_eq!(subtract(&[(10, 20)], &[(0, 10), (20, 30)]), [(11, 19)]);
        assert_eq!(subtract(&[(10, 20)], &[(0, 30)]), []);
        assert_eq!(subtract(&[(0, u128::MAX)], &[(5, u128::MAX)]), [(0, 4)]);
        assert_eq!(
            subtract(&[(10, 20), (30, 40)], &[(15, 35)]),
            [(10, 14), (36, 40)]
        );
    }

    #[test]
    fn a_range_contains_its_ends_and_not_their_neighbours() {
        let ranges = [(10, 20), (30, 30)];
        for (number, inside) in [
            (9, false),
            (10, true),
            (20, true),
            (21, false),
            (29, false),
            (30, true),
            (31, false),
        ] {
            assert_eq!(contains(&ranges, number), inside, "{number}");
        }
    }

    #[test]
    fn both_families_share_one_space() {
        let mapped: IpAddr = "::ffff:10.0.0.1".parse().unwrap();
        assert_eq!(number("10.0.0.1".parse().unwrap()), number(mapped));
        assert_eq!(
            range("10.0.0.0/8".parse().unwrap()).1,
            number("10.255.255.255".parse().unwrap())
        );
    }
}
