//! Why a lookup fails, in the words that scripts know. It does not say whose fault it is: a refusal
//! is made of it elsewhere.

use crate::core::usage::quota::Exhausted;

/// Why a lookup has no addresses, in the words of glibc's `gai_strerror(3)`.
///
/// Ordered by how much they leave open: the greater of two is what is known for both.
#[derive(thiserror::Error, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LookupError {
    /// There is no such name: NXDOMAIN, also for every domain of the search list.
    #[error("Name or service not known")]
    NotFound,
    /// There is such a name, but with neither an A nor an AAAA record: NODATA.
    #[error("No address associated with hostname")]
    NoAddress,
    /// Nobody knows now: the servers failed, are silent, or there are none.
    #[error("Temporary failure in name resolution")]
    Temporary,
    /// Nobody was asked: the quota of lookups is used up. This is aesock's own.
    #[error(transparent)]
    Exhausted(Exhausted),
}
