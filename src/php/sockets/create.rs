//! Functions that make sockets or wait for them: `socket_create`, `socket_create_pair`,
//! `socket_create_listen`, `socket_listen`, `socket_accept`.

use super::{fail_by_system, refuse, socket_and};
use crate::{
    core::{
        descriptor,
        family::{Family, transport},
        options::{Access, SocketOption},
        reason::Errno,
        settings::Mode,
    },
    php::{
        functions::{Answer, Call},
        state::{self, State},
        sys::{self, arguments, socket::Socket},
        text::Text,
        told::{Told, decide, judge},
    },
};
use std::{
    os::fd::{FromRawFd, IntoRawFd, OwnedFd},
    ptr,
    time::Duration,
};

/// The engine's words for a socket that could not be made.
pub(super) const NOT_CREATED: &str = "Unable to create socket";
/// The highest number of a type that PHP before 8.4 takes.
const LAST_TYPE: i64 = 10;

/// `socket_create(int $domain, int $type, int $protocol)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn create(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"lll", ptr::null_mut()) {
            return Answer::Given;
        }
        let Some([domain, kind, protocol]) = integers(call) else {
            return Answer::GoOn;
        };
        let is_known = Family::of(domain).is_some() || domain == i64::from(libc::AF_UNIX);
        let refused = decide(|state| judge_socket(state, domain, kind, protocol, call.name));
        let Some(told) = refused else {
            call.run();
            settle(call);
            return Answer::Given;
        };
        if !is_known || kind > LAST_TYPE {
            // The engine may have words of its own for these, which depend on its version.
            call.run();
            if !sys::is_object(call.result) {
                return Answer::Given;
            }
            sys::release(call.result);
        }
        refuse(call, None, NOT_CREATED, &told)
    }
}

/// Decides on a socket of these kinds; one of TCP or UDP over IP needs no permission.
pub(super) fn judge_socket(
    state: &mut State,
    domain: i64,
    kind: i64,
    protocol: i64,
    via: &str,
) -> Option<Told> {
    match (Family::of(domain), transport(kind, protocol)) {
        (Some(_), Some(_)) => None,
        (Some(_), None) => judge(state, &"raw", via, |gate| {
            gate.admit_protocol(kind, protocol)
        }),
        (None, _) => judge(state, &"raw", via, |gate| gate.admit_family(domain)),
    }
}

/// `socket_create_pair(int $domain, int $type, int $protocol, array &$pair)`.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn create_pair(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"lllz", ptr::null_mut()) {
            return Answer::Given;
        }
        let domain = sys::argument(call.frame, 0).and_then(|value| value.long());
        if domain == Some(libc::AF_UNIX.into()) {
            let refused = decide(|state| {
                judge(state, &"socketpair", call.name, |gate| {
                    gate.admit_pair_of_family()
                })
            });
            if let Some(told) = refused {
                return refuse(call, None, "Unable to create socket pair", &told);
            }
        }
        call.run();
        // What a failed call leaves there is the script's own.
        if is_enforced()
            && sys::is_true(call.result)
            && let Some(pair) = sys::argument(call.frame, 3)
            && let Some(pair) = arguments::array(arguments::dereferenced(pair))
        {
            for index in 0..2 {
                if let Some(socket) =
                    arguments::item(pair, index).and_then(|value| Socket::of(value))
                {
                    // A pair that could not be kept is closed, which its first use tells.
                    let _ = keep(socket);
                }
            }
        }
    }
    Answer::Given
}

/// `socket_create_listen(int $port, int $backlog = 128)`.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn create_listen(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"l|l", ptr::null_mut()) {
            return Answer::Given;
        }
        let port = sys::argument(call.frame, 0).and_then(|value| value.long());
        let place = Text::<64>::of(format_args!("0.0.0.0:{}", port.unwrap_or(0)));
        let refused = decide(|state| judge_listening(state, &place, call.name));
        if let Some(told) = refused {
            return refuse(call, None, "unable to create listening socket", &told);
        }
        call.run();
        settle(call);
    }
    Answer::Given
}

/// `socket_listen(Socket $socket, int $backlog = 0)`.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn listen(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_and(call, c"O|l") {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let place = sys::local(socket.descriptor());
        match decide(|state| judge_listening(state, &place, call.name)) {
            Some(told) => refuse(call, Some(socket), "unable to listen on socket", &told),
            None => Answer::GoOn,
        }
    }
}

/// `socket_accept(Socket $socket)`, on a listener that may be an inherited one.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn accept(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_and(call, c"O") {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let place = sys::local(socket.descriptor());
        if let Some(told) = decide(|state| judge_listening(state, &place, call.name)) {
            return refuse(call, None, "unable to accept incoming connection", &told);
        }
        call.run();
        settle(call);
    }
    Answer::Given
}

fn judge_listening(state: &mut State, place: &str, via: &str) -> Option<Told> {
    let shown = format_args!("tcp://{place}");
    judge(state, &shown, via, |gate| {
        gate.admit_listen(place.as_bytes())
    })
}

/// The first three arguments, all integers.
unsafe fn integers(call: &Call) -> Option<[i64; 3]> {
    // SAFETY: as in `create`.
    let integer =
        |index| unsafe { sys::argument(call.frame, index) }.and_then(|value| value.long());
    Some([integer(0)?, integer(1)?, integer(2)?])
}

fn is_enforced() -> bool {
    state::with(|state| state.mode() == Mode::Enforce) == Some(true)
}

/// Makes the socket that a call returned one of aesock's: closed on exec, above the standard
/// streams, with time-outs.
///
/// # Safety
/// As [`create`]; the call has run.
pub(super) unsafe fn settle(call: &Call) {
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

/// Puts the descriptor above the standard streams, closed on exec, and gives it time-outs. Where
/// that fails the socket is closed.
unsafe fn keep(socket: Socket) -> Result<(), Errno> {
    let timeout = sys::default_socket_timeout();
    // SAFETY: the socket's descriptor is taken from it and given back.
    let descriptor = unsafe { OwnedFd::from_raw_fd(socket.descriptor()) };
    socket.set_descriptor(-1);
    let kept =
        descriptor::keep(descriptor).map_err(|error| error.raw_os_error().unwrap_or(libc::EIO))?;
    if let Some(timeout) = timeout
        && state::with(|state| waits_by_default(state)) == Some(true)
    {
        limit_waiting(&kept, timeout);
    }
    socket.set_descriptor(kept.into_raw_fd());
    Ok(())
}

/// Bounds each wait for the socket, since scripts cannot.
pub(super) fn limit_waiting(descriptor: &OwnedFd, timeout: Duration) {
    let socket = socket2::SockRef::from(descriptor);
    // A socket that knows no time-outs waits for ever, as in stock PHP.
    let _ = socket.set_read_timeout(Some(timeout));
    let _ = socket.set_write_timeout(Some(timeout));
}

/// Whether sockets have time-outs of aesock's: no rule lets the script set its own.
pub(super) fn waits_by_default(state: &State) -> bool {
    let is_real = |number| {
        let option = SocketOption::new(libc::SOL_SOCKET, number);
        state
            .configured()
            .is_ok_and(|gate| gate.policy().decide_option(option, Access::Set).allows())
    };
    state.mode() == Mode::Enforce && !is_real(libc::SO_RCVTIMEO) && !is_real(libc::SO_SNDTIMEO)
}
