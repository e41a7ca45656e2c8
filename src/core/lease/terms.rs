//! What is said about a socket and its lease: whose it is, how it is used, what an operation does. Not
//! what becomes of it.

use crate::core::{
    socket::identity::Identity,
    target::Transport,
    usage::{Account, quota::Exhausted},
};
use std::{net::SocketAddr, num::NonZeroI64, time::Duration};

/// An application among those of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ApplicationId(pub u32);

/// An application, and where it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// Which.
    pub application: ApplicationId,
    /// Its counters.
    pub account: Account,
}

/// Whether all traffic of a socket passes the operations that count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// It does.
    Seen,
    /// Some may not: TLS adds to it, or something below PHP's streams reads and writes. The kernel
    /// is asked for it.
    Unseen,
}

/// Who closes a socket.
///
/// A descriptor is a number, which another socket may have as soon as it is closed. Where that goes
/// unseen the lease knows its socket by more, and asks whether it is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// A stream or an object of PHP's, which ends the lease with it.
    Told,
    /// A library, which may say nothing of it.
    Untold(Identity),
}

/// How a socket receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiving {
    /// As its owner does by itself.
    Native,
    /// With one system call: the socket itself waits, for the time that was put in it last. That is
    /// in whatever unit the owner has, and no negative one.
    Single(NonZeroI64),
}

impl Receiving {
    /// Of a socket that no time was put in yet.
    pub const SINGLE: Self = Self::Single(NonZeroI64::MIN);

    /// Whether a time was put in the socket.
    #[must_use]
    pub fn has_time(self) -> bool {
        self != Self::Native && self != Self::SINGLE
    }
}

/// What is to be known of a duplicate of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// What it carries; `None` for Unix sockets.
    pub transport: Option<Transport>,
    /// How the socket received until now: natively from now on.
    pub received: Receiving,
}

/// What a new lease is about.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Whose the socket is.
    pub owner: Owner,
    /// What the socket carries over the network, and is counted for; `None` for Unix sockets.
    pub transport: Option<Transport>,
    /// What it is connected to over the network.
    pub peer: Option<SocketAddr>,
    /// Where its bytes pass.
    pub traffic: Traffic,
    /// How it receives.
    pub receiving: Receiving,
    /// Who closes it.
    pub closing: Closing,
    /// After how much time without an operation it is reclaimed; `None` for never.
    pub idle: Option<Duration>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// It sends.
    Send,
    /// It receives.
    Receive,
    /// It does neither.
    Other,
}

/// Why a socket may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaseError {
    /// It belongs to another application.
    Foreign,
    /// It was reclaimed.
    Reclaimed,
    /// A quota of the application is used up.
    Exhausted(Exhausted),
}

/// Bytes of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It failed, or moved no bytes of the peer's or the script's.
    Nothing,
    /// The kernel took this many.
    Sent(u64),
    /// The kernel gave this many. None are the end of a stream.
    Received(u64),
    /// The kernel showed this many, and gives them again.
    Peeked(u64),
    /// The call was not accepted, so that it never came to the socket.
    Rejected,
}
