//! `socket_select()`: the socket of each value. Not the wait itself.

use super::{
    argument::convert,
    failure::{fail_by_system, refuse},
};
use crate::{
    core::host::clock,
    php::{
        hook::{
            function::{Answer, Call},
            select::{wait, watch},
        },
        state::{leases, refusal},
        sys::{
            self,
            arguments::{self, Parameters},
            socket::Socket,
        },
    },
};
use std::os::fd::RawFd;

const PARAMETERS: Parameters = Parameters::of(c"a!a!a!l!|l");

/// `socket_select(?array &$read, ?array &$write, ?array &$except, ?int $seconds, int $microseconds
/// = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn select(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        // Before the sockets are looked at: a conversion may run code of the script.
        if !convert(call, &PARAMETERS) {
            return Answer::Done;
        }
        leases::sweep();
        if watch(call, descriptor).is_err() {
            return refuse(call, None, "Unable to select", &refusal::take());
        }
        if watches_nothing(call) {
            return fail_by_system(call, None, "Unable to select", libc::EBADF);
        }
        wait(call, clock::now(), descriptor);
    }
    Answer::Done
}

/// Whether a socket is waited for whose stream was closed.
unsafe fn watches_nothing(call: &Call) -> bool {
    // SAFETY: as in `select`; no engine call happens here.
    unsafe {
        (0..3)
            .filter_map(|set| {
                arguments::array(arguments::dereferenced(sys::argument(call.frame, set)?))
            })
            .flat_map(|set| sys::table::values(&*set))
            .any(|value| descriptor(arguments::dereferenced(value)) == Some(Socket::NOWHERE))
    }
}

/// The descriptor of a socket of ours.
///
/// # Safety
/// `value` is live.
unsafe fn descriptor(value: &sys::zval) -> Option<RawFd> {
    // SAFETY: the caller's contract.
    unsafe { Socket::adopted(value) }.map(Socket::descriptor)
}
