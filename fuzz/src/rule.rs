//! Rules, and what they do to decisions. Not files of them, which are [`super::rules_file`].

use crate::assert_printable;
use aesock::core::{
    address::GoogleRanges,
    policy::{DefaultVerdict, LoopbackPolicy, Peer, Policy, rule::Rule},
    reason::Reason,
    target::Transport::{self, Tcp, Udp},
};
use std::net::IpAddr;

/// Input: a list of rules.
pub fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    match Rule::parse_list(text) {
        Ok(rules) => {
            for rule in &rules {
                assert_eq!(Rule::parse(&rule.text).as_ref(), Ok(rule));
            }
            assert_sides(&rules);
        }
        Err(error) => assert_printable(&error.to_string()),
    }
}

/// Peers of every class, on a port that is blocked and on others.
const PEERS: [(Transport, Option<&str>, &str, u16); 12] = [
    (Tcp, Some("a.test"), "93.184.216.34", 443),
    (Udp, Some("db.a.test"), "10.0.0.5", 5432),
    (Tcp, Some("a.test"), "142.250.0.1", 25),
    (Tcp, Some("smtp.gmail.com"), "142.250.0.1", 587),
    (Tcp, None, "93.184.216.34", 21),
    (Tcp, None, "127.0.0.1", 80),
    (Udp, None, "8.8.8.8", 53),
    (Tcp, None, "169.254.169.254", 80),
    (Udp, None, "224.0.0.1", 0),
    (Tcp, None, "2606:4700::1", 65535),
    (Tcp, None, "64:ff9b::a00:5", 1),
    (Udp, None, "fd00::1", 1000),
];

/// An allow rule denies nothing, a deny rule allows nothing, and of both the deny rule counts.
fn assert_sides(rules: &[Rule]) {
    let policy = |allow: &[Rule], deny: &[Rule]| {
        Policy::new(
            allow.to_vec(),
            deny.to_vec(),
            DefaultVerdict::Allow,
            LoopbackPolicy::Blocked,
            GoogleRanges::default(),
        )
    };
    let (none, allow) = (policy(&[], &[]), policy(rules, &[]));
    let (deny, both) = (policy(&[], rules), policy(rules, rules));
    for (transport, name, address, port) in PEERS {
        let address: IpAddr = address.parse().expect("an address");
        let peer = Peer {
            transport,
            name,
            excepted_name: None,
            address,
            port,
        };
        let without = none.decide(&peer, &[]);
        let (allowed, denied) = (allow.decide(&peer, &[]), deny.decide(&peer, &[]));
        assert!(
            allowed.allows() || !without.allows(),
            "{peer:?} {allowed:?}"
        );
        assert!(without.allows() || !denied.allows(), "{peer:?} {denied:?}");
        if allowed.reason == Reason::Rule {
            let decided = both.decide(&peer, &[]);
            assert_eq!(decided.reason, Reason::Denied, "{peer:?} {decided:?}");
        }
    }
}
