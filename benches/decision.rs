//! What a decision on one address costs: without rules, with 10, 10,000 and 100,000, by address and
//! by name; what a lease adds to that; and what it costs to read a file of 100,000 rules.

use aesock::core::{
    address::{GoogleRanges, ranges::range},
    gate::{self, Gate, Lookups},
    host::clock,
    lease::{
        ApplicationId, Closing, Leases, OperationKind, Outcome, Owner, Receiving, Terms, Traffic,
    },
    policy::{DefaultVerdict, LoopbackPolicy, Peer, Policy, rule::Rule},
    resolver::SystemFiles,
    settings::{Process, RawSettings, Settings},
    target::Transport,
    usage::{Ledger, quota::Meter},
};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::{fmt::Write, fs, hint::black_box, time::Duration};

const PEERS: [(&str, Option<&str>, &str); 6] = [
    ("public", None, "93.184.216.34"),
    ("private", None, "10.200.0.5"),
    ("google", None, "142.250.102.108"),
    ("ipv6", None, "2606:4700:4700::1111"),
    ("rule by network", None, "10.0.3.5"),
    ("rule by name", Some("db.internal"), "10.200.0.5"),
];

/// The texts of `count` rules, all but one of them networks.
fn texts(count: u32) -> impl Iterator<Item = String> {
    let network = |number: u32| {
        let (block, half) = (number / 2, number % 2 * 128);
        let (first, second, third) = (block / 65536 + 10, block / 256 % 256, block % 256);
        format!("{first}.{second}.{third}.{half}/25")
    };
    let name = (count > 0).then(|| "db.internal".to_owned());
    (1..count).map(network).chain(name)
}

fn rules(count: u32) -> Vec<Rule> {
    texts(count)
        .map(|text| Rule::parse(&text).expect("a rule"))
        .collect()
}

/// A file of `count` rules.
fn rules_file(count: u32) -> String {
    let mut content = String::new();
    for text in texts(count) {
        writeln!(content, "allow {text}").expect("a string");
    }
    let path = std::env::temp_dir().join(format!("aesock-bench-rules-{}", std::process::id()));
    fs::write(&path, content).expect("a temporary file");
    path.to_str().expect("its name").to_owned()
}

fn decide(criterion: &mut Criterion) {
    let own = ["127.0.0.0/8", "192.0.2.2/32"].map(|network| range(network.parse().unwrap()));
    for (label, name, address) in PEERS {
        let mut group = criterion.benchmark_group(format!("decision/{label}"));
        for count in [0, 10, 10_000, 100_000] {
            let policy = Policy::new(
                rules(count),
                Vec::new(),
                DefaultVerdict::Allow,
                LoopbackPolicy::Blocked,
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

fn settings(rules: &str) -> Settings {
    let texts = RawSettings {
        mode: "enforce",
        default: "allow",
        development: "auto",
        log: "denied",
        rules,
        ..RawSettings::default()
    };
    Settings::parse(&texts, &Process::default()).expect("good settings")
}

/// What a door asks for a numeric destination: the decision with all that is around it, without a
/// rules file and with one of 100,000 rules.
fn admit(criterion: &mut Criterion) {
    let file = rules_file(100_000);
    for (title, rules) in [("admission", ""), ("admission with a rules file", &file)] {
        let mut gate = Gate::new(settings(rules), SystemFiles::default());
        let mut group = criterion.benchmark_group(title);
        for (label, peer) in [
            ("public", "93.184.216.34:80"),
            ("private", "192.168.0.5:80"),
        ] {
            let target = gate::numeric(Transport::Tcp, peer.parse().expect(peer));
            group.bench_function(label, |bencher| {
                bencher.iter(|| {
                    (
                        gate.refresh(),
                        gate.admit(black_box(&target), Lookups::SENT),
                    )
                });
            });
        }
    }
    fs::remove_file(file).expect("the file");
}

/// What is kept and counted of a socket that is allowed: from its making to its end, and at each
/// operation.
fn lease(criterion: &mut Criterion) {
    const SOCKET: i32 = 3;
    let account = Ledger::anonymous().expect("memory").account("bench");
    let application = ApplicationId(0);
    let terms = Terms {
        owner: Owner {
            application,
            account,
        },
        transport: Some(Transport::Tcp),
        peer: Some("93.184.216.34:80".parse().expect("an address")),
        traffic: Traffic::Seen,
        receiving: Receiving::SINGLE,
        closing: Closing::Told,
        idle: Some(Duration::from_secs(600)),
    };
    let mut leases = Leases::new();
    let mut group = criterion.benchmark_group("lease");
    group.bench_function("connection", |bencher| {
        bencher.iter(|| {
            let charged = leases.charge(terms.owner, &[Meter::Creates, Meter::Connects]);
            leases.grant(SOCKET, black_box(terms), clock::now());
            leases.release(SOCKET);
            charged
        });
    });
    leases.grant(SOCKET, terms, clock::now());
    group.bench_function("operation", |bencher| {
        bencher.iter(|| {
            let operation = black_box(OperationKind::Send);
            if let Ok(Some(using)) = leases.begin(SOCKET, operation, application, clock::now()) {
                leases.finish(using, operation, Outcome::Sent(32), clock::now);
            }
        });
    });
}

/// A file of 100,000 rules, until it can decide.
fn load(criterion: &mut Criterion) {
    let file = rules_file(100_000);
    let mut group = criterion.benchmark_group("rules file");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3));
    group.bench_function("100000 rules", |bencher| {
        bencher.iter(|| settings(black_box(&file)));
    });
    group.finish();
    fs::remove_file(file).expect("the file");
}

criterion_group!(benches, decide, admit, lease, load);
criterion_main!(benches);
