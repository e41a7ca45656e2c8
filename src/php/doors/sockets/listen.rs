//! Functions that wait for connections: `socket_create_listen`, `socket_listen`, `socket_accept`.
//! Whether they may is decided in the core.

use super::{
    argument::{socket_of, throws_for_port},
    check::{check_listener, check_listening},
    failure::conclude,
    new_socket::adopt_result,
};
use crate::{
    core::{lease::OperationKind, usage::quota::Meter},
    native::grant::{self, Grant},
    php::{
        hook::function::{Answer, Call},
        state::{operation, refusal},
        sys::{self, arguments, text::Text},
    },
};
use std::ptr;

/// `socket_create_listen(int $port, int $backlog = 128)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn create_listen(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"l|l", ptr::null_mut()) {
            return Answer::Done;
        }
        if throws_for_port(call, 0) {
            return Answer::CallOriginal;
        }
        let port = sys::argument(call.frame, 0).and_then(|value| value.long());
        let address = Text::<64>::of(format_args!("0.0.0.0:{}", port.unwrap_or(0)));
        let asked = refusal::ask(|gates| {
            check_listening(gates, &address)?;
            let shown = format_args!("tcp://{address}");
            Ok(operation::charge_for(
                gates,
                &[Meter::Creates, Meter::Binds],
                &shown,
            )?)
        });
        if let Err(failed) = asked {
            return conclude(call, None, "unable to create listening socket", failed);
        }
        grant::give(Grant::Local);
        call.run();
        adopt_result(call);
    }
    Answer::Done
}

/// `socket_listen(Socket $socket, int $backlog = 0)`.
///
/// # Safety
/// As [`create_listen`].
pub(in crate::php) unsafe fn listen(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let local = sys::local(socket.descriptor());
        match refusal::ask(|gates| check_listener(gates, local.as_ref())) {
            Err(failed) => conclude(call, Some(socket), "unable to listen on socket", failed),
            Ok(()) => {
                grant::give(Grant::Local);
                Answer::CallOriginal
            }
        }
    }
}

/// `socket_accept(Socket $socket)`, on a listener that may be an inherited one.
///
/// # Safety
/// As [`create_listen`].
pub(in crate::php) unsafe fn accept(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let local = sys::local(socket.descriptor());
        if let Err(failed) = refusal::ask(|gates| check_listener(gates, local.as_ref())) {
            return conclude(call, None, "unable to accept incoming connection", failed);
        }
        operation::limit(socket.descriptor(), OperationKind::Receive);
        call.run();
        adopt_result(call);
    }
    Answer::Done
}
