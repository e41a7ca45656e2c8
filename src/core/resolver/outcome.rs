//! What name servers have to say about a name: its addresses, or why there are none, and for how long
//! that holds. Not how they were asked.

use super::{answer::Families, error::LookupError};
use rustc_hash::FxHashSet;
use std::{net::IpAddr, rc::Rc, time::Duration};

/// What the servers have to say about a name.
pub(super) type Outcome = Result<Found, Failed>;

/// The addresses of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Each family in the order of its answer.
    pub(super) addresses: Vec<IpAddr>,
    /// How long they hold.
    pub(super) ttl: Duration,
    /// The families that somebody answered for.
    pub(super) answered: Families,
    /// The whole name that has them, where the search list made it of the one that was looked up.
    pub(super) completed: Option<Rc<str>>,
}

impl Found {
    /// These addresses, then those of `other`, for as long as both hold.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        self.ttl = self.ttl.min(other.ttl);
        self.answered = self.answered.and(other.answered);
        self
    }

    /// These addresses, knowing that those of the other family are missing for `reason`. Without an
    /// answer for that one they hold for `ttl` at most.
    pub(super) fn without(mut self, reason: &Failed, ttl: Duration) -> Self {
        if reason.error == LookupError::Temporary {
            self.ttl = self.ttl.min(ttl);
        } else {
            self.answered = Families::BOTH;
        }
        self
    }

    /// These addresses, knowing what became of the names that come before theirs. Where nobody
    /// answered for one of those, it may have others: then these hold for `ttl` at most.
    pub(super) fn behind(mut self, before: Option<Failed>, ttl: Duration) -> Self {
        if before.is_some_and(|failed| failed.error == LookupError::Temporary) {
            self.ttl = self.ttl.min(ttl);
            self.answered = Families::default();
        }
        self
    }

    /// Every address once. A message has room for 4,000.
    pub(super) fn tidied(mut self) -> Self {
        let mut seen = FxHashSet::default();
        self.addresses.retain(|address| seen.insert(*address));
        self
    }
}

/// The lack of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failed {
    /// Why there is none.
    pub(super) error: LookupError,
    /// How long that holds: by the SOA record of the answer (RFC 2308, section 5), zero without.
    pub(super) ttl: Duration,
}

impl Failed {
    /// Nobody answered.
    pub(super) const TEMPORARY: Self = Self::new(LookupError::Temporary, None);

    /// For `error`, which holds for `ttl` seconds.
    pub(super) const fn new(error: LookupError, ttl: Option<u32>) -> Self {
        let ttl = match ttl {
            Some(seconds) => Duration::from_secs(seconds as u64),
            None => Duration::ZERO,
        };
        Self { error, ttl }
    }

    /// The failures for both families of one name as one. There is no such name where the answer for one
    /// of them says so (`__res_context_query` in glibc's res_query.c).
    pub(super) fn of_both_families(self, other: Self) -> Self {
        let both = self.and(other);
        let says_so = [self.error, other.error].contains(&LookupError::NotFound);
        match both.error {
            LookupError::NoAddress if says_so => Self {
                error: LookupError::NotFound,
                ..both
            },
            _ => both,
        }
    }

    /// Both failures as one: the error that rules out less, for as long as both hold.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            error: self.error.max(other.error),
            ttl: self.ttl.min(other.ttl),
        }
    }
}
