//! Handles that are not under the policy at this moment: a call of the engine took it from them, and
//! may run code of the script before aesock puts it back. Such a handle is put under the policy by
//! whoever is about to let libcurl act, so it does not matter how that code was reached, nor whether
//! the call returns: a bailout leaves the handle in this list.
//!
//! One thing no later call can do: guard a handle that libcurl [is at](super::under_way) already, and
//! goes on with when a callback or an error handler returns that has suspended a fiber. So nothing is
//! exposed then.

use super::{failure, guard::guard};
use crate::{
    core::guarded_cell::GuardedCell,
    php::sys::{
        self,
        curl::{Curl, Handle},
    },
};

sys::per_thread! {
    static EXPOSED: GuardedCell<Vec<usize>> = GuardedCell::new(Vec::new());
}

/// Forgets the handles of an earlier request.
pub(super) fn start_request() {
    EXPOSED.plainly(Vec::clear);
}

/// Says that `handle` is not under the policy from now on, until it is [`secure`]d. Its end must be
/// told.
pub(super) fn expose(handle: Handle) {
    EXPOSED.guarded(|exposed| exposed.push(handle as usize));
}

/// Puts every exposed handle under the policy, as if it were new. Whether all are.
///
/// # Safety
/// On a thread of PHP, within a request.
pub(super) unsafe fn secure() -> bool {
    let exposed = || EXPOSED.guarded(|exposed| exposed.last().copied());
    while let Some(last) = exposed() {
        let Some(handle) = last.map(|handle| handle as Handle) else {
            return true;
        };
        failure::forget_handle(handle);
        // SAFETY: a handle that ends leaves the list.
        if !Curl::find().is_some_and(|curl| unsafe { guard(curl, handle) }) {
            return false;
        }
        cover(handle);
    }
    false
}

/// Says that a handle is under the policy again, or ends.
pub(super) fn cover(handle: Handle) {
    EXPOSED.guarded(|exposed| {
        exposed.retain(|exposed| *exposed != handle as usize);
    });
}
