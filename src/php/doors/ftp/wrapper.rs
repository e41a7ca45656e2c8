//! The engine's wrappers of `ftp://` and `ftps://`: whether FTP is allowed is decided before one is
//! used. Not where it connects, which is checked in the transports.

use crate::{
    core::escape::{Escaped, Token},
    php::{
        hook::wrapper::{Wrappers, native},
        state::refusal::{self, enforce},
        sys::{self, text::Text},
    },
};
use std::{
    ffi::{CStr, c_char, c_int},
    ptr,
};

/// The wrappers of FTP.
pub(in crate::php) static WRAPPERS: Wrappers =
    Wrappers::new(&[c"ftp", c"ftps"], |native| sys::php_stream_wrapper_ops {
        stream_opener: native.stream_opener.and(Some(open)),
        dir_opener: native.dir_opener.and(Some(open_folder)),
        url_stat: native.url_stat.and(Some(stat)),
        unlink: native.unlink.and(Some(unlink)),
        rename: native.rename.and(Some(rename)),
        stream_mkdir: native.stream_mkdir.and(Some(make_folder)),
        stream_rmdir: native.stream_rmdir.and(Some(remove_folder)),
        ..native
    });

/// An operation that opens a stream.
macro_rules! opener {
    ($name:ident, $operation:ident) => {
        sys::makes_stream! {
            fn $name(
                wrapper: *mut sys::php_stream_wrapper,
                url: *const c_char,
                mode: *const c_char,
                options: c_int,
                opened: *mut *mut sys::zend_string,
                context: *mut sys::php_stream_context,
            ) -> *mut sys::php_stream, site {
                // SAFETY: the engine calls a wrapper of ours with what belongs to the operation.
                unsafe {
                    match (is_refused(url), native(wrapper).$operation) {
                        (false, Some(open)) => sys::make_stream!(
                            open, site, wrapper, url, mode, options, opened, context
                        ),
                        (is_refused, _) => fail_to_open(wrapper, context, options, is_refused),
                    }
                }
            }
        }
    };
}

opener!(open, stream_opener);
opener!(open_folder, dir_opener);

/// The reason goes to where the engine collects the errors of a wrapper.
#[cold]
#[inline(never)]
unsafe fn fail_to_open(
    wrapper: *mut sys::php_stream_wrapper,
    context: *mut sys::php_stream_context,
    options: c_int,
    is_refused: bool,
) -> *mut sys::php_stream {
    if is_refused {
        // SAFETY: as in `open`.
        unsafe { sys::log_error_of_wrapper(wrapper, context, options, &refusal::take().text) };
    }
    ptr::null_mut()
}

unsafe extern "C" fn stat(
    wrapper: *mut sys::php_stream_wrapper,
    url: *const c_char,
    flags: c_int,
    buffer: *mut sys::php_stream_statbuf,
    context: *mut sys::php_stream_context,
) -> c_int {
    const FAILED: c_int = -1;
    // SAFETY: as in `open`.
    unsafe {
        match (warn_of_refusal(url), native(wrapper).url_stat) {
            (false, Some(stat)) => stat(wrapper, url, flags, buffer, context),
            _ => FAILED,
        }
    }
}

/// What the operations on a name return for a failure.
const FAILED: c_int = 0;

unsafe extern "C" fn unlink(
    wrapper: *mut sys::php_stream_wrapper,
    url: *const c_char,
    options: c_int,
    context: *mut sys::php_stream_context,
) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        match (warn_of_refusal(url), native(wrapper).unlink) {
            (false, Some(unlink)) => unlink(wrapper, url, options, context),
            _ => FAILED,
        }
    }
}

unsafe extern "C" fn rename(
    wrapper: *mut sys::php_stream_wrapper,
    from: *const c_char,
    to: *const c_char,
    options: c_int,
    context: *mut sys::php_stream_context,
) -> c_int {
    // SAFETY: as in `open`. Both names are on one server, or the engine refuses.
    unsafe {
        match (warn_of_refusal(from), native(wrapper).rename) {
            (false, Some(rename)) => rename(wrapper, from, to, options, context),
            _ => FAILED,
        }
    }
}

unsafe extern "C" fn make_folder(
    wrapper: *mut sys::php_stream_wrapper,
    url: *const c_char,
    mode: c_int,
    options: c_int,
    context: *mut sys::php_stream_context,
) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        match (warn_of_refusal(url), native(wrapper).stream_mkdir) {
            (false, Some(make)) => make(wrapper, url, mode, options, context),
            _ => FAILED,
        }
    }
}

unsafe extern "C" fn remove_folder(
    wrapper: *mut sys::php_stream_wrapper,
    url: *const c_char,
    options: c_int,
    context: *mut sys::php_stream_context,
) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        match (warn_of_refusal(url), native(wrapper).stream_rmdir) {
            (false, Some(remove)) => remove(wrapper, url, options, context),
            _ => FAILED,
        }
    }
}

/// Warns of a refusal as the engine does of a connection that failed; whether there is one.
unsafe fn warn_of_refusal(url: *const c_char) -> bool {
    // SAFETY: as in `open`; nothing here has a destructor.
    unsafe {
        if !is_refused(url) {
            return false;
        }
        warn(server(CStr::from_ptr(url).to_bytes()));
    }
    true
}

#[cold]
#[inline(never)]
unsafe fn warn(server: &[u8]) {
    // SAFETY: as in `open`.
    unsafe { sys::warn(&told(server)) };
}

/// The refusal that waits, as a warning. Apart from that, whose stack may be small.
#[inline(never)]
fn told(server: &[u8]) -> Text {
    let server = Escaped(server);
    Text::of(format_args!(
        "Unable to connect to {server} ({})",
        refusal::take().text
    ))
}

/// Whether FTP with the server of `url` is refused; the refusal waits.
unsafe fn is_refused(url: *const c_char) -> bool {
    // SAFETY: as in `open`; the engine's names are C strings, and nothing here has a destructor.
    unsafe {
        let server = server(CStr::from_ptr(url).to_bytes());
        let asked = refusal::ask(|gates| {
            let shown = format!("ftp://{}", Token(server));
            Ok(enforce(gates, &shown, |gate| gate.admit_ftp(server))?)
        });
        asked.is_err()
    }
}

/// Host and port of a URL, for people: without user and password, which do not belong into a log.
fn server(url: &[u8]) -> &[u8] {
    let start = url.windows(3).position(|window| window == b"://");
    let rest = start.map_or(url, |start| &url[start + 3..]);
    let authority = rest
        .split(|byte| matches!(byte, b'/' | b'?' | b'#'))
        .next()
        .unwrap_or(rest);
    authority
        .rsplit(|&byte| byte == b'@')
        .next()
        .unwrap_or(authority)
}
