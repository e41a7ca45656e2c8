//! A decision allocates nothing, and neither does what a numeric target takes from its text to its
//! admission. Counted in a process of its own, since the allocator belongs to
//! the whole process.

use aesock::core::{
    address::{GoogleRanges, ranges::range},
    gate::{Gate, Lookups},
    policy::{DefaultVerdict, LoopbackPolicy, Peer, Policy, rule::Rule},
    reason::Reason,
    resolver::SystemFiles,
    settings::{Process, RawSettings, Settings},
    target::{Ports, Target, Transport},
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    fmt::Write as _,
};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, with a count for each thread: the test harness has threads of its own.
struct Counting;

// SAFETY: every call goes on to the system's allocator as it came; the count is plain data that
// needs no allocation.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(action: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    action();
    ALLOCATIONS.get() - before
}

#[test]
fn the_count_sees_an_allocation() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

#[test]
fn a_decision_allocates_nothing() {
    let mut networks = String::from("x.test *.y.test:443 private:6379 google:443 ");
    for number in 0..10_000 {
        write!(
            networks,
            "10.{}.{}.0/25:5432 ",
            number / 256 % 256,
            number % 256
        )
        .expect("a string takes all");
    }
    let policy = Policy::new(
        Rule::parse_list(&networks).expect("rules"),
        Rule::parse_list("93.184.216.0/24:22 denied.test").expect("rules"),
        DefaultVerdict::Allow,
        LoopbackPolicy::Blocked,
        GoogleRanges::default(),
    );
    let own = ["::1/128", "192.0.2.2/32"].map(|network| range(network.parse().unwrap()));

    for (name, address, port, reason) in [
        (None, "93.184.216.34", 80, Reason::Public),
        (None, "93.184.216.34", 22, Reason::Denied),
        (None, "93.184.216.34", 25, Reason::Port25),
        (None, "10.1.2.3", 5432, Reason::Rule),
        (None, "10.1.2.3", 80, Reason::Private),
        (None, "192.0.2.2", 80, Reason::Loopback),
        (None, "8.8.8.8", 53, Reason::Exception),
        (None, "142.250.102.108", 80, Reason::Google),
        (None, "2606:4700:4700::1111", 443, Reason::Public),
        (None, "::ffff:10.1.2.3", 80, Reason::Private),
        (Some("x.test"), "10.200.0.1", 80, Reason::Rule),
        (Some("denied.test"), "93.184.217.1", 80, Reason::Denied),
        (Some("a.b.y.test"), "93.184.217.1", 443, Reason::Rule),
    ] {
        let peer = Peer {
            transport: Transport::Tcp,
            name,
            excepted_name: None,
            address: address.parse().expect(address),
            port,
        };
        let mut decided = None;
        let counted = allocations(|| decided = Some(policy.decide(&peer, &own).reason));
        assert_eq!((decided, counted), (Some(reason), 0), "{address}:{port}");
    }
}

#[test]
fn the_admission_of_a_numeric_target_allocates_nothing() {
    let texts = RawSettings {
        mode: "enforce",
        default: "allow",
        development: "auto",
        log: "denied",
        allow: "10.1.0.0/16 private:6379",
        deny: "93.184.217.0/24",
        ..RawSettings::default()
    };
    let settings = Settings::parse(&texts, &Process::default()).expect("good settings");
    let mut gate = Gate::new(settings, SystemFiles::default());
    let mut admit = |name: &[u8]| {
        let target = Target::parse(Transport::Tcp, name, Ports::Strict).expect("a target");
        gate.admit(&target, Lookups::SENT)
            .map(|admission| admission.grounds.reason)
    };
    // The first one asks the kernel for the host's own addresses.
    assert_eq!(admit(b"93.184.216.34:80"), Ok(Reason::Public));
    for (name, reason) in [
        (&b"93.184.216.34:80"[..], Reason::Public),
        (b"[2606:4700:4700::1111]:443", Reason::Public),
        (b"8.8.8.8:53", Reason::Exception),
        (b"10.1.2.3:5432", Reason::Rule),
        (b"0x0a010203:5432", Reason::Rule),
    ] {
        let mut admitted = None;
        let counted = allocations(|| admitted = Some(admit(name)));
        assert_eq!((admitted, counted), (Some(Ok(reason)), 0), "{name:?}");
    }
}
