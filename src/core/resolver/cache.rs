//! What names resolved to: the answers that still hold, and a record of what some names once had.
//! It sends nothing and reads no clock: every method gets the time.

use super::answer::{Addresses, Answer, Families};
use crate::core::address::judged;
use rustc_hash::FxHashMap;
use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    rc::Rc,
    time::{Duration, Instant},
};

/// No answer is kept longer than this, whatever its TTL says.
pub(super) const LONGEST_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// How many addresses are remembered for one name at most; those seen longest ago give way.
const ADDRESSES_REMEMBERED: usize = 256;

/// How many are for all names together, which then share them: some 400 KiB.
const ALL_REMEMBERED: usize = 8192;

/// Answers by name, each until its TTL runs out or others need the room: those that were not asked for
/// since somebody last needed room go first.
///
/// Scripts choose the names, and whoever owns those the answers. So there is a bound in bytes, and room
/// is made at the same small cost for every new name, however many there are.
#[derive(Debug)]
pub(super) struct Cache {
    entries: HashMap<Rc<str>, Entry>,
    /// The names of all entries, in the order in which they may have to go.
    queue: VecDeque<Rc<str>>,
    /// What the entries take.
    bytes: usize,
    room: usize,
}

#[derive(Debug)]
struct Entry {
    answer: Answer,
    expires: Instant,
    /// How often it was dialled by.
    turn: usize,
    /// Whether it was asked for since it came to the end of the queue.
    is_used: bool,
}

/// How many entries in use a new one passes over before one of them must go.
const PASSED_OVER: usize = 16;

impl Cache {
    /// An empty cache of at most `room` bytes.
    pub(super) fn new(room: usize) -> Self {
        Self {
            entries: HashMap::new(),
            queue: VecDeque::new(),
            bytes: 0,
            room,
        }
    }

    /// The answer for `name`, unless it ran out.
    pub(super) fn get(&mut self, name: &str, now: Instant) -> Option<Answer> {
        let entry = self.entries.get_mut(name)?;
        if now >= entry.expires {
            return None;
        }
        entry.is_used = true;
        Some(entry.answer.clone())
    }

    /// Keeps `answer` for `ttl`, which is at most a day. A TTL of zero keeps nothing.
    pub(super) fn insert(&mut self, name: &str, answer: Answer, ttl: Duration, now: Instant) {
        if ttl.is_zero() {
            return;
        }
        self.bytes += size(name, &answer);
        let entry = Entry {
            answer,
            expires: now + ttl.min(LONGEST_TTL),
            turn: 0,
            is_used: false,
        };
        if let Some(known) = self.entries.get_mut(name) {
            self.bytes -= size(name, &known.answer);
            *known = entry;
        } else {
            let name: Rc<str> = name.into();
            self.queue.push_back(name.clone());
            self.entries.insert(name, entry);
        }
        while self.bytes > self.room {
            self.remove_one(now);
        }
    }

    /// Puts `addresses` in place of the same in another order.
    pub(super) fn put_in_order(&mut self, name: &str, addresses: &Addresses) {
        if let Some(entry) = self.entries.get_mut(name) {
            entry.answer = Ok(addresses.clone());
        }
    }

    /// How often the answer for `name` was dialled by.
    pub(super) fn turn(&self, name: &str) -> usize {
        self.entries.get(name).map_or(0, |entry| entry.turn)
    }

    /// Says that it is dialled by.
    pub(super) fn take_turn(&mut self, name: &str) {
        if let Some(entry) = self.entries.get_mut(name) {
            entry.turn = entry.turn.wrapping_add(1);
        }
    }

    /// Drops every answer.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.queue.clear();
        self.bytes = 0;
    }

    /// Drops the answer that is first in the queue and not in use.
    fn remove_one(&mut self, now: Instant) {
        for passed_over in 0.. {
            let Some(name) = self.queue.pop_front() else {
                return;
            };
            let is_used = |entry: &&mut Entry| entry.is_used && now < entry.expires;
            if passed_over < PASSED_OVER
                && let Some(entry) = self.entries.get_mut(&name).filter(is_used)
            {
                entry.is_used = false;
                self.queue.push_back(name);
                continue;
            }
            if let Some(entry) = self.entries.remove(&name) {
                self.bytes -= size(&name, &entry.answer);
            }
            return;
        }
    }
}

/// How many bytes an entry takes, at most: hash tables and queues have room for twice what is in them,
/// and each allocation has a header.
fn size(name: &str, answer: &Answer) -> usize {
    const SLOTS: usize = 2 * (size_of::<(Rc<str>, Entry)>() + 1 + size_of::<Rc<str>>());
    const COUNTS: usize = 2 * size_of::<usize>();
    const HEADER: usize = 2 * size_of::<usize>();
    let addresses = answer
        .as_ref()
        .map_or(0, |addresses| addresses.all().count());
    let shared = |bytes: usize| HEADER + (COUNTS + bytes).next_multiple_of(16);
    let completed = answer.as_ref().ok().and_then(Addresses::completed);
    let completed = completed.map_or(0, |name| shared(name.len()));
    SLOTS
        + completed
        + shared(name.len())
        + shared(addresses * size_of::<IpAddr>())
        + shared(addresses)
}

/// When some names were last seen to resolve to each of their addresses, TTLs notwithstanding. Which
/// names is the policy's matter, never the scripts': so they take no more than those names may.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    names: FxHashMap<Box<str>, Seen>,
}

/// What is known of a name.
#[derive(Debug, Default)]
struct Seen {
    addresses: Vec<Sighting>,
    /// The families that somebody answered for once.
    answered: Families,
    /// Whether the latest answer had more addresses than are remembered.
    is_partial: bool,
}

impl Seen {
    /// Keeps the latest addresses, so many.
    fn forget_all_but(&mut self, share: usize) {
        let seen = &mut self.addresses;
        if seen.len() > share {
            seen.sort_by_key(|sighting| std::cmp::Reverse(sighting.at));
            self.is_partial |= seen[share].at == seen[0].at;
            seen.truncate(share);
            seen.shrink_to_fit();
        }
    }
}

#[derive(Debug)]
struct Sighting {
    address: IpAddr,
    at: Instant,
}

impl Sightings {
    /// Has `names` (in lowercase, without a trailing dot) remembered from now on, and others no longer.
    pub(super) fn watch<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let mut before = std::mem::take(&mut self.names);
        let kept = names.map(|name| {
            before
                .remove_entry(name)
                .unwrap_or_else(|| (name.into(), Seen::default()))
        });
        self.names = kept.collect();
        let share = self.share();
        for seen in self.names.values_mut() {
            seen.forget_all_but(share);
        }
    }

    /// How many addresses are remembered for each name.
    fn share(&self) -> usize {
        let share = ALL_REMEMBERED / self.names.len().max(1);
        share.clamp(1, ADDRESSES_REMEMBERED)
    }

    /// Notes that `name` resolves to `addresses` now.
    pub(super) fn record(&mut self, name: &str, addresses: &Addresses, now: Instant) {
        let share = self.share();
        if let Some(seen) = self.names.get_mut(name) {
            seen.answered = seen.answered.and(addresses.answered());
            seen.is_partial = false;
            // One more than are kept tells that there are more.
            note(&mut seen.addresses, addresses.all().take(share + 1), now);
            seen.forget_all_but(share);
        }
    }

    /// Notes that `name` has no address now.
    pub(super) fn record_absence(&mut self, name: &str) {
        if let Some(seen) = self.names.get_mut(name) {
            seen.answered = Families::BOTH;
        }
    }

    /// Whether `name` was ever seen to resolve to what is judged as `address`; `None` where nobody ever
    /// answered for all of `families`, or not all is remembered of the latest answer.
    pub(super) fn knows(&self, name: &str, address: IpAddr, families: Families) -> Option<bool> {
        let seen = self.names.get(name)?;
        let mut addresses = seen.addresses.iter().map(|sighting| sighting.address);
        let has_it = addresses.any(|one| judged(one) == address);
        let knows_all = seen.answered.has(families) && !seen.is_partial;
        (has_it || knows_all).then_some(has_it)
    }

    /// When `name` was last seen to resolve to what is judged as `address`.
    pub(super) fn last(&self, name: &str, address: IpAddr) -> Option<Instant> {
        let seen = self.names.get(name)?.addresses.iter();
        let alike = seen.filter(|sighting| judged(sighting.address) == address);
        alike.map(|sighting| sighting.at).max()
    }
}

/// Notes each of `addresses` in `seen` as seen now.
fn note(seen: &mut Vec<Sighting>, addresses: impl Iterator<Item = IpAddr>, now: Instant) {
    for address in addresses {
        match seen.iter_mut().find(|known| known.address == address) {
            Some(known) => known.at = now,
            None => seen.push(Sighting { address, at: now }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const SECOND: Duration = Duration::from_secs(1);

    fn address(last: u8) -> IpAddr {
        Ipv4Addr::new(192, 0, 2, last).into()
    }

    fn answer(last: u8) -> Answer {
        Ok([address(last)].into_iter().collect())
    }

    #[test]
    fn an_answer_holds_until_the_last_moment_of_its_ttl() {
        let (mut cache, now) = (Cache::new(4096), Instant::now());

        cache.insert("a.test", answer(1), 10 * SECOND, now);

        let last_moment = now + 10 * SECOND - Duration::from_nanos(1);
        assert_eq!(cache.get("a.test", last_moment), Some(answer(1)));
        assert_eq!(cache.get("a.test", now + 10 * SECOND), None);
    }

    #[test]
    fn an_answer_without_a_ttl_is_not_kept() {
        let (mut cache, now) = (Cache::new(4096), Instant::now());

        cache.insert("a.test", answer(1), Duration::ZERO, now);

        assert!(cache.entries.is_empty());
    }

    #[test]
    fn no_answer_is_kept_longer_than_a_day() {
        let (mut cache, now) = (Cache::new(4096), Instant::now());

        cache.insert("a.test", answer(1), Duration::MAX, now);

        assert_eq!(cache.get("a.test", now + LONGEST_TTL), None);
    }

    /// A cache with room for `names` like `a.test`, of one address each.
    fn cache_for(names: usize) -> Cache {
        Cache::new(names * size("a.test", &answer(1)))
    }

    #[test]
    fn a_full_cache_drops_the_oldest_answer_that_was_not_asked_for() {
        let (mut cache, now) = (cache_for(3), Instant::now());
        cache.insert("a.test", answer(1), 9 * SECOND, now);
        cache.insert("b.test", answer(2), 9 * SECOND, now);
        cache.insert("c.test", answer(3), SECOND, now);
        assert_eq!(cache.get("a.test", now), Some(answer(1)));

        cache.insert("d.test", answer(4), SECOND, now);

        for (name, kept) in [
            ("a.test", Some(answer(1))),
            ("b.test", None),
            ("c.test", Some(answer(3))),
            ("d.test", Some(answer(4))),
        ] {
            assert_eq!(cache.get(name, now), kept, "{name}");
        }
    }

    #[test]
    fn an_answer_that_ran_out_is_dropped_although_it_was_asked_for() {
        let (mut cache, now) = (cache_for(2), Instant::now());
        cache.insert("a.test", answer(1), SECOND, now);
        cache.insert("b.test", answer(2), 9 * SECOND, now);
        cache.get("a.test", now);
        cache.get("b.test", now);

        cache.insert("c.test", answer(3), 9 * SECOND, now + SECOND);

        assert_eq!(cache.get("b.test", now + SECOND), Some(answer(2)));
        assert_eq!(cache.get("c.test", now + SECOND), Some(answer(3)));
        assert_eq!(cache.entries.len(), 2);
    }

    #[test]
    fn a_renewed_answer_takes_the_place_of_the_old_one_in_a_full_cache() {
        let (mut cache, now) = (cache_for(2), Instant::now());
        cache.insert("a.test", answer(1), SECOND, now);
        cache.insert("b.test", answer(2), SECOND, now);

        cache.insert("b.test", answer(3), SECOND, now);

        assert_eq!(cache.get("a.test", now), Some(answer(1)));
        assert_eq!(cache.get("b.test", now), Some(answer(3)));
        assert_eq!(cache.queue.len(), 2);
    }

    #[test]
    fn whatever_is_put_into_a_cache_takes_no_more_than_its_room() {
        let room = 64 * 1024;
        let (mut cache, now) = (Cache::new(room), Instant::now());
        for number in 0..5_000_u32 {
            let addresses = (0..number % 65).map(|last| IpAddr::from(Ipv4Addr::from_bits(last)));
            let name = format!("{number}{}.test", "a".repeat(number as usize % 200));
            cache.insert(&name, Ok(addresses.collect()), SECOND, now);
            // All of them are in use: somebody must go all the same.
            cache.get(&name, now);
            let entries = cache.entries.iter();
            let taken: usize = entries.map(|(name, entry)| size(name, &entry.answer)).sum();
            assert_eq!(
                (taken, cache.queue.len()),
                (cache.bytes, cache.entries.len())
            );
            assert!(taken <= room);
        }
        assert!(cache.bytes > room / 2, "it is used");
        cache.clear();
        assert_eq!((cache.bytes, cache.queue.len()), (0, 0));
    }

    fn sightings(names: &[&str]) -> Sightings {
        let mut sightings = Sightings::default();
        sightings.watch(names.iter().copied());
        sightings
    }

    fn list(last: &[u8]) -> Addresses {
        last.iter().copied().map(address).collect()
    }

    #[test]
    fn a_sighting_is_remembered_at_its_latest_time() {
        let (mut sightings, now) = (sightings(&["a.test"]), Instant::now());

        sightings.record("a.test", &list(&[1, 2]), now);
        sightings.record("a.test", &list(&[2]), now + SECOND);

        assert_eq!(sightings.last("a.test", address(1)), Some(now));
        assert_eq!(sightings.last("a.test", address(2)), Some(now + SECOND));
        assert_eq!(sightings.last("a.test", address(3)), None);
    }

    #[test]
    fn only_names_that_are_watched_are_remembered_and_those_watched_before_go_on() {
        let (mut sightings, now) = (sightings(&["a.test", "b.test"]), Instant::now());
        for name in ["a.test", "b.test", "c.test"] {
            sightings.record(name, &list(&[1]), now);
        }
        assert_eq!(sightings.last("c.test", address(1)), None);

        sightings.watch(["b.test", "c.test"].into_iter());

        assert_eq!(sightings.last("a.test", address(1)), None);
        assert_eq!(sightings.last("b.test", address(1)), Some(now));
        assert_eq!(sightings.names.len(), 2);
    }

    #[test]
    fn what_a_name_has_is_known_for_the_families_that_somebody_answered_for() {
        let (mut sightings, now) = (sightings(&["a.test", "b.test"]), Instant::now());
        let known = |sightings: &Sightings, name, last, families| {
            sightings.knows(name, address(last), families)
        };
        assert_eq!(known(&sightings, "a.test", 1, Families::IPV4), None);

        let half = Addresses::new(&[address(1)], Families::IPV4);
        sightings.record("a.test", &half, now);
        sightings.record_absence("b.test");

        assert_eq!(known(&sightings, "a.test", 1, Families::IPV4), Some(true));
        assert_eq!(known(&sightings, "a.test", 2, Families::IPV4), Some(false));
        assert_eq!(known(&sightings, "a.test", 2, Families::IPV6), None);
        assert_eq!(known(&sightings, "b.test", 1, Families::BOTH), Some(false));
    }

    #[test]
    fn of_an_answer_that_is_remembered_in_part_nobody_knows_what_it_had_not() {
        let names: Vec<_> = (0..512).map(|number| format!("n{number}.test")).collect();
        let (mut sightings, now) = (Sightings::default(), Instant::now());
        sightings.watch(names.iter().map(String::as_str));
        let share = sightings.share() as u8;
        let knows =
            |sightings: &Sightings, last| sightings.knows("n0.test", address(last), Families::IPV4);

        let more: Vec<u8> = (0..=share).collect();
        sightings.record("n0.test", &list(&more), now);
        assert_eq!(knows(&sightings, 0), Some(true));
        assert_eq!(knows(&sightings, share), None);
        assert_eq!(knows(&sightings, share + 1), None);

        sightings.watch(["n0.test"].into_iter());
        assert_eq!(knows(&sightings, share + 1), None, "more room is no answer");

        sightings.record("n0.test", &list(&[share]), now + SECOND);
        assert_eq!(knows(&sightings, share), Some(true));
        assert_eq!(knows(&sightings, share + 1), Some(false), "it is whole");
    }

    #[test]
    fn a_name_with_ever_new_addresses_is_remembered_by_the_latest_of_them() {
        let (mut sightings, start) = (sightings(&["cdn.test"]), Instant::now());
        let nth = |n: u32| IpAddr::from(Ipv4Addr::from_bits(n));

        for n in 0..=ADDRESSES_REMEMBERED as u32 {
            let addresses = [nth(n)].into_iter().collect();
            sightings.record("cdn.test", &addresses, start + n * SECOND);
        }

        assert_eq!(sightings.last("cdn.test", nth(0)), None);
        assert!(sightings.last("cdn.test", nth(1)).is_some());
    }

    #[test]
    fn many_names_share_what_is_remembered_of_all() {
        let names: Vec<_> = (0..512).map(|number| format!("n{number}.test")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (mut sightings, now) = (sightings(&names), Instant::now());
        for name in &names {
            let all = (0..64).map(|last| IpAddr::from(Ipv4Addr::from_bits(last)));
            sightings.record(name, &all.collect(), now);
        }
        let room = |sightings: &Sightings| {
            let seen = sightings.names.values();
            seen.map(|seen| seen.addresses.capacity()).sum::<usize>()
        };
        assert_eq!(room(&sightings), ALL_REMEMBERED);
        assert!(ALL_REMEMBERED * size_of::<Sighting>() <= 400 << 10);
    }
}
