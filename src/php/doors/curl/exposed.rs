//! Handles that are not under the policy at this moment: a call of the engine took it from them, and
//! may run code of the script before aesock puts it back. Such a handle is put under the policy by
//! whoever is about to let libcurl act, so it does not matter how that code was reached, nor whether
//! the call returns: a bailout leaves the handle in this list.
//!
//! One thing no later call can do: guard a handle while libcurl itself is under way and will come to
//! that handle next (a callback that suspends a fiber). So nothing is exposed then.

use super::guard::guard;
use crate::{
    core::guarded_cell::{self, GuardedCell},
    php::sys::curl::{Curl, Handle},
};
use std::{cell::Cell, collections::HashSet};

thread_local! {
    static HANDLES: GuardedCell<Handles> = GuardedCell::default();
    /// How many calls of libcurl are under way in this thread; those of suspended fibers count too.
    static RUNNING: Cell<u32> = const { Cell::new(0) };
}

#[derive(Default)]
struct Handles {
    exposed: Vec<usize>,
    /// Those that were added to a multi handle.
    in_multi: HashSet<usize>,
}

/// Forgets the handles of an earlier request, and calls that a bailout kept from returning.
pub(in crate::php) fn start_request() {
    guarded_cell::with(&HANDLES, |handles| {
        handles.exposed.clear();
        handles.in_multi.clear();
    });
    RUNNING.set(0);
}

/// Says that `handle` is not under the policy from now on, until it is [`secure`]d.
pub(super) fn expose(handle: Handle) {
    guarded_cell::with(&HANDLES, |handles| handles.exposed.push(handle as usize));
}

/// Puts every exposed handle under the policy. Whether all are.
///
/// # Safety
/// On a thread of PHP, within a request.
pub(super) unsafe fn secure() -> bool {
    let exposed = || guarded_cell::with(&HANDLES, |handles| handles.exposed.last().copied());
    while let Some(last) = exposed() {
        let Some(handle) = last.map(|handle| handle as Handle) else {
            return true;
        };
        // SAFETY: a handle that ends leaves the list.
        if !Curl::find().is_some_and(|curl| unsafe { guard(curl, handle) }) {
            return false;
        }
        guarded_cell::with(&HANDLES, |handles| {
            handles
                .exposed
                .retain(|exposed| *exposed != handle as usize);
        });
    }
    false
}

/// Forgets a handle that ends.
pub(super) fn forget(handle: Handle) {
    let handle = handle as usize;
    guarded_cell::with(&HANDLES, |handles| {
        handles.exposed.retain(|exposed| *exposed != handle);
        handles.in_multi.remove(&handle);
    });
}

/// Says that a handle was added to a multi handle.
pub(super) fn enter_multi(handle: Handle) {
    guarded_cell::with(&HANDLES, |handles| handles.in_multi.insert(handle as usize));
}

/// Says that a handle was removed from its multi handle.
pub(super) fn leave_multi(handle: Handle) {
    guarded_cell::with(&HANDLES, |handles| {
        handles.in_multi.remove(&(handle as usize))
    });
}

/// Whether libcurl is under way, and may come to `handle` before any function is called.
pub(super) fn may_be_next(handle: Handle) -> bool {
    is_running()
        && guarded_cell::with(&HANDLES, |handles| {
            handles.in_multi.contains(&(handle as usize))
        }) != Some(false)
}

/// Whether libcurl is under way in this thread.
pub(super) fn is_running() -> bool {
    RUNNING.get() > 0
}

/// Runs what lets libcurl act. A bailout leaves it counted for the rest of the request.
pub(super) fn run(call: impl FnOnce()) {
    RUNNING.set(RUNNING.get() + 1);
    call();
    RUNNING.set(RUNNING.get().saturating_sub(1));
}
