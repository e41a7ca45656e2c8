//! Blocking lookups of the addresses of names for one thread of a PHP worker, over hickory for the
//! wire and the configuration, with a cache of its own.
//! It is no stub resolver for every purpose (there are addresses and nothing else) and no policy:
//! whether an address may be used is decided elsewhere.
//!
//! By design a tokio runtime and hickory's servers are built for each lookup that has to ask, and
//! dropped right after it. So nothing is started before the first lookup, no descriptor is open
//! and no task alive between lookups, and a process that forks never shares any of them with its
//! children. What stays is the cache, which is plain memory.

mod cache;
mod error;
mod system;
mod wire;

pub use error::LookupError;
pub use system::SystemFiles;
#[cfg(feature = "fuzzing")]
pub use wire::addresses_in;

use super::{
    host::clock,
    usage::{
        Account, Counter,
        quota::{Exhausted, Meter, Quotas},
    },
};
use cache::{Answer, Cache, Sightings};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use system::{Refreshed, System, bare};
use wire::{Failed, Outcome};

/// How many names the cache and the record of sightings hold, each.
const NAMES: usize = 4096;

/// Looks names up, one thread's worth of them.
///
/// A name is looked up, in this order,
///
/// 1. in the hosts file, as it is given;
/// 2. if it is `localhost` or ends in `.localhost`, nowhere else: it is loopback (RFC 6761,
///    section 6.3);
/// 3. in the cache, where answers stay for their TTL or a day, whatever is less: addresses for the
///    lowest TTL of their records, NXDOMAIN and NODATA for that of their SOA record (RFC 2308,
///    section 5), failures not at all;
/// 4. in DNS, with the search list and the options of resolv.conf, A and AAAA at the same time.
///
/// Both files are looked at again at most once a second. When one changed, both are read again and
/// the cache is dropped.
#[derive(Debug)]
pub struct Resolver {
    system: System,
    cache: Cache,
    sightings: Sightings,
    asked: Arc<AtomicU64>,
    turn: usize,
    clock: fn() -> Instant,
    charged: Option<(Account, Quotas)>,
}

impl Resolver {
    /// A resolver that asks `nameservers` or, without any, those of resolv.conf, and takes the
    /// rest of its configuration from the `system` files. It does nothing yet, reads no file even.
    #[must_use]
    pub fn new(nameservers: Vec<SocketAddr>, system: SystemFiles) -> Self {
        Self {
            system: System::new(system, nameservers),
            cache: Cache::new(NAMES),
            sightings: Sightings::new(NAMES),
            asked: Arc::default(),
            turn: 0,
            clock: Instant::now,
            charged: None,
        }
    }

    /// Has each name that name servers are asked for counted in `account`, and none asked for beyond
    /// `quotas`.
    #[must_use]
    pub fn charged_to(self, account: Account, quotas: Quotas) -> Self {
        Self {
            charged: Some((account, quotas)),
            ..self
        }
    }

    /// All addresses of `name`, of both families, each once and 64 of them at most, in the order
    /// to dial them: that of the hosts file, or those of DNS with IPv6 first.
    ///
    /// `name` is a host name in ASCII of any case. One that ends in a dot is absolute: the search
    /// list does not apply to it. It may take `timeout` times `attempts` of resolv.conf (10 seconds
    /// where it does not say), however many servers and search domains there are.
    ///
    /// # Errors
    ///
    /// See [`LookupError`]. What is no domain name at all is [`LookupError::NotFound`].
    pub fn lookup(&mut self, name: &str) -> Result<Rc<[IpAddr]>, LookupError> {
        let now = self.refresh()?;
        let name = lowercase(name);
        if let Some(answer) = self.known(&name, now) {
            return answer;
        }
        let mut answers = self.ask(BTreeSet::from([name.to_string()]));
        answers
            .remove(&*name)
            .unwrap_or(Err(LookupError::Temporary))
    }

    /// What [`Resolver::lookup`] gives for each of `names`, in their order. Those that have to be
    /// asked for are, 16 at a time and within the time that one lookup may take.
    ///
    /// # Errors
    ///
    /// Those of [`Resolver::lookup`], for each name its own. A name whose turn did not come in
    /// time is [`LookupError::Temporary`].
    pub fn lookup_all<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Result<Rc<[IpAddr]>, LookupError>> {
        let names: Vec<_> = names.into_iter().map(lowercase).collect();
        let now = match self.refresh() {
            Ok(now) => now,
            Err(error) => return vec![Err(error); names.len()],
        };
        let known: Vec<_> = names.iter().map(|name| self.known(name, now)).collect();
        let unknown = names
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none());
        let asked = self.ask(unknown.map(|(name, _)| name.to_string()).collect());
        let answer = |name: &str| asked.get(name).cloned();
        let answers = names.iter().zip(known).map(|(name, known)| {
            known
                .or_else(|| answer(name))
                .unwrap_or(Err(LookupError::Temporary))
        });
        answers.collect()
    }

    /// Whether a lookup of `name` by this resolver gave `address` no longer than `within` ago, even
    /// if its TTL ran out or the files changed since. Sends nothing.
    ///
    /// The last 4096 names and 256 addresses of each are remembered. A trailing dot makes no
    /// difference.
    #[must_use]
    pub fn resolved_recently(&self, name: &str, address: IpAddr, within: Duration) -> bool {
        let seen = self.sightings.last(bare(&lowercase(name)), address);
        seen.is_some_and(|at| (self.clock)().saturating_duration_since(at) <= within)
    }

    /// Whether `name` is known to have resolved to `address` once, as far as that is remembered; `None`
    /// where nothing is known of the name. `same` compares. Sends nothing.
    #[must_use]
    pub fn once_resolved(&self, name: &str, same: impl Fn(IpAddr) -> bool) -> Option<bool> {
        let name = lowercase(name);
        let mut seen = self.sightings.of(bare(&name))?;
        Some(seen.any(|sighting| same(sighting.address)))
    }

    /// How many questions were put to name servers so far: one for each name, address family and
    /// server. What the transport repeats (a lost datagram, a truncated answer by TCP) counts once.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Notices changes of the files. Returns the time.
    fn refresh(&mut self) -> Result<Instant, LookupError> {
        let now = (self.clock)();
        match self.system.refresh(now) {
            Refreshed::Same => {}
            Refreshed::Changed => self.cache.clear(),
            Refreshed::Unknown => return Err(LookupError::Temporary),
        }
        Ok(now)
    }

    /// The answer for `name` that is there without asking.
    fn known(&mut self, name: &str, now: Instant) -> Option<Answer> {
        let hosts = self.system.hosts.get(bare(name)).map(Ok);
        let answer = hosts.or_else(|| self.cache.get(name, now))?;
        self.see(name, &answer, now);
        Some(answer)
    }

    /// Asks for `names` and keeps what comes of it.
    fn ask(&mut self, mut names: BTreeSet<String>) -> HashMap<String, Answer> {
        let mut answers = HashMap::new();
        names.retain(|name| match self.charge(name) {
            Ok(()) => true,
            Err(exhausted) => {
                answers.insert(name.clone(), Err(LookupError::Exhausted(exhausted)));
                false
            }
        });
        if names.is_empty() {
            return answers;
        }
        self.turn = self.turn.wrapping_add(1);
        let outcomes = wire::ask(names, &self.system.settings, self.turn, &self.asked);
        let now = (self.clock)();
        for (name, outcome) in outcomes {
            let answer = self.keep(&name, outcome, now);
            answers.insert(name, answer);
        }
        answers
    }

    /// Counts that a name is asked for, unless nobody will be.
    fn charge(&self, name: &str) -> Result<(), Exhausted> {
        let Some((account, quotas)) = &self.charged else {
            return Ok(());
        };
        if self.system.settings.candidates(name).is_empty() {
            return Ok(());
        }
        quotas.take(*account, Meter::Lookups, 1, clock::utc())?;
        account.add(Counter::Lookups, 1);
        Ok(())
    }

    /// Keeps `outcome` in the cache for as long as it holds.
    fn keep(&mut self, name: &str, outcome: Outcome, now: Instant) -> Answer {
        let (answer, ttl) = match outcome {
            Ok(found) => (Ok(found.addresses.into()), found.ttl),
            Err(Failed { error, ttl }) => (Err(error), ttl),
        };
        self.cache.insert(name, answer.clone(), ttl, now);
        self.see(name, &answer, now);
        answer
    }

    /// Remembers the addresses of `answer`.
    fn see(&mut self, name: &str, answer: &Answer, now: Instant) {
        if let Ok(addresses) = answer {
            self.sightings.record(bare(name), addresses, now);
        }
    }
}

/// `name` as it is compared, in DNS (RFC 4343) and in the hosts file.
fn lowercase(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests;
