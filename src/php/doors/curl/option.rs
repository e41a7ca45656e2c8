//! Options of libcurl: `curl_setopt`, `curl_setopt_array`, `curl_multi_setopt`. Which are closed is
//! decided in the core.

use super::{
    check::{Pushes, check_feature, check_push, check_wildcard, closed_protocols, is_closed_now},
    exposed,
    failure::{self, fail, refuse, refuse_option, warning},
    guard::{close_protocols, has_basedir},
    handle::{argument_handle, known_handle},
    patience, progress,
};
use crate::{
    core::{
        curl::{self, ENGINES, Form, Guarded, PROTOCOLS, Protocol},
        settings::Mode,
    },
    php::{
        hook::function::{Answer, Call},
        state::refusal::{self, Failed},
        sys::{
            self,
            arguments::{self, Loose},
            curl::{Curl, ProtocolsOf},
            text::Text,
        },
    },
};
use ext_php_rs::ffi::zend_array;

/// `curl_setopt(CurlHandle $handle, int $option, mixed $value)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn set_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"Olz", arguments::class(c"curlhandle")) {
            return Answer::Done;
        }
        let option = sys::argument(call.frame, 1).and_then(|value| value.long());
        if let Some(option) = option.filter(|option| progress::OPTIONS.contains(option))
            && let (Some(handle), Some(value)) =
                (argument_handle(call, 0), sys::argument(call.frame, 2))
            && progress::keeps(handle, option, value)
        {
            sys::return_true(call.result);
            return Answer::Done;
        }
        if option == Some(URL) {
            return set_url(call);
        }
        if let (Some(option), Some(value)) = (option, sys::argument(call.frame, 2)) {
            keep_patience(call, option, value);
        }
        let (Some(guarded), Some(value)) =
            (option.and_then(curl::guarded), sys::argument(call.frame, 2))
        else {
            return Answer::CallOriginal;
        };
        match treat(guarded, value) {
            Err(failed) => return refuse_option(call, guarded, failed),
            Ok(Some(instead)) => arguments::replace(value, instead),
            Ok(None) => {}
        }
    }
    go_on_unless_thrown(call)
}

/// Keeps a time-out that is about to be set.
unsafe fn keep_patience(call: &Call, option: i64, value: &sys::zval) {
    if !patience::OPTIONS.contains(&option) {
        return;
    }
    // SAFETY: as in `set_option`.
    let handle = unsafe { argument_handle(call, 0) };
    if let (Some(handle), Some(value)) = (handle, patience::value(value)) {
        failure::wait_no_longer(handle, option, value);
    }
}

/// `CURLOPT_URL`.
const URL: i64 = 10002;

/// Sets a URL, with which ext/curl widens the protocols where there is an open_basedir. The value is
/// converted first, since code of the script may set one meanwhile; from then on no such code runs
/// until what was widened is taken back.
unsafe fn set_url(call: &Call) -> Answer {
    // SAFETY: as in `set_option`.
    unsafe {
        if let Some(value) = sys::argument(call.frame, 2)
            && !value.is_string()
        {
            match arguments::to_string(arguments::dereferenced(value)) {
                Some(text) => arguments::replace(value, text),
                None => return go_on_unless_thrown(call),
            }
        }
        if sys::has_thrown() {
            return go_on_unless_thrown(call);
        }
        run_with_url(call)
    }
}

/// Runs the engine's handler, with a URL that is a string. Without a URL libcurl connects nowhere, so
/// nothing is dialled for a handle that was reset and is not guarded.
unsafe fn run_with_url(call: &Call) -> Answer {
    // SAFETY: as in `set_option`.
    unsafe {
        let (Some(curl), Some(handle)) = (Curl::find(), known_handle(call, 0)) else {
            return Answer::CallOriginal;
        };
        if !exposed::secure() {
            return refuse(call, "Unable to set CURLOPT_URL", Failed::Refused);
        }
        if !has_basedir() {
            return Answer::CallOriginal;
        }
        // The engine may bail out for want of memory.
        exposed::expose(handle);
        call.run();
        if close_protocols(curl, handle, &[ProtocolsOf::Urls]) {
            exposed::cover(handle);
        }
    }
    Answer::Done
}

/// The conversion of a value may have thrown: then the call has ended.
fn go_on_unless_thrown(call: &Call) -> Answer {
    if !sys::has_thrown() {
        return Answer::CallOriginal;
    }
    // SAFETY: the place for the result holds nothing yet.
    unsafe { sys::return_false(call.result) };
    Answer::Done
}

/// `curl_setopt_array(CurlHandle $handle, array $options)`. As in stock PHP, what stands before an option
/// that is refused is set.
///
/// # Safety
/// As [`set_option`].
pub(super) unsafe fn set_options(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"Oa", arguments::class(c"curlhandle")) {
            return Answer::Done;
        }
        let Some(options) = sys::argument(call.frame, 1) else {
            return Answer::CallOriginal;
        };
        let Some(given) = arguments::array(options) else {
            return Answer::CallOriginal;
        };
        for option in patience::OPTIONS {
            if let Some(value) = arguments::item(given, option as u64) {
                keep_patience(call, option, value);
            }
        }
        let has_url = arguments::item(given, URL as u64).is_some();
        let looked_at = curl::GUARDED.iter().map(|guarded| guarded.number);
        if !has_url && !has_any(given, looked_at.chain(progress::OPTIONS)) {
            return Answer::CallOriginal;
        }
        // The engine reads what was looked at: an array that the script does not have.
        let own = arguments::copy(given);
        let warning = treat_each(own);
        arguments::replace(options, arguments::array_value(own));
        if let Some(handle) = argument_handle(call, 0) {
            for option in progress::OPTIONS {
                let value = arguments::item(own, option as u64);
                if value.is_some_and(|value| progress::keeps(handle, option, value)) {
                    arguments::remove_at(own, option as u64);
                }
            }
        }
        if sys::has_thrown() {
            return go_on_unless_thrown(call);
        }
        let answer = match arguments::item(own, URL as u64) {
            Some(_) => set_url_and_options(call, own),
            None => Answer::CallOriginal,
        };
        let Some(warning) = warning else {
            return answer;
        };
        if let Answer::CallOriginal = answer {
            call.run();
        }
        if sys::has_thrown() || !sys::is_true(call.result) {
            arguments::release(warning);
            return Answer::Done;
        }
        fail(call, warning)
    }
}

/// Looks at the guarded options of an array in their order. Where one is refused, the array ends before
/// it, and its warning is returned.
unsafe fn treat_each(options: *mut zend_array) -> Option<Loose> {
    // SAFETY: as in `set_option`; the array is not the script's.
    unsafe {
        let mut position = 0;
        while let Some(key) = arguments::key_at(options, position) {
            if let Some(guarded) = key.and_then(curl::guarded)
                && let Some(value) = arguments::item(options, guarded.number as u64)
            {
                match treat(guarded, arguments::dereferenced(value)) {
                    Err(failed) => {
                        arguments::cut(options, position);
                        return Some(warning(guarded, failed));
                    }
                    Ok(_) if sys::has_thrown() => return None,
                    Ok(instead) => {
                        let plain = instead.unwrap_or_else(|| arguments::plain_copy(value));
                        arguments::put_at(options, guarded.number as u64, plain);
                    }
                }
            }
            position = arguments::next(options, position);
        }
    }
    None
}

/// Sets the URL of `options` before the others: their conversion may run code of the script, which
/// would find the protocols widened.
unsafe fn set_url_and_options(call: &Call, options: *mut zend_array) -> Answer {
    // SAFETY: as in `set_option`; the array is the call's argument, and not shared. What is released
    // is a plain string, or an array of one.
    unsafe {
        let Some(url) = arguments::item(options, URL as u64) else {
            return Answer::CallOriginal;
        };
        let Some(url) = arguments::to_string(arguments::dereferenced(url)) else {
            return go_on_unless_thrown(call);
        };
        let rest = arguments::plain_copy(&arguments::array_value(options));
        let alone = arguments::new_array();
        arguments::put_at(alone, URL as u64, url);
        if let Some(argument) = sys::argument(call.frame, 1) {
            arguments::replace(argument, arguments::array_value(alone));
        }
        if let Answer::CallOriginal = run_with_url(call) {
            call.run();
        }
        if !sys::is_true(call.result) {
            arguments::release(rest);
            return Answer::Done;
        }
        let Some(argument) = sys::argument(call.frame, 1) else {
            return Answer::Done;
        };
        arguments::replace(argument, rest);
        arguments::remove_at(options, URL as u64);
    }
    go_on_unless_thrown(call)
}

/// `curl_multi_setopt(CurlMultiHandle $multi_handle, int $option, mixed $value)`: handles that a
/// server pushes are copies which nobody guards.
///
/// # Safety
/// As [`set_option`].
pub(super) unsafe fn set_multi_option(call: &Call) -> Answer {
    const PUSHFUNCTION: i64 = 20014;
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"Olz", arguments::class(c"curlmultihandle")) {
            return Answer::Done;
        }
        let option = sys::argument(call.frame, 1).and_then(|value| value.long());
        if option != Some(PUSHFUNCTION) {
            return Answer::CallOriginal;
        }
        match refusal::ask(check_push) {
            Ok(Pushes::Asked) => return Answer::CallOriginal,
            Ok(Pushes::Denied) => sys::return_true(call.result),
            Err(failed) => return refuse(call, "Unable to set CURLMOPT_PUSHFUNCTION", failed),
        }
    }
    Answer::Done
}

/// Looks at the value of a guarded option: what the engine is to see instead, if anything.
unsafe fn treat(guarded: &'static Guarded, value: &sys::zval) -> Result<Option<Loose>, Failed> {
    // SAFETY: as in `set_option`.
    unsafe {
        let instead = match guarded.form {
            Form::Text | Form::LocalAddress if arguments::is_empty(value) => return Ok(None),
            Form::Text => None,
            Form::LocalAddress => return local_address(guarded, value),
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
        refusal::ask(|gates| check_feature(gates, guarded.feature, &subject)).map(|()| None)
    }
}

/// A local address, of which a wildcard is taken. libcurl is told that it is no interface's name.
unsafe fn local_address(
    guarded: &'static Guarded,
    value: &sys::zval,
) -> Result<Option<Loose>, Failed> {
    // SAFETY: as in `set_option`; what throws is not gone on with.
    unsafe {
        let Some(text) = arguments::to_string(value) else {
            return Ok(None);
        };
        let bytes = text.zend_str().map_or(&b""[..], |text| text.as_bytes());
        if bytes.is_empty() {
            return Ok(Some(text));
        }
        let wildcard = curl::wildcard(bytes);
        let asked = refusal::ask(|gates| {
            match wildcard {
                Some(address) => check_wildcard(gates, guarded.name, address)?,
                None => check_feature(gates, guarded.feature, guarded.name)?,
            }
            Ok(gates.mode())
        });
        match (asked, wildcard) {
            (Err(failed), _) => {
                arguments::release(text);
                Err(failed)
            }
            (Ok(Mode::Enforce), Some(address)) if guarded.number == curl::INTERFACE => {
                arguments::release(text);
                let host = Text::<64>::of(format_args!("host!{address}"));
                Ok(Some(arguments::new_string(host.as_bytes())))
            }
            (Ok(_), _) => Ok(Some(text)),
        }
    }
}

/// A type of keys or certificates; `None` for one that a module of OpenSSL brings.
unsafe fn key_type(value: &sys::zval) -> Option<Loose> {
    // SAFETY: as in `set_option`; what throws is not gone on with.
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
    // SAFETY: as in `set_option`; what throws is not gone on with.
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

/// Whether an array has one of these options.
unsafe fn has_any(array: *mut zend_array, options: impl IntoIterator<Item = i64>) -> bool {
    options
        .into_iter()
        // SAFETY: the array is the call's argument.
        .any(|option| unsafe { arguments::item(array, option as u64) }.is_some())
}
