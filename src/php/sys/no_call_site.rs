//! Where C code asks for a stream (`STREAMS_DC`), in a PHP that is not for debugging, which does
//! not pass it. It is empty.

use super::{php_stream, php_stream_context, timeval};
use std::ffi::{c_char, c_int};

/// Nothing.
#[derive(Clone, Copy)]
pub(in crate::php) struct CallSite;

/// Ours.
pub(in crate::php) static HERE: CallSite = CallSite;

/// A factory of the engine's transports (`php_stream_transport_factory`): scheme and name with their
/// lengths, persistent id, options, flags, timeout, context.
pub(in crate::php) type Factory = unsafe extern "C" fn(
    *const c_char,
    usize,
    *const c_char,
    usize,
    *const c_char,
    c_int,
    c_int,
    *mut timeval,
    *mut php_stream_context,
) -> *mut php_stream;

/// Declares a function that makes a stream, as the engine calls it: its body is a function of the
/// call site.
macro_rules! makes_stream {
    (
        $(#[$attribute:meta])*
        fn $name:ident($($argument:ident: $type:ty,)*) -> $result:ty, $site:ident $body:block
    ) => {
        $(#[$attribute])*
        unsafe extern "C" fn $name($($argument: $type,)*) -> $result {
            let $site = $crate::php::sys::CallSite;
            $body
        }
    };
}

/// Calls such a function of the engine's with the call site.
macro_rules! make_stream {
    ($function:expr, $site:expr, $($argument:expr),* $(,)?) => {{
        let $crate::php::sys::CallSite = $site;
        $function($($argument),*)
    }};
}

pub(in crate::php) use {make_stream, makes_stream};
