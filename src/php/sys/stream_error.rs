//! Errors of streams, in a PHP that keeps them for scripts (`stream_last_errors()`), each with a code.
//! Not their texts.

use super::{
    E_WARNING,
    generated::{php_stream_error, php_stream_wrapper_log_error},
    php_stream, php_stream_context, php_stream_wrapper,
    text::Text,
};
use ext_php_rs::ffi::{
    zend_enum_StreamErrorCode as Code,
    zend_enum_StreamErrorCode_ZEND_ENUM_StreamErrorCode_ConnectFailed as CONNECT_FAILED,
    zend_enum_StreamErrorCode_ZEND_ENUM_StreamErrorCode_NetworkRecvFailed as RECEIVE_FAILED,
    zend_enum_StreamErrorCode_ZEND_ENUM_StreamErrorCode_NetworkSendFailed as SEND_FAILED,
    zend_enum_StreamErrorCode_ZEND_ENUM_StreamErrorCode_ProtocolError as PROTOCOL_ERROR,
};
use std::{
    ffi::{CStr, c_char, c_int},
    ptr,
};

/// What failed, as scripts are told it by newer versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) enum StreamFailure {
    Protocol,
    Sending,
    Receiving,
}

impl StreamFailure {
    fn code(self) -> Code {
        match self {
            Self::Protocol => PROTOCOL_ERROR,
            Self::Sending => SEND_FAILED,
            Self::Receiving => RECEIVE_FAILED,
        }
    }
}

const ENDS_THE_OPERATION: bool = true;

/// `php_stream_wrapper_log_error(wrapper, ..., "%s", ...)`: an error that the engine tells with its own
/// words for what failed.
///
/// # Safety
/// As [`super::warn`]; `wrapper` is a live wrapper, whose operation is under way, and the context is live
/// or null.
pub(in crate::php) unsafe fn log_error_of_wrapper(
    wrapper: *const php_stream_wrapper,
    context: *const php_stream_context,
    options: c_int,
    text: &Text,
) {
    // SAFETY: as in `warn`.
    unsafe {
        php_stream_wrapper_log_error(
            wrapper,
            context,
            options,
            E_WARNING as c_int,
            ENDS_THE_OPERATION,
            CONNECT_FAILED,
            c"%s".as_ptr(),
            text.as_ptr(),
        )
    };
}

/// An error of a stream. The engine tells those of an operation in their order when it ends, as the context
/// wants them told.
unsafe fn tell(stream: *const php_stream, failure: StreamFailure, text: *const c_char) {
    // SAFETY: as in `warn_of_stream`; the format takes one C string.
    unsafe {
        php_stream_error(
            stream,
            ptr::null(),
            E_WARNING as c_int,
            ENDS_THE_OPERATION,
            failure.code(),
            c"%s".as_ptr(),
            text,
        )
    };
}

/// A warning about a stream, of the function that the script called.
///
/// # Safety
/// As [`super::warn`]; the stream is live.
pub(in crate::php) unsafe fn warn_of_stream(
    stream: *const php_stream,
    failure: StreamFailure,
    text: &Text,
) {
    // SAFETY: the caller's contract.
    unsafe { tell(stream, failure, text.as_ptr()) };
}

/// The same in words that need no room.
///
/// # Safety
/// As [`warn_of_stream`].
pub(in crate::php) unsafe fn warn_of_stream_in_words(
    stream: *const php_stream,
    failure: StreamFailure,
    words: &'static CStr,
) {
    // SAFETY: the caller's contract.
    unsafe { tell(stream, failure, words.as_ptr()) };
}

/// What the engine says where a write to a socket fails.
///
/// # Safety
/// As [`warn_of_stream`].
pub(in crate::php) unsafe fn tell_of_sending(stream: *const php_stream, text: &Text) {
    // SAFETY: the caller's contract.
    unsafe { warn_of_stream(stream, StreamFailure::Sending, text) };
}
