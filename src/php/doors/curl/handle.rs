//! Handles of libcurl under the policy, from when they are made: `curl_init`, `curl_copy_handle`,
//! `curl_reset`.

use super::{
    check::{closed_protocols, is_closed_now},
    failure::{self, refuse},
    socket::{close_socket, open_socket},
};
use crate::{
    core::curl::{Feature, PROTOCOLS, SSH_AUTHENTICATION},
    php::{
        hook::function::{Answer, Call},
        state::refusal::Failed,
        sys::{
            self, arguments,
            curl::{Curl, Handle, handle},
        },
    },
};

/// `curl_init(?string $url = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn make(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { take_over(call, |curl, handle| guard(curl, handle)) }
}

/// `curl_copy_handle(CurlHandle $handle)`: a copy has the options of its original, which the script
/// may have narrowed, but not the data of the callback.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn copy(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe {
        take_over(call, |curl, handle| {
            curl.ask_for_sockets(handle, open_socket, close_socket)
        })
    }
}

/// Puts a new handle under the policy; without a libcurl whose functions are found it is reported as
/// not covered.
unsafe fn take_over(call: &Call, guard: unsafe fn(Curl, Handle) -> bool) -> Answer {
    // SAFETY: as in `make`; nothing in this frame has a destructor.
    unsafe {
        call.run();
        let made = sys::result_object(call.result).and_then(|object| handle(object));
        let (Some(curl), Some(handle)) = (Curl::find(), made) else {
            return Answer::Done;
        };
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

/// `curl_reset(CurlHandle $handle)`, which takes the callback away.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn reset(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        call.run();
        if let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, 0)) {
            failure::forget_handle(handle);
            // A handle that cannot be guarded is not used: `prepare` looks again.
            guard(curl, handle);
        }
    }
    Answer::Done
}

pub(super) unsafe fn argument_handle(call: &Call, index: u32) -> Option<Handle> {
    // SAFETY: as in `make`; where the argument is an object of another class the engine has thrown
    // or will throw, and a class that begins otherwise is not asked for.
    unsafe {
        let value = sys::argument(call.frame, index)?;
        sys::is_instance(value, arguments::class(c"curlhandle")).then(|| handle(value))?
    }
}

/// Puts a handle under the policy. Whether that took.
unsafe fn guard(curl: Curl, handle: Handle) -> bool {
    const BASIC: std::ffi::c_long = 1;
    // SAFETY: the handle is a live one of this libcurl, which calls nothing back here.
    unsafe {
        if is_closed_now(Feature::Authentication) {
            curl.authenticate_by(handle, BASIC, !SSH_AUTHENTICATION);
        }
        curl.ask_for_sockets(handle, open_socket, close_socket) && close_protocols(curl, handle)
    }
}

/// Closes protocols that a handle has by default. Whether that took.
unsafe fn close_protocols(curl: Curl, handle: Handle) -> bool {
    const FILE: (&str, i64) = ("file", 1 << 10);
    let closed = PROTOCOLS
        .iter()
        .filter(|protocol| is_closed_now(protocol.feature));
    let mut names: Vec<_> = closed.map(|protocol| protocol.name).collect();
    let mut bits = closed_protocols();
    if names.is_empty() {
        return true;
    }
    // SAFETY: as in `guard`.
    unsafe {
        if has_basedir() {
            names.push(FILE.0);
            bits |= FILE.1;
        }
        curl.limit_protocols(handle, &names, bits)
    }
}

/// Whether ext/curl widens the protocols with a URL, to all but `file`.
pub(super) unsafe fn has_basedir() -> bool {
    // SAFETY: this is a thread of PHP, and the text is looked at at once.
    unsafe { !sys::ini(c"open_basedir").is_empty() }
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
