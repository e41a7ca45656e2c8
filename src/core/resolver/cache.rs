//! What names resolved to: the answers that still hold, and a record of those that once did.
//! It sends nothing and reads no clock: every method gets the time.

use super::error::LookupError;
use std::collections::HashMap;
use std::net::IpAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// No answer is kept longer than this, whatever its TTL says.
const LONGEST_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// How many addresses are remembered for one name; those seen longest ago give way.
const ADDRESSES_REMEMBERED: usize = 256;

/// The answer to a lookup, good or bad.
pub(super) type Answer = Result<Rc<[IpAddr]>, LookupError>;

/// Answers by name, each until its TTL runs out.
#[derive(Debug)]
pub(super) struct Cache {
    entries: HashMap<Box<str>, Entry>,
    capacity: usize,
}

#[derive(Debug)]
struct Entry {
    answer: Answer,
    expires: Instant,
}

impl Cache {
    /// An empty cache of at most `capacity` names.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            entries: HashMap::new(),
            capacity,
        }
    }

    /// The answer for `name`, unless it ran out.
    pub(super) fn get(&self, name: &str, now: Instant) -> Option<Answer> {
        let entry = self.entries.get(name)?;
        (now < entry.expires).then(|| entry.answer.clone())
    }

    /// Keeps `answer` for `ttl`, which is at most a day. A TTL of zero keeps nothing.
    pub(super) fn insert(&mut self, name: &str, answer: Answer, ttl: Duration, now: Instant) {
        if ttl.is_zero() {
            return;
        }
        if self.entries.len() >= self.capacity && !self.entries.contains_key(name) {
            self.make_room(now);
        }
        let expires = now + ttl.min(LONGEST_TTL);
        self.entries.insert(name.into(), Entry { answer, expires });
    }

    /// Drops every answer.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Drops what ran out or, if nothing did, what will run out next.
    fn make_room(&mut self, now: Instant) {
        self.entries.retain(|_, entry| now < entry.expires);
        if self.entries.len() >= self.capacity {
            remove_earliest(&mut self.entries, |entry| entry.expires);
        }
    }
}

/// When each name was last seen to resolve to each of its addresses, TTLs notwithstanding.
#[derive(Debug)]
pub(super) struct Sightings {
    names: HashMap<Box<str>, Vec<Sighting>>,
    capacity: usize,
}

#[derive(Debug)]
pub(super) struct Sighting {
    pub(super) address: IpAddr,
    at: Instant,
}

impl Sightings {
    /// An empty record of at most `capacity` names.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            names: HashMap::new(),
            capacity,
        }
    }

    /// Notes that `name` resolves to `addresses` now.
    pub(super) fn record(&mut self, name: &str, addresses: &[IpAddr], now: Instant) {
        if let Some(seen) = self.names.get_mut(name) {
            return note(seen, addresses, now);
        }
        if self.names.len() >= self.capacity {
            remove_earliest(&mut self.names, |seen| latest(seen).unwrap_or(now));
        }
        let mut seen = Vec::with_capacity(addresses.len());
        note(&mut seen, addresses, now);
        self.names.insert(name.into(), seen);
    }

    /// What `name` was seen to resolve to; `None` for a name that was not.
    pub(super) fn of(&self, name: &str) -> Option<impl Iterator<Item = &Sighting>> {
        Some(self.names.get(name)?.iter())
    }

    /// When `name` was last seen to resolve to `address`.
    pub(super) fn last(&self, name: &str, address: IpAddr) -> Option<Instant> {
        let seen = self.names.get(name)?.iter();
        latest(seen.filter(|sighting| sighting.address == address))
    }
}

/// Notes each of `addresses` in `seen` as seen now.
fn note(seen: &mut Vec<Sighting>, addresses: &[IpAddr], now: Instant) {
    for &address in addresses {
        match seen.iter_mut().find(|known| known.address == address) {
            Some(known) => known.at = now,
            None => seen.push(Sighting { address, at: now }),
        }
    }
    if seen.len() > ADDRESSES_REMEMBERED {
        seen.sort_by_key(|sighting| std::cmp::Reverse(sighting.at));
        seen.truncate(ADDRESSES_REMEMBERED);
    }
}

/// The time of the latest of `seen`.
fn latest<'a>(seen: impl IntoIterator<Item = &'a Sighting>) -> Option<Instant> {
    seen.into_iter().map(|sighting| sighting.at).max()
}

/// Removes the entry with the earliest `time`. It looks at all of them, which only a new name in a
/// full map costs and which is little beside the lookup that brought that name.
fn remove_earliest<V>(map: &mut HashMap<Box<str>, V>, time: impl Fn(&V) -> Instant) {
    let earliest = map.iter().min_by_key(|(_, value)| time(value));
    if let Some(name) = earliest.map(|(name, _)| name.clone()) {
        map.remove(&name);
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
        Ok([address(last)].into())
    }

    #[test]
    fn an_answer_holds_until_the_last_moment_of_its_ttl() {
        let (mut cache, now) = (Cache::new(8), Instant::now());

        cache.insert("a.test", answer(1), 10 * SECOND, now);

        let last_moment = now + 10 * SECOND - Duration::from_nanos(1);
        assert_eq!(cache.get("a.test", last_moment), Some(answer(1)));
        assert_eq!(cache.get("a.test", now + 10 * SECOND), None);
    }

    #[test]
    fn an_answer_without_a_ttl_is_not_kept() {
        let (mut cache, now) = (Cache::new(8), Instant::now());

        cache.insert("a.test", answer(1), Duration::ZERO, now);

        assert!(cache.entries.is_empty());
    }

    #[test]
    fn no_answer_is_kept_longer_than_a_day() {
        let (mut cache, now) = (Cache::new(8), Instant::now());

        cache.insert("a.test", answer(1), Duration::MAX, now);

        assert_eq!(cache.get("a.test", now + LONGEST_TTL), None);
    }

    #[test]
    fn a_full_cache_first_drops_what_ran_out() {
        let (mut cache, now) = (Cache::new(2), Instant::now());
        cache.insert("out.test", answer(1), SECOND, now);
        cache.insert("good.test", answer(2), 9 * SECOND, now);

        cache.insert("new.test", answer(3), 5 * SECOND, now + SECOND);

        assert_eq!(cache.get("good.test", now + SECOND), Some(answer(2)));
        assert_eq!(cache.get("new.test", now + SECOND), Some(answer(3)));
        assert_eq!(cache.entries.len(), 2);
    }

    #[test]
    fn a_full_cache_of_good_answers_drops_the_one_that_runs_out_next() {
        let (mut cache, now) = (Cache::new(2), Instant::now());
        cache.insert("next.test", answer(1), 5 * SECOND, now);
        cache.insert("later.test", answer(2), 9 * SECOND, now);

        cache.insert("new.test", answer(3), SECOND, now);

        assert_eq!(cache.get("next.test", now), None);
        assert_eq!(cache.get("later.test", now), Some(answer(2)));
        assert_eq!(cache.get("new.test", now), Some(answer(3)));
    }

    #[test]
    fn a_renewed_answer_takes_the_place_of_the_old_one_in_a_full_cache() {
        let (mut cache, now) = (Cache::new(2), Instant::now());
        cache.insert("a.test", answer(1), SECOND, now);
        cache.insert("b.test", answer(2), SECOND, now);

        cache.insert("b.test", answer(3), SECOND, now);

        assert_eq!(cache.get("a.test", now), Some(answer(1)));
        assert_eq!(cache.get("b.test", now), Some(answer(3)));
    }

    #[test]
    fn a_sighting_is_remembered_at_its_latest_time() {
        let (mut sightings, now) = (Sightings::new(8), Instant::now());

        sightings.record("a.test", &[address(1), address(2)], now);
        sightings.record("a.test", &[address(2)], now + SECOND);

        assert_eq!(sightings.last("a.test", address(1)), Some(now));
        assert_eq!(sightings.last("a.test", address(2)), Some(now + SECOND));
        assert_eq!(sightings.last("a.test", address(3)), None);
        assert_eq!(sightings.last("b.test", address(1)), None);
    }

    #[test]
    fn a_full_record_forgets_the_name_seen_longest_ago() {
        let (mut sightings, now) = (Sightings::new(2), Instant::now());
        sightings.record("old.test", &[address(1)], now);
        sightings.record("recent.test", &[address(2)], now + SECOND);

        sightings.record("new.test", &[address(3)], now + SECOND);

        assert_eq!(sightings.last("old.test", address(1)), None);
        assert!(sightings.last("recent.test", address(2)).is_some());
        assert!(sightings.last("new.test", address(3)).is_some());
    }

    #[test]
    fn a_name_with_ever_new_addresses_is_remembered_by_the_latest_of_them() {
        let (mut sightings, start) = (Sightings::new(2), Instant::now());
        let nth = |n: u32| IpAddr::from(Ipv4Addr::from_bits(n));

        for n in 0..=ADDRESSES_REMEMBERED as u32 {
            sightings.record("cdn.test", &[nth(n)], start + n * SECOND);
        }

        assert_eq!(sightings.last("cdn.test", nth(0)), None);
        assert!(sightings.last("cdn.test", nth(1)).is_some());
    }
}
