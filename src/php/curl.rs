//! The door of ext/curl. It translates; the core decides, libcurl dials.
//!
//! # Design
//! libcurl asks a callback for each socket that it is about to connect, with the address that it
//! will connect to: redirects, proxies, `CURLOPT_RESOLVE` and what else there is have done their
//! part then. [`open_socket`] is set as that callback when a handle is made, copied or reset; a
//! script has no way to set another. What reaches the network past the callback, or chooses more
//! than a destination, is closed in `curl_setopt` ([`crate::core::curl`]).
//!
//! libcurl does not like to be left by `longjmp`: inside the callback no engine call happens, and
//! the log is written when libcurl has returned.

use super::{
    functions::{Answer, Call},
    log,
    state::{self, State},
    sys::{
        self,
        arguments::{self, Loose},
        curl::{Curl, CurlAddress, Handle, handle},
    },
    text::Text,
    told::{self, Failed, Failure, consider},
};
use crate::core::{
    connect::raw,
    curl::{self, AUTHENTICATION, Feature, Form, Guarded, PROTOCOLS},
    escape::Token,
    family,
    gate::{self, Lookups, UnixPlace},
    settings::Mode,
};
use ext_php_rs::ffi::zend_array;
use socket2::SockAddr;
use std::{ffi::c_int, os::fd::IntoRawFd};

/// `curl_init(?string $url = null)` and `curl_copy_handle(CurlHandle $handle)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn make(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        call.run();
        if let Some(handle) = sys::result_object(call.result).and_then(|object| handle(object))
            && !guard(handle)
        {
            sys::release(call.result);
            return refuse(
                call,
                "Could not initialize a new cURL handle",
                Failed::Refused,
            );
        }
    }
    Answer::Given
}

/// `curl_reset(CurlHandle $handle)`, which takes the callback away.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn reset(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        call.run();
        if let Some(handle) = argument_handle(call, 0) {
            // A handle that cannot be guarded is not used: `start` looks again.
            guard(handle);
        }
    }
    Answer::Given
}

/// `curl_exec(CurlHandle $handle)`.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn exec(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"O", arguments::class(c"curlhandle")) {
            return Answer::Given;
        }
        if let Err(failed) = start(call, 0) {
            return refuse(call, "Could not start the transfer", failed);
        }
        call.run();
        log::flush();
    }
    Answer::Given
}

/// `curl_multi_add_handle(CurlMultiHandle $multi_handle, CurlHandle $handle)`.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn add_handle(call: &Call) -> Answer {
    const BAD_EASY_HANDLE: i64 = 2; // CURLM_BAD_EASY_HANDLE
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if let Err(failed) = start(call, 1) {
            refuse(call, "Could not start the transfer", failed);
            sys::return_long(call.result, BAD_EASY_HANDLE);
            return Answer::Given;
        }
        call.run();
        log::flush();
    }
    Answer::Given
}

/// `curl_multi_exec(CurlMultiHandle $multi_handle, &$still_running)`, and what else lets libcurl go
/// on.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn go_on(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        call.run();
        log::flush();
    }
    Answer::Given
}

/// `curl_error(CurlHandle $handle)`: libcurl's words, and the reason where there is one.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn error(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor while the engine is
    // called.
    unsafe {
        call.run();
        let Some(handle) = argument_handle(call, 0) else {
            return Answer::Given;
        };
        let Some(words) = sys::result_string(call.result).filter(|words| !words.is_empty()) else {
            return Answer::Given;
        };
        let told = state::with(|state| {
            let reason = state.refused_transfer(handle as usize)?;
            let words = String::from_utf8_lossy(words);
            Some(Text::<2048>::of(format_args!("{words} ({reason})")))
        });
        if let Some(told) = told.flatten() {
            arguments::replace_with_string(&mut *call.result, told.as_bytes());
        }
    }
    Answer::Given
}

/// `curl_setopt(CurlHandle $handle, int $option, mixed $value)`.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn set_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"Olz", arguments::class(c"curlhandle")) {
            return Answer::Given;
        }
        let option = sys::argument(call.frame, 1).and_then(|value| value.long());
        let (Some(guarded), Some(value)) =
            (option.and_then(curl::guarded), sys::argument(call.frame, 2))
        else {
            return Answer::GoOn;
        };
        match treat(call, guarded, value) {
            Err(failed) => return refuse_option(call, guarded, failed),
            Ok(Some(instead)) => arguments::replace(value, instead),
            Ok(None) => {}
        }
    }
    Answer::GoOn
}

/// `curl_setopt_array(CurlHandle $handle, array $options)`. Where one is refused none is set.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn set_options(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"Oa", arguments::class(c"curlhandle")) {
            return Answer::Given;
        }
        let Some(options) = sys::argument(call.frame, 1) else {
            return Answer::GoOn;
        };
        let Some(given) = arguments::array(options).filter(|given| has_guarded(*given)) else {
            return Answer::GoOn;
        };
        // The engine reads what was looked at: an array that the script does not have.
        let own = arguments::copy(given);
        for guarded in curl::GUARDED {
            let Some(value) = arguments::item(own, guarded.number as u64) else {
                continue;
            };
            match treat(call, guarded, arguments::dereferenced(value)) {
                Err(failed) => {
                    arguments::release(arguments::array_value(own));
                    return refuse_option(call, guarded, failed);
                }
                Ok(instead) => {
                    let plain = instead.unwrap_or_else(|| arguments::plain_copy(value));
                    arguments::put_at(own, guarded.number as u64, plain);
                }
            }
        }
        arguments::replace(options, arguments::array_value(own));
    }
    Answer::GoOn
}

/// `curl_multi_setopt(CurlMultiHandle $multi_handle, int $option, mixed $value)`: handles that a
/// server pushes are copies which nobody guards.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn set_multi_option(call: &Call) -> Answer {
    const PUSHFUNCTION: i64 = 20014;
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"Olz", arguments::class(c"curlmultihandle")) {
            return Answer::Given;
        }
        let option = sys::argument(call.frame, 1).and_then(|value| value.long());
        if option != Some(PUSHFUNCTION) {
            return Answer::GoOn;
        }
        let asked =
            told::ask(|state| admit(state, Feature::Unseen, call.name, "CURLMOPT_PUSHFUNCTION"));
        match asked {
            Ok(()) => Answer::GoOn,
            Err(failed) => refuse(call, "Unable to set CURLMOPT_PUSHFUNCTION", failed),
        }
    }
}

/// Whether ext/curl is loaded with a libcurl that cannot be asked.
pub(super) fn is_uncovered() -> bool {
    sys::is_loaded(c"curl") && Curl::find().is_none()
}

unsafe fn argument_handle(call: &Call, index: u32) -> Option<Handle> {
    // SAFETY: as in `make`; where the argument is an object of another class the engine has thrown
    // or will throw, and a class that begins otherwise is not asked for.
    unsafe {
        let value = sys::argument(call.frame, index)?;
        sys::is_instance(value, arguments::class(c"curlhandle")).then(|| handle(value))?
    }
}

/// Puts a handle under the policy. Whether that took; a libcurl whose functions are not found is
/// reported as not covered.
unsafe fn guard(handle: Handle) -> bool {
    const BASIC: std::ffi::c_long = 1;
    let Some(curl) = Curl::find() else {
        return true;
    };
    let closed = |feature| state::with(|state| is_closed(state, feature)) != Some(false);
    let names: Vec<_> = PROTOCOLS
        .iter()
        .filter(|protocol| closed(protocol.feature))
        .map(|protocol| protocol.name)
        .collect();
    // SAFETY: the handle is a live one of this libcurl, which calls nothing back here.
    unsafe {
        if closed(Feature::Authentication) {
            curl.authenticate_to_socks(handle, BASIC);
        }
        curl.ask_for_sockets(handle, open_socket)
            && (names.is_empty() || curl.limit_protocols(handle, &names, closed_protocols()))
    }
}

/// The bits of the closed protocols.
fn closed_protocols() -> i64 {
    let bits = |state: &mut State| {
        let closed = PROTOCOLS
            .iter()
            .filter(|protocol| is_closed(state, protocol.feature));
        closed.fold(0, |bits, protocol| bits | protocol.bit)
    };
    let all = PROTOCOLS
        .iter()
        .fold(0, |bits, protocol| bits | protocol.bit);
    state::with(bits).unwrap_or(all)
}

fn is_closed(state: &State, feature: Feature) -> bool {
    let allows = || {
        state
            .configured()
            .is_ok_and(|gate| gate.policy().decide_feature(feature).allows())
    };
    match state.mode() {
        Mode::Audit | Mode::Passthrough => false,
        Mode::Enforce | Mode::Disabled => !allows(),
    }
}

/// Prepares a transfer: the callback is ours, and a closed protocol is told, which libcurl refuses.
unsafe fn start(call: &Call, index: u32) -> Result<(), Failed> {
    // SAFETY: as in `make`.
    unsafe {
        let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, index)) else {
            return Ok(());
        };
        if !curl.ask_for_sockets(handle, open_socket) {
            return Err(Failed::Refused);
        }
        state::with(|state| state.forget_transfer(handle as usize));
        let url = curl.url(handle);
        if let Some(protocol) = curl::protocol_of(url) {
            let shown = Text::<256>::of(Token(url));
            let asked = told::ask(|state| {
                consider(state, &shown, call.name, |gate| {
                    gate.admit_feature(protocol.feature, shown)
                })?;
                Ok(())
            });
            if asked.is_err() {
                let told = told::take();
                state::with(|state| {
                    state.refuse_transfer(handle as usize, told.text.to_string());
                });
            }
        }
    }
    Ok(())
}

/// Looks at the value of a guarded option: what the engine is to see instead, if anything.
unsafe fn treat(
    call: &Call,
    guarded: &'static Guarded,
    value: &sys::zval,
) -> Result<Option<Loose>, Failed> {
    // SAFETY: as in `make`.
    unsafe {
        let instead = match guarded.form {
            Form::Text if arguments::is_empty(value) => return Ok(None),
            Form::Text => None,
            Form::Number => match arguments::number(value) {
                0 => return Ok(Some(arguments::long_value(0))),
                _ => None,
            },
            Form::Authentication => {
                let closed = match state::with(|state| is_closed(state, guarded.feature)) {
                    Some(false) => 0,
                    _ => AUTHENTICATION,
                };
                curl::without(arguments::number(value), closed).map(arguments::long_value)
            }
            Form::Protocols => curl::without(arguments::number(value), closed_protocols())
                .map(arguments::long_value),
            Form::ProtocolNames => open_names(value),
        };
        if instead.is_some() {
            return Ok(instead);
        }
        let subject = Text::<256>::of(guarded.name);
        told::ask(|state| admit(state, guarded.feature, call.name, &subject)).map(|()| None)
    }
}

/// A list of protocols without the closed ones; `None` where no other is left.
unsafe fn open_names(value: &sys::zval) -> Option<Loose> {
    // SAFETY: as in `make`; what throws is refused.
    unsafe {
        let text = arguments::to_string(value)?;
        let names = text.zend_str().map_or(&b""[..], |text| text.as_bytes());
        let closed = closed_protocols();
        let is_open = |name: &&[u8]| {
            let known = PROTOCOLS.iter().find(|protocol| {
                protocol
                    .name
                    .as_bytes()
                    .eq_ignore_ascii_case(name.trim_ascii())
            });
            known.is_none_or(|protocol| protocol.bit & closed == 0)
        };
        let all = names.trim_ascii().eq_ignore_ascii_case(b"all");
        let mut open = Text::<1024>::of("");
        let curl = Curl::find();
        let mut add = |name: &[u8]| open.push_item(name);
        match curl.filter(|_| all && closed != 0) {
            Some(curl) => curl
                .protocols()
                .map(str::as_bytes)
                .filter(is_open)
                .for_each(&mut add),
            None => names
                .split(|&byte| byte == b',')
                .filter(is_open)
                .for_each(&mut add),
        }
        arguments::release(text);
        (!open.is_empty()).then(|| arguments::new_string(open.as_bytes()))
    }
}

fn admit(state: &mut State, feature: Feature, via: &str, subject: &str) -> Result<(), Failure> {
    consider(state, &format_args!("curl:{subject}"), via, |gate| {
        gate.admit_feature(feature, subject)
    })?;
    Ok(())
}

unsafe fn refuse_option(call: &Call, guarded: &Guarded, failed: Failed) -> Answer {
    let words = Text::<64>::of(format_args!("Unable to set {}", guarded.name));
    // SAFETY: as in `make`.
    unsafe { refuse(call, &words, failed) }
}

/// Fails a call with a warning.
unsafe fn refuse(call: &Call, words: &str, failed: Failed) -> Answer {
    // SAFETY: as in `make`; nothing in this frame has a destructor.
    unsafe {
        let text = match failed {
            Failed::Refused => told::take().text,
            Failed::System(errno) => Text::of(nix::errno::Errno::from_raw(errno).desc()),
        };
        sys::return_false(call.result);
        sys::warn(&Text::of(format_args!("{words}: {text}")));
    }
    Answer::Given
}

unsafe fn has_guarded(options: *mut zend_array) -> bool {
    curl::GUARDED
        .iter()
        // SAFETY: the array is the call's argument.
        .any(|guarded| unsafe { arguments::item(options, guarded.number as u64) }.is_some())
}

/// libcurl's question for a socket to an address: a descriptor, or -1 to refuse it.
///
/// # Safety
/// libcurl calls this for a live handle, with an address that it will use as it is afterwards.
unsafe extern "C" fn open_socket(
    handle: Handle,
    purpose: c_int,
    address: *mut CurlAddress,
) -> c_int {
    const REFUSED: c_int = -1;
    let via = sys::active_function();
    // SAFETY: the caller's contract.
    let open = |state: &mut State| unsafe { open(state, handle, purpose, &mut *address, &via) };
    state::with(open).flatten().unwrap_or(REFUSED)
}

/// Decides, and makes the socket; keeps the reason for `curl_error`.
unsafe fn open(
    state: &mut State,
    handle: Handle,
    purpose: c_int,
    address: &mut CurlAddress,
    via: &str,
) -> Option<c_int> {
    // SAFETY: as in `open_socket`.
    if let Err(failure) = unsafe { judge(state, handle, purpose, address, via) } {
        let reason = match failure {
            Failure::Refused(refusal) => refusal.to_string(),
            Failure::System(errno) => nix::errno::Errno::from_raw(errno).desc().to_owned(),
        };
        state.refuse_transfer(handle as usize, reason);
        return None;
    }
    let socket = raw(address.family, address.kind, address.protocol);
    socket.ok().map(IntoRawFd::into_raw_fd)
}

unsafe fn judge(
    state: &mut State,
    handle: Handle,
    purpose: c_int,
    address: &mut CurlAddress,
    via: &str,
) -> Result<(), Failure> {
    const LISTENER: c_int = 1; // CURLSOCKTYPE_ACCEPT
    // SAFETY: as in `open_socket`.
    let (unix, peer) = unsafe { (address.unix(), address.internet()) };
    let carrier = family::transport(address.kind.into(), address.protocol.into());
    match (carrier, peer, unix) {
        _ if purpose == LISTENER => {
            consider(state, &"tcp://ftp-data", via, |gate| {
                gate.admit_listen(b"a port for FTP data")
            })?;
        }
        // SAFETY: as in `open_socket`.
        (_, _, Some(name)) => unsafe { judge_unix(state, &name, address, via)? },
        (Some(carrier), Some(peer), None) => {
            let target = gate::numeric(carrier, peer);
            // SAFETY: as in `open_socket`; libcurl is asked for the transfer that asks us.
            let named = || unsafe { curl::host_of(Curl::find()?.url(handle)) };
            let resolves = state.mode() != Mode::Audit;
            consider(state, &target, via, |gate| {
                if resolves {
                    gate.admit_dialled(carrier, peer, named)
                } else {
                    gate.judge(&target, peer.ip(), Lookups::Avoided)
                }
            })?;
        }
        _ => consider(state, &"raw", via, |gate| gate.admit_raw(b"this socket"))?,
    }
    Ok(())
}

/// A path is dialled as what it really is.
unsafe fn judge_unix(
    state: &mut State,
    name: &[u8],
    address: &mut CurlAddress,
    via: &str,
) -> Result<(), Failure> {
    let mut place = UnixPlace::Unnamed;
    consider(
        state,
        &format_args!("unix://{}", Token(name)),
        via,
        |gate| {
            let (at, grounds) = gate.admit_unix(name)?;
            place = at;
            Ok(grounds)
        },
    )?;
    match place {
        _ if state.mode() != Mode::Enforce => Ok(()),
        UnixPlace::Unnamed => Ok(()),
        UnixPlace::Missing(errno) => Err(Failure::System(errno)),
        UnixPlace::At(path) => {
            let real = SockAddr::unix(path).map_err(|_| Failure::System(libc::ENAMETOOLONG))?;
            // SAFETY: as in `open_socket`.
            unsafe { address.set_unix(&real) };
            Ok(())
        }
    }
}
