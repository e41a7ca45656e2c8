//! A new socket made one of aesock's: closed on exec, above the standard streams, with timeouts and
//! a lease. It does not create the socket.

use super::{
    check::waits_by_default,
    failure::{fail_by_system, refuse, unknown_objects},
};
use crate::{
    core::{
        lease::{Closing, Receiving, Traffic},
        reason::Errno,
        settings::Mode,
        socket::descriptor,
        target::Transport,
    },
    php::{
        hook::function::{Answer, Call},
        state::{
            gates::{self, Gates},
            leases, operation,
            refusal::PlainRefusal,
        },
        sys::{self, socket::Socket},
    },
};
use std::{
    os::fd::{FromRawFd, IntoRawFd, OwnedFd},
    time::Duration,
};

/// The engine's words for a socket that could not be made.
pub(super) const NOT_CREATED: &str = "Unable to create socket";

/// Returns a socket that the core makes, once there is an object that owns the descriptor: memory
/// may run out for that. Each wait for it has a limit. The function's `words` tell the failure.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn made(
    call: &Call,
    domain: i64,
    transport: Transport,
    words: &str,
    limit: Option<Duration>,
    make: impl FnOnce(&Gates) -> Result<OwnedFd, Errno>,
) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = Socket::make(call.result, domain) else {
            sys::release(call.result);
            return refuse(call, None, NOT_CREATED, &unknown_objects());
        };
        let made = gates::with(|gates| {
            make(gates).map(|made| (made.into_raw_fd(), limit_of(gates, limit)))
        });
        if let Some(Ok((descriptor, limit))) = made {
            socket.set_descriptor(descriptor);
            lease_out(socket, Some(transport), limit);
            return Answer::Done;
        }
        sys::release(call.result);
        match made {
            Some(Err(errno)) => fail_by_system(call, None, words, errno),
            _ => refuse(call, None, words, &PlainRefusal::internal()),
        }
    }
}

/// Makes the socket that a call returned one of aesock's: closed on exec, above the standard
/// streams, with time-outs.
///
/// # Safety
/// The call is a live one. It may run user code and bail out; the call has run.
pub(super) unsafe fn adopt_result(call: &Call) {
    // SAFETY: the caller's contract.
    unsafe {
        if !is_enforced() || !sys::is_object(call.result) {
            return;
        }
        if let Some(socket) = Socket::of(&*call.result)
            && let Err(errno) = keep(socket)
        {
            sys::release(call.result);
            fail_by_system(call, None, NOT_CREATED, errno);
        }
    }
}

/// Makes the sockets of a new pair aesock's. One that could not be kept is closed, which its first use tells.
///
/// # Safety
/// Nobody else has their descriptors.
pub(super) unsafe fn keep_pair(pair: impl IntoIterator<Item = Socket>) {
    if is_enforced() {
        for socket in pair {
            // SAFETY: the caller's contract.
            let _ = unsafe { keep(socket) };
        }
    }
}

/// Puts the descriptor above the standard streams, closed on exec, and limits its waits. Where that fails the socket is
/// closed.
unsafe fn keep(socket: Socket) -> Result<(), Errno> {
    let timeout = sys::default_socket_timeout();
    // SAFETY: the socket's descriptor is taken from it and given back.
    let descriptor = unsafe { OwnedFd::from_raw_fd(socket.descriptor()) };
    socket.set_descriptor(-1);
    let kept =
        descriptor::keep(descriptor).map_err(|error| error.raw_os_error().unwrap_or(libc::EIO))?;
    socket.set_descriptor(kept.into_raw_fd());
    let limit = gates::with(|gates| limit_of(gates, timeout)).flatten();
    lease_out(socket, sys::transport(socket.descriptor()), limit);
    Ok(())
}

/// How long each wait for a socket may take: scripts cannot set it, where no rule lets them.
fn limit_of(gates: &Gates, limit: Option<Duration>) -> Option<Duration> {
    limit.filter(|_| waits_by_default(gates))
}

fn is_enforced() -> bool {
    gates::mode() == Mode::Enforce
}

/// Grants the lease of a socket that was just made, limits its waits, and has its end reported.
fn lease_out(socket: Socket, transport: Option<Transport>, limit: Option<Duration>) {
    socket.adopt(leases::release);
    operation::grant(
        socket.descriptor(),
        transport,
        None,
        Traffic::Seen,
        Receiving::Native,
        Closing::Told,
    );
    if let Some(limit) = limit {
        operation::limit_later(socket.descriptor(), limit);
    }
}
