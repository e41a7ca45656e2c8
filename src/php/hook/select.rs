//! Waiting for many sockets at once: the leases of all of them are renewed, and kept renewed during
//! the wait. Which values are sockets is for the door to say.

use super::function::Call;
use crate::{
    core::host::clock,
    php::{
        state::{
            leases,
            operation::{self, Refused},
        },
        sys::{self, arguments},
    },
};
use std::{os::fd::RawFd, time::Duration};

/// The arguments that are arrays of what to wait for, or null.
const SETS: [u32; 3] = [0, 1, 2];

/// How long a wait must be for the leases to be renewed at its end as well.
const LONG_WAIT: Duration = Duration::from_millis(100);

/// The descriptor of a value that is a socket of the door's.
pub(in crate::php) type DescriptorOf = unsafe fn(&sys::zval) -> Option<RawFd>;

/// Runs the call, and renews the leases again where it waited.
///
/// # Safety
/// The call is a live one of a function whose first three arguments are what it waits for. It may run
/// user code and bail out.
pub(in crate::php) unsafe fn wait(call: &Call, began: Duration, descriptor: DescriptorOf) {
    // SAFETY: the caller's contract. The engine puts others in place of the arrays; a bailout leaves
    // them to the end of the request.
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

/// Renews the leases of all that a call waits for, whose sockets are all the application's own.
///
/// # Errors
/// [`Refused`] where one is not.
///
/// # Safety
/// As [`wait`].
pub(in crate::php) unsafe fn watch(call: &Call, descriptor: DescriptorOf) -> Result<(), Refused> {
    // SAFETY: the caller's contract; the iterators own nothing.
    unsafe {
        for set in SETS {
            let Some(set) = sys::argument(call.frame, set) else {
                continue;
            };
            for socket in values(set).filter_map(|value| descriptor(value)) {
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
