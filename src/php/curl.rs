//! The door of ext/curl. It translates; the core decides, libcurl dials.
//!
//! # Design
//! libcurl asks a callback for each socket that it is about to connect, with the address that it
//! will connect to: redirects, proxies, `CURLOPT_RESOLVE` and what else there is have done their
//! part then. [`open_socket`] is set as that callback when a handle is made, copied or reset, and
//! again when it is used; a script has no way to set another. What reaches the network past the
//! callback, or chooses more than a destination, is closed in `curl_setopt`
//! ([`crate::core::curl`]).
//!
//! Protocols that are closed are so for libcurl itself, by the setting that a script may narrow
//! further. With `open_basedir` ext/curl widens that setting with each URL, so it is narrowed again
//! behind it.
//!
//! A connection that libcurl kept is used again without a question. Once the rules have changed those
//! of before are too old for it, whichever pool they are in.
//!
//! libcurl does not like to be left by `longjmp`: inside the callback no engine call happens, and
//! the log is written when libcurl has returned.

mod failure;
mod functions;
mod progress;

pub(super) use failure::start;
pub(super) use functions::FUNCTIONS;

use super::{
    hook::function::{Answer, Call},
    leases, log, operation,
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
    curl::{self, ENGINES, Feature, Form, Guarded, PROTOCOLS, Protocol, SSH_AUTHENTICATION},
    escape::Token,
    family,
    gate::{self, Lookups, Refusal, UnixPlace},
    lease::Traffic,
    quota::Meter,
    settings::Mode,
};
use ext_php_rs::ffi::zend_array;
use socket2::SockAddr;
use std::{
    ffi::{c_int, c_void},
    os::fd::{FromRawFd, IntoRawFd, OwnedFd},
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
            return Answer::Given;
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
        if let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, 0)) {
            failure::forget_handle(handle);
            // A handle that cannot be guarded is not used: `prepare` looks again.
            guard(curl, handle);
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
        if let Err(failed) = prepare(call, 0) {
            return refuse(call, "Could not start the transfer", failed);
        }
        call.run();
        if sys::is_false(call.result) {
            // Only now libcurl has read the URL, and followed redirects.
            tell_protocol(call, 0);
        }
        leases::reconcile_sometimes();
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
        if let Err(failed) = prepare(call, 1) {
            refuse(call, "Could not start the transfer", failed);
            sys::return_long(call.result, BAD_EASY_HANDLE);
            return Answer::Given;
        }
        tell_protocol(call, 1);
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
    leases::sweep();
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        call.run();
        leases::reconcile_sometimes();
        log::flush();
    }
    Answer::Given
}

/// The errors that a refused transfer ends in: `CURLE_UNSUPPORTED_PROTOCOL`,
/// `CURLE_COULDNT_CONNECT` and `CURLE_ABORTED_BY_CALLBACK`.
const REFUSED: [i64; 3] = [1, 7, 42];

/// `curl_error(CurlHandle $handle)`: libcurl's words, and the reason where a refusal is why.
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
        let number =
            sys::argument(call.frame, 0).and_then(|value| sys::number_of(c"curl_errno", value));
        // A transfer may have gone on after a refusal, and failed for another reason.
        if !number.is_none_or(|number| REFUSED.contains(&number)) {
            return Answer::Given;
        }
        let told = failure::with_reason(handle, |reason| {
            let words = String::from_utf8_lossy(words);
            Text::<2048>::of(format_args!("{words} ({reason})"))
        });
        if let Some(told) = told {
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
        if option.is_some_and(|option| progress::OPTIONS.contains(&option))
            && let Some(handle) = argument_handle(call, 0)
        {
            progress::leave(handle);
        }
        if option == Some(URL) && has_basedir() {
            call.run();
            close_protocols_of(call);
            return Answer::Given;
        }
        let (Some(guarded), Some(value)) =
            (option.and_then(curl::guarded), sys::argument(call.frame, 2))
        else {
            return Answer::GoOn;
        };
        match treat(guarded, value) {
            Err(failed) => return refuse_option(call, guarded, failed),
            Ok(Some(instead)) => arguments::replace(value, instead),
            Ok(None) => {}
        }
    }
    go_on_unless_thrown(call)
}

/// `CURLOPT_URL` and `CURLOPT_PROTOCOLS`.
const URL: i64 = 10002;
const PROTOCOLS_OF_URLS: i64 = 181;

/// Whether ext/curl widens the protocols with a URL, to all but `file`.
unsafe fn has_basedir() -> bool {
    // SAFETY: this is a thread of PHP, and the text is looked at at once.
    unsafe { !sys::ini(c"open_basedir").is_empty() }
}

/// Takes what ext/curl has widened back.
unsafe fn close_protocols_of(call: &Call) {
    // SAFETY: as in `make`.
    unsafe {
        if let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, 0)) {
            close_protocols(curl, handle);
        }
    }
}

/// The conversion of a value may have thrown: then the call has ended.
fn go_on_unless_thrown(call: &Call) -> Answer {
    if !sys::has_thrown() {
        return Answer::GoOn;
    }
    // SAFETY: the place for the result holds nothing yet.
    unsafe { sys::return_false(call.result) };
    Answer::Given
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
        let Some(given) = arguments::array(options) else {
            return Answer::GoOn;
        };
        if has_any(given, progress::OPTIONS)
            && let Some(handle) = argument_handle(call, 0)
        {
            progress::leave(handle);
        }
        let widens = arguments::item(given, URL as u64).is_some() && has_basedir();
        let guarded = curl::GUARDED.iter().map(|guarded| guarded.number);
        if !widens && !has_any(given, guarded) {
            return Answer::GoOn;
        }
        // The engine reads what was looked at: an array that the script does not have. A URL that
        // widens the protocols comes before those that the script gives.
        let own = match widens {
            true => arguments::copy_led_by(given, URL as u64),
            false => arguments::copy(given),
        };
        for guarded in curl::GUARDED {
            let Some(value) = arguments::item(own, guarded.number as u64) else {
                continue;
            };
            match treat(guarded, arguments::dereferenced(value)) {
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
        if !widens || sys::has_thrown() {
            return go_on_unless_thrown(call);
        }
        call.run();
        close_protocols_of(call);
        narrow_again(call, own);
    }
    Answer::Given
}

/// Puts the protocols that `options` give back in force.
unsafe fn narrow_again(call: &Call, options: *const zend_array) {
    const FILE: i64 = 1 << 10; // CURLPROTO_FILE, which ext/curl refuses then
    // SAFETY: as in `make`; the array is the call's argument.
    unsafe {
        let given = arguments::item(options, PROTOCOLS_OF_URLS as u64).and_then(|bits| bits.long());
        if let (Some(curl), Some(handle), Some(given)) =
            (Curl::find(), argument_handle(call, 0), given)
        {
            curl.set_protocols(handle, given & !closed_protocols() & !FILE);
        }
    }
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
        let asked = told::ask(|state| admit(state, Feature::Unseen, "CURLMOPT_PUSHFUNCTION"));
        match asked {
            Ok(()) => Answer::GoOn,
            Err(failed) => refuse(call, "Unable to set CURLMOPT_PUSHFUNCTION", failed),
        }
    }
}

unsafe fn argument_handle(call: &Call, index: u32) -> Option<Handle> {
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

fn is_closed_now(feature: Feature) -> bool {
    state::with(|state| is_closed(state, feature)) != Some(false)
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

/// Prepares a transfer: the callback is ours.
unsafe fn prepare(call: &Call, index: u32) -> Result<(), Failed> {
    leases::sweep();
    // SAFETY: as in `make`.
    unsafe {
        let (Some(libcurl), Some(handle)) = (Curl::find(), argument_handle(call, index)) else {
            return Ok(());
        };
        if !libcurl.ask_for_sockets(handle, open_socket, close_socket) {
            return Err(Failed::Refused);
        }
        let age = told::ask(|state| {
            failure::forget(handle);
            progress::check(state)?;
            Ok(state.age_of_rules())
        })?;
        if let Some(age) = age {
            libcurl.limit_life(handle, curl::longest_life(age));
        }
        progress::watch(libcurl, handle);
    }
    Ok(())
}

/// Tells why libcurl refuses a URL whose protocol is closed.
unsafe fn tell_protocol(call: &Call, index: u32) {
    // SAFETY: as in `make`.
    unsafe {
        if let (Some(curl), Some(handle)) = (Curl::find(), argument_handle(call, index)) {
            let url = curl.url(handle);
            state::with(|state| {
                if let Err(refusal) = judge_protocol(state, url) {
                    failure::keep(handle, refusal.to_string());
                }
            });
        }
    }
}

/// Decides on the protocol of a URL. An open one is not told: its destination will be.
fn judge_protocol(state: &mut State, url: &[u8]) -> Result<(), Refusal> {
    match curl::protocol_of(url).filter(|protocol| is_closed(state, protocol.feature)) {
        Some(protocol) => {
            let shown = Token(url);
            consider(state, &shown, |gate| {
                gate.admit_feature(protocol.feature, shown)
            })
        }
        None => Ok(()),
    }
}

/// Looks at the value of a guarded option: what the engine is to see instead, if anything.
unsafe fn treat(guarded: &'static Guarded, value: &sys::zval) -> Result<Option<Loose>, Failed> {
    // SAFETY: as in `make`.
    unsafe {
        let instead = match guarded.form {
            Form::Text if arguments::is_empty(value) => return Ok(None),
            Form::Text => None,
            Form::Number => match arguments::number(value) {
                0 => return Ok(Some(arguments::long_value(0))),
                _ => None,
            },
            Form::Bits(bits) => {
                let closed = if is_closed_now(guarded.feature) {
                    bits
                } else {
                    0
                };
                curl::without(arguments::number(value), closed).map(arguments::long_value)
            }
            Form::Protocols => curl::without(arguments::number(value), closed_protocols())
                .map(arguments::long_value),
            Form::ProtocolNames => open_names(value),
            Form::KeyType => key_type(value),
        };
        if instead.is_some() || sys::has_thrown() {
            return Ok(instead);
        }
        let subject = Text::<256>::of(guarded.name);
        told::ask(|state| admit(state, guarded.feature, &subject)).map(|()| None)
    }
}

/// A type of keys or certificates; `None` for one that a module of OpenSSL brings.
unsafe fn key_type(value: &sys::zval) -> Option<Loose> {
    // SAFETY: as in `make`; what throws is not gone on with.
    unsafe {
        let text = arguments::to_string(value)?;
        let name = text.zend_str().map_or(&b""[..], |text| text.as_bytes());
        let is_engines = ENGINES
            .iter()
            .any(|engine| engine.as_bytes().eq_ignore_ascii_case(name));
        if !is_engines {
            return Some(text);
        }
        arguments::release(text);
        None
    }
}

/// A list of protocols without the closed ones; `None` where no other is left.
unsafe fn open_names(value: &sys::zval) -> Option<Loose> {
    // SAFETY: as in `make`; what throws is not gone on with.
    unsafe {
        let text = arguments::to_string(value)?;
        let names = text.zend_str().map_or(&b""[..], |text| text.as_bytes());
        let closed = closed_protocols();
        let all = names.eq_ignore_ascii_case(b"all");
        let has_closed = all
            || !names
                .split(|&byte| byte == b',')
                .all(|name| is_open(name, closed));
        // libcurl and the engine have their own words for what is no list of protocols.
        if closed == 0 || !has_closed || names.contains(&0) {
            return Some(text);
        }
        let mut open = Text::<1024>::of("");
        let mut add = |name: &str| {
            if is_open(name.as_bytes(), closed) {
                open.push_item(name);
            }
        };
        // Names of libcurl's own only: nothing that becomes another name when it is cut.
        for name in Curl::find().into_iter().flat_map(Curl::protocols) {
            let is_asked = |item: &[u8]| item.eq_ignore_ascii_case(name.as_bytes());
            if all || names.split(|&byte| byte == b',').any(is_asked) {
                add(name);
            }
        }
        arguments::release(text);
        (!open.is_empty()).then(|| arguments::new_string(open.as_bytes()))
    }
}

fn is_open(name: &[u8], closed: i64) -> bool {
    let is_named = |protocol: &&Protocol| protocol.name.as_bytes().eq_ignore_ascii_case(name);
    PROTOCOLS
        .iter()
        .find(is_named)
        .is_none_or(|protocol| protocol.bit & closed == 0)
}

fn admit(state: &mut State, feature: Feature, subject: &str) -> Result<(), Failure> {
    consider(state, &format_args!("curl:{subject}"), |gate| {
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

/// Whether an array has one of these options.
unsafe fn has_any(array: *mut zend_array, options: impl IntoIterator<Item = i64>) -> bool {
    options
        .into_iter()
        // SAFETY: the array is the call's argument.
        .any(|option| unsafe { arguments::item(array, option as u64) }.is_some())
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
    // SAFETY: the caller's contract.
    let open = |state: &mut State| unsafe { open(state, handle, purpose, &mut *address) };
    state::with(open).flatten().unwrap_or(REFUSED)
}

/// Decides, and makes the socket; keeps the reason for `curl_error`.
unsafe fn open(
    state: &mut State,
    handle: Handle,
    purpose: c_int,
    address: &mut CurlAddress,
) -> Option<c_int> {
    // SAFETY: as in `open_socket`.
    if let Err(failure) = unsafe { judge(state, handle, purpose, address) } {
        let reason = match failure {
            Failure::Refused(refusal) => refusal.to_string(),
            Failure::System(errno) => nix::errno::Errno::from_raw(errno).desc().to_owned(),
        };
        failure::keep(handle, reason);
        return None;
    }
    // What is told is why the last socket was refused.
    failure::forget(handle);
    let socket = raw(address.family, address.kind, address.protocol).ok()?;
    let socket = socket.into_raw_fd();
    let carrier = family::transport(address.kind.into(), address.protocol.into());
    // SAFETY: as in `open_socket`.
    let peer = unsafe { address.internet() };
    operation::grant(
        socket,
        carrier.filter(|_| peer.is_some()),
        peer,
        Traffic::Unseen,
    );
    Some(socket)
}

/// libcurl's request to close a socket that it got from [`open_socket`].
///
/// # Safety
/// libcurl calls this once a socket, and does not use it afterwards.
unsafe extern "C" fn close_socket(_: *mut c_void, socket: c_int) -> c_int {
    leases::release(socket);
    // SAFETY: the caller's contract.
    drop(unsafe { OwnedFd::from_raw_fd(socket) });
    0
}

unsafe fn judge(
    state: &mut State,
    handle: Handle,
    purpose: c_int,
    address: &mut CurlAddress,
) -> Result<(), Failure> {
    const LISTENER: c_int = 1; // CURLSOCKTYPE_ACCEPT
    // SAFETY: as in `open_socket`.
    let (unix, peer, url) = unsafe {
        (
            address.unix(),
            address.internet(),
            Curl::find().map_or(&b""[..], |curl| curl.url(handle)),
        )
    };
    // libcurl has refused such a URL already, unless something else widened its protocols.
    judge_protocol(state, url)?;
    let carrier = family::transport(address.kind.into(), address.protocol.into());
    match (carrier, peer, unix) {
        _ if purpose == LISTENER => {
            consider(state, &"tcp://ftp-data", |gate| {
                gate.admit_listen(b"a port for FTP data")
            })?;
        }
        // SAFETY: as in `open_socket`.
        (_, _, Some(name)) => unsafe { judge_unix(state, &name, address)? },
        (Some(carrier), Some(peer), None) => {
            let target = gate::numeric(carrier, peer);
            let lookups = match state.mode() {
                Mode::Audit => Lookups::Avoided,
                _ => Lookups::Sent,
            };
            consider(state, &target, |gate| {
                gate.admit_dialled(carrier, peer, curl::host_of(url), lookups)
            })?;
            operation::charge_for(state, &[Meter::Creates, Meter::Connects], &target)?;
        }
        _ => consider(state, &"raw", |gate| gate.admit_raw(b"this socket"))?,
    }
    Ok(())
}

/// A path is dialled as what it really is.
unsafe fn judge_unix(
    state: &mut State,
    name: &[u8],
    address: &mut CurlAddress,
) -> Result<(), Failure> {
    let mut place = UnixPlace::Unnamed;
    consider(state, &format_args!("unix://{}", Token(name)), |gate| {
        let (at, grounds) = gate.admit_unix(name)?;
        place = at;
        Ok(grounds)
    })?;
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
