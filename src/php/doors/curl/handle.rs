//! Handles of libcurl, under the policy as soon as they are made: `curl_init`, `curl_copy_handle`,
//! `clone`, `curl_reset`. Not what is set on them, nor their transfers.

use super::{
    exposed,
    failure::{self, refuse},
    guard::{close_protocols, guard},
    socket::{close_socket, open_socket},
};
use crate::php::{
    hook::function::{Answer, Call},
    state::refusal::Failed,
    sys::{
        self, arguments,
        curl::{self, Curl, Handle, Life, handle},
        text::Text,
    },
};

/// What aesock does in the life of each handle.
static LIFE: Life = Life {
    before_clone,
    cloned,
    end,
};

/// `curl_init(?string $url = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn make(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { take_over(call, guard) }
}

/// `curl_copy_handle(CurlHandle $handle)`.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn copy(call: &Call) -> Answer {
    // SAFETY: the caller's contract. A copy of what is not secured is not made one of ours below.
    unsafe {
        exposed::secure();
        take_over(call, guard_copy)
    }
}

/// A copy has the options of its original, which the script may have narrowed, but not the data of the
/// callback.
unsafe fn guard_copy(curl: Curl, handle: Handle) -> bool {
    // SAFETY: the handle is a live one of this libcurl.
    unsafe { exposed::secure() && curl.ask_for_sockets(handle, open_socket, close_socket) }
}

/// Before a handle is cloned, which no function sees.
unsafe fn before_clone() {
    // SAFETY: the engine clones objects within a request. Where it fails the clone is exposed as well.
    unsafe { exposed::secure() };
}

unsafe fn cloned(handle: Handle) {
    failure::forget_handle(handle);
    // SAFETY: the clone is a live handle.
    if !Curl::find().is_some_and(|curl| unsafe { guard_copy(curl, handle) }) {
        exposed::expose(handle);
    }
}

unsafe fn end(handle: Handle) {
    exposed::forget(handle);
    failure::forget_handle(handle);
}

/// Puts a new handle under the policy; without a libcurl whose functions are found it is reported as
/// not covered.
unsafe fn take_over(call: &Call, guard: unsafe fn(Curl, Handle) -> bool) -> Answer {
    // SAFETY: as in `make`; nothing in this frame has a destructor.
    unsafe {
        call.run();
        let Some(object) = sys::result_object(call.result) else {
            return Answer::Done;
        };
        let (Some(curl), Some(handle)) = (Curl::find(), handle(object)) else {
            return Answer::Done;
        };
        curl::adopt(object, &LIFE);
        // Another handle may have been there.
        failure::forget_handle(handle);
        if !guard(curl, handle) {
            sys::release(call.result);
            return refuse(
                call,
                "Could not initialize a new cURL handle",
                Failed::Refused,
            );
        }
    }
    Answer::Done
}

/// `curl_reset(CurlHandle $handle)`. It takes the callback away, and the closed protocols, and then frees
/// what the script had set, which runs its code: until it is guarded again the handle is exposed.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn reset(call: &Call) -> Answer {
    const BUSY: &str = "Unable to reset a handle of a multi handle whose transfers are under way";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let Some(handle) = argument_handle(call, 0) else {
            return Answer::CallOriginal;
        };
        if exposed::may_be_next(handle) {
            sys::return_null(call.result);
            sys::warn(&Text::of(BUSY));
            return Answer::Done;
        }
        exposed::expose(handle);
        call.run();
        failure::forget_handle(handle);
        // One that cannot be secured is not used: each use tries again.
        exposed::secure();
    }
    Answer::Done
}

/// Makes a handle one of ours that was made where nobody looked; it counts as exposed.
///
/// # Safety
/// `object` is a live `CurlHandle` with this handle.
pub(super) unsafe fn adopt_unknown(object: &sys::zval, handle: Handle) {
    // SAFETY: the caller's contract.
    unsafe {
        if !curl::is_adopted(object) {
            curl::adopt(object, &LIFE);
            exposed::expose(handle);
        }
    }
}

pub(super) unsafe fn argument_handle(call: &Call, index: u32) -> Option<Handle> {
    // SAFETY: as in `make`; where the argument is an object of another class the engine has thrown
    // or will throw, and a class that begins otherwise is not asked for.
    unsafe {
        let value = sys::argument(call.frame, index)?;
        sys::is_instance(value, arguments::class(c"curlhandle")).then(|| handle(value))?
    }
}

/// Takes what ext/curl has widened back.
pub(super) unsafe fn close_protocols_of(call: &Call) {
    // SAFETY: as in `make`.
    unsafe {
        if let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, 0)) {
            close_protocols(curl, handle);
        }
    }
}
