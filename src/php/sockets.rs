//! The door of ext/sockets. It translates; the core decides.
//!
//! # Design
//! The functions stay the engine's own. A check converts the arguments of the call once and in
//! place, asks the core about what they mean, and lets the engine's handler go on with just that: a
//! name or another spelling is replaced by the address that was judged, so that the engine has
//! nothing left to resolve, and no second opinion. What is no call of the engine's it tells itself,
//! since it sees the same arguments: wrong types, a closed socket, a missing port.
//!
//! Where the engine would make its socket and connect it in one step (`socket_addrinfo_connect`)
//! the core dials.

mod address;
mod addrinfo;
mod create;
mod functions;
mod message;
mod option;
mod select;
mod uses;

pub(super) use functions::FUNCTIONS;

use super::{
    hook::function::{Answer, Call},
    sys::{
        self, arguments,
        socket::{Socket, set_last_error},
    },
    text::Text,
    told::{self, Failed, Told},
};
use crate::core::{
    gate::Refusal,
    reason::{Errno, Reason},
};
use std::{
    ffi::{CStr, c_int},
    fmt,
};

/// Converts the arguments of a call, of which the first is a socket. `Err` is the answer where the
/// call is over, or is to fail in the engine.
///
/// # Safety
/// The call is a live one of a function with these parameters. It may run user code and bail out.
unsafe fn socket_and(call: &Call, format: &'static CStr) -> Result<Socket, Answer> {
    // SAFETY: the caller's contract; the engine checks the class of the first argument.
    unsafe {
        if !arguments::parse(call.frame, format, arguments::class(c"socket")) {
            return Err(Answer::Given);
        }
        let Some(value) = sys::argument(call.frame, 0) else {
            return Err(Answer::GoOn);
        };
        match Socket::of(value) {
            Some(socket) if socket.descriptor() < 0 => Err(Answer::GoOn),
            Some(socket) => Ok(socket),
            None => Err(refuse(
                call,
                None,
                "Unable to use socket",
                &without_headers(),
            )),
        }
    }
}

/// The refusal of everything with a socket, in a build that does not know ext/sockets' objects.
fn without_headers() -> Told {
    let subject = "it was built without the headers of ext/sockets";
    Told::of(&Refusal::new(Reason::Misconfigured, subject))
}

/// Fails a call as a function of ext/sockets does (`PHP_SOCKET_ERROR` of ext/sockets): the error
/// set, a warning with the function's `words`, and `false`.
///
/// # Safety
/// The call is live, and its result empty. It may run user code and bail out.
unsafe fn fail(
    call: &Call,
    socket: Option<Socket>,
    words: &str,
    error: c_int,
    text: impl fmt::Display,
) -> Answer {
    match socket {
        Some(socket) => socket.set_error(error),
        None => set_last_error(error),
    }
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        sys::return_false(call.result);
        sys::warn(&Text::of(format_args!("{words} [{error}]: {text}")));
    }
    Answer::Given
}

/// Fails a call for an error of the system.
///
/// # Safety
/// As [`fail`].
unsafe fn fail_by_system(call: &Call, socket: Option<Socket>, words: &str, errno: Errno) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        fail(
            call,
            socket,
            words,
            errno,
            nix::errno::Errno::from_raw(errno).desc(),
        )
    }
}

/// Fails a call as it was decided.
///
/// # Safety
/// As [`fail`].
unsafe fn conclude(call: &Call, socket: Option<Socket>, words: &str, failed: Failed) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        match failed {
            Failed::Refused => refuse(call, socket, words, &told::take()),
            Failed::System(errno) => fail_by_system(call, socket, words, errno),
        }
    }
}

/// Fails a call for a refusal; one for a name that does not resolve has the words of a failed
/// lookup instead of the function's.
///
/// # Safety
/// As [`fail`].
pub(super) unsafe fn refuse(
    call: &Call,
    socket: Option<Socket>,
    words: &str,
    told: &Told,
) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        match lookup_failure(told.reason) {
            Some((error, text)) => fail(call, socket, "Host lookup failed", error, text),
            None => fail(call, socket, words, told.errno(), &*told.text),
        }
    }
}

/// Error and words of a failed lookup: 10,000 and the number of `h_errno`, negative, and
/// hstrerror(3).
fn lookup_failure(reason: Reason) -> Option<(c_int, &'static str)> {
    match reason {
        Reason::NameNotFound => Some((-10_001, "Unknown host")),
        Reason::NameUnresolved => Some((-10_002, "Host name lookup failure")),
        Reason::NameWithoutAddress => Some((-10_004, "No address associated with name")),
        _ => None,
    }
}
