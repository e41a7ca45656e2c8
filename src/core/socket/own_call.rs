//! How aesock itself connects and binds, once that is decided: by the plain calls, unless the process is
//! under a filter that asks about plain calls (`native/filter`).

use socket2::{SockAddr, SockRef};
use std::{io, os::fd::BorrowedFd, sync::OnceLock};

/// The calls that pass a filter.
#[derive(Debug, Clone, Copy)]
pub struct OwnCalls {
    /// connect(2)
    pub connect: fn(BorrowedFd<'_>, &SockAddr) -> io::Result<()>,
    /// bind(2)
    pub bind: fn(BorrowedFd<'_>, &SockAddr) -> io::Result<()>,
}

static PASSING: OnceLock<OwnCalls> = OnceLock::new();

/// Has all calls from now on made by `calls`; the first ones stay.
pub fn make_by(calls: OwnCalls) {
    let _ = PASSING.set(calls);
}

/// Connects `socket`.
///
/// # Errors
/// Those of connect(2).
pub fn connect(socket: BorrowedFd<'_>, address: &SockAddr) -> io::Result<()> {
    match PASSING.get() {
        None => SockRef::from(&socket).connect(address),
        Some(calls) => (calls.connect)(socket, address),
    }
}

/// Binds `socket`.
///
/// # Errors
/// Those of bind(2).
pub fn bind(socket: BorrowedFd<'_>, address: &SockAddr) -> io::Result<()> {
    match PASSING.get() {
        None => SockRef::from(&socket).bind(address),
        Some(calls) => (calls.bind)(socket, address),
    }
}
