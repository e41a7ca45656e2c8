//! What rules by name mean for an address: the names that have it, or lately had. What follows from that
//! is the policy's matter.
//!
//! A rule by exact name is about the addresses of the name, however a script came to one: it may have
//! resolved it by itself, or a library for it. So for an address the names of the rules are looked up,
//! where a decision depends on them. That must not stall all else when a name server is silent: it
//! takes no longer than the caller waits, and a name that nobody answered for is not asked for again for
//! a while.

use super::{Refusal, unanswered::Unanswered};
use crate::core::{
    address::{self, Class},
    escape::Escaped,
    host::clock,
    policy::{self, Decision, Peer, Policy},
    reason::Reason,
    resolver::{Addresses, Families, LookupError, Resolver},
};
use std::{collections::BTreeSet, net::IpAddr, time::Duration};

/// How long an address counts as one of a name that had it.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// How often a name is asked for whose answers change each time, and have no time to live.
const TURNS: usize = 8;

/// The least that a lookup gets, however impatient the caller is: what takes less stalls nobody.
const LEAST: Duration = Duration::from_millis(500);

/// Whether a decision may send DNS queries of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookups {
    /// It may, and wait so long.
    Within(Duration),
    /// It must do with what is known.
    Avoided,
}

impl Lookups {
    /// Where nothing says how long the caller waits: as long as the resolver does.
    pub const SENT: Self = Self::Within(Duration::MAX);

    /// For what nobody waits for in stock PHP, such as sending a datagram.
    pub const BRIEF: Self = Self::Within(Duration::from_secs(2));

    /// For a caller that waits so long, or as long as it takes.
    #[must_use]
    pub fn for_caller(timeout: Option<Duration>) -> Self {
        Self::Within(timeout.unwrap_or(Duration::MAX))
    }
}

/// Looks up the names of rules.
pub(super) struct Names<'a> {
    pub(super) resolver: &'a mut Resolver,
    pub(super) unanswered: &'a mut Unanswered,
    pub(super) lookups: Lookups,
}

impl Names<'_> {
    /// The deny rule by name whose name has the peer's address now. Where nobody answers for a name, what
    /// it was known to have counts.
    ///
    /// # Errors
    /// The [`Refusal`] of what cannot be decided: nothing was ever known of a name, which whoever owns it
    /// can cause, or the quota of lookups is used up, which the application can.
    pub(super) fn denied<'p>(
        &mut self,
        policy: &'p Policy,
        peer: &Peer<'_>,
    ) -> Result<Option<Decision<'p>>, Refusal> {
        let denied: Vec<_> = policy.denied_names(peer.transport, peer.port).collect();
        if denied.is_empty() {
            return Ok(None);
        }
        let families = Families::of(peer.address);
        let names: Vec<_> = denied.iter().map(|(name, _)| *name).collect();
        let mut unanswered_for = Vec::new();
        for ((name, decision), answer) in denied.into_iter().zip(self.look_up(&names, families)) {
            match answer {
                Ok(addresses) if has(&addresses, peer.address) => return Ok(Some(decision)),
                Err(LookupError::Exhausted(exhausted)) => return Err(exhausted.into()),
                // What could be the peer's address was not told.
                Ok(addresses) if !addresses.answered().has(families) => {
                    unanswered_for.push((name, decision));
                }
                Err(LookupError::Temporary) => unanswered_for.push((name, decision)),
                Ok(_) | Err(LookupError::NotFound | LookupError::NoAddress) => {}
            }
        }
        let mut unknown = None;
        for (name, decision) in unanswered_for {
            match self.resolver.once_resolved(name, peer.address) {
                Some(true) => return Ok(Some(decision)),
                Some(false) => {}
                None => unknown = Some(name),
            }
        }
        match unknown {
            Some(name) => Err(Refusal::new(
                Reason::Undecided,
                format_args!(
                    "{}: nobody answers for {}, which a rule denies",
                    peer.address,
                    Escaped(name.as_bytes())
                ),
            )),
            None => Ok(None),
        }
    }

    /// The decision that allows `peer`, which is of `class`, by a rule about a name that has its address
    /// or lately had: an exact one, or any that covers a name that is `told`, since somebody says that
    /// it is being dialled. Who says so is not believed without our resolver.
    pub(super) fn allowed<'p>(
        &mut self,
        policy: &'p Policy,
        peer: &Peer<'_>,
        class: Class,
        told: &[&str],
    ) -> Option<Decision<'p>> {
        let by_name = |name: &str| {
            let peer = Peer {
                name: Some(bare(name)),
                ..*peer
            };
            Some(policy.decide_on(&peer, class)).filter(Decision::allows)
        };
        let of_rules = policy.allowed_names(peer.transport, peer.port);
        let mut names: Vec<&str> = told
            .iter()
            .copied()
            .chain(of_rules)
            .filter(|name| by_name(name).is_some())
            .collect();
        let recently =
            |name: &&&str| (self.resolver).resolved_recently(name, peer.address, REMEMBERED);
        if let Some(name) = names.iter().find(recently) {
            return by_name(name);
        }
        let mut seen: BTreeSet<(&str, IpAddr)> = BTreeSet::new();
        for _ in 0..TURNS {
            let answers = self.look_up(&names, Families::default());
            let mut changing = Vec::new();
            for (name, answer) in names.into_iter().zip(answers) {
                let Ok(addresses) = answer else {
                    continue;
                };
                if has(&addresses, peer.address) {
                    return by_name(name);
                }
                let new = addresses.all().filter(|&one| seen.insert((name, one)));
                if new.count() > 0 {
                    changing.push(name);
                }
            }
            if changing.is_empty() {
                return None;
            }
            names = changing;
        }
        None
    }

    /// The name of App Engine's exceptions that the peer's address belongs to, or belonged to lately.
    pub(super) fn excepted(&mut self, peer: &Peer<'_>) -> Option<&'static str> {
        let names = || policy::excepted_names(peer.transport, peer.port);
        let remembered = names().find(|name| {
            self.resolver
                .resolved_recently(name, peer.address, REMEMBERED)
        });
        if remembered.is_some() {
            return remembered;
        }
        let names: Vec<_> = names().collect();
        let answers = self.look_up(&names, Families::default());
        let mut answered = names.into_iter().zip(answers);
        let found = answered.find(|(_, answer)| {
            let addresses = answer.as_ref();
            addresses.is_ok_and(|addresses| has(addresses, peer.address))
        });
        found.map(|(name, _)| name)
    }

    /// What `name` has.
    pub(super) fn of(&mut self, name: &str) -> Result<Addresses, LookupError> {
        let answer = self.look_up(&[name], Families::default()).pop();
        answer.unwrap_or(Err(LookupError::Temporary))
    }

    /// What each of `names` has, without asking for those that nobody answered for lately.
    fn look_up(
        &mut self,
        names: &[&str],
        families: Families,
    ) -> Vec<Result<Addresses, LookupError>> {
        if names.is_empty() {
            return Vec::new();
        }
        let Lookups::Within(patience) = self.lookups else {
            return self.resolver.lookup_all(names, families, None);
        };
        let patience = patience.max(LEAST).min(self.resolver.bound());
        let patience = self.unanswered.left(patience);
        if patience.is_zero() {
            return self.resolver.lookup_all(names, families, None);
        }
        let now = clock::now();
        let is_waiting = |name: &&str| self.unanswered.is_waiting(name, now);
        let (waiting, asked): (Vec<&str>, Vec<&str>) =
            names.iter().partition(|name| is_waiting(name));
        let answers = self.resolver.lookup_all(&asked, families, Some(patience));
        let answered = clock::now();
        let spent = answered.saturating_sub(now);
        self.unanswered.spend(spent);
        for (name, answer) in asked.iter().zip(&answers) {
            let is_answered = match answer {
                Ok(addresses) => addresses.answered().has(families),
                Err(error) => *error != LookupError::Temporary,
            };
            if is_answered {
                self.unanswered.forget(name);
            } else {
                self.unanswered.wait(name, spent, answered);
            }
        }
        if waiting.is_empty() {
            return answers;
        }
        let known = self.resolver.lookup_all(&waiting, families, None);
        let (mut answers, mut known) = (answers.into_iter(), known.into_iter());
        let in_their_order = names.iter().map(|name| {
            let next = match waiting.contains(name) {
                true => known.next(),
                false => answers.next(),
            };
            next.unwrap_or(Err(LookupError::Temporary))
        });
        in_their_order.collect()
    }
}

/// A name without the dot that marks it as absolute.
fn bare(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// Whether one of `addresses` counts as `address` does.
fn has(addresses: &Addresses, address: IpAddr) -> bool {
    let judged = address::judged(address);
    addresses
        .all()
        .any(|address| address::judged(address) == judged)
}
