//! Handles of libcurl, under the policy as soon as they are made: `curl_init`, `curl_copy_handle`,
//! `clone`, `curl_reset`. Not what is set on them, nor their transfers.

use super::{
    exposed,
    failure::{self, refuse},
    guard::guard,
    socket::{close_socket, open_socket},
    under_way,
};
use crate::{
    core::settings::Mode,
    php::{
        hook::function::{Answer, Call},
        state::{gates, refusal::Failed},
        sys::{
            self, arguments,
            curl::{self, Curl, Handle, Life, handle},
            script::{self, Watcher},
            text::Text,
        },
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
    unsafe { take_over(call, None) }
}

/// `curl_copy_handle(CurlHandle $handle)`.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn copy(call: &Call) -> Answer {
    // SAFETY: the caller's contract. A copy of what is not secured is not made one of ours below.
    unsafe {
        let original = known_handle(call, 0);
        exposed::secure();
        take_over(call, original)
    }
}

/// A copy has the options of its original, which the script may have narrowed, but not the data of the
/// callback.
unsafe fn guard_copy(curl: Curl, original: Handle, copy: Handle) -> bool {
    failure::copy_handle(original, copy);
    // SAFETY: the handle is a live one of this libcurl.
    unsafe { exposed::secure() && curl.ask_for_sockets(copy, open_socket, close_socket) }
}

/// Before a handle is cloned, which no function sees.
unsafe fn before_clone() {
    // SAFETY: the engine clones objects within a request. Where it fails the clone is exposed as well.
    unsafe { exposed::secure() };
}

unsafe fn cloned(original: Handle, copy: Handle) {
    // SAFETY: the clone is a live handle.
    if !Curl::find().is_some_and(|curl| unsafe { guard_copy(curl, original, copy) }) {
        exposed::expose(copy);
    }
}

unsafe fn end(handle: Handle) {
    exposed::cover(handle);
    under_way::remove(handle);
    failure::forget_handle(handle);
}

/// Puts a new handle, which may be a copy, under the policy; without a libcurl whose functions are found it is reported as
/// not covered.
unsafe fn take_over(call: &Call, original: Option<Handle>) -> Answer {
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
        let is_guarded = match original {
            None => guard(curl, handle),
            Some(original) => guard_copy(curl, original, handle),
        };
        if !is_guarded {
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

/// Guards handles before code of a script runs in the midst of a reset: libcurl may be about to go on
/// with one in the very call of it that runs the code.
static RESETTING: Watcher = Watcher {
    action: || {
        // SAFETY: the engine runs code of scripts on its threads, within a request.
        unsafe { exposed::secure() };
    },
};

/// `curl_reset(CurlHandle $handle)`. It takes the callback away, and the closed protocols, and then frees
/// what the script had set, which runs its code: until it is guarded again the handle is exposed. The
/// engine refuses to reset a handle in a callback of its own; what else it runs of the script during a
/// transfer (an error handler, a callback of another handle) may suspend a fiber in the midst of that.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn reset(call: &Call) -> Answer {
    const IN_CALLBACK: &str = "curl_reset(): Attempt to reset cURL handle from a callback";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"O", arguments::class(c"curlhandle")) {
            return Answer::Done;
        }
        let Some(handle) = known_handle(call, 0) else {
            return Answer::CallOriginal;
        };
        if enforces() && under_way::has(handle) {
            sys::return_null(call.result);
            sys::throw(&Text::of(IN_CALLBACK));
            return Answer::Done;
        }
        exposed::expose(handle);
        script::watch(&RESETTING);
        call.run();
        script::stop_watching(&RESETTING);
        // The rest of the reset has taken back some of what was put on the handle meanwhile. One that
        // cannot be secured is not used: each use tries again.
        exposed::expose(handle);
        exposed::secure();
    }
    Answer::Done
}

fn enforces() -> bool {
    matches!(gates::mode(), Mode::Enforce | Mode::Disabled)
}

/// The handle in an argument; one that was made where nobody looked is one of ours from now on, and
/// exposed. `None` without a libcurl whose functions are found, too.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn known_handle(call: &Call, index: u32) -> Option<Handle> {
    // SAFETY: the caller's contract; the object is a `CurlHandle` with this handle.
    unsafe {
        Curl::find()?;
        let handle = argument_handle(call, index)?;
        let object = sys::argument(call.frame, index)?;
        if !curl::is_adopted(object) {
            curl::adopt(object, &LIFE);
            exposed::expose(handle);
        }
        Some(handle)
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
