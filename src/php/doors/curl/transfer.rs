//! Transfers of libcurl: `curl_exec`, the multi interface, and `curl_error`. Not where they
//! connect, which libcurl asks for each socket.

use super::{
    check::check_protocol,
    exposed,
    failure::{self, refuse},
    guard::limit,
    handle::{argument_handle, known_handle},
    progress,
    socket::{close_socket, open_socket},
    under_way,
};
use crate::{
    core::{curl::longest_life, host::clock},
    php::{
        hook::function::{Answer, Call},
        state::{
            gates, leases, log,
            refusal::{self, Failed},
        },
        sys::{self, arguments, curl::Curl, text::Text},
    },
};
use std::{cell::Cell, time::Duration};

/// `curl_exec(CurlHandle $handle)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn exec(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"O", arguments::class(c"curlhandle")) {
            return Answer::Done;
        }
        if let Err(failed) = prepare(call, 0) {
            return refuse(call, "Could not start the transfer", failed);
        }
        run(call);
        if sys::is_false(call.result) {
            // Only now libcurl has read the URL, and followed redirects.
            tell_protocol(call, 0);
        }
        leases::reconcile_sometimes();
        log::flush();
    }
    Answer::Done
}

/// `curl_multi_add_handle(CurlMultiHandle $multi_handle, CurlHandle $handle)`.
///
/// # Safety
/// As [`exec`].
pub(super) unsafe fn add_handle(call: &Call) -> Answer {
    const BAD_EASY_HANDLE: i64 = 2; // CURLM_BAD_EASY_HANDLE
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if let Err(failed) = prepare(call, 1) {
            refuse(call, "Could not start the transfer", failed);
            sys::return_long(call.result, BAD_EASY_HANDLE);
            return Answer::Done;
        }
        tell_protocol(call, 1);
        call.run();
        if (*call.result).long() == Some(DONE)
            && let (Some(multi), Some(handle)) = (multi(call), argument_handle(call, 1))
        {
            under_way::add(handle, multi);
        }
        log::flush();
    }
    Answer::Done
}

/// `CURLM_OK` and `CURLM_INTERNAL_ERROR`.
const DONE: i64 = 0;
const INTERNAL_ERROR: i64 = 4;

/// `curl_multi_remove_handle(CurlMultiHandle $multi_handle, CurlHandle $handle)`.
///
/// # Safety
/// As [`exec`].
pub(super) unsafe fn remove_handle(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let answer = go_on(call);
        if (*call.result).long() == Some(DONE)
            && let Some(handle) = argument_handle(call, 1)
        {
            under_way::remove(handle);
        }
        answer
    }
}

/// `curl_multi_close(CurlMultiHandle $multi_handle)`.
///
/// # Safety
/// As [`exec`].
pub(super) unsafe fn close_multi(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let mut answer = Answer::Done;
        match multi(call) {
            Some(multi) => under_way::close(multi, || answer = go_on(call)),
            None => answer = go_on(call),
        }
        answer
    }
}

/// The number of a call's `CurlMultiHandle`.
unsafe fn multi(call: &Call) -> Option<u32> {
    // SAFETY: as in `exec`.
    unsafe { sys::argument(call.frame, 0) }.and_then(|object| sys::object_number(object))
}

/// Runs a call that lets libcurl act on its first argument.
unsafe fn run(call: &Call) {
    // SAFETY: as in `exec`.
    unsafe {
        let one = argument_handle(call, 0).map(under_way::Call::One);
        match one.or_else(|| multi(call).map(under_way::Call::Multi)) {
            Some(at) => under_way::run(at, || call.run()),
            None => call.run(),
        }
    }
}

/// `curl_multi_exec(CurlMultiHandle $multi_handle, &$still_running)`, and what else lets libcurl go
/// on.
///
/// # Safety
/// As [`exec`].
pub(super) unsafe fn go_on(call: &Call) -> Answer {
    leases::sweep();
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !exposed::secure() || !limit_added() {
            refuse(call, "Could not go on", Failed::Refused);
            sys::return_long(call.result, INTERNAL_ERROR);
            return Answer::Done;
        }
        run(call);
        leases::reconcile_sometimes();
        log::flush();
    }
    Answer::Done
}

sys::per_thread! {
    /// When the transfers that were added to multi handles were last limited to the rules.
    static LIMITED: Cell<Duration> = Cell::new(Duration::ZERO);
}

/// Keeps transfers that were added before the rules changed from connections of that time. Whether
/// that took.
unsafe fn limit_added() -> bool {
    let Some(age) = gates::with(gates::Gates::age_of_rules) else {
        return false;
    };
    let now = clock::now();
    if let (Some(age), Some(curl)) = (age, Curl::find())
        && now.saturating_sub(LIMITED.get()) >= age
    {
        LIMITED.set(now);
        // SAFETY: a handle that ends is not among them.
        under_way::each_added(|handle| unsafe { curl.limit_life(handle, longest_life(age)) });
    }
    true
}

/// The errors that a refused transfer ends in: `CURLE_UNSUPPORTED_PROTOCOL`,
/// `CURLE_COULDNT_CONNECT` and `CURLE_ABORTED_BY_CALLBACK`.
const REFUSED: [i64; 3] = [1, 7, 42];

/// `curl_error(CurlHandle $handle)`: libcurl's words, and the reason where a refusal is why.
///
/// # Safety
/// As [`exec`].
pub(super) unsafe fn error(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor while the engine is
    // called.
    unsafe {
        call.run();
        let Some(handle) = argument_handle(call, 0) else {
            return Answer::Done;
        };
        let Some(words) = sys::result_string(call.result).filter(|words| !words.is_empty()) else {
            return Answer::Done;
        };
        let number =
            sys::argument(call.frame, 0).and_then(|value| sys::number_of(c"curl_errno", value));
        // A transfer may have gone on after a refusal, and failed for another reason.
        if !number.is_none_or(|number| REFUSED.contains(&number)) {
            return Answer::Done;
        }
        let text = failure::with_reason(handle, |reason| {
            let words = String::from_utf8_lossy(words);
            Text::<2048>::of(format_args!("{words} ({reason})"))
        });
        if let Some(text) = text {
            arguments::replace_with_string(&mut *call.result, text.as_bytes());
        }
    }
    Answer::Done
}

/// Prepares a transfer: the callback is ours.
unsafe fn prepare(call: &Call, index: u32) -> Result<(), Failed> {
    leases::sweep();
    // SAFETY: as in `exec`.
    unsafe {
        let (Some(libcurl), Some(handle)) = (Curl::find(), known_handle(call, index)) else {
            return Ok(());
        };
        if !exposed::secure() || !libcurl.ask_for_sockets(handle, open_socket, close_socket) {
            return Err(Failed::Refused);
        }
        refusal::ask(|gates| {
            failure::forget(handle);
            Ok(progress::check(gates)?)
        })?;
        if limit(libcurl, handle) {
            Ok(())
        } else {
            Err(Failed::Refused)
        }
    }
}

/// Tells why libcurl refuses a URL whose protocol is closed.
unsafe fn tell_protocol(call: &Call, index: u32) {
    // SAFETY: as in `exec`.
    unsafe {
        if let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, index)) {
            let url = curl.url(handle);
            gates::with(|gates| {
                if let Err(refusal) = check_protocol(gates, url) {
                    failure::keep(handle, refusal.to_string());
                }
            });
        }
    }
}
