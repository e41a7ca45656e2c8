//! Warnings, errors and lines of the log, as the engine takes them, and the bailouts that may
//! follow. Not their texts.

use super::{
    E_WARNING,
    generated::{
        php_error_docref, php_log_err_with_severity, php_socket_error_str, zend_error,
        zend_strpprintf,
    },
    text::Text,
    zend_string,
};
use ext_php_rs::{ffi::zend_throw_error, zend};
use std::{
    ffi::{CStr, c_char, c_int},
    panic::AssertUnwindSafe,
    ptr,
};

/// `php_error_docref(NULL, E_WARNING, "%s", ...)`: a warning of the function that the script
/// called.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out and run user code.
pub(in crate::php) unsafe fn warn(text: &Text) {
    // SAFETY: the caller's contract.
    unsafe { tell(E_WARNING, text.as_ptr()) };
}

/// The same with the engine's own string.
///
/// # Safety
/// As [`warn`]; the string is live.
pub(in crate::php) unsafe fn warn_in_words(text: *const zend_string) {
    // SAFETY: the caller's contract; a string ends with a NUL.
    unsafe { tell(E_WARNING, (*text).val.as_ptr()) };
}

/// The same with words of somebody else's in it, as they are but for what follows a NUL.
///
/// # Safety
/// As [`warn`].
pub(in crate::php) unsafe fn warn_naming(before: &Text, words: &[u8], after: &CStr) {
    let (length, words) = counted(words);
    // SAFETY: the format takes a C string, as many bytes as are said, and a C string.
    unsafe {
        php_error_docref(
            ptr::null(),
            E_WARNING as c_int,
            NAMING.as_ptr(),
            before.as_ptr(),
            length,
            words,
            after.as_ptr(),
        );
    }
}

/// The same as a new string of the engine.
///
/// # Safety
/// As [`string`].
pub(in crate::php) unsafe fn string_naming(
    before: &Text,
    words: &[u8],
    after: &CStr,
) -> *mut zend_string {
    let (length, words) = counted(words);
    // SAFETY: as in `warn_naming`; 0 is "no limit".
    unsafe {
        zend_strpprintf(
            0,
            NAMING.as_ptr(),
            before.as_ptr(),
            length,
            words,
            after.as_ptr(),
        )
    }
}

const NAMING: &CStr = c"%s%.*s%s";

/// Bytes as a `%.*s` of the engine takes them.
fn counted(bytes: &[u8]) -> (c_int, *const c_char) {
    let length = bytes.len().try_into().unwrap_or(c_int::MAX);
    (length, bytes.as_ptr().cast())
}

/// The same of any kind, with the text as a C string.
///
/// # Safety
/// As [`warn`]; the text ends with a NUL.
pub(super) unsafe fn tell(kind: u32, text: *const c_char) {
    // SAFETY: the format takes one C string; the rest is the caller's contract.
    unsafe { php_error_docref(ptr::null(), kind as c_int, c"%s".as_ptr(), text) };
}

/// `zend_throw_error(NULL, "%s", ...)`: an `Error`.
///
/// # Safety
/// On a thread of PHP, within a request.
pub(in crate::php) unsafe fn throw(text: &Text) {
    // SAFETY: the format takes one C string, which `text` is; the rest is the caller's contract.
    unsafe { zend_throw_error(ptr::null_mut(), c"%s".as_ptr(), text.as_ptr()) };
}

/// `zend_error(kind, "%s", ...)`: an error of no function. A core error at start-up does not
/// return.
///
/// # Safety
/// On a thread of PHP. It may bail out and run user code.
pub(in crate::php) unsafe fn error(kind: u32, text: &Text) {
    // SAFETY: as in `warn`.
    unsafe { zend_error(kind as c_int, c"%s".as_ptr(), text.as_ptr()) };
}

/// The same, of a function: `format`, in which `%s` stands for its name.
///
/// # Safety
/// As [`warn`].
pub(in crate::php) unsafe fn error_of_function(
    kind: u32,
    format: &'static CStr,
    name: &'static CStr,
) {
    // SAFETY: as in `warn`; the callers' formats hold one `%s`.
    unsafe { zend_error(kind as c_int, format.as_ptr(), name.as_ptr()) };
}

/// Whether `action` ends by a bailout. The caller does what cannot wait then, and goes on with
/// [`bail_out`].
///
/// # Safety
/// On a thread of PHP; nothing between this call and the engine's in `action` has a destructor.
pub(in crate::php) unsafe fn bails_out(action: impl FnOnce()) -> bool {
    let ended = zend::try_catch(AssertUnwindSafe(action));
    matches!(ended, Err(zend::CatchError::Bailout))
}

/// Goes on with a bailout that [`bails_out`] stopped.
///
/// # Safety
/// As of every call that may bail out: no frame up to the engine's has a destructor.
pub(in crate::php) unsafe fn bail_out() -> ! {
    // SAFETY: the caller's contract.
    unsafe { zend::bailout() }
}

/// A new string of the engine with `text`.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(in crate::php) unsafe fn string(text: &Text) -> *mut zend_string {
    // SAFETY: as in `warn`; 0 is "no limit".
    unsafe { zend_strpprintf(0, c"%s".as_ptr(), text.as_ptr()) }
}

/// A new string of the engine: `format`, in which `%s` stands for the C string `argument`.
///
/// # Safety
/// As [`string`]; `argument` ends with a NUL.
pub(in crate::php) unsafe fn format(
    format: &'static CStr,
    argument: *const c_char,
) -> *mut zend_string {
    // SAFETY: the callers' formats hold one `%s`; the rest is the caller's contract.
    unsafe { zend_strpprintf(0, format.as_ptr(), argument) }
}

/// The engine's words for an error number.
///
/// # Safety
/// As [`string`].
pub(in crate::php) unsafe fn error_string(errno: c_int) -> *mut zend_string {
    // SAFETY: the caller's contract.
    unsafe { php_socket_error_str(errno.into()) }
}

/// Writes a line to the log that PHP is set to write to: `error_log`, or else the server's own.
///
/// # Safety
/// On a thread of PHP. It may bail out.
pub(super) unsafe fn log(line: &CStr) {
    // SAFETY: the caller's contract.
    unsafe { php_log_err_with_severity(line.as_ptr(), libc::LOG_NOTICE) };
}
