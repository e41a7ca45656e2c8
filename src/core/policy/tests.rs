use super::{rule_set::LOOKED_AT, *};
use proptest::prelude::*;
use std::net::Ipv4Addr;

fn policy(allow: &str, deny: &str) -> Policy {
    policy_with(allow, deny, DefaultVerdict::Allow, LoopbackPolicy::Blocked)
}

fn policy_with(
    allow: &str,
    deny: &str,
    default: DefaultVerdict,
    loopback: LoopbackPolicy,
) -> Policy {
    let rules = |text| Rule::parse_list(text).expect(text);
    Policy::new(
        rules(allow),
        rules(deny),
        default,
        loopback,
        GoogleRanges::default(),
    )
}

/// `name=address:port` or `address:port`, over TCP.
fn decide<'p>(policy: &'p Policy, peer: &str) -> (Reason, Option<&'p str>) {
    let (name, numeric) = peer
        .split_once('=')
        .map_or((None, peer), |(name, rest)| (Some(name), rest));
    let socket: std::net::SocketAddr = numeric.parse().expect(numeric);
    let peer = Peer {
        transport: Transport::Tcp,
        name,
        excepted_name: None,
        address: socket.ip(),
        port: socket.port(),
    };
    let decision = policy.decide(&peer, &[ranges::range("192.0.2.2/32".parse().unwrap())]);
    (decision.reason, decision.rule())
}

#[test]
fn without_rules_app_engines_blocks_stand() {
    let policy = policy("", "");
    for (peer, reason) in [
        ("93.184.216.34:80", Reason::Public),
        ("10.0.0.5:80", Reason::Private),
        ("127.0.0.1:80", Reason::Loopback),
        ("192.0.2.2:80", Reason::Loopback),
        ("192.0.2.3:80", Reason::Reserved),
        ("169.254.169.254:80", Reason::LinkLocal),
        ("224.0.0.1:80", Reason::Multicast),
        ("255.255.255.255:80", Reason::Broadcast),
        ("142.250.102.108:443", Reason::Google),
        ("93.184.216.34:24", Reason::Public),
        ("93.184.216.34:25", Reason::Port25),
        ("93.184.216.34:26", Reason::Public),
        ("93.184.216.34:20", Reason::Public),
        ("93.184.216.34:21", Reason::Ftp),
        ("93.184.216.34:22", Reason::Public),
        ("10.0.0.5:25", Reason::Port25),
        ("93.184.216.34:0", Reason::InvalidTarget),
    ] {
        assert_eq!(decide(&policy, peer), (reason, None), "{peer}");
    }
}

#[test]
fn the_port_of_ftp_is_as_open_as_ftp_and_the_destination_still_counts() {
    for (allow, deny, peer, reason) in [
        ("ftp", "", "93.184.216.34:21", Reason::Public),
        ("ftp", "", "93.184.216.34:25", Reason::Port25),
        ("ftp", "", "10.0.0.5:21", Reason::Private),
        ("ftp 10.0.0.5", "", "10.0.0.5:21", Reason::Rule),
        ("10.0.0.5", "", "10.0.0.5:21", Reason::Ftp),
        ("ftp", "ftp", "93.184.216.34:21", Reason::Denied),
        (
            "93.184.216.34:21",
            "ftp",
            "93.184.216.34:21",
            Reason::Denied,
        ),
        ("ftp", "ftp", "93.184.216.34:22", Reason::Public),
        ("ftp", "93.184.216.34", "93.184.216.34:21", Reason::Denied),
    ] {
        let decision = decide(&policy(allow, deny), peer).0;
        assert_eq!(decision, reason, "{allow} {deny} {peer}");
    }
    for (allow, deny, reason) in [
        ("", "", Reason::Ftp),
        ("93.184.216.34:21", "", Reason::Ftp),
        ("ftp", "", Reason::Rule),
        ("any", "", Reason::Rule),
        ("any", "ftp", Reason::Denied),
    ] {
        assert_eq!(policy(allow, deny).decide_ftp().reason, reason);
    }
    let address = |allow, deny| policy(allow, deny).decide_ftp_address().reason;
    assert_eq!(address("ftp options", ""), Reason::Option);
    assert_eq!(address("any", ""), Reason::Rule);
}

#[test]
fn an_option_that_32_bits_make_another_one_is_refused_whatever_a_rule_says() {
    const BEYOND: i64 = 1 << 32;
    let broadcast = SocketOption::new(libc::SOL_SOCKET, libc::SO_BROADCAST);
    for (allow, deny, reason) in [
        ("", "", Reason::Option),
        ("options", "", Reason::Rule),
        ("any", "", Reason::Rule),
        ("options", "option:SO_BROADCAST", Reason::Denied),
    ] {
        let policy = policy(allow, deny);
        let decide = |option| policy.decide_option(option, Access::Set).reason;
        assert_eq!(decide(broadcast), reason, "{allow} {deny}");
        for (level, number) in [(BEYOND, 0), (0, BEYOND), (-BEYOND, 0)] {
            let beyond = SocketOption {
                level: broadcast.level + level,
                number: broadcast.number + number,
            };
            assert_eq!(decide(beyond), Reason::Option, "{allow} {deny} {beyond}");
        }
    }
}

#[test]
fn exceptions_hold_for_their_ports_and_lift_the_google_class_only() {
    let policy = policy("", "");
    for (peer, reason) in [
        ("8.8.8.8:53", Reason::Exception),
        ("8.8.8.8:52", Reason::Google),
        ("8.8.8.8:54", Reason::Google),
        ("8.8.8.7:53", Reason::Google),
        ("8.8.8.9:53", Reason::Google),
        ("[2001:4860:4860::8844]:53", Reason::Exception),
        ("[2001:4860:4860::8845]:53", Reason::Google),
        ("[::ffff:8.8.4.4]:53", Reason::Exception),
        ("smtp.gmail.com=142.250.102.108:465", Reason::Exception),
        ("smtp.gmail.com=142.250.102.108:587", Reason::Exception),
        ("smtp.gmail.com=142.250.102.108:25", Reason::Port25),
        ("smtp.gmail.com=142.250.102.108:466", Reason::Google),
        ("smtp.gmail.com=10.0.0.1:465", Reason::Private),
        ("smtp.gmail.com=127.0.0.1:465", Reason::Loopback),
        ("x.smtp.gmail.com=142.250.102.108:465", Reason::Google),
        ("evil.test=142.250.102.108:465", Reason::Google),
        ("pop.gmail.com=142.250.102.108:995", Reason::Exception),
        ("pop.gmail.com=142.250.102.108:993", Reason::Google),
        ("imap.gmail.com=142.250.102.109:993", Reason::Exception),
        ("142.250.102.108:465", Reason::Google),
    ] {
        assert_eq!(decide(&policy, peer), (reason, None), "{peer}");
    }
    let gmail = "142.250.102.108".parse().unwrap();
    let by_address = |transport, port| {
        let peer = Peer {
            transport,
            name: None,
            excepted_name: Some("smtp.gmail.com"),
            address: gmail,
            port,
        };
        policy.decide(&peer, &[]).reason
    };
    assert_eq!(by_address(Transport::Tcp, 465), Reason::Exception);
    assert_eq!(
        by_address(Transport::Udp, 465),
        Reason::Google,
        "mail is TCP"
    );
    assert_eq!(
        excepted_names(Transport::Tcp, 587).collect::<Vec<_>>(),
        ["smtp.gmail.com"]
    );
    assert_eq!(excepted_names(Transport::Udp, 53).count(), 0);
}

#[test]
fn deny_comes_before_allow_and_both_before_exceptions() {
    let policy = policy("10.0.0.5 smtp.gmail.com:465", "10.0.0.0/24:80 8.8.8.8");
    assert_eq!(
        decide(&policy, "10.0.0.5:80"),
        (Reason::Denied, Some("10.0.0.0/24:80"))
    );
    assert_eq!(
        decide(&policy, "10.0.0.5:81"),
        (Reason::Rule, Some("10.0.0.5"))
    );
    assert_eq!(
        decide(&policy, "8.8.8.8:53"),
        (Reason::Denied, Some("8.8.8.8"))
    );
}

#[test]
fn a_carrier_of_ipv4_is_denied_by_a_rule_for_either_and_allowed_by_one_for_what_it_carries() {
    let nat64 = "[64:ff9b::5db8:d822]:80";
    for rule in ["::/0", "64:ff9b::/64", "64:ff9b::/96", "93.184.216.34"] {
        assert_eq!(
            decide(&policy("", rule), nat64),
            (Reason::Denied, Some(rule))
        );
    }
    assert_eq!(
        decide(&policy("", "::/0"), "[::ffff:93.184.216.34]:80").0,
        Reason::Public
    );
    let private = "[64:ff9b::a00:5]:80";
    assert_eq!(
        decide(&policy("64:ff9b::/64", ""), private).0,
        Reason::Private
    );
    assert_eq!(decide(&policy("10.0.0.5", ""), private).0, Reason::Rule);
}

#[test]
fn the_first_rule_written_that_names_a_peer_is_the_one_told() {
    let policy = policy("", "*:81 10.0.0.0/8 10.0.0.5:80 private x.test");
    assert_eq!(decide(&policy, "10.0.0.5:80").1, Some("10.0.0.0/8"));
    assert_eq!(decide(&policy, "x.test=10.0.0.5:81").1, Some("*:81"));
    assert_eq!(decide(&policy, "192.168.0.1:80").1, Some("private"));
    assert_eq!(decide(&policy, "x.test=93.184.216.34:80").1, Some("x.test"));
}

#[test]
fn addresses_networks_and_classes_lift_every_class() {
    for (rule, peer) in [
        ("127.0.0.1", "127.0.0.1:80"),
        ("169.254.0.0/16", "169.254.169.254:80"),
        ("loopback", "[::1]:80"),
        ("192.0.2.0/24", "192.0.2.2:80"),
        ("google:443", "142.250.102.108:443"),
        ("*", "224.0.0.1:80"),
        ("10.0.0.0/8", "[::ffff:10.0.0.1]:80"),
    ] {
        assert_eq!(
            decide(&policy(rule, ""), peer),
            (Reason::Rule, Some(rule)),
            "{rule}"
        );
    }
    assert_eq!(
        decide(&policy("link-local", ""), "127.0.0.1:80").0,
        Reason::Loopback
    );
    assert_eq!(
        decide(&policy("udp://private", ""), "10.0.0.1:80").0,
        Reason::Private
    );
}

#[test]
fn an_exact_name_lifts_private_and_google_only() {
    let policy = policy("x.test", "");
    for (peer, reason) in [
        ("x.test=10.0.0.5:80", Reason::Rule),
        ("x.test=142.250.102.108:80", Reason::Rule),
        ("x.test=93.184.216.34:80", Reason::Rule),
        ("x.test=127.0.0.1:80", Reason::Loopback),
        ("x.test=192.0.2.2:80", Reason::Loopback),
        ("x.test=169.254.169.254:80", Reason::LinkLocal),
        ("x.test=224.0.0.1:80", Reason::Multicast),
        ("x.test=255.255.255.255:80", Reason::Broadcast),
        ("x.test=100.64.0.1:80", Reason::Reserved),
        ("y.x.test=10.0.0.5:80", Reason::Private),
        ("10.0.0.5:80", Reason::Private),
    ] {
        assert_eq!(decide(&policy, peer).0, reason, "{peer}");
    }
}

#[test]
fn a_wildcard_name_lifts_nothing_and_serves_the_allow_list() {
    let policy = policy_with(
        "*.x.test",
        "",
        DefaultVerdict::Deny,
        LoopbackPolicy::Blocked,
    );
    for (peer, reason) in [
        ("a.x.test=93.184.216.34:80", Reason::Rule),
        ("a.b.x.test=93.184.216.34:80", Reason::Rule),
        ("x.test=93.184.216.34:80", Reason::Unlisted),
        ("ax.test=93.184.216.34:80", Reason::Unlisted),
        ("a.x.test=10.0.0.5:80", Reason::Private),
        ("93.184.216.34:80", Reason::Unlisted),
    ] {
        assert_eq!(decide(&policy, peer).0, reason, "{peer}");
    }
    assert_eq!(
        decide(
            &self::policy("*.x.test:25", ""),
            "a.x.test=93.184.216.34:25"
        )
        .0,
        Reason::Port25
    );
}

#[test]
fn a_blocked_port_is_lifted_only_by_a_rule_that_names_it_or_by_any() {
    for rule in ["93.184.216.34", "public", "*", "x.test"] {
        assert_eq!(
            decide(&policy(rule, ""), "x.test=93.184.216.34:25").0,
            Reason::Port25,
            "{rule}"
        );
    }
    for rule in [
        "93.184.216.34:25",
        "public:20-30",
        "*:25",
        "x.test:25",
        "tcp://0.0.0.0/0:25",
        "any",
    ] {
        assert_eq!(
            decide(&policy(rule, ""), "x.test=93.184.216.34:25"),
            (Reason::Rule, Some(rule))
        );
    }
}

#[test]
fn any_allows_or_denies_everything() {
    assert_eq!(
        decide(&policy("any", ""), "127.0.0.1:0"),
        (Reason::Rule, Some("any"))
    );
    let deny = policy("any", "any");
    assert_eq!(
        decide(&deny, "93.184.216.34:80"),
        (Reason::Denied, Some("any"))
    );
    assert_eq!(deny.decide_socket_pair().reason, Reason::Denied);
    assert!(deny.denied_name("x.test", Transport::Tcp, 80).is_some());
}

#[test]
fn development_allows_loopback_and_nothing_else() {
    let policy = policy_with(
        "",
        "127.0.0.2",
        DefaultVerdict::Allow,
        LoopbackPolicy::Allowed,
    );
    for (peer, reason) in [
        ("127.0.0.1:80", Reason::Development),
        ("192.0.2.2:80", Reason::Development),
        ("127.0.0.2:80", Reason::Denied),
        ("127.0.0.1:25", Reason::Port25),
        ("10.0.0.5:80", Reason::Private),
    ] {
        assert_eq!(decide(&policy, peer).0, reason, "{peer}");
    }
}

#[test]
fn sockets_of_other_families_and_protocols_are_closed_until_a_rule_opens_them() {
    let closed = policy("", "");
    assert_eq!(closed.decide_unix_family().reason, Reason::Family);
    assert_eq!(closed.decide_family().reason, Reason::Family);
    assert_eq!(closed.decide_protocol().reason, Reason::Protocol);
    assert_eq!(closed.decide_pair_of_family().reason, Reason::Family);

    let unix = policy("unix:/run/x", "");
    assert_eq!(unix.decide_unix_family().rule(), Some("unix:/run/x"));
    assert_eq!(unix.decide_family().reason, Reason::Family);
    assert_eq!(unix.decide_pair_of_family().reason, Reason::Family);

    let denied = policy("unix", "unix:/run/x");
    assert_eq!(denied.decide_unix_family().rule(), Some("unix"));
    assert_eq!(
        policy("unix:/run/x", "unix").decide_unix_family().reason,
        Reason::Denied
    );

    let raw = policy("raw socketpair", "");
    assert_eq!(raw.decide_unix_family().reason, Reason::Family);
    assert_eq!(raw.decide_family().rule(), Some("raw"));
    assert_eq!(raw.decide_protocol().rule(), Some("raw"));
    assert_eq!(raw.decide_pair_of_family().rule(), Some("socketpair"));
}

#[test]
fn features_of_libcurl_are_closed_until_their_rule_opens_them() {
    use Feature::{Authentication, Ftp, LocalAddress, Unseen};
    let decide = |allow, feature| policy(allow, "").decide_feature(feature).reason;
    for (rule, feature, reason) in [
        ("bind", LocalAddress, Reason::Bind),
        ("ftp", Ftp, Reason::Ftp),
        ("gss", Authentication, Reason::Gss),
        ("any", Unseen, Reason::Unseen),
    ] {
        assert_eq!(decide("", feature), reason);
        assert_eq!(decide(rule, feature), Reason::Rule);
        assert_eq!(decide("any", feature), Reason::Rule);
        let others = ["bind", "ftp", "gss"]
            .into_iter()
            .filter(|other| *other != rule);
        for other in others {
            assert_eq!(decide(other, feature), reason, "{other}");
        }
    }
}

#[test]
fn options_reach_the_kernel_by_rule_only() {
    let option = |name: &str| match name {
        "SO_KEEPALIVE" => SocketOption::new(libc::SOL_SOCKET, libc::SO_KEEPALIVE),
        "SO_RCVTIMEO" => SocketOption::new(libc::SOL_SOCKET, libc::SO_RCVTIMEO),
        "SO_SNDTIMEO" => SocketOption::new(libc::SOL_SOCKET, libc::SO_SNDTIMEO),
        _ => SocketOption::new(libc::SOL_SOCKET, libc::SO_ERROR),
    };
    let decide = |policy: &Policy, name| policy.decide_option(option(name), Access::Get).reason;
    let closed = policy("", "");
    assert_eq!(decide(&closed, "SO_KEEPALIVE"), Reason::Simulated);
    assert_eq!(decide(&closed, "SO_RCVTIMEO"), Reason::Option);
    assert_eq!(decide(&closed, "SO_ERROR"), Reason::Harmless);
    assert_eq!(
        closed.decide_option(option("SO_ERROR"), Access::Set).reason,
        Reason::Option
    );
    assert_eq!(closed.decide_control().reason, Reason::Control);

    let one = policy("option:SO_RCVTIMEO", "");
    assert_eq!(decide(&one, "SO_RCVTIMEO"), Reason::Rule);
    assert_eq!(decide(&one, "SO_SNDTIMEO"), Reason::Option);
    assert_eq!(decide(&one, "SO_KEEPALIVE"), Reason::Simulated);
    assert_eq!(one.decide_control().reason, Reason::Control);

    let all = policy("options", "option:SO_SNDTIMEO");
    assert_eq!(decide(&all, "SO_KEEPALIVE"), Reason::Rule);
    assert_eq!(decide(&all, "SO_RCVTIMEO"), Reason::Rule);
    assert_eq!(decide(&all, "SO_SNDTIMEO"), Reason::Denied);
    assert_eq!(all.decide_control().reason, Reason::Rule);
}

#[test]
fn capabilities_are_closed_until_a_rule_opens_them() {
    let closed = policy("", "");
    assert_eq!(closed.decide_listen().reason, Reason::Listen);
    assert_eq!(closed.decide_raw().reason, Reason::Transport);
    assert_eq!(
        closed.decide_unix(Some(Path::new("/run/x"))).reason,
        Reason::Unix
    );
    assert_eq!(closed.decide_socket_pair().reason, Reason::Harmless);
    let bind =
        |policy: &Policy, local: &str| policy.decide_bind(Some(local.parse().unwrap())).reason;
    assert_eq!(bind(&closed, "0.0.0.0:0"), Reason::Harmless);
    assert_eq!(bind(&closed, "[::]:0"), Reason::Harmless);
    assert_eq!(bind(&closed, "0.0.0.0:1"), Reason::Bind);
    assert_eq!(bind(&closed, "127.0.0.1:0"), Reason::Bind);
    assert_eq!(closed.decide_bind(None).reason, Reason::Bind);

    let open = policy("listen bind raw unix:/run/*", "socketpair unix:/run/secret");
    assert_eq!(open.decide_listen().rule(), Some("listen"));
    assert_eq!(bind(&open, "0.0.0.0:1"), Reason::Rule);
    assert_eq!(open.decide_bind(None).rule(), Some("bind"));
    assert_eq!(open.decide_raw().rule(), Some("raw"));
    assert_eq!(
        open.decide_unix(Some(Path::new("/run/x"))).rule(),
        Some("unix:/run/*")
    );
    assert_eq!(
        open.decide_unix(Some(Path::new("/run/secret"))).reason,
        Reason::Denied
    );
    assert_eq!(
        open.decide_unix(Some(Path::new("/run/x/y"))).reason,
        Reason::Unix
    );
    assert_eq!(open.decide_unix(None).reason, Reason::Unix);
    assert_eq!(open.decide_socket_pair().reason, Reason::Denied);
}

#[test]
fn a_capability_is_opened_by_its_own_rule_and_by_no_other() {
    let reasons = |allow| {
        let policy = policy(allow, "");
        [
            policy.decide_inherited().reason,
            policy.decide_push().reason,
            policy.decide_socket_pair().reason,
        ]
    };
    use Reason::{Harmless, Inherited, Rule, Simulated};
    assert_eq!(reasons(""), [Inherited, Simulated, Harmless]);
    assert_eq!(reasons("listen"), [Inherited, Simulated, Harmless]);
    assert_eq!(reasons("socketpair"), [Inherited, Simulated, Rule]);
    assert_eq!(reasons("any")[..2], [Rule, Rule]);
}

/// `count` rules of all kinds, of which none names the peers of the test below but the last.
fn many(count: usize) -> String {
    let rule = |number: usize| {
        let (high, low) = (number / 256 % 256, number % 256);
        match number % 4 {
            0 => format!("11.{high}.{low}.0/25 "),
            1 => format!("10.{high}.{low}.1:80 "),
            2 => format!("h{number}.test "),
            _ => format!("*.d{number}.test:443 "),
        }
    };
    (1..count).map(rule).collect::<String>() + "10.0.0.0/8:5432"
}

#[test]
#[cfg_attr(miri, ignore = "so many take hours there")]
fn a_decision_looks_at_as_many_rules_of_a_hundred_thousand_as_of_ten() {
    let work = |count| {
        let policy = policy(&many(count), "");
        [
            ("10.255.255.1:5432", Reason::Rule),
            ("a.b.test=10.255.255.1:5432", Reason::Rule),
            ("10.255.255.1:80", Reason::Private),
            ("93.184.216.34:80", Reason::Public),
        ]
        .map(|(peer, reason)| {
            LOOKED_AT.set(0);
            assert_eq!(decide(&policy, peer).0, reason, "{peer}");
            LOOKED_AT.get()
        })
    };
    // Networks are found by halving: 2^14 times as many are 14 steps more.
    for (few, many) in work(10).into_iter().zip(work(100_000)) {
        assert!(many <= few + 14, "{few} {many}");
    }
}

#[test]
fn a_name_is_denied_however_many_are_and_the_addresses_of_the_first_256_are() {
    let names = (0..257).map(|number| format!("h{number}.test "));
    let policy = policy("", &names.collect::<String>());
    assert!(
        policy
            .denied_name("h256.test", Transport::Tcp, 80)
            .is_some()
    );
    let names: Vec<_> = policy
        .denied_names(Transport::Tcp, 80)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        (names.len(), names[0], names[255]),
        (256, "h0.test", "h255.test")
    );
}

#[test]
fn exact_names_of_deny_rules_are_known_for_their_ports() {
    let policy = policy("", "x.test:80 *.y.test");
    assert_eq!(
        policy
            .denied_names(Transport::Tcp, 80)
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        ["x.test"]
    );
    assert_eq!(policy.denied_names(Transport::Tcp, 81).count(), 0);
    assert!(policy.denied_name("a.y.test", Transport::Udp, 1).is_some());
    assert!(policy.denied_name("y.test", Transport::Udp, 1).is_none());
}

#[test]
fn a_policy_knows_whether_it_denies_names() {
    for (deny, denies) in [
        ("x.test", true),
        ("*.x.test:80", true),
        ("10.0.0.5 private", false),
    ] {
        assert_eq!(policy("", deny).denies_names(), denies, "{deny}");
    }
}

proptest! {
    /// The tree against looking at every rule in turn.
    #[test]
    fn networks_find_what_a_linear_search_finds(
        networks in proptest::collection::vec(network(), 0..20),
        probes: Vec<u8>,
    ) {
        let text: Vec<_> = networks.iter().map(ToString::to_string).collect();
        let policy = policy("", &text.join(" "));
        for probe in probes {
            let address = Ipv4Addr::new(10, 0, 0, probe);
            let covering = networks.iter().find(|network| network.contains(&address));
            let rule = decide(&policy, &format!("{address}:80")).1.map(str::to_owned);
            prop_assert_eq!(rule, covering.map(ToString::to_string));
        }
    }
}

/// A network within 10.0.0.0/24.
fn network() -> impl Strategy<Value = ipnet::Ipv4Net> {
    (any::<u8>(), 24..=32_u8).prop_map(|(last, length)| {
        let address = Ipv4Addr::new(10, 0, 0, last);
        ipnet::Ipv4Net::new_assert(address, length).trunc()
    })
}
