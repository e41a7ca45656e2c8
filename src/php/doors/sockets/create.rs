//! Functions that make sockets, take them from streams and close them: `socket_create`,
//! `socket_create_pair`, `socket_import_stream`, `socket_close`. Not those that listen.

use super::{
    argument::{first_socket, integers, open_socket},
    check::check_socket,
    failure::{conclude, fail_by_system},
    new_socket::{NOT_CREATED, adopt_result, keep_pair, made},
    own, under_way,
};
use crate::{
    core::{
        settings::Mode,
        socket::{
            connect::unconnected,
            family::{Family, transport},
        },
        target::Transport,
    },
    php::{
        hook::function::{Answer, Call},
        state::{
            gates::Gates,
            leases, operation,
            refusal::{self, Failure, enforce},
        },
        sys::{self, arguments, socket::Socket},
    },
};
use std::ptr;

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
            return Answer::Done;
        }
        let Some([domain, kind, protocol]) = integers(call) else {
            return Answer::CallOriginal;
        };
        let is_known = Family::of(domain).is_some() || domain == i64::from(libc::AF_UNIX);
        if !is_known || kind > LAST_TYPE {
            return create_natively(call, [domain, kind, protocol]);
        }
        let limit = sys::default_socket_timeout();
        match refusal::ask(|gates| check(gates, domain, kind, protocol)) {
            Ok(Some((family, transport))) => {
                made(call, domain, transport, NOT_CREATED, limit, |_| {
                    unconnected(family, transport)
                })
            }
            Ok(None) => {
                call.run();
                adopt_result(call);
                Answer::Done
            }
            Err(failed) => conclude(call, None, NOT_CREATED, failed),
        }
    }
}

/// A socket of a kind that the engine may not take at all, which depends on its version: it has the
/// first word, so that nothing is counted of a call that fails in it.
unsafe fn create_natively(call: &Call, [domain, kind, protocol]: [i64; 3]) -> Answer {
    // SAFETY: as in `create`.
    unsafe {
        call.run();
        if !sys::is_object(call.result) {
            return Answer::Done;
        }
        if let Err(failed) = refusal::ask(|gates| check_socket(gates, domain, kind, protocol)) {
            sys::release(call.result);
            return conclude(call, None, NOT_CREATED, failed);
        }
        adopt_result(call);
    }
    Answer::Done
}

/// Decides on a new socket: what the core is to make; `None` where that is the engine's matter.
fn check(
    gates: &mut Gates,
    domain: i64,
    kind: i64,
    protocol: i64,
) -> Result<Option<(Family, Transport)>, Failure> {
    check_socket(gates, domain, kind, protocol)?;
    Ok(Family::of(domain)
        .zip(transport(kind, protocol))
        .filter(|_| gates.mode() == Mode::Enforce))
}

/// `socket_create_pair(int $domain, int $type, int $protocol, array &$pair)`.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn create_pair(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"lllz", ptr::null_mut()) {
            return Answer::Done;
        }
        let domain = sys::argument(call.frame, 0).and_then(|value| value.long());
        if domain == Some(libc::AF_UNIX.into()) {
            let asked = refusal::ask(|gates| {
                let shown = &"socketpair";
                Ok(enforce(gates, shown, |gate| gate.admit_pair_of_family())?)
            });
            if let Err(failed) = asked {
                return conclude(call, None, "Unable to create socket pair", failed);
            }
        }
        call.run();
        // What a failed call leaves there is the script's own. Ours keeps them before a script has them.
        if !own::is_ours()
            && sys::is_true(call.result)
            && let Some(pair) = sys::argument(call.frame, 3)
            && let Some(pair) = arguments::array(arguments::dereferenced(pair))
        {
            let sockets = (0..2).filter_map(|index| arguments::item(pair, index));
            keep_pair(sockets.filter_map(|value| open_socket(value)));
        }
    }
    Answer::Done
}

/// `socket_import_stream(resource $stream)`: the stream has the lease.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn import_stream(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if own::is_ours() || !own::import_of_scripts(call) {
            call.run();
        }
        if sys::is_object(call.result)
            && let Some(socket) = Socket::of(&*call.result)
        {
            socket.adopt(leases::release);
        }
    }
    Answer::Done
}

/// `socket_export_stream(Socket $socket)`: who closes the stream closes the socket.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn export_stream(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        match first_socket(call) {
            Some(socket) if under_way::has(socket) => {
                fail_by_system(call, Some(socket), "Unable to export socket", libc::EBUSY)
            }
            socket => {
                // Streams do not ask for it.
                if let Some(socket) = socket {
                    operation::limit_all(socket.descriptor());
                }
                Answer::CallOriginal
            }
        }
    }
}

/// `socket_close(Socket $socket)`.
///
/// # Safety
/// As [`create`].
pub(in crate::php) unsafe fn close(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        // One more argument, and the engine refuses the call; nothing else can be wrong with it.
        let is_accepted = sys::argument(call.frame, 1).is_none();
        if let Some(socket) = first_socket(call)
            && is_accepted
            && !socket.is_streams()
        {
            leases::release(socket.descriptor());
        }
    }
    Answer::CallOriginal
}
