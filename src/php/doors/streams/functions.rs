//! The hooked functions of streams: those that the transports cannot cover, and those with a
//! warning of their own in disabled mode. All else is checked in the transports.

use super::{
    check::{check_accept, check_shutdown, check_socket_pair},
    datagram::resolve_datagram,
    failure::{warn, warn_with},
    kind::Kind,
    stream::{is_ours, operations},
};
use crate::{
    core::{gate::Refusal, host::clock},
    php::{
        hook::{
            function::{Answer, Call, functions, unchecked},
            select::wait,
        },
        state::{gates::Gates, leases, refusal},
        sys::{self, arguments},
    },
};
use std::{os::fd::RawFd, ptr};

functions! {
    fsockopen = unchecked, False;
    pfsockopen = unchecked, False;
    socket_get_status = unchecked, EmptyArray;
    socket_set_blocking = unchecked, False;
    socket_set_timeout = unchecked, False;
    stream_select = select, ByTransport;
    stream_socket_accept = accept, ByTransport;
    stream_socket_pair = pair, False;
    stream_socket_shutdown = shutdown, ByTransport;
    stream_socket_sendto = resolve_datagram, ByTransport;
}

/// `stream_select(?array &$read, ?array &$write, ?array &$except, ?int $seconds, ?int $microseconds
/// = null)`. The engine casts each stream before it waits and after it, which renews its lease.
///
/// # Safety
/// As [`shutdown`].
unsafe fn select(call: &Call) -> Answer {
    leases::sweep();
    let began = clock::now();
    leases::begin_select(began);
    // SAFETY: the caller's contract. A bailout leaves the time to the next request's start.
    unsafe { wait(call, began, descriptor) };
    leases::end_select();
    Answer::Done
}

/// The descriptor of a stream of ours.
///
/// # Safety
/// `value` is live.
unsafe fn descriptor(value: &sys::zval) -> Option<RawFd> {
    // SAFETY: the caller's contract.
    unsafe {
        let stream = sys::stream(value)?;
        let is_socket = is_ours(stream) && operations(stream).kind != Kind::Foreign;
        is_socket.then(|| sys::descriptor(stream))
    }
}

/// `stream_socket_shutdown(resource $stream, int $mode)`, on a socket of which the engine made the
/// stream by itself: one that was inherited, if it is of the network.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
unsafe fn shutdown(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"rl", ptr::null_mut()) {
            return Answer::Done;
        }
        let stream = sys::argument(call.frame, 0).and_then(|value| sys::stream(value));
        let transport = stream
            .filter(|&stream| !is_ours(stream))
            .and_then(|stream| leases::transport(sys::descriptor(stream)));
        if transport.is_none() {
            return Answer::CallOriginal;
        }
        if refusal::ask(|gates| Ok(check_shutdown(gates)?)).is_ok() {
            return Answer::CallOriginal;
        }
        sys::return_false(call.result);
        warn();
    }
    Answer::Done
}

/// A connection from a listener, which may be an inherited one.
unsafe fn accept(call: &Call) -> Answer {
    // SAFETY: as in `shutdown`.
    unsafe {
        if !arguments::parse(call.frame, c"r|d!z", ptr::null_mut()) {
            return Answer::Done;
        }
        let stream = sys::argument(call.frame, 0).and_then(|value| sys::stream(value));
        match stream {
            Some(_) => refuse(call, check_accept, "Accept failed"),
            None => Answer::CallOriginal,
        }
    }
}

/// A pair of sockets, which reaches no network.
unsafe fn pair(call: &Call) -> Answer {
    let words = "Failed to create sockets: [13]";
    // SAFETY: as in `shutdown`.
    unsafe {
        if !arguments::parse(call.frame, c"lll", ptr::null_mut()) {
            return Answer::Done;
        }
        refuse(call, check_socket_pair, words)
    }
}

/// Refuses a call as `check` says, with the engine's `words` for its failure in front of the
/// reason.
unsafe fn refuse(call: &Call, check: fn(&mut Gates) -> Result<(), Refusal>, words: &str) -> Answer {
    // SAFETY: as in `shutdown`.
    unsafe {
        if refusal::ask(|gates| Ok(check(gates)?)).is_ok() {
            return Answer::CallOriginal;
        }
        sys::return_false(call.result);
        warn_with(words);
    }
    Answer::Done
}
