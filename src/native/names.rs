//! Which addresses the process's own resolver gave for which names, so that a rule by name holds for what
//! libraries resolve by libc. What follows from that is decided elsewhere.
//!
//! # Design
//! A table of fixed size for the whole process: a library may resolve on one thread and connect on another
//! one. Its words are read and written one by one, and nobody waits: what is written at that moment counts as
//! not there, which is never what the same thread has written before. A fork in the middle of a write leaves
//! one place unused in the child.

use crate::core::{address::judged, host::clock, target::Name};
use std::{
    array,
    net::IpAddr,
    sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering, fence},
    time::Duration,
};

/// How many pairs of a name and an address are remembered, the latest: 40 KiB, as far as they are used.
const ROOM: usize = 128;

/// The most addresses of one answer.
const MOST: usize = 32;

/// How long an address counts as one of a name that had it, as for the names of rules.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// The words of a name, the longest of which has 253 bytes and a dot.
const NAME_WORDS: usize = 32;
/// The words before it: the address, the time, and the length of the name.
const HEAD: usize = 4;
const WORDS: usize = HEAD + NAME_WORDS;

static PLACES: [Place; ROOM] = [const { Place::new() }; ROOM];
/// What each place's address is found by; 0 where there is none yet.
static KEYS: [AtomicU64; ROOM] = [const { AtomicU64::new(0) }; ROOM];
/// The place that is written next.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A name with one of its addresses.
struct Place {
    /// Odd while somebody writes.
    version: AtomicU32,
    words: [AtomicU64; WORDS],
}

/// What a place has.
#[derive(Clone, Copy)]
struct Pair {
    words: [u64; WORDS],
}

impl Pair {
    fn new(name: &[u8], address: IpAddr) -> Option<Self> {
        let mut words = [0; WORDS];
        words[..2].copy_from_slice(&numbers(address));
        words[2] = clock::now().as_millis() as u64;
        words[3] = name.len() as u64;
        if name.len() > NAME_WORDS * 8 {
            return None;
        }
        for (word, bytes) in words[HEAD..].iter_mut().zip(name.chunks(8)) {
            let mut whole = [0; 8];
            whole[..bytes.len()].copy_from_slice(bytes);
            *word = u64::from_ne_bytes(whole);
        }
        Some(Self { words })
    }

    fn is_of(&self, address: IpAddr) -> bool {
        let age = (clock::now().as_millis() as u64).saturating_sub(self.words[2]);
        self.words[..2] == numbers(address) && u128::from(age) <= REMEMBERED.as_millis()
    }

    fn name(&self) -> Option<Name> {
        let bytes: Vec<u8> = self.words[HEAD..]
            .iter()
            .flat_map(|word| word.to_ne_bytes())
            .collect();
        Name::parse(bytes.get(..self.words[3] as usize)?).ok()
    }

    /// Whether both have the same name and address.
    fn is_same(&self, other: &Self) -> bool {
        let apart_from_time = |pair: &Self| (pair.words[0], pair.words[1], pair.words[3]);
        apart_from_time(self) == apart_from_time(other) && self.words[HEAD..] == other.words[HEAD..]
    }
}

impl Place {
    const fn new() -> Self {
        Self {
            version: AtomicU32::new(0),
            words: [const { AtomicU64::new(0) }; WORDS],
        }
    }

    /// What is there, unless somebody writes.
    fn read(&self) -> Option<Pair> {
        let before = self.version.load(Ordering::Acquire);
        let words = array::from_fn(|index| self.words[index].load(Ordering::Relaxed));
        fence(Ordering::Acquire);
        let is_whole = before.is_multiple_of(2) && self.version.load(Ordering::Relaxed) == before;
        is_whole.then_some(Pair { words })
    }

    /// Whether it is written; not where somebody else writes.
    fn write(&self, pair: &Pair) -> bool {
        let before = self.version.load(Ordering::Relaxed);
        let (taken, fetched) = (Ordering::Acquire, Ordering::Relaxed);
        let begun = self
            .version
            .compare_exchange(before, before | 1, taken, fetched);
        if !before.is_multiple_of(2) || begun.is_err() {
            return false;
        }
        fence(Ordering::Release);
        for (word, value) in self.words.iter().zip(pair.words) {
            word.store(value, Ordering::Relaxed);
        }
        self.version
            .store(before.wrapping_add(2), Ordering::Release);
        true
    }
}

/// An address as two words: those of IPv4 as IPv6 writes them.
fn numbers(address: IpAddr) -> [u64; 2] {
    let number = match judged(address) {
        IpAddr::V4(address) => u128::from(address.to_ipv6_mapped()),
        IpAddr::V6(address) => u128::from(address),
    };
    [(number >> 64) as u64, number as u64]
}

fn key(address: IpAddr) -> u64 {
    let [high, low] = numbers(address);
    (high.rotate_left(32) ^ low) | 1
}

/// The names for which `address` was given lately.
pub(super) fn of(address: IpAddr) -> Vec<Name> {
    let key = key(address);
    let places = KEYS
        .iter()
        .zip(&PLACES)
        .take_while(|(found, _)| found.load(Ordering::Relaxed) != 0);
    places
        .filter(|(found, _)| found.load(Ordering::Acquire) == key)
        .filter_map(|(_, place)| place.read().filter(|pair| pair.is_of(address))?.name())
        .collect()
}

/// Remembers that `name` has `addresses`.
pub(super) fn remember(name: &[u8], addresses: impl Iterator<Item = IpAddr>) {
    // Numbers are no names.
    let Ok(name) = Name::parse(name) else { return };
    for address in addresses.take(MOST) {
        let Some(pair) = Pair::new(name.as_str().as_bytes(), address) else {
            return;
        };
        let key = key(address);
        let is_there = |index: &usize| {
            KEYS[*index].load(Ordering::Acquire) == key
                && PLACES[*index]
                    .read()
                    .is_some_and(|there| there.is_same(&pair))
        };
        let known = (0..ROOM).find(is_there);
        let fresh = (0..ROOM).map(|_| NEXT.fetch_add(1, Ordering::Relaxed) % ROOM);
        for index in known.into_iter().chain(fresh) {
            if PLACES[index].write(&pair) {
                KEYS[index].store(key, Ordering::Release);
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn names(address: &str) -> Vec<String> {
        let names = of(address.parse().unwrap());
        names.iter().map(|name| name.as_str().to_owned()).collect()
    }

    /// The table is the process's: one test, so that none evicts what another one looks for.
    #[test]
    fn names_are_known_by_their_addresses_until_newer_ones_need_the_room() {
        let addresses = ["192.0.2.1", "::ffff:192.0.2.2", "2001:db8::7"];
        let parsed = || addresses.iter().map(|address| address.parse().unwrap());
        remember(b"Db.Test.", parsed());
        remember(b"db.test", parsed());
        remember(b"other.test", parsed().take(1));
        remember(b"192.0.2.1", parsed());
        assert_eq!(names("192.0.2.1"), ["db.test", "other.test"]);
        assert_eq!(names("192.0.2.2"), ["db.test"], "a mapped address is IPv4");
        assert_eq!(names("::ffff:192.0.2.1"), ["db.test", "other.test"]);
        assert_eq!(names("2001:db8::7"), ["db.test"]);
        assert_eq!(names("192.0.2.3"), [""; 0]);
        for number in 0..ROOM {
            let address = Ipv4Addr::from_bits(0x0a00_0000 + number as u32);
            remember(b"many.test", [address.into()].into_iter());
        }
        assert_eq!(names("192.0.2.1"), [""; 0]);
        assert_eq!(names("10.0.0.5"), ["many.test"]);
    }

    #[test]
    fn who_writes_at_that_moment_is_not_waited_for() {
        let place = Place::new();
        let pair = Pair::new(b"a.test", "192.0.2.1".parse().unwrap()).unwrap();
        assert!(place.write(&pair));
        assert!(place.read().is_some_and(|there| there.is_same(&pair)));
        place.version.fetch_add(1, Ordering::Relaxed);
        assert!(place.read().is_none());
        assert!(!place.write(&pair));
    }
}
