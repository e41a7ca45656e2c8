//! Errors of streams, in a PHP that keeps them only until the function that failed returns. Not
//! their texts.

use super::{
    E_WARNING,
    generated::php_stream_wrapper_log_error,
    php_stream, php_stream_context, php_stream_wrapper,
    report::{tell, warn},
    text::Text,
};
use ext_php_rs::ffi::E_NOTICE;
use std::ffi::{CStr, c_int};

/// What failed, as scripts are told it by newer versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) enum StreamFailure {
    Protocol,
    Sending,
    Receiving,
}

/// `php_stream_wrapper_log_error(wrapper, options, "%s", ...)`: an error that the engine tells with
/// its own words for what failed.
///
/// # Safety
/// As [`super::warn`]; `wrapper` is a live wrapper, whose operation is under way.
pub(in crate::php) unsafe fn log_error_of_wrapper(
    wrapper: *const php_stream_wrapper,
    _: *const php_stream_context,
    options: c_int,
    text: &Text,
) {
    // SAFETY: as in `warn`.
    unsafe { php_stream_wrapper_log_error(wrapper, options, c"%s".as_ptr(), text.as_ptr()) };
}

/// A warning about a stream, of the function that the script called.
///
/// # Safety
/// As [`super::warn`]; the stream is live.
pub(in crate::php) unsafe fn warn_of_stream(_: *const php_stream, _: StreamFailure, text: &Text) {
    // SAFETY: the caller's contract.
    unsafe { warn(text) };
}

/// The same in words that need no room.
///
/// # Safety
/// As [`warn_of_stream`].
pub(in crate::php) unsafe fn warn_of_stream_in_words(
    _: *const php_stream,
    _: StreamFailure,
    words: &'static CStr,
) {
    // SAFETY: the caller's contract.
    unsafe { tell(E_WARNING, words.as_ptr()) };
}

/// What the engine says where a write to a socket fails: a notice.
///
/// # Safety
/// As [`warn_of_stream`].
pub(in crate::php) unsafe fn tell_of_sending(_: *const php_stream, text: &Text) {
    // SAFETY: the caller's contract.
    unsafe { tell(E_NOTICE, text.as_ptr()) };
}
