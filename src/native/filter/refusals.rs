//! Whether a filter refuses anything by itself, and whose policy decides in it.

use std::fmt;

/// Whether the kernel refuses by itself what nobody could decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusals {
    /// It does.
    Made,
    /// It does not, where nothing is to be refused (audit mode).
    LeftOut,
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Made => "refuses (aesock.mode=enforce or disabled)",
            Self::LeftOut => "only logs (aesock.mode=audit)",
        })
    }
}

/// The policy of the supervisor that holds a process, beside that process's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// It is the same.
    Same,
    /// It is another one, or may be.
    Other,
}
