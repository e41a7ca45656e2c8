//! Waiting for many sockets at once: `stream_select` and `socket_select` renew the leases of all of
//! them, and keep them renewed while they wait.

use super::{
    functions::{Answer, Call},
    leases,
    operation::{self, Refused},
    sockets,
    sys::{self, arguments, socket::Socket},
    told, transport,
};
use crate::core::clock;
use std::{os::fd::RawFd, time::Duration};

/// The arguments that are arrays of what to wait for, or null.
const SETS: [u32; 3] = [0, 1, 2];

/// How long a wait must be for the leases to be renewed at its end as well.
const LONG_WAIT: Duration = Duration::from_millis(100);

/// `socket_select(?array &$read, ?array &$write, ?array &$except, ?int $seconds, int $microseconds
/// = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn sockets(call: &Call) -> Answer {
    leases::sweep();
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        for set in SETS {
            if let Some(set) = sys::argument(call.frame, set)
                && watch(set).is_err()
            {
                return sockets::refuse(call, None, "Unable to select", &told::take());
            }
        }
        wait(call, clock::now());
    }
    Answer::Given
}

/// `stream_select`, with the same arguments. The engine casts each stream before it waits and after
/// it, which renews its lease.
///
/// # Safety
/// As [`sockets()`].
pub(super) unsafe fn streams(call: &Call) -> Answer {
    leases::sweep();
    let began = clock::now();
    leases::select_since(Some(began));
    // SAFETY: the caller's contract. A bailout leaves the time to the next request's start.
    unsafe { wait(call, began) };
    leases::select_since(None);
    Answer::Given
}

/// Runs the call, and renews the leases again where it waited.
unsafe fn wait(call: &Call, began: Duration) {
    // SAFETY: as in `sockets`. The engine puts others in place of the arrays; a bailout leaves them
    // to the end of the request.
    unsafe {
        let sets =
            SETS.map(|set| sys::argument(call.frame, set).map(|set| arguments::plain_copy(set)));
        call.run();
        let waited = clock::now().saturating_sub(began);
        for set in sets.into_iter().flatten() {
            if waited >= LONG_WAIT {
                values(&set)
                    .filter_map(|value| descriptor(value))
                    .for_each(leases::renew);
            }
            arguments::release(set);
        }
    }
}

/// Renews the leases of a set, whose sockets are all the application's own.
unsafe fn watch(set: &sys::zval) -> Result<(), Refused> {
    for value in values(set) {
        // SAFETY: as in `sockets`; the iterator owns nothing.
        unsafe {
            if let Some(socket) = descriptor(value) {
                operation::watch(socket)?;
            }
        }
    }
    Ok(())
}

fn values(set: &sys::zval) -> impl Iterator<Item = &sys::zval> {
    let set = arguments::dereferenced(set).array();
    set.into_iter()
        .flat_map(sys::table::values)
        .map(arguments::dereferenced)
}

unsafe fn descriptor(value: &sys::zval) -> Option<RawFd> {
    // SAFETY: as in `sockets`.
    unsafe {
        Socket::adopted(value)
            .map(Socket::descriptor)
            .or_else(|| transport::descriptor(value))
    }
}
