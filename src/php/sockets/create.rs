//! Functions that make sockets or wait for them: `socket_create`, `socket_create_pair`,
//! `socket_create_listen`, `socket_listen`, `socket_accept`.

use super::{conclude, fail_by_system, refuse, socket_and, uses::lease_out, without_headers};
use crate::{
    core::{
        connect::{limit_waiting, unconnected},
        descriptor,
        escape::Token,
        family::{Family, transport},
        options::{Access, SocketOption},
        quota::Meter,
        reason::Errno,
        settings::Mode,
        target::Transport,
    },
    php::{
        hook::function::{Answer, Call},
        operation,
        state::{self, State},
        sys::{self, arguments, socket::Socket},
        text::Text,
        told::{self, Failed, Failure, Told, consider},
    },
};
use socket2::SockAddr;
use std::{
    os::{
        fd::{FromRawFd, IntoRawFd, OwnedFd},
        unix::ffi::OsStrExt,
    },
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
        let limit = sys::default_socket_timeout();
        match told::ask(|state| judge(state, domain, kind, protocol)) {
            Ok(Some((family, transport))) => made(call, domain, transport, NOT_CREATED, |state| {
                let descriptor = unconnected(family, transport)?;
                limited(state, &descriptor, limit);
                Ok(descriptor)
            }),
            Ok(None) => {
                call.run();
                settle(call);
                Answer::Given
            }
            Err(Failed::System(errno)) => fail_by_system(call, None, NOT_CREATED, errno),
            Err(Failed::Refused) => {
                let told = told::take();
                let is_known = Family::of(domain).is_some() || domain == i64::from(libc::AF_UNIX);
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
    }
}

/// Decides on a new socket: what the core is to make; `None` where that is the engine's matter.
fn judge(
    state: &mut State,
    domain: i64,
    kind: i64,
    protocol: i64,
) -> Result<Option<(Family, Transport)>, Failure> {
    judge_socket(state, domain, kind, protocol)?;
    Ok(Family::of(domain)
        .zip(transport(kind, protocol))
        // Flags in the type are the engine's matter, whose versions differ in what they take.
        .filter(|_| kind <= LAST_TYPE && state.mode() == Mode::Enforce))
}

/// Returns a socket that the core makes, once there is an object that owns the descriptor: memory
/// may run out for that. The function's `words` tell the failure.
///
/// # Safety
/// As [`create`].
pub(super) unsafe fn made(
    call: &Call,
    domain: i64,
    carrier: Transport,
    words: &str,
    make: impl FnOnce(&State) -> Result<OwnedFd, Errno>,
) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = Socket::make(call.result, domain) else {
            return refuse(call, None, NOT_CREATED, &without_headers());
        };
        let made = state::with(|state| make(state).map(OwnedFd::into_raw_fd));
        if let Some(Ok(descriptor)) = made {
            socket.set_descriptor(descriptor);
            lease_out(socket, Some(carrier));
            return Answer::Given;
        }
        sys::release(call.result);
        match made {
            Some(Err(errno)) => fail_by_system(call, None, words, errno),
            _ => refuse(call, None, words, &Told::internal()),
        }
    }
}

/// Decides on a socket of these kinds; one of TCP or UDP over IP needs no permission.
pub(super) fn judge_socket(
    state: &mut State,
    domain: i64,
    kind: i64,
    protocol: i64,
) -> Result<(), Failure> {
    match (Family::of(domain), transport(kind, protocol)) {
        (Some(_), Some(carrier)) => {
            operation::charge_for(state, &[Meter::Creates], &carrier)?;
        }
        (Some(_), None) => {
            consider(state, &"raw", |gate| gate.admit_protocol(kind, protocol))?;
        }
        (None, _) => consider(state, &"raw", |gate| gate.admit_family(domain))?,
    }
    Ok(())
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
            let asked = told::ask(|state| {
                let shown = &"socketpair";
                Ok(consider(state, shown, |gate| gate.admit_pair_of_family())?)
            });
            if let Err(failed) = asked {
                return conclude(call, None, "Unable to create socket pair", failed);
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
        if let Err(failed) = told::ask(|state| judge_listening(state, &place)) {
            return conclude(call, None, "unable to create listening socket", failed);
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
        match told::ask(|state| judge_listener(state, socket)) {
            Err(failed) => conclude(call, Some(socket), "unable to listen on socket", failed),
            Ok(()) => Answer::GoOn,
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
        if let Err(failed) = told::ask(|state| judge_listener(state, socket)) {
            return conclude(call, None, "unable to accept incoming connection", failed);
        }
        call.run();
        settle(call);
    }
    Answer::Given
}

/// Decides on a socket that listens, or is to.
fn judge_listener(state: &mut State, socket: Socket) -> Result<(), Failure> {
    let local = sys::local(socket.descriptor());
    if let Some(address) = local.as_ref().and_then(SockAddr::as_socket) {
        return judge_listening(state, &address.to_string());
    }
    let path = local.as_ref().and_then(SockAddr::as_pathname);
    let path = path.map_or(&b""[..], |path| path.as_os_str().as_bytes());
    let subject = match path {
        [] => b"a Unix socket without a path",
        path => path,
    };
    let shown = format!("unix://{}", Token(path));
    consider(state, &shown, |gate| gate.admit_listen(subject))?;
    Ok(())
}

fn judge_listening(state: &mut State, address: &str) -> Result<(), Failure> {
    consider(state, &format_args!("tcp://{address}"), |gate| {
        gate.admit_listen(address.as_bytes())
    })?;
    Ok(())
}

/// The first three arguments, all integers.
unsafe fn integers(call: &Call) -> Option<[i64; 3]> {
    // SAFETY: as in `create`.
    let integer =
        |index| unsafe { sys::argument(call.frame, index) }.and_then(|value| value.long());
    Some([integer(0)?, integer(1)?, integer(2)?])
}

fn is_enforced() -> bool {
    state::mode() == Mode::Enforce
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
    state::with(|state| limited(state, &kept, timeout));
    socket.set_descriptor(kept.into_raw_fd());
    lease_out(socket, sys::carrier(socket.descriptor()));
    Ok(())
}

/// Bounds each wait for a socket, since scripts cannot, where no rule lets them.
pub(super) fn limited(state: &State, descriptor: &OwnedFd, limit: Option<Duration>) {
    if let Some(limit) = limit.filter(|_| waits_by_default(state)) {
        limit_waiting(descriptor, limit);
    }
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
