//! The engine's wrappers of `ftp://` and `ftps://`: whether FTP is allowed is decided before one is
//! used. Not where it connects, which is checked in the transports.
//!
//! A wrapper of ours is a copy of the engine's with its own operations, which go on to the
//! engine's. It stands in the engine's table of all requests, from which `stream_wrapper_restore()`
//! takes it again, too.

use crate::{
    core::escape::{Escaped, Token},
    php::{
        hook::HookState,
        state::refusal::{self, enforce},
        sys::{self, text::Text},
    },
};
use std::{
    ffi::{CStr, c_char, c_int},
    ptr,
    sync::{Mutex, PoisonError},
};

/// The schemes of FTP.
const SCHEMES: &[&CStr] = &[c"ftp", c"ftps"];

/// A wrapper of ours: the engine's structure first, as the engine's table points here.
#[repr(C)]
struct Wrapped {
    wrapper: sys::php_stream_wrapper,
    operations: sys::php_stream_wrapper_ops,
    original: *mut sys::php_stream_wrapper,
}

/// A wrapper that was made, which stays for the life of the process: streams point to it.
#[derive(Clone, Copy)]
struct Made(&'static Wrapped);

// SAFETY: what it points to never changes.
unsafe impl Send for Made {}

static MADE: Mutex<Vec<Made>> = Mutex::new(Vec::new());

/// Puts a wrapper of ours in place of each that is not. The names of those that were replaced.
pub(in crate::php) fn install() -> Vec<String> {
    let replace = |scheme: &&CStr| {
        let slot = sys::wrapper_of_all_requests(scheme)?;
        // SAFETY: the table's entries hold wrappers.
        unsafe {
            let current = (*slot).value.ptr.cast::<sys::php_stream_wrapper>();
            if is_ours(current) {
                return None;
            }
            (*slot).value.ptr = ptr::from_ref(wrapped(current)).cast_mut().cast();
        }
        Some(name(scheme))
    };
    SCHEMES.iter().filter_map(replace).collect()
}

/// Puts the engine's wrappers back where ours are still in place.
pub(in crate::php) fn uninstall() {
    for slot in SCHEMES
        .iter()
        .filter_map(|scheme| sys::wrapper_of_all_requests(scheme))
    {
        // SAFETY: the table's entries hold wrappers.
        unsafe {
            let current = (*slot).value.ptr.cast::<sys::php_stream_wrapper>();
            if is_ours(current) {
                (*slot).value.ptr = (*current.cast::<Wrapped>()).original.cast();
            }
        }
    }
}

/// The names of the wrappers, and their states.
pub(in crate::php) fn states() -> impl Iterator<Item = (String, HookState)> {
    SCHEMES.iter().map(|scheme| {
        let state = match sys::wrapper_of_all_requests(scheme) {
            None => HookState::NotPresent,
            // SAFETY: the table's entries hold wrappers.
            Some(slot) if unsafe { is_ours((*slot).value.ptr.cast()) } => HookState::Enforced,
            Some(_) => HookState::Lost,
        };
        (name(scheme), state)
    })
}

fn name(scheme: &CStr) -> String {
    format!("{}://", scheme.to_string_lossy())
}

/// Whether a wrapper is one of ours.
///
/// # Safety
/// `wrapper` is a live wrapper.
unsafe fn is_ours(wrapper: *const sys::php_stream_wrapper) -> bool {
    // SAFETY: the caller's contract; a wrapper has operations.
    let operation = unsafe { (*(*wrapper).wops).unlink };
    operation.is_some_and(|operation| ptr::fn_addr_eq(operation, unlink as Unlink))
}

type Unlink = unsafe extern "C" fn(
    *mut sys::php_stream_wrapper,
    *const c_char,
    c_int,
    *mut sys::php_stream_context,
) -> c_int;

/// The wrapper of ours that stands for `original`; one for both schemes, which the engine compares.
///
/// # Safety
/// `original` is a wrapper that lives as long as the process.
unsafe fn wrapped(original: *mut sys::php_stream_wrapper) -> &'static Wrapped {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = made.iter().find(|made| made.0.original == original) {
        return known.0;
    }
    // SAFETY: the caller's contract; a wrapper has operations.
    let (wrapper, native) = unsafe { (ptr::read(original), ptr::read((*original).wops)) };
    let new = Box::leak(Box::new(Wrapped {
        wrapper,
        operations: sys::php_stream_wrapper_ops {
            stream_opener: native.stream_opener.and(Some(open)),
            dir_opener: native.dir_opener.and(Some(open_folder)),
            url_stat: native.url_stat.and(Some(stat)),
            unlink: Some(unlink),
            rename: native.rename.and(Some(rename)),
            stream_mkdir: native.stream_mkdir.and(Some(make_folder)),
            stream_rmdir: native.stream_rmdir.and(Some(remove_folder)),
            stream_metadata: native.stream_metadata,
            ..native
        },
        original,
    }));
    new.wrapper.wops = &raw const new.operations;
    made.push(Made(new));
    new
}

/// The engine's own operations of a wrapper.
///
/// # Safety
/// `wrapper` is one of ours.
unsafe fn native(wrapper: *mut sys::php_stream_wrapper) -> &'static sys::php_stream_wrapper_ops {
    // SAFETY: the caller's contract; the engine's wrappers and their operations live as long as the
    // process.
    unsafe { &*(*(*wrapper.cast::<Wrapped>()).original).wops }
}

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
                        (is_refused, _) => fail_to_open(wrapper, options, is_refused),
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
    options: c_int,
    is_refused: bool,
) -> *mut sys::php_stream {
    if is_refused {
        // SAFETY: as in `open`.
        unsafe { sys::log_error_of_wrapper(wrapper, options, &refusal::take().text) };
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
