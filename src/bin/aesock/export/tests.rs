use super::*;
use crate::cli::Otherwise;
use aesock::core::{
    address::{self, Class, GoogleRanges, ranges},
    policy::{self, DefaultVerdict, LoopbackPolicy, Peer, rules_file::Rules},
    target::Transport,
};
use ipnet::IpNet;

fn policy(rules: &str, otherwise: Otherwise) -> Policy {
    Policy {
        rules: Rules::parse(rules.as_bytes()).unwrap(),
        otherwise,
        google: GoogleRanges::default(),
        nameservers: vec!["10.0.0.53".parse().unwrap()],
        users: vec!["www-data".to_owned(), "33".to_owned()],
    }
}

const RULES: &str =
    "allow tcp://10.8.0.7:5432 udp://[fd00:8::/32]:5000-5010 10.9.0.0/16 db.internal:3306
    allow listen tcp://private:6379 93.184.216.34:25
    deny 10.9.1.0/24 evil.test 93.184.216.35 tcp://93.184.216.36:443";

#[test]
fn a_ruleset_has_the_rules_in_the_order_of_the_decision() {
    let text = nftables::ruleset(&policy(RULES, Otherwise::Allow));
    let (_, chain) = text.split_once("chain egress {\n").unwrap();
    let (before, _) = chain
        .split_once("        # ports that are blocked everywhere")
        .unwrap();
    let lines: Vec<_> = before.lines().map(str::trim).collect();
    let expected = "\
ct state established,related accept
ip daddr { 10.0.0.53 } meta l4proto { tcp, udp } th dport 53 accept comment \"name server\"
meta l4proto != { tcp, udp } reject with icmpx admin-prohibited
# deny 10.9.1.0/24
ip daddr { 10.9.1.0/24 } reject with icmpx admin-prohibited
ip6 daddr { 64:ff9b::a09:100/120 } reject with icmpx admin-prohibited
# not expressed, since it is a name: deny evil.test
# deny 93.184.216.35
ip daddr { 93.184.216.35/32 } reject with icmpx admin-prohibited
ip6 daddr { 64:ff9b::5db8:d823/128 } reject with icmpx admin-prohibited
# deny tcp://93.184.216.36:443
ip daddr { 93.184.216.36/32 } tcp dport 443 reject with icmpx admin-prohibited
ip6 daddr { 64:ff9b::5db8:d824/128 } tcp dport 443 reject with icmpx admin-prohibited
# allow tcp://10.8.0.7:5432
ip daddr { 10.8.0.7/32 } tcp dport 5432 accept
ip6 daddr { 64:ff9b::a08:7/128 } tcp dport 5432 accept
# allow udp://[fd00:8::/32]:5000-5010
ip6 daddr { fd00:8::/32 } udp dport 5000-5010 accept
# allow 10.9.0.0/16
ip daddr { 10.9.0.0/16 } th dport != { 21, 25 } accept
ip6 daddr { 64:ff9b::a09:0/112 } th dport != { 21, 25 } accept
# not expressed, since it is a name: allow db.internal:3306
# not expressed: allow listen
# allow tcp://private:6379
fib daddr type != { local, broadcast, anycast } ip daddr @private4 tcp dport 6379 accept
fib daddr type != { local, broadcast, anycast } ip6 daddr @private6 tcp dport 6379 accept
# allow 93.184.216.34:25
ip daddr { 93.184.216.34/32 } th dport 25 accept
ip6 daddr { 64:ff9b::5db8:d822/128 } th dport 25 accept
# App Engine's exceptions
ip daddr { 8.8.8.8, 8.8.4.4 } th dport { 53 } accept";
    assert_eq!(lines[..expected.lines().count()].join("\n"), expected);
    assert!(text.contains("meta skuid { www-data, 33 } jump egress"));
}

/// What systemd makes of lines, as its documentation says.
struct Unit {
    deny: Vec<IpNet>,
    allow: Vec<IpNet>,
}

impl Unit {
    fn new(lines: &str) -> Self {
        let networks = |key: &str| {
            let values = lines.lines().filter_map(move |line| line.strip_prefix(key));
            let values = values.flat_map(|value| match value {
                "any" => vec!["0.0.0.0/0", "::/0"],
                value => vec![value],
            });
            values.map(|value| value.parse().unwrap()).collect()
        };
        Self {
            deny: networks("IPAddressDeny="),
            allow: networks("IPAddressAllow="),
        }
    }

    fn passes(&self, address: IpAddr) -> bool {
        let is_in = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
        is_in(&self.allow) || !is_in(&self.deny)
    }
}

#[test]
fn systemd_refuses_classes_and_never_what_the_extension_allows() {
    for (otherwise, default) in [
        (Otherwise::Allow, DefaultVerdict::Allow),
        (Otherwise::Deny, DefaultVerdict::Deny),
    ] {
        let exported = policy(RULES, otherwise);
        let unit = Unit::new(&systemd::lines(&exported));
        let rules = Rules::parse(RULES.as_bytes()).unwrap();
        let core = policy::Policy::new(
            rules.allow,
            rules.deny,
            default,
            LoopbackPolicy::Blocked,
            GoogleRanges::default(),
        );
        let ends = address::blocks(&exported.google)
            .into_iter()
            .flat_map(|((first, last), _)| [first, last]);
        let near = [
            "10.8.0.7",
            "10.8.0.8",
            "10.9.0.1",
            "10.9.1.1",
            "93.184.216.34",
            "93.184.216.35",
            "8.8.8.8",
            "fd00:8::1",
            "64:ff9b::a00:1",
        ];
        let near = near.map(|text| ranges::number(text.parse().unwrap()));
        for number in ends.chain(near) {
            let address = std::net::Ipv6Addr::from_bits(number);
            let address = address
                .to_ipv4_mapped()
                .map_or(IpAddr::V6(address), IpAddr::V4);
            let allows = |transport, port| {
                let peer = Peer {
                    transport,
                    name: None,
                    excepted_name: None,
                    address,
                    port,
                };
                core.decide(&peer, &[]).allows()
            };
            let ports = [25, 53, 80, 443, 3306, 5005, 5432, 6379];
            let is_allowed = ports
                .into_iter()
                .any(|port| allows(Transport::Tcp, port) || allows(Transport::Udp, port));
            let is_googles = core.class(address, &[]) == Class::Google;
            if is_allowed {
                assert!(unit.passes(address), "{otherwise:?} {address}");
            } else if !is_googles {
                assert!(!unit.passes(address), "{otherwise:?} {address}");
            }
        }
        assert!(unit.passes("10.0.0.53".parse().unwrap()), "the name server");
    }
}

#[test]
fn a_user_is_a_name_or_a_number() {
    assert!(users(&["www-data".to_owned(), "33".to_owned()]).is_ok());
    for user in ["", "-x", "a b", "a } accept"] {
        assert!(users(&[user.to_owned()]).is_err(), "{user}");
    }
}
