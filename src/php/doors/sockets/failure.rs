//! How ext/sockets reports a refusal or an error of the system: the error number, a warning,
//! `false`. Not why.

use crate::{
    core::{
        gate::Refusal,
        reason::{Errno, Reason},
    },
    php::{
        hook::function::{Answer, Call},
        state::refusal::{self, Failed, PlainRefusal},
        sys::{
            self,
            socket::{Socket, set_last_error},
            text::Text,
        },
    },
};
use std::{ffi::c_int, fmt};

/// Fails a call as a function of ext/sockets does (`PHP_SOCKET_ERROR` of ext/sockets): the error
/// set, a warning with the function's `words`, and `false`.
///
/// # Safety
/// The call is live, and its result empty. It may run user code and bail out.
#[cold]
#[inline(never)]
unsafe fn fail(
    call: &Call,
    socket: Option<Socket>,
    words: &str,
    error: c_int,
    text: &dyn fmt::Display,
) -> Answer {
    match socket {
        Some(socket) => socket.set_error(error),
        None => set_last_error(error),
    }
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        sys::return_false(call.result);
        warn(&format_args!("{words} [{error}]: {text}"));
    }
    Answer::Done
}

#[inline(never)]
unsafe fn warn(text: &dyn fmt::Display) {
    // SAFETY: as in `fail`.
    unsafe { sys::warn(&Text::<2048>::of(text)) };
}

/// Fails a call for an error of the system.
///
/// # Safety
/// As [`fail`].
pub(super) unsafe fn fail_by_system(
    call: &Call,
    socket: Option<Socket>,
    words: &str,
    errno: Errno,
) -> Answer {
    let text = match errno {
        // The C library's words, as the engine tells it.
        libc::EBADF => "Bad file descriptor",
        _ => nix::errno::Errno::from_raw(errno).desc(),
    };
    // SAFETY: the caller's contract.
    unsafe { fail(call, socket, words, errno, &text) }
}

/// Fails a call as it was decided.
///
/// # Safety
/// As [`fail`].
#[cold]
#[inline(never)]
pub(super) unsafe fn conclude(
    call: &Call,
    socket: Option<Socket>,
    words: &str,
    failed: Failed,
) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        match failed {
            Failed::Refused => refuse(call, socket, words, &refusal::take()),
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
    refusal: &PlainRefusal,
) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        match lookup_failure(refusal.reason) {
            Some((error, text)) => fail(call, socket, "Host lookup failed", error, &text),
            None => fail(call, socket, words, refusal.errno(), &refusal.text),
        }
    }
}

/// Fails a call for a refusal that was told already: the error set, and `false`.
///
/// # Safety
/// The call is live, and its result empty.
pub(super) unsafe fn fail_silently(call: &Call, socket: Socket, refusal: &PlainRefusal) -> Answer {
    socket.set_error(refusal.errno());
    // SAFETY: the caller's contract.
    unsafe { sys::return_false(call.result) };
    Answer::Done
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

/// The refusal of everything with a socket, where the objects of ext/sockets are not those that aesock knows.
pub(super) fn unknown_objects() -> PlainRefusal {
    let subject = "its objects are not those of the ext/sockets that aesock knows";
    PlainRefusal::of(&Refusal::new(Reason::Misconfigured, subject))
}
