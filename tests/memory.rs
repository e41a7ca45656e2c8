//! What a resolver keeps has a bound in bytes, and leases take room while their sockets are open. Counted in a process of its own, since the allocator belongs
//! to the whole process.

use aesock::core::{
    lease::{ApplicationId, Closing, Leases, Owner, Receiving, Terms, Traffic},
    resolver::{Resolver, SystemFiles},
    target::Transport,
    usage::Ledger,
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    fs,
    net::IpAddr,
    time::Duration,
};

thread_local! {
    static BYTES: Cell<isize> = const { Cell::new(0) };
}

/// The system's allocator, with the bytes that each thread has of it.
struct Counting;

// SAFETY: every call goes on to the system's allocator as it came; the count is plain data that
// needs no allocation.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.set(BYTES.get() + layout.size() as isize);
        // SAFETY: the caller's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        BYTES.set(BYTES.get() - layout.size() as isize);
        // SAFETY: the caller's contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const NAMES: usize = 6_000;
const ADDRESSES: usize = 50;
const MIB: isize = 1 << 20;

#[test]
fn a_resolver_keeps_a_long_hosts_file_as_it_is_and_a_mebibyte_of_answers() {
    let folder = std::env::temp_dir().join(format!("aesock-memory-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let lines = (0..NAMES * ADDRESSES).map(|number| {
        let address = IpAddr::from([192, 0, 2, (number % ADDRESSES) as u8]);
        format!("{address} n{}.test\n", number / ADDRESSES)
    });
    let text: String = lines.collect();
    let file = text.len() as isize;
    let system = SystemFiles {
        hosts: folder.join("hosts"),
        resolv_conf: folder.join("resolv.conf"),
        ..SystemFiles::default()
    };
    fs::write(&system.hosts, text).unwrap();

    let before = BYTES.get();
    let mut resolver = Resolver::new(Vec::new(), system);
    assert_eq!(resolver.lookup("n0.test").unwrap().len(), ADDRESSES);
    let of_hosts = BYTES.get() - before;
    for number in 0..NAMES {
        let addresses = resolver.lookup(&format!("n{number}.test")).unwrap();
        assert_eq!(addresses.len(), ADDRESSES);
    }
    let of_answers = BYTES.get() - before - of_hosts;
    fs::remove_dir_all(folder).unwrap();

    println!(
        "{} lines of {file} bytes: {of_hosts} bytes, and {of_answers} of {NAMES} answers",
        NAMES * ADDRESSES
    );
    assert!(of_hosts < file + 8 * (NAMES * ADDRESSES) as isize + MIB / 16);
    assert!(of_answers <= MIB);
    assert!(of_answers > MIB / 2, "the room is used");
}

#[test]
fn twenty_thousand_leases_leave_nothing_once_they_are_over() {
    const SOCKETS: i32 = 20_000;
    let terms = Terms {
        owner: Owner {
            application: ApplicationId(0),
            account: Ledger::anonymous().unwrap().account("default"),
        },
        transport: Some(Transport::Tcp),
        peer: None,
        traffic: Traffic::Seen,
        receiving: Receiving::Native,
        closing: Closing::Told,
        idle: Some(Duration::from_secs(600)),
    };
    let before = BYTES.get();
    let mut leases = Leases::new();
    let now = Duration::from_secs(1_000);
    for socket in 3..SOCKETS {
        leases.grant(socket, terms, now);
    }
    let of_leases = BYTES.get() - before;
    for socket in 3..SOCKETS {
        leases.forget(socket);
    }
    leases.trim();
    let left = BYTES.get() - before;

    println!("{SOCKETS} leases: {of_leases} bytes, and {left} when they are over");
    assert!(of_leases < SOCKETS as isize * 512);
    assert!(left < 4096);
}
