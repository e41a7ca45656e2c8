//! Blocking lookups of the addresses of names for one thread of a PHP worker, with hickory's reading of
//! messages and of the configuration, and a cache of its own.
//! It is no stub resolver for every purpose (there are addresses and nothing else) and no policy:
//! whether an address may be used is decided elsewhere.
//!
//! By design sockets are made for each lookup that has to ask, and closed right after it. So no
//! descriptor is open between lookups, and a process that forks never shares one with its children.
//! What stays is the cache, which is plain memory.

mod answer;
mod cache;
mod error;
mod exchange;
mod hosts;
mod message;
mod order;
mod outcome;
mod query;
mod search;
mod sources;
mod system;

pub use answer::{Addresses, Families};
pub use error::LookupError;
#[cfg(feature = "fuzzing")]
pub use message::addresses_in;
pub use system::{Environment, SystemFiles, foreign_sources};

use super::{
    address::{interfaces::Interfaces, judged},
    host::clock,
    usage::{
        Account, Counter,
        quota::{Exhausted, Meter, Quotas},
    },
};
use answer::Answer;
use cache::{Cache, Sightings};
use exchange::Exchange;
use hosts::bare;
use outcome::{Failed, Outcome};
use rustc_hash::FxHashMap;
use sources::{Last, Source};
use std::{
    borrow::Cow,
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};
use system::{Refreshed, Settings, System};

/// How many bytes the cache takes, at most: some 3,000 names of few addresses.
const CACHE: usize = 1 << 20;

/// What was asked for, which no script chose more than one of.
type Answers = FxHashMap<String, Answer>;

/// For how long what the hosts file says stays in its order, which depends on the host's own addresses.
const HOSTS_TTL: Duration = Duration::from_secs(60);

/// Looks names up, one thread's worth of them.
///
/// A name is looked up, in this order,
///
/// 1. in the hosts file, as it is given;
/// 2. if it is `localhost` or ends in `.localhost`, nowhere else: it is loopback (RFC 6761,
///    section 6.3);
/// 3. in the cache, where answers of DNS stay for their TTL or a day, whatever is less: addresses for
///    the lowest TTL of their records, NXDOMAIN and NODATA for that of their SOA record (RFC 2308,
///    section 5), failures not at all; and what the hosts file says, for a minute;
/// 4. in DNS, with the search list and the options of resolv.conf, A and AAAA at the same time.
///
/// Where nsswitch.conf has `dns` before `files`, the hosts file is the last to be asked.
///
/// The files are looked at again at most once a second. When one changed, all are read again and
/// the cache is dropped.
#[derive(Debug)]
pub struct Resolver {
    system: System,
    cache: Cache,
    sightings: Sightings,
    interfaces: Interfaces,
    asked: u64,
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
            cache: Cache::new(CACHE),
            sightings: Sightings::default(),
            interfaces: Interfaces::default(),
            asked: 0,
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

    /// The addresses of `name`, of both families, each once and 64 of them at most, in the order
    /// to dial them: that of getaddrinfo(3). More than those are among [`Addresses::all`].
    ///
    /// `name` is a host name in ASCII of any case. One that ends in a dot is absolute: the search
    /// list does not apply to it. It may take `timeout` times `attempts` of resolv.conf (10 seconds
    /// where it does not say), however many servers and search domains there are.
    ///
    /// # Errors
    ///
    /// See [`LookupError`]. What is no domain name at all is [`LookupError::NotFound`].
    pub fn lookup(&mut self, name: &str) -> Result<Addresses, LookupError> {
        let now = self.refresh()?;
        let name = lowercase(name);
        let known = self.known(&name, now, Families::default());
        let answer = known.or_else(|| {
            let names = BTreeSet::from([name.to_string()]);
            self.ask(names, Families::default(), Duration::MAX)
                .remove(&*name)
        });
        let mut addresses = answer.unwrap_or(Err(LookupError::Temporary))?;
        if !addresses.are_in_order() {
            addresses = addresses.in_order(&self.system.order, &mut self.interfaces);
            self.cache.put_in_order(&name, &addresses);
        }
        Ok(addresses.in_turn(self.cache.turn(&name)))
    }

    /// Says that the addresses of `name` are dialled: those of DNS that are as good as each other take turns.
    pub fn take_turn(&mut self, name: &str) {
        self.cache.take_turn(&lowercase(name));
    }

    /// What [`Resolver::lookup`] gives for each of `names`, in their order, but for the order of the
    /// addresses. Those that have to be asked for are within the time that one lookup may take, and
    /// within `patience`, if there is any. A known answer that lacks one of `families`, since nobody answered for it, does
    /// not keep a name from being asked for.
    ///
    /// # Errors
    ///
    /// Those of [`Resolver::lookup`], for each name its own. A name whose turn did not come in
    /// time is [`LookupError::Temporary`].
    pub fn lookup_all(
        &mut self,
        names: &[&str],
        families: Families,
        patience: Option<Duration>,
    ) -> Vec<Result<Addresses, LookupError>> {
        let names: Vec<_> = names.iter().map(|name| lowercase(name)).collect();
        let now = match self.refresh() {
            Ok(now) => now,
            Err(error) => return vec![Err(error); names.len()],
        };
        let known = names.iter().map(|name| self.known(name, now, families));
        let known: Vec<_> = known.collect();
        let unknown = names
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none());
        let unknown = unknown.map(|(name, _)| name.to_string()).collect();
        let asked = patience.map(|patience| self.ask(unknown, families, patience));
        let asked = asked.unwrap_or_default();
        let answer = |name: &str| asked.get(name).cloned();
        let answers = names.iter().zip(known).map(|(name, known)| {
            known
                .or_else(|| answer(name))
                .unwrap_or(Err(LookupError::Temporary))
        });
        answers.collect()
    }

    /// The names that the search list makes of `name`, in the order in which they are asked for. Sends nothing.
    pub fn completions(&mut self, name: &str) -> Vec<String> {
        if name.ends_with('.') || self.refresh().is_err() {
            return Vec::new();
        }
        let candidates = self.system.settings.candidates(name).into_iter();
        let names = candidates.map(|one| bare(&one.to_string()).to_ascii_lowercase());
        names
            .filter(|one| !one.eq_ignore_ascii_case(name))
            .collect()
    }

    /// The time that one lookup may take.
    #[must_use]
    pub fn bound(&self) -> Duration {
        self.system.settings.bound
    }

    /// Whether `server` is a name server that names are asked of.
    pub fn asks(&mut self, server: SocketAddr) -> bool {
        self.refresh().is_ok() && self.system.settings.servers.contains(&server)
    }

    /// Has what lookups of `names` give remembered from now on, and that of others no longer: 256
    /// addresses of each. A trailing dot and case make no difference.
    pub fn watch<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let names: Vec<_> = names.map(lowercase).collect();
        self.sightings.watch(names.iter().map(|name| bare(name)));
    }

    /// Whether a lookup of `name`, which is [watched](Self::watch), gave what counts as `address` does no
    /// longer than `within` ago, even if its TTL ran out or the files changed since. Sends nothing.
    #[must_use]
    pub fn resolved_recently(&self, name: &str, address: IpAddr, within: Duration) -> bool {
        let seen = self.sightings.last(bare(&lowercase(name)), judged(address));
        seen.is_some_and(|at| (self.clock)().saturating_duration_since(at) <= within)
    }

    /// Whether `name`, which is [watched](Self::watch), is known to have resolved once to what counts
    /// as `address` does; `None` where nobody ever answered for what could be `address`, or its latest
    /// answer is not remembered as a whole. Sends nothing.
    #[must_use]
    pub fn once_resolved(&self, name: &str, address: IpAddr) -> Option<bool> {
        let (name, families) = (lowercase(name), Families::of(address));
        (self.sightings).knows(bare(&name), judged(address), families)
    }

    /// How many questions were put to name servers so far: one for each name, address family and
    /// server. What the transport repeats (a lost datagram, a truncated answer by TCP) counts once.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.asked
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

    /// The answer for `name` that is there without asking, and says all about `families`. The cache has
    /// nothing of before the files changed, so it may come first.
    fn known(&mut self, name: &str, now: Instant, families: Families) -> Option<Answer> {
        let answer = match self.cache.get(name, now) {
            Some(Ok(addresses)) if !addresses.answered().has(families) => return None,
            Some(answer) => answer,
            None => self.without_asking(name, now)?,
        };
        self.see(name, &answer, now);
        Some(answer)
    }

    /// The answer of the sources that come before the name servers.
    fn without_asking(&mut self, name: &str, now: Instant) -> Option<Answer> {
        if is_local(bare(name)) {
            return self.by_hosts(name, now);
        }
        let sources = self.system.sources.known().to_vec();
        for (source, last) in sources {
            if source == Source::Dns {
                return None;
            }
            let listed = self.by_hosts(name, now);
            if listed.is_some() || last != Last::Never {
                return listed.or(Some(Err(LookupError::NotFound)));
            }
        }
        Some(Err(LookupError::NotFound))
    }

    /// The answer of the hosts file, if it has one.
    fn by_hosts(&mut self, name: &str, now: Instant) -> Option<Answer> {
        let listed = self.system.hosts.get(bare(name))?;
        let listed = match listed.are_in_order() {
            true => listed,
            false => listed.in_order(&self.system.order, &mut self.interfaces),
        };
        let answer = Ok(listed.that_stay());
        self.cache.insert(name, answer.clone(), HOSTS_TTL, now);
        Some(answer)
    }

    /// The answer of the hosts file, where the name servers come first and did not have one.
    fn after_asking(&mut self, name: &str, error: LookupError, now: Instant) -> Option<Answer> {
        let mut sources = self.system.sources.known().iter();
        let (_, last) = sources.find(|(source, _)| *source == Source::Dns)?;
        let goes_on = match error {
            LookupError::NotFound | LookupError::NoAddress => *last == Last::Never,
            LookupError::Temporary => *last != Last::Always,
            LookupError::Exhausted(_) => false,
        };
        let has_files = sources.any(|(source, _)| *source == Source::Files);
        (goes_on && has_files)
            .then(|| self.by_hosts(name, now))
            .flatten()
    }

    /// Asks for `names`, with this much patience, and keeps what comes of it. For who needs all that there is
    /// of some `families`, `no-aaaa` keeps nothing from being asked for.
    fn ask(
        &mut self,
        mut names: BTreeSet<String>,
        families: Families,
        patience: Duration,
    ) -> Answers {
        let mut answers = Answers::default();
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
        let System {
            settings,
            plain,
            room,
            ..
        } = &mut self.system;
        let deadline = Instant::now() + settings.bound.min(patience);
        let first = settings.order.first(self.turn);
        let exchange = Exchange::new(settings, first, deadline, plain, room);
        let families = match families == Families::default() && !settings.asks_for_ipv6 {
            true => Families::IPV4,
            false => Families::BOTH,
        };
        let asked = search::ask(names, families, settings, exchange);
        self.asked += asked.questions;
        let now = (self.clock)();
        for (name, outcome) in asked.outcomes {
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
        if !Settings::asks_for(name) {
            return Ok(());
        }
        quotas.take(*account, Meter::Lookups, 1, clock::utc())?;
        account.add(Counter::Lookups, 1);
        Ok(())
    }

    /// Keeps `outcome` in the cache for as long as it holds.
    fn keep(&mut self, name: &str, outcome: Outcome, now: Instant) -> Answer {
        let (answer, ttl) = match outcome {
            Ok(found) => {
                let addresses = Addresses::new(&found.addresses, found.answered);
                (Ok(addresses.of_completed(found.completed)), found.ttl)
            }
            Err(Failed { error, ttl }) => match self.after_asking(name, error, now) {
                Some(listed) => (listed, Duration::ZERO),
                None => (Err(error), ttl),
            },
        };
        self.cache.insert(name, answer.clone(), ttl, now);
        self.see(name, &answer, now);
        answer
    }

    /// Remembers the addresses of `answer`, or that there are none.
    fn see(&mut self, name: &str, answer: &Answer, now: Instant) {
        match answer {
            Ok(addresses) => self.sightings.record(bare(name), addresses, now),
            Err(LookupError::NotFound | LookupError::NoAddress) => {
                self.sightings.record_absence(bare(name))
            }
            Err(LookupError::Temporary | LookupError::Exhausted(_)) => {}
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

/// Whether `name` is loopback and never a matter of DNS (RFC 6761, section 6.3).
fn is_local(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests;
