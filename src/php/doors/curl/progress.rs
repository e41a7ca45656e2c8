//! Byte quotas during a transfer: libcurl asks from time to time whether it may go on. Not the
//! quotas themselves, which are counted in the core.
//!
//! It has one function to ask. A script that has its own keeps it, and such a transfer is looked at
//! when it begins and when it ends.

use super::failure;
use crate::{
    core::{gate::Refusal, host::clock},
    php::{
        state::{
            gates::{self, Gates},
            operation,
            refusal::enforce,
        },
        sys::{
            self, arguments,
            curl::{Curl, CurlOffset, Handle},
        },
    },
};
use std::{cell::Cell, ffi::c_int, time::Duration};

/// `CURLOPT_NOPROGRESS`, `CURLOPT_PROGRESSFUNCTION` and `CURLOPT_XFERINFOFUNCTION`.
pub(super) const OPTIONS: [i64; 3] = [NOPROGRESS, 20056, 20219];
const NOPROGRESS: i64 = 43;

/// How often the kernel is asked what was transferred.
const EVERY: Duration = Duration::from_millis(100);

sys::per_thread! {
    static LOOKED: Cell<Duration> = Cell::new(Duration::ZERO);
}

/// Whether one of [`OPTIONS`] that a script sets is kept from libcurl: whether progress is shown matters
/// to nobody but a function of the script's, and libcurl would no longer ask ours. A script that is about
/// to set a function gets both, until it sets none.
///
/// # Safety
/// `handle` is a live one, `value` what the script sets. It may run user code and bail out.
pub(super) unsafe fn keeps(handle: Handle, option: i64, value: &sys::zval) -> bool {
    let Some(curl) = Curl::find().filter(|_| operation::limits_bytes()) else {
        return false;
    };
    // SAFETY: the caller's contract.
    unsafe {
        if option == NOPROGRESS {
            let shown = arguments::number(value) == 0;
            failure::show_progress(handle, shown);
            return !failure::has_left_progress(handle);
        }
        if arguments::dereferenced(value).is_null() {
            return !failure::take_progress(handle);
        }
        failure::leave_progress(handle);
        curl.leave(handle, failure::shows_progress(handle));
    }
    false
}

/// Has libcurl ask about a transfer that begins, where a quota of bytes is in force.
///
/// # Safety
/// `handle` is a live one.
pub(super) unsafe fn watch(curl: Curl, handle: Handle) {
    if operation::limits_bytes() && !failure::has_left_progress(handle) {
        // SAFETY: the caller's contract.
        unsafe { curl.watch(handle, may_go_on) };
    }
}

/// Whether quotas leave any bytes to a transfer that begins.
pub(super) fn check(gates: &mut Gates) -> Result<(), Refusal> {
    if !operation::limits_bytes() {
        return Ok(());
    }
    operation::check_bytes().or_else(|refusal| enforce(gates, &"curl", |_| Err(refusal)))
}

/// libcurl's question.
///
/// # Safety
/// libcurl calls this for a live handle.
unsafe extern "C" fn may_go_on(
    handle: Handle,
    _: CurlOffset,
    _: CurlOffset,
    _: CurlOffset,
    _: CurlOffset,
) -> c_int {
    const GO_ON: c_int = 0;
    const STOP: c_int = 1;
    let now = clock::now();
    if now.saturating_sub(LOOKED.get()) < EVERY {
        return GO_ON;
    }
    LOOKED.set(now);
    let Err(refusal) = operation::check_bytes() else {
        return GO_ON;
    };
    let stopped = gates::with(|gates| {
        enforce(gates, &"curl", |_| Err(refusal))
            .inspect_err(|refusal| failure::keep(handle, refusal.to_string()))
    });
    match stopped {
        Some(Ok(())) => GO_ON,
        Some(Err(_)) | None => STOP,
    }
}
