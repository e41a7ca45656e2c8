//! What is true of every address, and of every decision of small sets of rules: not of samples. The core is asked,
//! and compared with derivations that share nothing with it. It prints what it compared, and ends with 1 where
//! anything differs.

use aesock::core::{
    address::{self, Class, GoogleRanges},
    policy::{DefaultVerdict, LoopbackPolicy, Policy},
};
use aesock_fuzz::{
    naive,
    registries::Registries,
    rules::{self, Rules},
};
use std::{
    collections::BTreeSet,
    env,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    process::ExitCode,
};

/// Prints what it compared; the differences.
type Proof = fn() -> Vec<String>;

/// What is proved, by its name on the command line; all without one.
const PROOFS: [(&str, Proof); 3] = [
    ("ipv4", all_of_ipv4),
    ("ipv6", all_of_ipv6),
    ("decisions", all_decisions),
];

fn main() -> ExitCode {
    let chosen: Vec<String> = env::args().skip(1).collect();
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|one| one == name);
    let proofs = PROOFS.iter().filter(|(name, _)| is_chosen(name));
    let differences: Vec<String> = proofs.flat_map(|(_, prove)| prove()).collect();
    for difference in differences.iter().take(20) {
        println!("differs: {difference}");
    }
    println!("{} differences", differences.len());
    ExitCode::from(u8::from(!differences.is_empty()))
}

/// The class of every address is asked for. Where it changes is compared with where the files say that it does.
fn all_of_ipv4() -> Vec<String> {
    let registries = Registries::read();
    let policy = Policy::default();
    let class = |number: u32| policy.class(Ipv4Addr::from_bits(number).into(), &[]);
    let mut found: Vec<(u32, Class)> = vec![(0, class(0))];
    for number in 1..=u32::MAX {
        let class = class(number);
        if found.last().is_some_and(|(_, last)| *last != class) {
            found.push((number, class));
        }
    }
    let mut expected: Vec<(u32, Class)> = Vec::new();
    let borders = registries.borders_of_ipv4();
    let mut differences = Vec::new();
    for border in &borders {
        let Ok(number) = u32::try_from(*border) else {
            continue;
        };
        let address = Ipv4Addr::from_bits(number).into();
        let class = registries.class(address);
        if naive::class(address) != class {
            differences.push(format!("the list of cases: {address} is not {class}"));
        }
        if expected.last().is_none_or(|(_, last)| *last != class) {
            expected.push((number, class));
        }
    }
    println!(
        "IPv4: {} addresses in {} intervals; {} blocks of the files begin or end {} intervals",
        1_u64 << 32,
        found.len(),
        borders.len(),
        expected.len()
    );
    let (found, expected) = (
        BTreeSet::from_iter(shown(found)),
        BTreeSet::from_iter(shown(expected)),
    );
    let by = |of: &'static str| {
        move |(number, class): &(u32, &str)| {
            format!(
                "by {of}, {class} begins at {}",
                Ipv4Addr::from_bits(*number)
            )
        }
    };
    differences.extend(found.difference(&expected).map(by("aesock")));
    differences.extend(expected.difference(&found).map(by("the files")));
    differences
}

fn shown(intervals: Vec<(u32, Class)>) -> impl Iterator<Item = (u32, &'static str)> {
    intervals
        .into_iter()
        .map(|(number, class)| (number, class.slug()))
}

/// The space is cut wherever the core or the files know a border, in what carries IPv4 wherever IPv4 has one, and at
/// the identifiers of ISATAP. Between two cuts neither can change its mind: the core compares numbers with the borders
/// of its table, and the first bits with a prefix, and these are among the cuts. Each piece is asked about at its ends.
fn all_of_ipv6() -> Vec<String> {
    let registries = Registries::read();
    let policy = Policy::default();
    let mut cuts = BTreeSet::from_iter(registries.borders_of_ipv6());
    let google = GoogleRanges::default();
    cuts.extend(
        address::blocks(&google)
            .into_iter()
            .map(|((first, _), _)| first),
    );
    let known = cuts.len();
    let mut ends: BTreeSet<u128> = cuts
        .iter()
        .flat_map(|cut| [*cut, cut.wrapping_sub(1)])
        .collect();

    // What carries IPv4, or looks as if it did, with the IPv4 borders in the place where it carries them.
    let of_ipv4 = registries.borders_of_ipv4().into_iter().flat_map(|border| {
        let border = border as u32;
        [border, border.wrapping_sub(1), border.wrapping_add(1)]
    });
    let of_ipv4: Vec<u128> = of_ipv4.map(u128::from).collect();
    for carrier in CARRIERS {
        let (first, last) = (carrier.prefix, carrier.prefix | carrier.rest());
        ends.extend([first, last, first.wrapping_sub(1), last.wrapping_add(1)]);
        for v4 in &of_ipv4 {
            let v4 = if carrier.is_inverted {
                v4 ^ 0xffff_ffff
            } else {
                *v4
            };
            let at = carrier.prefix | v4 << carrier.shift;
            ends.extend([at, at | ((1 << carrier.shift) - 1)]);
        }
    }

    // ISATAP's identifiers in the first, a middle and the last network of each piece, and their neighbours.
    let pieces: Vec<u128> = ends.iter().copied().collect();
    for end in &pieces {
        let network = end >> 64 << 64;
        for identifier in [0x0000_5efe_u128, 0x0200_5efe, 0x0100_5efe, 0xfdff_5efe] {
            for identifier in [identifier - 1, identifier, identifier + 1] {
                for v4 in [0, 1, 0x0a00_0005, 0xffff_ffff] {
                    ends.insert(network | identifier << 32 | v4);
                }
            }
        }
    }
    println!(
        "IPv6: {} borders, {} carriers of IPv4 with its {} borders; {} addresses at all ends of all pieces, ISATAP's included",
        known,
        CARRIERS.len(),
        registries.borders_of_ipv4().len(),
        ends.len()
    );
    let differs = |number: &u128| {
        let address: IpAddr = Ipv6Addr::from_bits(*number).into();
        let classes = [
            policy.class(address, &[]),
            registries.class(address),
            naive::class(address),
        ];
        let are_one = classes.iter().all(|class| *class == classes[0]);
        (!are_one)
            .then(|| format!("{address}: {classes:?} by aesock, the files, the list of cases"))
    };
    ends.iter().filter_map(differs).collect()
}

/// A form of IPv6 addresses that has an IPv4 address inside, or had one in an old standard.
struct Carrier {
    prefix: u128,
    /// How many bits follow the IPv4 address.
    shift: u32,
    is_inverted: bool,
}

impl Carrier {
    const fn of(prefix: u128, shift: u32) -> Self {
        Self {
            prefix,
            shift,
            is_inverted: false,
        }
    }

    /// The bits from the IPv4 address on.
    fn rest(&self) -> u128 {
        (1 << (self.shift + 32)) - 1
    }
}

/// IPv4-mapped, IPv4-compatible, IPv4-translated (RFC 2765), NAT64 and its local prefix (RFC 8215), 6to4, Teredo's server
/// and its client.
const CARRIERS: &[Carrier] = &[
    Carrier::of(0xffff << 32, 0),
    Carrier::of(0, 0),
    Carrier::of(0xffff << 48, 0),
    Carrier::of(0x0064_ff9b << 96, 0),
    Carrier::of(0x0064_ff9b_0001 << 80, 0),
    Carrier::of(0x2002 << 112, 80),
    Carrier::of(0x2001 << 112, 64),
    Carrier {
        prefix: 0x2001 << 112,
        shift: 0,
        is_inverted: true,
    },
];

/// Every set of at most two allow rules and at most two deny rules of the alphabet, in both orders, under each default;
/// peers of each class, on each port that something is about and beside it, by each transport and name.
fn all_decisions() -> Vec<String> {
    let (mut decisions, mut policies, mut differences) = (0_u64, 0, Vec::new());
    let (alphabet, peers) = (rules::alphabet(), rules::peers());
    let sets = rules::up_to_two(&alphabet);
    let defaults = [DefaultVerdict::Allow, DefaultVerdict::Deny];
    let defaults = defaults.into_iter().flat_map(|default| {
        [LoopbackPolicy::Blocked, LoopbackPolicy::Allowed].map(|loopback| (default, loopback))
    });
    let defaults: Vec<_> = defaults.collect();
    for allow in &sets {
        for deny in &sets {
            for &(default, loopback) in &defaults {
                let rules = Rules {
                    allow,
                    deny,
                    default,
                    loopback,
                };
                let policy = rules.policy();
                policies += 1;
                for asked in &peers {
                    let found = policy.decide(&asked.peer, &[]).reason;
                    let expected = rules.reason(asked);
                    decisions += 1;
                    if found != expected {
                        differences.push(format!(
                            "{found:?} and not {expected:?}: {asked:?} under {rules:?}"
                        ));
                    }
                }
            }
        }
    }
    println!(
        "decisions: {decisions}, of {} peers under {policies} policies of up to four of {} rules",
        peers.len(),
        alphabet.len()
    );
    differences
}
