//! What a decision on one address costs: without rules, with 10 and with 10,000, by address and by
//! name.

use aesock::core::{
    address::GoogleRanges,
    gate::{self, Gate},
    policy::{LoopbackPeers, Peer, Policy, Unnamed},
    resolver::SystemFiles,
    rule::Rule,
    settings::{Process, Settings, Texts},
    target::Transport,
};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::{hint::black_box, net::IpAddr};

const PEERS: [(&str, Option<&str>, &str); 6] = [
    ("public", None, "93.184.216.34"),
    ("private", None, "10.200.0.5"),
    ("google", None, "142.250.102.108"),
    ("ipv6", None, "2606:4700:4700::1111"),
    ("rule by network", None, "10.0.3.5"),
    ("rule by name", Some("db.internal"), "10.200.0.5"),
];

/// `count` rules, all but one of them networks.
fn rules(count: u32) -> Vec<Rule> {
    let network = |number: u32| format!("10.{}.{}.0/25", number / 256, number % 256);
    let name = (count > 0).then(|| "db.internal".to_owned());
    let texts = (1..count).map(network).chain(name);
    texts
        .map(|text| Rule::parse(&text).expect("a rule"))
        .collect()
}

fn decide(criterion: &mut Criterion) {
    let own: [IpAddr; 2] = ["192.0.2.2".parse().unwrap(), "127.0.0.1".parse().unwrap()];
    for (label, name, address) in PEERS {
        let mut group = criterion.benchmark_group(format!("decision/{label}"));
        for count in [0, 10, 10_000] {
            let policy = Policy::new(
                rules(count),
                Vec::new(),
                Unnamed::Allow,
                LoopbackPeers::Blocked,
                GoogleRanges::default(),
            );
            let peer = Peer {
                transport: Transport::Tcp,
                name,
                excepted_name: None,
                address: address.parse().expect(address),
                port: 5432,
            };
            group.bench_function(BenchmarkId::new("rules", count), |bencher| {
                bencher.iter(|| policy.decide(black_box(&peer), black_box(&own)));
            });
        }
    }
}

/// What a door asks for a numeric destination: the decision with all that is around it.
fn admit(criterion: &mut Criterion) {
    let texts = Texts {
        mode: "enforce",
        default: "allow",
        development: "auto",
        log: "denied",
        ..Texts::default()
    };
    let settings = Settings::parse(&texts, &Process::default()).expect("the defaults");
    let mut gate = Gate::new(settings, SystemFiles::default());
    let mut group = criterion.benchmark_group("admission");
    for (label, peer) in [("public", "93.184.216.34:80"), ("private", "10.0.0.5:80")] {
        let target = gate::numeric(Transport::Tcp, peer.parse().expect(peer));
        group.bench_function(label, |bencher| {
            bencher.iter(|| gate.admit(black_box(&target)));
        });
    }
}

criterion_group!(benches, decide, admit);
criterion_main!(benches);
